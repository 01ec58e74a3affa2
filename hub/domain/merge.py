"""What a service says of merges of its records, and what a merge brings along: which go, which stay, who must look.

A merge says that a number is no longer anybody's own: its record, and whatever was merged into it before, goes to the
survivor's case. The other records of its case are somebody's who is tied to that number, or to something else: those
that a number of either side ties to what goes, go along; the rest stays. Source: hub ("Identity").
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from hub.domain.access import Service
from hub.domain.identity import Doubt
from hub.domain.value import Value
from hub.errors import Rejected


class ChangeKind(StrEnum):
    """What a change of identity did."""

    JOINED = "JOINED"
    RECORDS_MOVED = "RECORDS_MOVED"
    PARTED = "PARTED"
    BOOKING_MOVED = "BOOKING_MOVED"


# The changes that brought source records from another case.
MOVES_RECORDS = frozenset({ChangeKind.JOINED, ChangeKind.RECORDS_MOVED})
# Those that people can take back; what was parted is joined again by a ruling.
CAN_BE_UNDONE = MOVES_RECORDS | {ChangeKind.BOOKING_MOVED}


class RecordMerged(Value):
    """A service made two of its records one: `removed` is merged into `survivor`; both are numbers of that service."""

    service: Service
    survivor: str
    removed: str


class RecordUnmerged(Value):
    """A service took a merge back: `reactivated` is a record of its own again, apart from `stays`."""

    service: Service
    reactivated: str
    stays: str


class BookingMoved(Value):
    """The prison moved one booking, with its history, from one prisoner to another; nobody was merged.

    `began` is when the booking began, None where it is not said.
    """

    booking_id: str
    moved_from: str
    moved_to: str
    began: datetime | None


class Member(Value):
    """A record of a case. `names` are the prison numbers and CRNs that it gives, its own among them."""

    id: int
    service: Service
    key: str
    names: frozenset[str]
    merged_into: int | None = None

    @property
    def living(self) -> bool:
        """Whether the number is still its holder's own."""
        return self.merged_into is None


class Following(Value):
    """The records that go to the survivor's case, and why the rest of their case does not, where somebody must look."""

    records: frozenset[int]
    doubt: Doubt | None = None


def refuse_circle(removed: int, survivor: int, merged_into: Mapping[int, int | None]) -> None:
    """A number can't be merged into one that was merged into it: raises Rejected(CircularMerge).

    `merged_into` leads from each record to the one that it was merged into, as far as `survivor` leads.
    """
    at: int | None = survivor
    while at is not None:
        if at == removed:
            raise Rejected("CircularMerge", "the surviving number was itself merged into the removed one")
        at = merged_into.get(at)


def merged_away(record: int, members: Iterable[Member]) -> frozenset[int]:
    """The record, and every one that was merged into it, however many merges ago."""
    known = list(members)
    found, grown = frozenset({record}), frozenset[int]()
    while found != grown:
        grown = found
        found |= {one.id for one in known if one.merged_into in found}
    return found


def follow(removed: int, members: Collection[Member], survivors: Collection[Member]) -> Following:
    """Which records of the removed number's case go to the survivor's.

    `members` are the records of the removed one's case, which holds itself merged by now; `survivors` the other case's.
    Where all that is tied would make two living prison numbers one case, only what was merged goes, and a person must
    look at the rest.
    """
    going = merged_away(removed, members)
    tied = _tied(going, members)
    numbers = {one.key for one in (*survivors, *(m for m in members if m.id in tied)) if _is_prisoner(one)}
    if len(numbers) > 1:
        return Following(going, Doubt.TWO_PRISON_NUMBERS)
    return Following(tied)


def _is_prisoner(one: Member) -> bool:
    return one.living and one.service is Service.CUSTODY


def _tied(going: frozenset[int], members: Collection[Member]) -> frozenset[int]:
    """What goes, and whatever shares a prison number or CRN with something that goes."""
    found = going
    while True:
        names = frozenset[str]().union(*(one.names for one in members if one.id in found))
        grown = found | {one.id for one in members if not names.isdisjoint(one.names)}
        if grown == found:
            return found
        found = grown

"""A number that two cases share raises a question for a person, as long as records of both give it."""

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from hub.actions.telling.case_events import CaseChange
from hub.connectors.connector import Provenance
from hub.domain.identifiers import Identifier
from hub.domain.identity import Doubt
from hub.domain.likeness import Likeness
from hub.domain.review import ReviewState, Withdrawn
from hub.store.fetching import MOST_HOLDERS
from hub.store.identity import linking, review
from hub.store.identity.frequent_number import grown_frequent
from hub.store.identity.linking import Match
from hub.store.identity.shared_number import Line, given_still, shared
from hub.store.transaction import Transaction

log = logging.getLogger(__name__)


def tell_frequent(tx: Transaction, added: Iterable[Identifier]) -> None:
    """Tell those who operate the hub of a number that has come to be held by so many that it tells nobody apart."""
    for kind in grown_frequent(tx, added):
        log.warning(
            "A number (%s) is held by more than %d cases: it joins nobody, and nobody is asked about it. `hub status` "
            "names the cases.",
            kind,
            MOST_HOLDERS,
        )


@dataclass
class Shared:
    """The numbers that a message gives and records on other cases hold, `found`; `kinds` are those looked at so far.

    `mine` is the case of the message's record, `late` that record where the message is an older reading of it: then
    what its newest gives counts.
    """

    found: Sequence[Match]
    mine: int | None
    late: int | None = None
    kinds: dict[int, tuple[str, ...]] = field(default_factory=dict)

    async def among(self, tx: Transaction, cases: Collection[int]) -> set[int]:
        """Those of the cases whose records give a number still that the message gives."""
        theirs = {one: Line(one.record_id, one.kind, one.value) for one in self.found if one.case_id in cases}
        late = self.late
        mine = {one: Line(late, one.kind, one.value) for one in theirs} if late is not None else {}
        given = await given_still(tx, {*theirs.values(), *mine.values()}) if theirs else set[Line]()
        kinds: dict[int, set[str]] = {}
        for match, line in theirs.items():
            if line in given and mine.get(match, line) in given:
                kinds.setdefault(match.case_id, set()).add(match.kind)
        self.kinds |= {case_id: tuple(sorted(shared)) for case_id, shared in kinds.items()}
        return set(kinds)

    async def alike(self, tx: Transaction, found: Sequence[Likeness]) -> list[Likeness]:
        """Without the cases that only a number makes look like the person which is not given by both any more."""
        resting = {one.case_id for one in found if one.doubt is not None and one.rests_on_number}
        given = await self.among(tx, resting) if resting else set[int]()
        if self.mine is not None and (rest := resting - given):  # the message may say nothing of numbers
            held = await _numbers_held(tx, self.mine, dict.fromkeys(rest))
            self.kinds |= held
            given |= set(held)
        return [one for one in found if one.case_id not in resting or one.case_id in given]


async def ask(
    tx: Transaction,
    case_id: int,
    doubts: Mapping[int, Doubt],
    provenance: Provenance,
    *,
    shown: Mapping[int, Mapping[str, object]],
    shared: Shared,
    event: bool,
) -> list[tuple[int, Doubt]]:
    """Ask a person to compare the case with those in doubt, unless that waits or is decided; what was asked.

    `shown` is the evidence of those whom a score raised. Of the others those that share no number any more are asked
    about no more. `event`: the message is no reading, so none from before takes back what it told.
    """
    await shared.among(tx, doubts.keys() - shown.keys() - shared.kinds.keys())
    asked = []
    for other, why in doubts.items():
        by_number: dict[str, object] = {"numbers": shared.kinds[other]} if other in shared.kinds else {}
        if by_number and event:
            by_number["toldAt"] = provenance.source_time.isoformat()
        if other not in shown and not by_number:
            continue
        evidence = {"cause": provenance.cause, **by_number, **shown.get(other, {})}
        if await linking.note_review(tx, case_id, other, why, evidence):
            asked.append((other, why))
    return asked


async def withdraw_unshared(tx: Transaction, case_id: int) -> list[CaseChange]:
    """Ask no more whether the case and another are one person, where a number raised it that they share no more."""
    asked = await review.numbered(tx, case_id)
    if not asked:
        return []
    still = await _numbers_held(tx, case_id, asked)
    return [await withdraw(tx, case_id, other, Withdrawn.NUMBER_NOT_SHARED) for other in asked if other not in still]


async def withdraw(tx: Transaction, case_id: int, other: int, why: Withdrawn) -> CaseChange:
    """Ask no more whether the two cases are one person; what there is to tell of it."""
    withdrawn = {"state": ReviewState.WITHDRAWN, "withdrawn_at": tx.now, "withdrawn_because": why}
    await review.note(tx, case_id, other, **withdrawn)
    return CaseChange("IdentityReviewWithdrawn", None, {"otherCaseId": str(other), "because": why})


async def _numbers_held(
    tx: Transaction, case_id: int, others: Mapping[int, datetime | None]
) -> dict[int, tuple[str, ...]]:
    """Those of the other cases that share a number with the case which records of both give still, with its kinds.

    With each stands when an event told such a number, None where none did.
    """
    pairs = await shared(tx, case_id, others)
    told: dict[Line, datetime] = {}
    for other, *lines in pairs:
        if (at := others[other]) is not None:
            told.update((line, max(at, told.get(line, at))) for line in lines)
    given = await given_still(tx, {line for _, *lines in pairs for line in lines}, told)
    kinds: dict[int, set[str]] = {}
    for other, one, theirs in pairs:
        if one in given and theirs in given:
            kinds.setdefault(other, set()).add(one.kind)
    return {other: tuple(sorted(found)) for other, found in kinds.items()}

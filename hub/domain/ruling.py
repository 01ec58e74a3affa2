"""Rulings of a named person on two records that they name, and the parting of a record that was ruled to be another's.

To rule that two records of one case are of different people changes nothing of where they are: the case asks for
attention until a second person parts them, or the ruling is withdrawn. Source: hub ("Identity").
"""

from collections.abc import Collection

from hub.domain.access import Actor
from hub.domain.override import OverrideScope, OverrideVerdict
from hub.domain.value import Value
from hub.errors import BrokenRule


class RuleOnRecords(Value):
    """Two records are of one person, or of different people. CASES: so are all of their cases, where these are two."""

    record_id: int
    other_record_id: int
    verdict: OverrideVerdict
    scope: OverrideScope
    reason: str


class WithdrawRuling(Value):
    """A ruling is taken back; the id is that of any of its rows."""

    ruling_id: int
    reason: str


class PartRecord(Value):
    """A record goes to a case of its own: somebody else ruled that it is of another person."""

    record_id: int
    reason: str


def check_ruling(command: RuleOnRecords) -> None:
    """Raises BrokenRule: RecordsAreOne, ScopeIsTheServices."""
    if command.record_id == command.other_record_id:
        raise _broken("RecordsAreOne", "otherRecordId")
    if command.scope is OverrideScope.SOURCE_UNMERGE:
        raise _broken("ScopeIsTheServices", "scope")


def check_withdrawn(*, withdrawn: bool, answers_review: bool) -> None:
    """Raises BrokenRule: RulingWithdrawn, RulingAnswersReview."""
    if withdrawn:
        raise _broken("RulingWithdrawn", "rulingId")
    if answers_review:
        raise _broken("RulingAnswersReview", "rulingId")


def check_ruled_apart(deciders: Collection[int | None], actor: Actor) -> None:
    """`deciders` ruled that the record is of somebody else than another of its case; None: a service's own word.

    Raises BrokenRule: NotRuledApart, SecondPersonNeeded.
    """
    if not deciders:
        raise _broken("NotRuledApart", "recordId")
    if set(deciders) == {actor.staff_id}:
        raise _broken("SecondPersonNeeded")


RULES: dict[str, tuple[str, str]] = {
    "RecordsAreOne": ("Both ids name the same record.", "Name two records."),
    "ScopeIsTheServices": (
        "That scope is for merges that a service takes back itself.",
        "Send RECORDS or CASES.",
    ),
    "RulingWithdrawn": ("The ruling is withdrawn already.", "Read the case's rulings again."),
    "RulingAnswersReview": (
        "The ruling is the answer to a review.",
        "Take the decision back with reopenIdentityReview, or reopenClusterReview where it is one of a single case; "
        "what it joined is parted with partCase.",
    ),
    "NotRuledApart": (
        "Nobody has ruled that this record is of somebody else than another record of its case.",
        "Rule on the two records first, with ruleOnRecords; a second person then parts them.",
    ),
    "SecondPersonNeeded": (
        "You ruled so yourself: to part a case takes a second person.",
        "Ask a colleague who may decide to look at it and do the same.",
    ),
}


def _broken(code: str, field: str | None = None) -> BrokenRule:
    message, remedy = RULES[code]
    return BrokenRule(code, message, remedy, field)

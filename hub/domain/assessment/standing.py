"""Which assessment counts, of all that the hub ever heard of one record. The order of arrival cannot matter.

Of what one body said of one assessment, the newest reading stands. Of several assessments the one that came furthest
counts (an incomplete one never hides a complete one), then the one completed last, then the one begun last, then the
one with the higher number: two of the same day are told apart by their times, and two of the same moment by the number
that the source drew later. Each part (needs, risk, management plan) is taken from the newest assessment that holds it.
Source: hub; that stale and same-day assessments come is a fact of the source.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime

from hub.domain.assessment.words import AssessmentBody, AssessmentPart, AssessmentStatus
from hub.domain.value import Value

NEVER = datetime.min.replace(tzinfo=UTC)
PROGRESS = {AssessmentStatus.COMPLETE: 2, AssessmentStatus.LOCKED_INCOMPLETE: 1, AssessmentStatus.NOT_COMPLETE: 0}
# The bodies that say most of an assessment as a whole, and of a part: those made for the part itself.
WHOLE = (AssessmentBody.SUMMARY, AssessmentBody.TIMELINE, AssessmentBody.MANAGEMENT_PLAN)
OWN_BODY = {
    AssessmentPart.NEEDS: AssessmentBody.NEEDS,
    AssessmentPart.RISK: AssessmentBody.RISKS,
    AssessmentPart.MANAGEMENT_PLAN: AssessmentBody.MANAGEMENT_PLAN,
}


class HeldStatement(Value):
    """A statement as it is held: who said it of what, when it was read last, and by what it is ordered."""

    id: int
    body: AssessmentBody
    reference: str
    status: AssessmentStatus
    initiated_at: datetime | None
    completed_at: datetime | None
    last_read_at: datetime
    content_hash: bytes
    parts: tuple[AssessmentPart, ...]


class Standing(Value):
    """What holds of a statement now.

    `standing`: not overtaken by a newer reading and not withdrawn. `listed`: the one to show of its assessment.
    `current`: of the assessment that counts. `current_parts`: the parts that are taken from it.
    """

    standing: bool
    listed: bool
    current: bool
    current_parts: tuple[AssessmentPart, ...]


def ordered_at(completed_at: datetime | None, initiated_at: datetime | None, read_at: datetime) -> datetime:
    """The moment by which an assessment is ordered."""
    return completed_at or initiated_at or read_at


def stand(held: Sequence[HeldStatement], removed_at: datetime | None) -> dict[int, Standing]:
    """What holds of each statement, by its id. Whatever was last read by `removed_at` has been withdrawn."""
    there = [one for one in held if removed_at is None or one.last_read_at > removed_at]
    standing = _newest_of_each(there, lambda one: (one.body, one.reference))
    listed = {one.id for one in _best_of_each(standing)}
    whole = [one for one in standing if one.body in WHOLE] or standing
    current = max(whole, key=_order, default=None)
    taken = {part: _source_of(part, standing) for part in OWN_BODY}
    kept = {one.id for one in standing}
    return {
        one.id: Standing(
            standing=one.id in kept,
            listed=one.id in listed,
            current=current is not None and one.id == current.id,
            current_parts=tuple(part for part, number in taken.items() if number == one.id),
        )
        for one in held
    }


def _order(one: HeldStatement) -> tuple[int, datetime, datetime, int, str, int]:
    number = int(one.reference) if one.reference.isdecimal() and len(one.reference) < 19 else -1
    at = ordered_at(one.completed_at, one.initiated_at, one.last_read_at)
    begun = one.initiated_at or NEVER
    return PROGRESS[one.status], at, begun, number, one.reference, -list(AssessmentBody).index(one.body)


def _newest_of_each(held: Iterable[HeldStatement], whose: Callable[[HeldStatement], object]) -> list[HeldStatement]:
    newest: dict[object, HeldStatement] = {}
    for one in sorted(held, key=lambda one: (one.last_read_at, one.content_hash)):
        newest[whose(one)] = one
    return list(newest.values())


def _best_of_each(standing: Iterable[HeldStatement]) -> list[HeldStatement]:
    """Of each assessment the body that says most of it."""
    best: dict[str, HeldStatement] = {}
    for one in sorted(standing, key=lambda one: list(AssessmentBody).index(one.body), reverse=True):
        best[one.reference] = one
    return list(best.values())


def _source_of(part: AssessmentPart, standing: Iterable[HeldStatement]) -> int | None:
    """The statement that a part is taken from: the newest that holds it; of two of the same moment, the part's own."""
    holding = [one for one in standing if part in one.parts]
    best = max(holding, key=lambda one: (*_order(one)[:2], one.body is OWN_BODY[part], *_order(one)[2:]), default=None)
    return best.id if best else None

"""The hours of a member of staff, what reduces them, and that two codes are one person.

A team manager decides all three, for whoever works in their team or prison. Hours hold from a day until the next are
decided; a reduction has a first day and may have a last one. Source: hub (capacity: hub/domain/allocation/capacity.py;
"a code on each side": domain, "People").
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum

from hub.domain.access import Actor, Capability, Service
from hub.domain.value import Value
from hub.errors import BrokenRule

MOST_HOURS = Decimal(60)
LONGEST_REASON = 1000


class ReductionReason(StrEnum):
    """Why somebody has fewer hours for cases than their contract says; nothing about health is asked or kept."""

    OTHER_DUTIES = "OTHER_DUTIES"
    TRAINING = "TRAINING"
    STAFF_REPRESENTATION = "STAFF_REPRESENTATION"
    ABSENCE = "ABSENCE"
    ADJUSTMENT = "ADJUSTMENT"


def canonical_code(code: str) -> str:
    """A staff code as the hub holds it: in capitals, without blanks around it; the services write it in either case."""
    return code.strip().upper()


class StaffPlace(Value):
    """A member of staff as these rules see them: our key, and where they work."""

    id: int
    service: Service
    code: str
    team_code: str | None
    establishment_code: str | None


class RecordContractedHours(Value):
    """From that day on the member of staff has these hours a week."""

    service: Service
    staff_code: str
    hours: Decimal
    starts_on: date


class RecordReduction(Value):
    """From `starts_on` to `ends_on` (None: until somebody ends it) the member of staff has fewer hours for cases."""

    service: Service
    staff_code: str
    hours: Decimal
    reason: ReductionReason
    starts_on: date
    ends_on: date | None = None


class EndReduction(Value):
    """The last day of a reduction."""

    reduction_id: int
    ends_on: date


class WithdrawHours(Value):
    """The hours recorded from that day on were wrong: what held before holds on."""

    service: Service
    staff_code: str
    starts_on: date
    reason: str


class WithdrawReduction(Value):
    """The reduction was wrong: it never stood."""

    reduction_id: int
    reason: str


class LinkStaff(Value):
    """The member of probation staff and the one of the prison are the same person."""

    community_code: str
    custody_code: str
    reason: str


class UnlinkStaff(Value):
    """The two codes are not one person, or not any more."""

    service: Service
    staff_code: str
    reason: str


class ContractedHours(Value):
    """Hours a week from a day on."""

    hours: Decimal
    starts_on: date


class Reduction(Value):
    """Fewer hours a week from a day to a last day, None while it is open."""

    hours: Decimal
    starts_on: date
    ends_on: date | None


def hours_on(day: date, decided: Iterable[ContractedHours]) -> Decimal | None:
    """The contracted hours of that day; None where nobody has decided any yet."""
    begun = [one for one in decided if one.starts_on <= day]
    return max(begun, key=lambda one: one.starts_on).hours if begun else None


def reduced_on(day: date, reductions: Iterable[Reduction]) -> Decimal:
    """The hours of all reductions of that day together."""
    standing = (one for one in reductions if one.starts_on <= day and (one.ends_on is None or day <= one.ends_on))
    return sum((one.hours for one in standing), Decimal(0))


def check_decider(actor: Actor, place: StaffPlace | None, field: str = "staffCode") -> int:
    """The key of whoever decides; `field` is the input that names the member of staff.

    Raises BrokenRule: StaffingNotYours, StaffNotFound, StaffOfAnotherPlace.
    """
    if not actor.may(Capability.DECIDE_STAFFING) or actor.staff_id is None:
        raise broken("StaffingNotYours")
    if place is None:
        raise broken("StaffNotFound", field)
    if not works_with(actor, place):
        raise broken("StaffOfAnotherPlace", field)
    return actor.staff_id


def works_with(actor: Actor, place: StaffPlace) -> bool:
    """Whether the member of staff works in the actor's team or in the actor's prison."""
    team = actor.team_code is not None and actor.team_code == place.team_code
    return team or (actor.establishment_code is not None and actor.establishment_code == place.establishment_code)


def check_hours(hours: Decimal) -> None:
    """Raises BrokenRule HoursNotPossible: below nought, above 60, or of more than two decimal places."""
    if not (hours.is_finite() and 0 <= hours <= MOST_HOURS and hours == hours.quantize(Decimal("0.01"))):
        raise broken("HoursNotPossible", "hours")


def check_reduction(command: RecordReduction) -> None:
    """Raises BrokenRule: HoursNotPossible (also for none at all), EndsBeforeItStarts."""
    check_hours(command.hours)
    if not command.hours:
        raise broken("HoursNotPossible", "hours")
    check_period(command.starts_on, command.ends_on)


def check_together(
    command: RecordReduction, standing: Sequence[Reduction], contracted: Sequence[ContractedHours]
) -> None:
    """The reduction beside the others of the same person, and against the hours by contract where they are known.

    Raises BrokenRule: ReductionRecordedAlready (the same hours and days), ReductionsExceedHours.
    """
    asked = Reduction(command.hours, command.starts_on, command.ends_on)
    if asked in standing:
        raise broken("ReductionRecordedAlready", "hours")
    # The sum grows only on a first day, and the hours change only on theirs: no other day needs a look.
    begins = {one.starts_on for one in (asked, *standing)} | {one.starts_on for one in contracted}
    for day in sorted(day for day in begins if reduced_on(day, [asked])):
        hours = hours_on(day, contracted)
        if hours is not None and reduced_on(day, [asked, *standing]) > hours:
            raise broken("ReductionsExceedHours", "hours")


def check_period(starts_on: date, ends_on: date | None) -> None:
    """Raises BrokenRule EndsBeforeItStarts."""
    if ends_on is not None and ends_on < starts_on:
        raise broken("EndsBeforeItStarts", "endsOn")


def check_reason(reason: str, needed: str = "ReasonNeeded") -> str:
    """The reason without blanks around it; `needed`: the rule that asks for it.

    Raises BrokenRule: ReasonNeeded, WithdrawalNeedsReason, ReasonTooLong.
    """
    plain = reason.strip()
    if not plain:
        raise broken(needed, "reason")
    if len(plain) > LONGEST_REASON:
        raise broken("ReasonTooLong", "reason")
    return plain


def is_linked_already(community: tuple[int, int | None], custody: tuple[int, int | None]) -> bool:
    """Whether they stand as one person; each is its key, and the key that it is linked with (None: with nobody).

    Raises BrokenRule LinkedWithAnother.
    """
    (one, its_other), (two, whose_other) = community, custody
    if its_other == two and whose_other == one:
        return True
    if its_other is not None or whose_other is not None:
        raise broken("LinkedWithAnother", "communityCode" if its_other is not None else "custodyCode")
    return False


RULES: dict[str, tuple[str, str]] = {
    "StaffingNotYours": (
        "Your roles do not allow you to decide about the hours and codes of staff.",
        "Ask a team manager of the team or prison.",
    ),
    "StaffNotFound": (
        "The hub knows no member of staff with that code in that service.",
        "Check the code and the service; the hub learns staff from both services' staff records.",
    ),
    "StaffOfAnotherPlace": (
        "The member of staff works neither in your team nor in your prison.",
        "Ask a team manager of theirs.",
    ),
    "HoursNotPossible": (
        f"The hours of a week are a number up to {MOST_HOURS} with at most two decimal places; a reduction has some.",
        "Send the hours of a week, like 37 or 18.5.",
    ),
    "ReductionRecordedAlready": (
        "A reduction of the same hours on the same days stands already.",
        "Nothing is to be done; what comes on top of it is one reduction of more hours, or of other days.",
    ),
    "ReductionsExceedHours": (
        "The reductions of a day would be more hours than the contract has.",
        "Send fewer hours, or end or take back another reduction first.",
    ),
    "EndsBeforeItStarts": ("The last day lies before the first.", "Send a last day that is not before the first."),
    "ReductionNotFound": (
        "There is no such reduction of somebody whom you decide about.",
        "Read the member of staff again.",
    ),
    "ReductionWithdrawn": ("The reduction was taken back before.", "Nothing is to be done; record another if need be."),
    "HoursNotFound": (
        "No hours of the member of staff that stand begin on that day.",
        "Read the member of staff again, and send the first day of the hours that were wrong.",
    ),
    "WithdrawalNeedsReason": ("To take hours or a reduction back needs a reason.", "Send the reason."),
    "ReasonNeeded": ("To say that two codes are one person, or are not, needs a reason.", "Send the reason."),
    "ReasonTooLong": (f"A reason has at most {LONGEST_REASON} characters.", "Shorten the reason."),
    "LinkedWithAnother": (
        "One of the two codes is linked with somebody else.",
        "Unlink it first, with the reason.",
    ),
    "NotLinked": ("The code is linked with no other.", "Nothing is to be done."),
}


def broken(code: str, field: str | None = None) -> BrokenRule:
    """The rule of that name, at that input field."""
    message, remedy = RULES[code]
    return BrokenRule(code, message, remedy, field)

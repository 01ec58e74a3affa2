"""Arranging cover: a team manager names who stands in for somebody of their team or prison, from a day to a day.

Whoever covers reaches the cases of the one whom they cover and acts in their place while it lasts, first and last day
included and of London; limited access holds for them too. At most one person covers for somebody at a time, so that
nobody else is let in. Source: domain ("Offender Manager": short absence is cover with an end date); who arranges it and
what it gives: hub.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

from hub.domain.access import Actor, Capability, Service
from hub.domain.allocation.duties import HIGH_RISK, Act, DutyReason, may
from hub.domain.assessment import RiskLevel
from hub.domain.grade import Grade
from hub.domain.lead.cover import Cover, check_absence, check_cover
from hub.domain.staffing import StaffPlace, works_with
from hub.domain.value import Value
from hub.errors import BrokenRule

LONGEST_REASON = 1000


class ArrangeCover(Value):
    """`covering_code` stands in for `staff_code`, both of that service, from the first to the last day."""

    service: Service
    staff_code: str
    covering_code: str
    first_on: date
    last_on: date
    reason: str


class EndCover(Value):
    """The cover ends at once; one that has not begun never stands."""

    cover_id: int
    reason: str


class CoverFlag(StrEnum):
    """What the team manager should look at about a cover all the same."""

    GRADE_BELOW_RISK = "GRADE_BELOW_RISK"
    GRADE_NOT_KNOWN = "GRADE_NOT_KNOWN"


class Employed(Value):
    """Who is to cover: their key, the days on which they begin and leave, and their grade; None: not known."""

    id: int
    active_from: date | None
    active_to: date | None
    grade: Grade | None = None


def check_arranger(actor: Actor, absent: StaffPlace | None) -> int:
    """The key of the team manager. Raises BrokenRule: CoverNotYours, StaffNotFound, StaffOfAnotherPlace."""
    if not actor.may(Capability.DECIDE_STAFFING) or actor.staff_id is None:
        raise broken("CoverNotYours")
    if absent is None:
        raise broken("StaffNotFound", "staffCode")
    if not works_with(actor, absent):
        raise broken("StaffOfAnotherPlace", "staffCode")
    return actor.staff_id


def check_arranged(
    command: ArrangeCover,
    absent: StaffPlace,
    covering: Employed | None,
    *,
    today: date,
    standing: Sequence[Cover] = (),
    ended: Sequence[Cover] = (),
) -> Cover:
    """The cover, allowed. `standing`: the other covers of the same person, `ended`: as far as they stood.

    Raises BrokenRule: StaffNotFound, StaffIsNobody, CoverInThePast, CoveringNotThere, CoverArrangedAlready,
    CoverOverlaps, ReasonTooLong, and what `check_cover` and `check_absence` raise.
    """
    if covering is None:
        raise broken("StaffNotFound", "coveringCode")
    if covering.grade is Grade.NOBODY:
        raise broken("StaffIsNobody", "coveringCode")
    cover = check_cover(Cover(absent.id, covering.id, command.first_on, command.last_on, command.reason.strip()))
    if len(cover.reason) > LONGEST_REASON:
        raise broken("ReasonTooLong", "reason")
    if command.last_on < today:
        raise broken("CoverInThePast", "lastOn")
    if (covering.active_from or cover.first) > cover.first or (covering.active_to or command.last_on) < command.last_on:
        raise broken("CoveringNotThere", "coveringCode")
    met = [one for one in standing if one.first <= command.last_on and (one.last or one.first) >= cover.first]
    if met:
        same = all(one.by_id == cover.by_id for one in met)
        raise broken("CoverArrangedAlready" if same else "CoverOverlaps", "firstOn")
    check_absence(cover, (*standing, *ended))
    return cover


def cover_flags(grade: Grade | None, harms: Iterable[RiskLevel | None]) -> tuple[CoverFlag, ...]:
    """What to look at when somebody of that grade covers for whoever leads cases of these risks of harm.

    Whoever covers acts in cases that their profile may not cover; somebody has to act, so it is flagged, not refused
    (profiles: leading high or very high risk needs 55; that cover is flagged: hub).
    """
    high = [harm for harm in harms if harm in HIGH_RISK]
    if any(may(Act.LEAD, grade, harm).because.reason is DutyReason.HIGH_RISK_NEEDS_HIGHER_LEVEL for harm in high):
        return (CoverFlag.GRADE_BELOW_RISK,)
    return (CoverFlag.GRADE_NOT_KNOWN,) if high and grade is None else ()


def check_ending(command: EndCover) -> str:
    """The reason without blanks around it. Raises BrokenRule: CoverNeedsReason, ReasonTooLong."""
    plain = command.reason.strip()
    if not plain:
        raise BrokenRule("CoverNeedsReason", "To end cover early needs a reason.", "Send the reason.", "reason")
    if len(plain) > LONGEST_REASON:
        raise broken("ReasonTooLong", "reason")
    return plain


RULES: dict[str, tuple[str, str]] = {
    "CoverNotYours": ("Your roles do not allow you to arrange cover.", "Ask a team manager of the team or prison."),
    "StaffNotFound": (
        "The hub knows no member of staff with that code in that service.",
        "Check the code; both must be of the same service.",
    ),
    "StaffIsNobody": ("The code is a stand-in in the service's records; it names nobody.", "Name a person."),
    "StaffOfAnotherPlace": (
        "The one who is away works neither in your team nor in your prison.",
        "Ask a team manager of theirs.",
    ),
    "CoverInThePast": ("The last day lies in the past.", "Send a last day that is not before today."),
    "CoveringNotThere": (
        "Who is to cover does not work there on every day of it.",
        "Name somebody who does, or send other days.",
    ),
    "CoverArrangedAlready": (
        "The same person covers for them on one of these days already.",
        "Nothing is to be done for those days; for other days, end that cover or leave them out.",
    ),
    "CoverOverlaps": (
        "Somebody else covers for them on one of these days, and one person does at a time.",
        "End the other cover, or send other days.",
    ),
    "CoverNotFound": ("There is no such cover of somebody of yours that stands.", "Read the covers again."),
    "ReasonTooLong": (f"A reason has at most {LONGEST_REASON} characters.", "Shorten the reason."),
}


def broken(code: str, field: str | None = None) -> BrokenRule:
    """The rule of that name, at that input field."""
    message, remedy = RULES[code]
    return BrokenRule(code, message, remedy, field)

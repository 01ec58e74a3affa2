"""Registrations: what the probation service keeps on a person's register, and what follows from it.

A registration says a risk or a circumstance by type: risk of serious harm, MAPPA, and others by code and description.
Of several that stand, the one with the latest date decides. Source: practice of the probation service's case system.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum

from hub.domain.value import Value


class RegisteredRisk(StrEnum):
    """The risk of serious harm that a registration gives, the lowest first."""

    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"
    VERY_HIGH = "VERY_HIGH"


class RegistrationStatus(StrEnum):
    """How a registration stands. REPEATED: another report of the same registration says it already."""

    ACTIVE = "ACTIVE"
    ENDED = "ENDED"
    WITHDRAWN = "WITHDRAWN"
    REPEATED = "REPEATED"


class RegistrationSource(StrEnum):
    """Which message speaks of a registration: an event of its own, or the supervision record."""

    EVENT = "EVENT"
    SNAPSHOT = "SNAPSHOT"


class Registration(Value):
    """One registration as a message gives it.

    `reference` is the source's own number, or type and day where it gives none. `risk_of_harm` is filled for a type of
    risk of serious harm, `mappa_level` (0 nominal to 3) and `mappa_category` (0 nominal to 4) for MAPPA.
    """

    reference: str
    code: str
    description: str | None = None
    risk_of_harm: RegisteredRisk | None = None
    mappa_level: int | None = None
    mappa_category: int | None = None
    level: str | None = None
    category: str | None = None
    registered_on: date | None = None
    review_on: date | None = None


class Deregistration(Value):
    """A type of registration is no longer applied, from `on`; it names no registration. `at`: when that was said."""

    reference: str
    code: str
    on: date
    at: datetime


class HeldRegistration(Value):
    """A registration as stored. `since` is when it was first told, `told_at` when last; `id` is the stored row's."""

    id: int
    told_by: RegistrationSource
    code: str
    registered_on: date | None
    since: datetime
    told_at: datetime
    withdrawn: bool
    risk_of_harm: RegisteredRisk | None
    mappa_level: int | None
    mappa_category: int | None


class RegistrationStanding(Value):
    """How one registration stands, and since when it does not any more."""

    status: RegistrationStatus
    ended_on: date | None = None


class Register(Value):
    """What the register as a whole says of a case; None where no registration that stands says it."""

    risk_of_harm: RegisteredRisk | None = None
    mappa_level: int | None = None
    mappa_category: int | None = None
    codes: tuple[str, ...] = ()


RANK = {risk: place for place, risk in enumerate(RegisteredRisk)}


def standings(held: Sequence[HeldRegistration], endings: Sequence[Deregistration]) -> dict[int, RegistrationStanding]:
    """How each registration of one record stands, by its id; the same whatever order the reports arrived in."""
    found = {one.id: _standing(one, endings) for one in held}
    events = [one for one in held if one.told_by is RegistrationSource.EVENT]
    for one in held:
        if one.told_by is RegistrationSource.SNAPSHOT and any(
            _repeats(one, event, found[event.id]) for event in events
        ):
            found[one.id] = RegistrationStanding(RegistrationStatus.REPEATED)
    return found


def register(active: Iterable[HeldRegistration]) -> Register:
    """What the registrations that stand say together: of each sort, the one with the latest date decides."""
    standing = sorted(active, key=_latest)
    risks = [one for one in standing if one.risk_of_harm]
    mappa = [one for one in standing if one.mappa_level is not None]
    return Register(
        risk_of_harm=risks[-1].risk_of_harm if risks else None,
        mappa_level=mappa[-1].mappa_level if mappa else None,
        mappa_category=mappa[-1].mappa_category if mappa else None,
        codes=tuple(sorted({one.code for one in standing})),
    )


def _latest(one: HeldRegistration) -> tuple[date, datetime, int, int, int]:
    """The order in which a later registration wins; on one day the later word, then the higher level."""
    risk = RANK[one.risk_of_harm] if one.risk_of_harm else -1
    return one.registered_on or date.min, one.since, risk, one.mappa_level or 0, one.mappa_category or 0


def _standing(one: HeldRegistration, endings: Sequence[Deregistration]) -> RegistrationStanding:
    if one.withdrawn:
        return RegistrationStanding(RegistrationStatus.WITHDRAWN)
    ended = [ending.on for ending in endings if _ends(ending, one)]
    return RegistrationStanding(RegistrationStatus.ENDED, min(ended)) if ended else ACTIVE


ACTIVE = RegistrationStanding(RegistrationStatus.ACTIVE)


def _ends(ending: Deregistration, one: HeldRegistration) -> bool:
    """Whether a deregistration ends it: of its type, and after it was made."""
    made_before = one.registered_on is None or one.registered_on <= ending.on
    return ending.code == one.code and one.since <= ending.at and made_before


def _repeats(listed: HeldRegistration, event: HeldRegistration, standing: RegistrationStanding) -> bool:
    """Whether what the supervision record lists is the event's registration, told again or told before its end."""
    same = (listed.code, listed.registered_on) == (event.code, event.registered_on)
    return same and (standing.status is RegistrationStatus.ACTIVE or event.told_at >= listed.told_at)

"""Registrations in the probation case system's codes: from events, and from the lists of a supervision record."""

from collections.abc import Iterable, Iterator

from hub.connectors.community.messages import MappaDetail, Registered, Supervisions
from hub.connectors.community.told import Told
from hub.connectors.wire import day, text
from hub.domain.days import london_day
from hub.domain.registration import Deregistration, RegisteredRisk, Registration
from hub.domain.reports import DeregistrationReported, RegistrationReported

RISK_OF_SERIOUS_HARM = {
    "RLRH": RegisteredRisk.LOW,
    "RMRH": RegisteredRisk.MEDIUM,
    "RHRH": RegisteredRisk.HIGH,
    "RVHR": RegisteredRisk.VERY_HIGH,
}
MAPPA = "MAPP"
# What stands in none of these is nominal, 0: unknown codes do occur.
LEVELS = {"M0": 0, "M1": 1, "M2": 2, "M3": 3}
CATEGORIES = {"X9": 0, "M1": 1, "M2": 2, "M3": 3, "M4": 4}
NOMINAL = 0
HIGHEST_LEVEL, HIGHEST_CATEGORY = 3, 4


def reported(told: Told) -> RegistrationReported:
    """A registration added or updated."""
    return _reported(told, withdrawn=False)


def withdrawn(told: Told) -> RegistrationReported:
    """A registration removed as if it had never been."""
    return _reported(told, withdrawn=True)


def deregistered(told: Told) -> DeregistrationReported:
    """A type of registration no longer applied: the event names the type, and no registration."""
    code = told.reference("registerTypeCode")
    on = told.day("deregistrationDate") or london_day(told.at)
    reference = told.text("deregistrationId") or f"{code} {on.isoformat()}"
    return DeregistrationReported(told.crn, Deregistration(reference, code.upper(), on, told.at))


def listed(wire: Supervisions) -> Iterator[Registration]:
    """What a supervision record lists: MAPPA, dynamic risks, statuses of the person. It numbers none of them."""
    if wire.mappa_detail is not None:
        yield _mappa(wire.mappa_detail)
    yield from _listed(wire.dynamic_risks or ())
    yield from _listed(wire.person_status or ())


def _reported(told: Told, *, withdrawn: bool) -> RegistrationReported:
    code = told.reference("registerTypeCode").upper()
    registration = Registration(
        reference=told.reference("registrationId"),
        code=code,
        description=told.text("registerTypeDescription"),
        risk_of_harm=RISK_OF_SERIOUS_HARM.get(code),
        mappa_level=LEVELS.get(told.text("registrationLevelCode") or "", NOMINAL) if code == MAPPA else None,
        mappa_category=CATEGORIES.get(told.text("registrationCategoryCode") or "", NOMINAL) if code == MAPPA else None,
        level=told.text("registrationLevelDescription"),
        category=told.text("registrationCategoryDescription"),
        registered_on=told.day("registrationDate"),
        review_on=told.day("nextReviewDate", "registrationReviewDate"),
    )
    return RegistrationReported(told.crn, registration, withdrawn, told.at)


def _mappa(wire: MappaDetail) -> Registration:
    on = day(wire.start_date)
    return Registration(
        reference=_unnumbered(MAPPA, wire.start_date),
        code=MAPPA,
        description="MAPPA",
        mappa_level=_number(wire.level, HIGHEST_LEVEL),
        mappa_category=_number(wire.category, HIGHEST_CATEGORY),
        level=text(wire.level_description),
        category=text(wire.category_description),
        registered_on=on,
        review_on=day(wire.review_date),
    )


def _listed(lines: Iterable[Registered]) -> Iterator[Registration]:
    for line in lines:
        code = (text(line.code) or "").upper()
        if code:
            yield Registration(
                reference=_unnumbered(code, line.start_date),
                code=code,
                description=text(line.description),
                risk_of_harm=RISK_OF_SERIOUS_HARM.get(code),
                registered_on=day(line.start_date),
                review_on=day(line.review_date),
            )


def _unnumbered(code: str, start: str | int | None) -> str:
    on = day(start)
    return f"{code} {on.isoformat() if on else 'without a date'}"


def _number(value: str | int | None, highest: int) -> int:
    found = text(value) or ""
    return int(found) if len(found) == 1 and found.isdecimal() and int(found) <= highest else NOMINAL

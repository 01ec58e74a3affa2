"""Which date counts as the earliest release, for the handover. Source: rules, (d), step 2."""

from datetime import date

from hub.domain.handover.words import ReleaseDate
from hub.domain.value import Value


class EarliestRelease(Value):
    """The date, and which one it is."""

    name: ReleaseDate
    on: date


def earliest_release(
    *,
    indeterminate: bool,
    today: date,
    tariff_on: date | None = None,
    hearing_on: date | None = None,
    parole_eligible_on: date | None = None,
    automatic_release_on: date | None = None,
    conditional_release_on: date | None = None,
) -> EarliestRelease | None:
    """The earliest release, None where no date is known.

    Indeterminate: the tariff's expiry if it lies ahead, else the target hearing if it does, else the nearer of the two.
    Determinate: parole eligibility, else the earlier of automatic and conditional release.
    """
    if indeterminate:
        return _indeterminate(
            _named(ReleaseDate.TARIFF_EXPIRY, tariff_on), _named(ReleaseDate.TARGET_HEARING, hearing_on), today
        )
    automatic = _named(ReleaseDate.AUTOMATIC_RELEASE, automatic_release_on)
    conditional = _named(ReleaseDate.CONDITIONAL_RELEASE, conditional_release_on)
    parole = _named(ReleaseDate.PAROLE_ELIGIBILITY, parole_eligible_on)
    return parole or min((one for one in (automatic, conditional) if one), key=lambda one: one.on, default=None)


def _indeterminate(
    tariff: EarliestRelease | None, hearing: EarliestRelease | None, today: date
) -> EarliestRelease | None:
    known = [one for one in (tariff, hearing) if one is not None]
    ahead = next((one for one in known if one.on > today), None)
    return ahead or min(known, key=lambda one: abs(one.on - today), default=None)


def _named(name: ReleaseDate, on: date | None) -> EarliestRelease | None:
    return EarliestRelease(name, on) if on is not None else None

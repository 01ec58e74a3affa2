"""Who is responsible today, custody or community: the first row of the table that holds, else the dates.

Source: rules, (d), steps 0 to 5. A parole outcome that is not known is no refusal (hub): rows 3 and 4 wait for it.
"""

from collections.abc import Callable
from datetime import date, timedelta

from msgspec.structs import replace

from hub.domain.because import Fact, because
from hub.domain.days import after, before
from hub.domain.handover.dates import HandoverDates, handover_dates
from hub.domain.handover.earliest_release import EarliestRelease, earliest_release
from hub.domain.handover.facts import HandoverDecision, HandoverFacts
from hub.domain.handover.override import HandoverOverride
from hub.domain.handover.words import HandoverFlag, HandoverReason, ParoleOutcome, Responsibility
from hub.domain.value import Value

FAR_MONTHS = 12
HIGH_MAPPA = (2, 3)
CUSTODY, WITH_COMMUNITY, COMMUNITY = Responsibility


class Row(Value):
    """One row: who is responsible where it holds."""

    reason: HandoverReason
    responsibility: Responsibility
    sentence: str
    holds: Callable[[HandoverFacts, bool, bool], bool]


# Each row is asked with the facts, whether the hearing is far, and whether an earliest release is known.
ROWS = (
    Row(
        HandoverReason.ADDITIONAL_INDETERMINATE,
        CUSTODY,
        "A further indeterminate sentence starts later than the first, so custody is responsible.",
        lambda facts, far, dated: facts.indeterminate and facts.later_indeterminate,
    ),
    Row(
        HandoverReason.RECALLED_AND_HEARING_FAR,
        WITH_COMMUNITY,
        "Recalled on an indeterminate sentence, with a hearing 12 months away or more and MAPPA below 2.",
        lambda facts, far, dated: (
            facts.indeterminate and far and facts.recalled and facts.mappa_level not in HIGH_MAPPA
        ),
    ),
    Row(
        HandoverReason.NOT_RELEASED_AND_MAPPA,
        COMMUNITY,
        "Parole was refused, the next hearing is 12 months away or more, and MAPPA is 2 or 3.",
        lambda facts, far, dated: far and _refused(facts) and facts.mappa_level in HIGH_MAPPA,
    ),
    Row(
        HandoverReason.NOT_RELEASED_AND_HEARING_FAR,
        WITH_COMMUNITY,
        "Parole was refused, and the next hearing is 12 months away or more.",
        lambda facts, far, dated: far and _refused(facts),
    ),
    Row(
        HandoverReason.RECALLED,
        COMMUNITY,
        "The person is recalled, so the community is responsible.",
        lambda facts, far, dated: facts.recalled,
    ),
    Row(
        HandoverReason.IMMIGRATION_CASE,
        COMMUNITY,
        "An immigration case is the community's.",
        lambda facts, far, dated: facts.immigration_case,
    ),
    Row(
        HandoverReason.RELEASE_DATE_UNKNOWN,
        CUSTODY,
        "No release date is known, so custody is responsible.",
        lambda facts, far, dated: not dated,
    ),
)


def _refused(facts: HandoverFacts) -> bool:
    return facts.indeterminate and facts.parole_outcome is ParoleOutcome.NOT_RELEASE


def decide_responsibility(
    facts: HandoverFacts, today: date, override: HandoverOverride | None = None
) -> HandoverDecision:
    """Who is responsible on that day, why, and when that changes hands."""
    by_rules = _by_rules(facts, today)
    return by_rules if override is None else _overridden(by_rules, override)


def responsible(dates: HandoverDates, today: date) -> Responsibility:
    """Who is responsible by the dates alone: without a day of handover, the community at once."""
    if dates.handover_on is None or today >= dates.handover_on:
        return COMMUNITY
    started = dates.starts_on is None or today >= dates.starts_on
    return WITH_COMMUNITY if started else CUSTODY


def may_change_on(facts: HandoverFacts, decision: HandoverDecision, today: date) -> date | None:
    """The next day after today on which the passing of time may change the decision, None where it can't."""
    hearing, days = facts.hearing_on, [facts.tariff_on, facts.hearing_on, decision.starts_on, decision.handover_on]
    if hearing is not None:
        near = before(hearing, months=FAR_MONTHS)
        # Two days, because a leap day makes the end of "12 months away" one day later.
        days += [near + timedelta(days=1), near + timedelta(days=2)]
    return min((day for day in days if day is not None and day > today), default=None)


def _by_rules(facts: HandoverFacts, today: date) -> HandoverDecision:
    release = _earliest_release(facts, today)
    far = facts.hearing_on is not None and facts.hearing_on >= after(today, months=FAR_MONTHS)
    not_held: list[HandoverReason] = []
    flags = _flags(facts, far)
    for row in ROWS:
        if row.holds(facts, far, release is not None):
            why = because(row.reason, row.sentence, **_used(facts))
            return HandoverDecision(row.responsibility, why, None, None, release, tuple(not_held), flags)
        not_held.append(row.reason)
    assert release is not None
    return replace(_by_dates(facts, release, today), not_held=tuple(not_held), flags=flags)


def _by_dates(facts: HandoverFacts, release: EarliestRelease, today: date) -> HandoverDecision:
    dates = handover_dates(
        release.on,
        sentence_started_on=facts.sentence_started_on,
        indeterminate=facts.indeterminate,
        determinate_parole=not facts.indeterminate and facts.parole_eligible_on is not None,
        early_allocation=facts.early_allocation,
        open_conditions=facts.open_conditions,
        open_prison_rules=facts.open_prison_rules,
        womens_prison=facts.womens_prison,
        open_since=facts.open_since,
        arrived_on=facts.arrived_on,
    )
    if dates.handover_on is None:
        why = f"The release of {release.on} lies at most ten months after the sentence's start: the community at once."
    else:
        why = (
            f"Handover starts on {dates.starts_on} and is complete on {dates.handover_on}; release is on {release.on}."
        )
    used: dict[str, Fact] = {
        "release": release.name,
        "release_on": release.on,
        "sentence_started_on": facts.sentence_started_on,
    }
    return HandoverDecision(
        responsible(dates, today),
        because(dates.reason, why, **used),
        dates.starts_on,
        dates.handover_on,
        release,
    )


def _overridden(by_rules: HandoverDecision, override: HandoverOverride) -> HandoverDecision:
    why = because(
        HandoverReason.OVERRIDDEN,
        f"Decided on {override.made_on} by a person; the rules say {by_rules.responsibility}.",
        override_reason=override.reason,
        made_on=override.made_on,
        by_rules=by_rules.responsibility,
    )
    differs = override.responsibility is not by_rules.responsibility
    flags = (*by_rules.flags, *((HandoverFlag.OVERRIDE_DIFFERS_FROM_RULES,) if differs else ()))
    return replace(by_rules, responsibility=override.responsibility, because=why, not_held=(), flags=flags)


def _earliest_release(facts: HandoverFacts, today: date) -> EarliestRelease | None:
    return earliest_release(
        indeterminate=facts.indeterminate,
        today=today,
        tariff_on=facts.tariff_on,
        hearing_on=facts.hearing_on,
        parole_eligible_on=facts.parole_eligible_on,
        automatic_release_on=facts.automatic_release_on,
        conditional_release_on=facts.conditional_release_on,
    )


def _flags(facts: HandoverFacts, far: bool) -> tuple[HandoverFlag, ...]:
    flags = []
    if facts.indeterminate and far and facts.parole_outcome is ParoleOutcome.NOT_KNOWN:
        flags.append(HandoverFlag.PAROLE_OUTCOME_NOT_KNOWN)
    if not facts.indeterminate and facts.sentence_started_on is None:
        flags.append(HandoverFlag.SENTENCE_START_NOT_KNOWN)
    return tuple(flags)


def _used(facts: HandoverFacts) -> dict[str, Fact]:
    return {
        "indeterminate": facts.indeterminate,
        "later_indeterminate": facts.later_indeterminate,
        "recalled": facts.recalled,
        "immigration_case": facts.immigration_case,
        "hearing_on": facts.hearing_on,
        "parole_outcome": facts.parole_outcome,
        "mappa_level": facts.mappa_level,
    }

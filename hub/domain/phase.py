"""In which phase of the sentence a case is: one table over both services' records (domain: "Phase")."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from hub.domain.custody import HELD, CustodyState
from hub.domain.days import before, london_day
from hub.domain.value import Value

# Pre-release begins this long before the earliest release date: months first, then days.
PRE_RELEASE_MONTHS = 8
PRE_RELEASE_DAYS = 14
# How long a release may be unknown to the community record before the prison's word is taken alone.
RELEASE_SETTLES_AFTER = timedelta(hours=1)


class Phase(StrEnum):
    """The phases of a case (domain: "Phase")."""

    PRE_SENTENCE = "PRE_SENTENCE"
    CUSTODY = "CUSTODY"
    PRE_RELEASE = "PRE_RELEASE"
    COMMUNITY = "COMMUNITY"
    TERMINATED = "TERMINATED"


class PhaseFlag(StrEnum):
    """What about a phase needs a person's look.

    The records disagree, the person is not where they should be, or plans stand in the way of the spans that the
    sentences form (`hub/domain/span.py`).
    """

    UNLAWFULLY_AT_LARGE = "UNLAWFULLY_AT_LARGE"
    COMMUNITY_SAYS_TERMINATED = "COMMUNITY_SAYS_TERMINATED"
    COMMUNITY_SAYS_RELEASED = "COMMUNITY_SAYS_RELEASED"
    COMMUNITY_SAYS_IN_CUSTODY = "COMMUNITY_SAYS_IN_CUSTODY"
    DIED = "DIED"
    SPANS_IN_DOUBT = "SPANS_IN_DOUBT"


class Whereabouts(StrEnum):
    """What a community record says about where the person is, where it says anything."""

    IN_CUSTODY = "IN_CUSTODY"
    RELEASED = "RELEASED"


class CustodySide(Value):
    """What the prison's records give: `since` is when the state began, `recalled` that a recall waits for reception.

    `handover_starts_on` is the day on which the community begins to support (`hub/domain/handover`), None: none.
    """

    state: CustodyState | None = None
    since: datetime | None = None
    sentenced: bool = False
    earliest_release_on: date | None = None
    recalled: bool = False
    handover_starts_on: date | None = None


class Sentences(Value):
    """How many sentences run and have ended, over both records; `report_asked` where a court waits for a report."""

    running: int = 0
    ended: int = 0
    report_asked: bool = False


class CommunitySide(Value):
    """What the community record gives besides: whether it has ended every sentence, and where it has the person."""

    all_ended: bool = False
    says: Whereabouts | None = None


class PhaseDecision(Value):
    """The phase (None where no record gives one), the reason as a sentence, and what needs a look."""

    phase: Phase | None
    reason: str
    flags: tuple[PhaseFlag, ...] = ()


def decide_phase(
    custody: CustodySide, sentences: Sentences, community: CommunitySide, *, now: datetime
) -> PhaseDecision:
    """The phase at `now`; the first row that fits decides. A death, on which the table is silent, ends the sentence."""
    if custody.state is CustodyState.DIED:
        return PhaseDecision(Phase.TERMINATED, "The prison record says that the person died.", (PhaseFlag.DIED,))
    if custody.state is CustodyState.UNLAWFULLY_AT_LARGE:
        inside = _inside(custody, london_day(now), "The person is unlawfully at large; the phase before stands.")
        return PhaseDecision(inside.phase, inside.reason, (PhaseFlag.UNLAWFULLY_AT_LARGE,))
    if custody.state in HELD:
        inside = _inside(custody, london_day(now), "The prison record has the person in custody.")
        return PhaseDecision(inside.phase, inside.reason, _disagreement(custody, community))
    if custody.recalled:
        return _inside(custody, london_day(now), "The person is recalled and not yet received.")
    if custody.state is CustodyState.RELEASED and community.says is Whereabouts.IN_CUSTODY and sentences.running:
        return _just_released(custody, now)
    return _outside(sentences)


def pre_release_starts_on(earliest_release_on: date) -> date:
    """The first day of pre-release: 8 months and 14 days before the earliest release date."""
    return before(earliest_release_on, months=PRE_RELEASE_MONTHS, days=PRE_RELEASE_DAYS)


def pre_release_begins_on(custody: CustodySide, today: date) -> date | None:
    """The day ahead on which somebody in custody is in pre-release; None where that is over, or not known."""
    start = custody.handover_starts_on
    if start is None and custody.earliest_release_on is not None:
        start = pre_release_starts_on(custody.earliest_release_on)
    inside = custody.state in HELD or custody.state is CustodyState.UNLAWFULLY_AT_LARGE
    return start if inside and start is not None and start > today else None


def earliest_release(
    *,
    confirmed: date | None = None,
    parole_eligibility: date | None = None,
    automatic: date | None = None,
    conditional: date | None = None,
    released_on: date | None = None,
) -> date | None:
    """The earliest release date of a set of key dates.

    Confirmed, else parole eligibility, else the earlier of automatic and conditional release, else the record's own.
    """
    fixed = [day for day in (automatic, conditional) if day is not None]
    return confirmed or parole_eligibility or min(fixed, default=None) or released_on


def _inside(custody: CustodySide, today: date, why: str) -> PhaseDecision:
    start, by = custody.handover_starts_on, "when the handover starts"
    if start is None and custody.earliest_release_on is not None:
        start = pre_release_starts_on(custody.earliest_release_on)
        by = "8 months and 14 days before the earliest release date"
    if start is None:
        return PhaseDecision(Phase.CUSTODY, f"{why} No release date is known.")
    if today >= start:
        return PhaseDecision(Phase.PRE_RELEASE, f"{why} Pre-release began on {start}, {by}.")
    return PhaseDecision(Phase.CUSTODY, f"{why} Pre-release begins on {start}, {by}.")


def _disagreement(custody: CustodySide, community: CommunitySide) -> tuple[PhaseFlag, ...]:
    flags = []
    if custody.sentenced and community.all_ended:
        flags.append(PhaseFlag.COMMUNITY_SAYS_TERMINATED)
    if custody.sentenced and community.says is Whereabouts.RELEASED:
        flags.append(PhaseFlag.COMMUNITY_SAYS_RELEASED)
    return tuple(flags)


def _just_released(custody: CustodySide, now: datetime) -> PhaseDecision:
    flags = (PhaseFlag.COMMUNITY_SAYS_IN_CUSTODY,)
    if custody.since is not None and now - custody.since > RELEASE_SETTLES_AFTER:
        return PhaseDecision(
            Phase.COMMUNITY, "The prison record says released, more than an hour ago; the community's disagrees.", flags
        )
    inside = _inside(custody, london_day(now), "The prison released within the hour; the community record disagrees.")
    return PhaseDecision(inside.phase, inside.reason, flags)


def _outside(sentences: Sentences) -> PhaseDecision:
    if sentences.running:
        return PhaseDecision(Phase.COMMUNITY, "The person is not in custody and a sentence runs.")
    if sentences.ended:
        return PhaseDecision(Phase.TERMINATED, "The person is not in custody and every sentence has ended.")
    if sentences.report_asked:
        return PhaseDecision(Phase.PRE_SENTENCE, "No sentence is passed, and a court has the case before it.")
    return PhaseDecision(None, "No record gives a sentence, a place in custody or a court's request.")

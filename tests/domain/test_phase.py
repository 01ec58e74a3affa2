from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from hub.domain.custody import CustodyState
from hub.domain.phase import (
    CommunitySide,
    CustodySide,
    Phase,
    PhaseFlag,
    Sentences,
    Whereabouts,
    decide_phase,
    earliest_release,
    pre_release_starts_on,
)

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
S = CustodyState
FAR, NEAR = date(2030, 1, 1), date(2027, 1, 1)
NOBODY = CommunitySide()
RUNS, ENDED, NONE, REPORT = Sentences(running=1), Sentences(ended=2), Sentences(), Sentences(report_asked=True)
ALL_ENDED = CommunitySide(all_ended=True)
INSIDE, OUTSIDE = CommunitySide(says=Whereabouts.IN_CUSTODY), CommunitySide(says=Whereabouts.RELEASED)


def custody(state: CustodyState | None, release: date | None = FAR, *, recalled: bool = False) -> CustodySide:
    return CustodySide(state, NOW - timedelta(days=3), True, release, recalled)


def released(minutes_ago: int) -> CustodySide:
    return CustodySide(S.RELEASED, NOW - timedelta(minutes=minutes_ago), True, NEAR)


@pytest.mark.parametrize(
    ("prison", "sentences", "community", "phase", "flags"),
    [
        # in prison, temporarily absent, at court, in hospital as a restricted patient: custody, or pre-release
        (custody(S.IN_PRISON), RUNS, NOBODY, Phase.CUSTODY, ()),
        (custody(S.TEMPORARILY_ABSENT), RUNS, NOBODY, Phase.CUSTODY, ()),
        (custody(S.AT_COURT), RUNS, NOBODY, Phase.CUSTODY, ()),
        (custody(S.RESTRICTED_PATIENT), RUNS, NOBODY, Phase.CUSTODY, ()),
        (custody(S.BEING_TRANSFERRED), RUNS, NOBODY, Phase.CUSTODY, ()),
        (custody(S.IN_PRISON, NEAR), RUNS, NOBODY, Phase.PRE_RELEASE, ()),
        (custody(S.IN_PRISON, None), NONE, NOBODY, Phase.CUSTODY, ()),
        # recalled and not yet received
        (custody(S.RELEASED, recalled=True), RUNS, NOBODY, Phase.CUSTODY, ()),
        # released or none, a sentence runs
        (custody(S.RELEASED), RUNS, NOBODY, Phase.COMMUNITY, ()),
        (custody(None, None), RUNS, NOBODY, Phase.COMMUNITY, ()),
        (custody(S.NOT_BOOKED, None), RUNS, NOBODY, Phase.COMMUNITY, ()),
        (custody(S.REMOVED, None), RUNS, NOBODY, Phase.COMMUNITY, ()),
        # unlawfully at large: the phase before, flagged
        (custody(S.UNLAWFULLY_AT_LARGE), RUNS, NOBODY, Phase.CUSTODY, (PhaseFlag.UNLAWFULLY_AT_LARGE,)),
        (custody(S.UNLAWFULLY_AT_LARGE, NEAR), RUNS, NOBODY, Phase.PRE_RELEASE, (PhaseFlag.UNLAWFULLY_AT_LARGE,)),
        # none, none sentenced, a report asked for
        (custody(None, None), REPORT, NOBODY, Phase.PRE_SENTENCE, ()),
        # released or none, every sentence terminated
        (custody(S.RELEASED), ENDED, ALL_ENDED, Phase.TERMINATED, ()),
        (custody(None, None), ENDED, ALL_ENDED, Phase.TERMINATED, ()),
        # in prison on a sentence, the community record disagrees
        (custody(S.IN_PRISON), RUNS, ALL_ENDED, Phase.CUSTODY, (PhaseFlag.COMMUNITY_SAYS_TERMINATED,)),
        (custody(S.IN_PRISON), RUNS, OUTSIDE, Phase.CUSTODY, (PhaseFlag.COMMUNITY_SAYS_RELEASED,)),
        # released, the community record says in custody: within the hour custody, then community
        (released(59), RUNS, INSIDE, Phase.PRE_RELEASE, (PhaseFlag.COMMUNITY_SAYS_IN_CUSTODY,)),
        (released(61), RUNS, INSIDE, Phase.COMMUNITY, (PhaseFlag.COMMUNITY_SAYS_IN_CUSTODY,)),
        # nothing known
        (custody(None, None), NONE, NOBODY, None, ()),
        (custody(S.RELEASED), NONE, NOBODY, None, ()),
        # the table is silent on a death
        (custody(S.DIED), RUNS, NOBODY, Phase.TERMINATED, (PhaseFlag.DIED,)),
    ],
)
def test_the_table_of_phases(
    prison: CustodySide,
    sentences: Sentences,
    community: CommunitySide,
    phase: Phase | None,
    flags: tuple[PhaseFlag, ...],
) -> None:
    found = decide_phase(prison, sentences, community, now=NOW)
    assert (found.phase, found.flags) == (phase, flags)
    assert found.reason.endswith(".")


def test_somebody_on_remand_is_not_in_disagreement() -> None:
    remand = replace(custody(S.IN_PRISON, None), sentenced=False)
    assert decide_phase(remand, ENDED, ALL_ENDED, now=NOW).flags == ()


@pytest.mark.parametrize(
    ("release", "starts"),
    [
        (date(2027, 8, 7), date(2026, 11, 23)),
        (date(2027, 8, 8), date(2026, 11, 24)),
        (date(2026, 10, 31), date(2026, 2, 14)),  # eight months before is the end of February; then 14 days
    ],
)
def test_pre_release_begins_8_months_and_14_days_before(release: date, starts: date) -> None:
    assert pre_release_starts_on(release) == starts


@pytest.mark.parametrize(
    ("moment", "phase"),
    [
        (datetime(2026, 6, 30, 22, 59, tzinfo=UTC), Phase.CUSTODY),
        (datetime(2026, 6, 30, 23, 0, tzinfo=UTC), Phase.PRE_RELEASE),  # midnight in London, in summer
    ],
)
def test_the_boundary_is_londons_midnight(moment: datetime, phase: Phase) -> None:
    release = date(2027, 3, 15)
    assert pre_release_starts_on(release) == date(2026, 7, 1)
    assert decide_phase(custody(S.IN_PRISON, release), RUNS, NOBODY, now=moment).phase is phase


CONFIRMED, PAROLE, AUTOMATIC, CONDITIONAL, OWN = (date(2027, month, 1) for month in (5, 4, 3, 2, 1))


def test_the_earliest_release_date() -> None:
    everything = {
        "confirmed": CONFIRMED,
        "parole_eligibility": PAROLE,
        "automatic": AUTOMATIC,
        "conditional": CONDITIONAL,
        "released_on": OWN,
    }
    found = []
    for gone in ("nothing", "confirmed", "parole_eligibility", "conditional", "automatic", "released_on"):
        everything.pop(gone, None)
        found.append(earliest_release(**everything))
    assert found == [CONFIRMED, PAROLE, CONDITIONAL, AUTOMATIC, OWN, None]

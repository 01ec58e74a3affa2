from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace

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
from tests.rule_table import RuleTable

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
S = CustodyState
FAR, NEAR = date(2030, 1, 1), date(2027, 1, 1)
NOBODY = CommunitySide()
RUNS, ENDED, NONE, REPORT = Sentences(running=1), Sentences(ended=2), Sentences(), Sentences(report_asked=True)
ALL_ENDED = CommunitySide(all_ended=True)
INSIDE, OUTSIDE = CommunitySide(says=Whereabouts.IN_CUSTODY), CommunitySide(says=Whereabouts.RELEASED)


def custody(
    state: CustodyState | None, release: date | None = FAR, *, recalled: bool = False, handover: date | None = None
) -> CustodySide:
    return CustodySide(state, NOW - timedelta(days=3), True, release, recalled, handover)


def released(minutes_ago: int) -> CustodySide:
    return CustodySide(S.RELEASED, NOW - timedelta(minutes=minutes_ago), True, NEAR)


SENTENCES = {"one runs": RUNS, "all ended": ENDED, "none": NONE, "none, a report asked for": REPORT}
COMMUNITY = {"all ended": ALL_ENDED, "released": OUTSIDE, "in custody": INSIDE, None: NOBODY}


def decided(prison: CustodySide, sentences: str, community: str | None) -> tuple[Phase | None, tuple[PhaseFlag, ...]]:
    found = decide_phase(prison, SENTENCES[sentences], COMMUNITY[community], now=NOW)
    assert found.reason.endswith(".")
    return found.phase, found.flags


def in_words(
    state: CustodyState | None, more: str | None, sentences: str, community: str | None
) -> tuple[Phase | None, tuple[PhaseFlag, ...]]:
    return decided(MORE[more](state), sentences, community)


MORE: dict[str | None, Callable[[CustodyState | None], CustodySide]] = {
    None: custody,
    "release near": lambda state: custody(state, NEAR),
    "no release date": lambda state: custody(state, None),
    "handover started": lambda state: custody(state, FAR, handover=date(2026, 11, 23)),
    "handover starts tomorrow": lambda state: custody(state, NEAR, handover=date(2026, 11, 24)),
    "recalled, not yet received": lambda state: custody(state, recalled=True),
    "59 minutes ago, release near": lambda state: released(59),
    "61 minutes ago, release near": lambda state: released(61),
}
CUSTODY, PRE_RELEASE, IN_COMMUNITY, TERMINATED = Phase.CUSTODY, Phase.PRE_RELEASE, Phase.COMMUNITY, Phase.TERMINATED
LARGE = (PhaseFlag.UNLAWFULLY_AT_LARGE,)
PHASES = RuleTable(
    "The phase of a case",
    "domain, Phase; a death, on which its table is silent: hub",
    ("custody record", "and", "sentences", "community record says"),
    ("phase", "flags"),
    [
        # in prison, temporarily absent, at court, in hospital as a restricted patient: custody, or pre-release
        (S.IN_PRISON, None, "one runs", None, CUSTODY, ()),
        (S.TEMPORARILY_ABSENT, None, "one runs", None, CUSTODY, ()),
        (S.AT_COURT, None, "one runs", None, CUSTODY, ()),
        (S.RESTRICTED_PATIENT, None, "one runs", None, CUSTODY, ()),
        (S.BEING_TRANSFERRED, None, "one runs", None, CUSTODY, ()),
        (S.IN_PRISON, "release near", "one runs", None, PRE_RELEASE, ()),
        (S.IN_PRISON, "handover started", "one runs", None, PRE_RELEASE, ()),
        (S.IN_PRISON, "handover starts tomorrow", "one runs", None, CUSTODY, ()),
        (S.IN_PRISON, "no release date", "none", None, CUSTODY, ()),
        # recalled and not yet received
        (S.RELEASED, "recalled, not yet received", "one runs", None, CUSTODY, ()),
        # released or none, a sentence runs
        (S.RELEASED, None, "one runs", None, IN_COMMUNITY, ()),
        (None, "no release date", "one runs", None, IN_COMMUNITY, ()),
        (S.NOT_BOOKED, "no release date", "one runs", None, IN_COMMUNITY, ()),
        (S.REMOVED, "no release date", "one runs", None, IN_COMMUNITY, ()),
        # unlawfully at large: the phase before, flagged
        (S.UNLAWFULLY_AT_LARGE, None, "one runs", None, CUSTODY, LARGE),
        (S.UNLAWFULLY_AT_LARGE, "release near", "one runs", None, PRE_RELEASE, LARGE),
        # none, none sentenced, a report asked for
        (None, "no release date", "none, a report asked for", None, Phase.PRE_SENTENCE, ()),
        # released or none, every sentence terminated
        (S.RELEASED, None, "all ended", "all ended", TERMINATED, ()),
        (None, "no release date", "all ended", "all ended", TERMINATED, ()),
        # in prison on a sentence, the community record disagrees
        (S.IN_PRISON, None, "one runs", "all ended", CUSTODY, (PhaseFlag.COMMUNITY_SAYS_TERMINATED,)),
        (S.IN_PRISON, None, "one runs", "released", CUSTODY, (PhaseFlag.COMMUNITY_SAYS_RELEASED,)),
        # released, the community record says in custody: within the hour the phase before, then community
        (S.RELEASED, "59 minutes ago, release near", "one runs", "in custody", PRE_RELEASE,
         (PhaseFlag.COMMUNITY_SAYS_IN_CUSTODY,)),
        (S.RELEASED, "61 minutes ago, release near", "one runs", "in custody", IN_COMMUNITY,
         (PhaseFlag.COMMUNITY_SAYS_IN_CUSTODY,)),
        # nothing known
        (None, "no release date", "none", None, None, ()),
        (S.RELEASED, None, "none", None, None, ()),
        # the table is silent on a death
        (S.DIED, None, "one runs", None, TERMINATED, (PhaseFlag.DIED,)),
    ],
    in_words,
    "Where nothing else is said, the release is far. Pre-release begins when the handover starts, else 8 months and 14 "
    "days before the earliest release date. The first row that fits decides.",
)  # fmt: skip


@pytest.mark.parametrize("row", PHASES.rows, ids=PHASES.names())
def test_the_table_of_phases(row: tuple[object, ...]) -> None:
    PHASES.check(row)


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

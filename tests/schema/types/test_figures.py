"""The figures of a case, of its spans, and of a team, as a caller sees them."""

from collections.abc import Mapping
from typing import Any

import pytest

from hub.domain.access import Actor, Role, Service
from tests.actions.sources import CRN, NUMBER, OFFENDER, PRISONER, SUPERVISION, Hub, offender, prisoner, supervision
from tests.schema.asking import asking

pytestmark = pytest.mark.postgres

FIGURE = "subject measure unit state value"
ASKED = f"query($crn: Crn!) {{ case(crn: $crn) {{ figures {{ {FIGURE} }} spans {{ figures {{ {FIGURE} }} }} }} }}"
SUMMED = """query($scope: CaseloadScope!) { caseloadFigures(scope: $scope) {
  measure unit known notYetKnown nothingToMeasure total median lowest highest } }"""


def manager(team: str = "Z01T01") -> Actor:
    return Actor("t", Service.COMMUNITY, frozenset({Role.TEAM_MANAGER}), "Z01T099", 9, team, None, "a@b.test")


async def told(url: str) -> None:
    hub = Hub(url)
    await hub.tell(PRISONER, NUMBER, prisoner(), version=7)
    await hub.tell(SUPERVISION, CRN, supervision("Z01T011"))
    await hub.tell(OFFENDER, CRN, offender(surname="Elsewhere"))
    await hub.database.close()


def by_measure(figures: list[Mapping[str, Any]]) -> dict[str, tuple[Any, ...]]:
    return {one["measure"]: (one["unit"], one["state"], one["value"]) for one in figures}


async def test_the_figures_of_a_case_and_of_its_span(database_url: str) -> None:
    await told(database_url)
    async with asking(database_url) as hub:
        case = (await hub.data(manager(), ASKED, crn=CRN))["case"]
    figures = by_measure(case["figures"])
    assert figures["MANAGERS"] == ("COUNT", "KNOWN", 1)
    assert figures["SHARE_WITH_PRESENT_MANAGER"] == ("PER_CENT", "KNOWN", 100)
    assert figures["GAP_DAYS"] == ("DAYS", "KNOWN", 0)
    assert figures["KEY_WORKER_CHANGES"] == ("COUNT", "NOT_YET_KNOWN", None)
    assert figures["SHARE_OF_CONTACTS_HELD"] == ("PER_CENT", "NOT_YET_KNOWN", None)
    assert figures["DIFFERING"][1:] == ("KNOWN", 1)
    [span] = case["spans"]
    assert by_measure(span["figures"]) == {name: figures[name] for name in list(figures)[:9]}


async def test_a_team_is_summed_up_over_what_the_viewer_sees(database_url: str) -> None:
    await told(database_url)
    async with asking(database_url) as hub:
        found = (await hub.data(manager(), SUMMED, scope="TEAM"))["caseloadFigures"]
        assert (await hub.data(manager("Z99T99"), SUMMED, scope="TEAM"))["caseloadFigures"] == []
        assert (await hub.data(manager(), SUMMED, scope="ESTABLISHMENT"))["caseloadFigures"] == []
    figures = {one.pop("measure"): one for one in found}
    assert figures["MANAGERS"] == {
        **{"unit": "COUNT", "known": 1, "notYetKnown": 0, "nothingToMeasure": 0},
        **{"total": 1, "median": 1, "lowest": 1, "highest": 1},
    }
    assert figures["SHARE_ALIKE"]["total"] is None
    assert figures["SHARE_ALIKE"]["median"] is not None
    assert (figures["ACHIEVED"]["notYetKnown"], figures["ACHIEVED"]["highest"]) == (1, None)

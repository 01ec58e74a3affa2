"""Requirements and licence conditions through the house."""

from typing import Any

import pytest

from tests.actions.sources import CRN, HAPPENED, SUPERVISION, Hub, happened, supervision

pytestmark = pytest.mark.postgres
HELD = "select kind, reference, main_type, restrictive, sentence_reference, status from requirement order by id"
TERMS = {"requirementMainType": "Unpaid Work", "restrictiveRequirement": "false", "eventNumber": "1"}


def told(change: str, minutes: float, **terms: Any) -> dict[str, Any]:
    return happened(f"probation-case.requirement.{change}", minutes=minutes, requirementId="25", **terms)


async def test_a_requirement_from_its_creation_to_its_end(hub: Hub) -> None:
    await hub.tell(SUPERVISION, CRN, supervision())
    assert await hub.tell(HAPPENED, CRN, told("created", 1, **TERMS)) == "RequirementChanged"
    assert await hub.rows(HELD) == [("REQUIREMENT", "25", "Unpaid Work", False, "sentence 1", "ACTIVE")]
    await hub.tell(HAPPENED, CRN, told("terminated", 5))
    assert await hub.one("select status from requirement") == "TERMINATED"
    assert await hub.tell(HAPPENED, CRN, told("created", 1, **TERMS)) == "Unchanged"
    await hub.tell(HAPPENED, CRN, told("unterminated", 6))
    await hub.tell(HAPPENED, CRN, told("deleted", 7))
    assert await hub.rows(HELD) == [("REQUIREMENT", "25", "Unpaid Work", False, "sentence 1", "DELETED")]


async def test_a_licence_condition_is_told_apart_from_a_requirement(hub: Hub) -> None:
    await hub.tell(HAPPENED, CRN, told("created", 1, **TERMS))
    condition = {"licconditionId": "25", "licconditionMainType": "Curfew"}
    await hub.tell(HAPPENED, CRN, happened("probation-case.licence-condition.created", minutes=2, **condition))
    assert [row[:3] for row in await hub.rows(HELD)] == [
        ("REQUIREMENT", "25", "Unpaid Work"),
        ("LICENCE_CONDITION", "25", "Curfew"),
    ]

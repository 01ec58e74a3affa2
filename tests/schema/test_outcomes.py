"""How refusals are written: both values of a conflict as an input writes them, the node by its global id."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from hub import errors
from hub.reads.ids import read_global_id
from hub.schema.outcomes import BrokenRules, VersionConflict, node_id, or_refusal, written

WRITTEN: list[tuple[Any, str | None]] = [
    (None, None),
    (True, "true"),
    (False, "false"),
    (3, "3"),
    ("Keep a home", "Keep a home"),
    (date(2026, 3, 2), "2026-03-02"),
    (datetime(2026, 3, 2, 9, 30, tzinfo=UTC), "2026-03-02T09:30:00+00:00"),
]


@pytest.mark.parametrize(("value", "text"), WRITTEN)
def test_a_value_is_written_as_an_input_writes_it(value: Any, text: str | None) -> None:
    assert written(value) == text


@pytest.mark.parametrize(
    ("named", "found"),
    [("PLAN 1", ("SentencePlan", 1)), ("INTERVENTION 31", ("Intervention", 31)), ("CASE 5", ("Case", 5))],
)
def test_a_conflict_names_its_node_by_global_id(named: str, found: tuple[str, int]) -> None:
    assert read_global_id(node_id(named)) == found


def audited() -> Any:
    """As much of a request's context as a refusal touches: the cases that the read audit will name."""
    return SimpleNamespace(case_ids=set())


async def refuse(error: Exception) -> str:
    raise error


async def test_an_action_that_works_is_its_result() -> None:
    async def work() -> str:
        return "done"

    assert await or_refusal(audited(), work()) == "done"


async def test_a_broken_rule_is_a_payload() -> None:
    answer = await or_refusal(
        audited(), refuse(errors.BrokenRule("PlanClosed", "It is closed.", "Make another.", "planId"))
    )
    assert isinstance(answer, BrokenRules)
    assert [(rule.code, rule.message, rule.remedy, rule.field) for rule in answer.rules] == [
        ("PlanClosed", "It is closed.", "Make another.", "planId")
    ]


async def test_a_conflict_is_a_payload() -> None:
    fields = (errors.FieldConflict("title", "Mine", "Theirs"), errors.FieldConflict("target", None, "Theirs"))
    context = audited()
    answer = await or_refusal(context, refuse(errors.VersionConflict("OBJECTIVE 10", 1, 3, fields, (7,))))
    assert isinstance(answer, VersionConflict)
    assert context.case_ids == {7}
    assert (answer.expected_version, answer.current_version) == (1, 3)
    assert [(both.field, both.yours, both.current) for both in answer.fields] == [
        ("title", "Mine", "Theirs"),
        ("target", None, "Theirs"),
    ]


async def test_any_other_error_travels_on() -> None:
    with pytest.raises(ValueError, match="other"):
        await or_refusal(audited(), refuse(ValueError("other")))

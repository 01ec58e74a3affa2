"""Everything that a database holds, comparable with another's: numbers that the database gave out become places."""

import json
from typing import Any

import asyncpg

from hub.store.tables import metadata

# When something was written differs from run to run, and so do numbers that nothing refers to.
WRITTEN_AT = {"seen_at", "received_at", "linked_at", "created_at", "updated_at", "at", "occurred_at", "since", "seq"}
WRITTEN_AT |= {"withdrawn_at", "ended_at", "next_try_at"}
COMPUTED = {"case_key", "case_fact_id"}
RANDOM = {("outbox", "id"), ("dead_letter", "detail")}
# Numbers of rows inside documents, by the name of the field.
IN_DOCUMENTS = {
    **{name: name for name in metadata.tables},  # lists of what moved, by table
    **{"caseId": "offender_case", "otherCaseId": "offender_case"},
    **{
        "sourceRecord": "source_record",
        "assessmentId": "assessment",
        "handoverId": "handover",
        "contributionId": "contribution",
    },
}

# Columns that refer to a table without saying so.
UNDECLARED = dict.fromkeys(
    ("om_staff_id", "os_staff_id", "next_om_staff_id", "next_os_staff_id"), "staff"
) | dict.fromkeys(("aggregateid", "case_ids", "case_id"), "offender_case")

Rows = dict[str, list[dict[str, Any]]]


async def everything(url: str) -> Rows:
    """Table -> its rows."""
    connection = await asyncpg.connect(url)
    try:
        rows = {
            name: [json.loads(row[0]) for row in await connection.fetch(f"select to_jsonb(t) from {name} t order by 1")]
            for name, table in sorted(metadata.tables.items())
            if not table.info.get("view")
        }
    finally:
        await connection.close()
    places = {
        name: {number: place for place, number in enumerate(sorted(row["id"] for row in found))}
        for name, found in rows.items()
        if found and isinstance(found[0].get("id"), int)
    }
    return {name: sorted((_plain(name, row, places) for row in found), key=str) for name, found in rows.items()}


def _plain(table: str, row: dict[str, Any], places: dict[str, dict[int, int]]) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for column in metadata.tables[table].columns:
        name, value = column.name, row[column.name]
        if name in WRITTEN_AT | COMPUTED or (table, name) in RANDOM or (name == "id" and not _referred_to(table)):
            continue
        target = table if name == "id" else next((key.column.table.name for key in column.foreign_keys), None)
        target = UNDECLARED.get(name, target)
        if target is not None:
            value = _placed(value, places.get(target, {}))
        if name == "answers":
            value = {rule: {**answer, "since": None} for rule, answer in value.items()}
        plain[name] = _documents(json.loads(value) if name == "payload" else value, places)
    return plain


def _referred_to(table: str) -> bool:
    return any(key.column.table.name == table for other in metadata.tables.values() for key in other.foreign_keys)


def _placed(value: Any, places: dict[int, int]) -> Any:
    if isinstance(value, list):
        return sorted(places.get(one, one) for one in value)
    if isinstance(value, str) and value.isdecimal():
        return places.get(int(value), value)
    return places.get(value, value) if isinstance(value, int) else value


def _documents(value: Any, places: dict[str, dict[int, int]]) -> Any:
    if isinstance(value, list):
        return [_documents(one, places) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        name: _placed(one, places.get(IN_DOCUMENTS[name], {})) if name in IN_DOCUMENTS else _documents(one, places)
        for name, one in value.items()
        if name != "occurredAt"
    }

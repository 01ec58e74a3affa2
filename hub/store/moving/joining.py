"""Facts go from one case to another: with a source record goes all that it says, with a whole case goes its team.

Spans and the holders of a case that nobody was named for are not moved: they follow again from what moved. A case that
all records have left stays as a row that points to where its facts went, so that its number answers for ever; nobody
reaches it any more. Everything that moves is named in what is returned, so that it can be brought back.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, delete, exists, select, update

from hub.domain.team import HolderCause
from hub.store.base import VIEW
from hub.store.case import offender_case
from hub.store.custody.custody import custody_record
from hub.store.custody.sentence import sentence
from hub.store.decided.agreement import disagreement
from hub.store.decided.decision_made import decision_made
from hub.store.fetching import rows_of
from hub.store.handover import handover
from hub.store.moving import recorded
from hub.store.plan.plan import sentence_plan
from hub.store.records.identity import source_record
from hub.store.tables import metadata
from hub.store.team import team_member
from hub.store.team.holder_decision import holder_decision
from hub.store.team.team import offender_manager_holder, offender_supervisor_allocation
from hub.store.transaction import Transaction

# The columns of its own row that show a person or let somebody reach the case.
NOBODY: dict[str, Any] = {
    **dict.fromkeys(
        (
            *("forename", "surname", "date_of_birth", "om_staff_id", "om_team_code", "os_staff_id", "prison_code"),
            *("next_om_staff_id", "next_os_staff_id"),
            *("registered_risk", "mappa_level", "mappa_category", "cluster_reason", "cluster_because"),
        )
    ),
    "facts": {},
    "answers": {},
    "tier": None,
    "ask_again_on": None,
}
# What is no word of a record, and what hangs on it neither.
NO_FACTS = frozenset({"offender_case", "source_record", "staff", "span", "sentence_plan"})
# The chain of holders, and the decisions in the hub that it follows from.
CHAIN = (offender_manager_holder, holder_decision)
Moved = dict[str, list[int]]


def facts_of_records() -> list[Table]:
    """Every table whose rows are what one source record says, and go where it goes, or are a part of such a row."""
    tables = [one for one in metadata.sorted_tables if one.info != VIEW and "case_id" in one.c]
    return [one for one in tables if _said_by(one, []) is not None]


def _said_by(table: Table, records: Sequence[int]) -> ColumnElement[bool] | None:
    """Which rows of the table these records say, by themselves or by the row that they are a part of."""
    if "source_record_id" in table.c:
        return table.c.source_record_id.in_(records)
    for key in table.foreign_keys:
        whole = key.column.table
        said = None if whole.name in NO_FACTS or whole is table else _said_by(whole, records)
        if said is not None:
            return key.parent.in_(select(key.column).where(said))
    return None


async def planned(tx: Transaction, case_ids: Iterable[int]) -> set[int]:
    """Those of the cases that a sentence plan hangs on."""
    return {case_id for case_id in case_ids if (await rows_of(tx, sentence_plan, case_id)).of_case(case_id)}


async def records_of(tx: Transaction, case_id: int) -> list[int]:
    """The source records of a case."""
    rows = await tx.rows(select(source_record.c.id).where(source_record.c.case_id == case_id))
    return [row.id for row in rows]


async def move_records(tx: Transaction, record_ids: Sequence[int], to_case: int) -> None:
    """Bring source records, and all that they say, to a case; the cases that they leave and reach are locked."""
    mine = list(record_ids)
    taken = custody_record.c.source_record_id.in_(mine)
    await tx.execute(update(custody_record).where(taken).values(current=False))
    await tx.execute(update(sentence).where(sentence.c.source_record_id.in_(mine)).values(span_id=None))
    for table in facts_of_records():
        said = _said_by(table, mine)
        assert said is not None
        await tx.execute(update(table).where(said).values(case_id=to_case))
    await tx.execute(update(source_record).where(source_record.c.id.in_(mine)).values(case_id=to_case))


async def move_team(tx: Transaction, from_case: int, to_case: int) -> Moved:
    """Bring the team to a case, and what people decided; what moved.

    A chain of holders that clashes with a named one stays where it is, as does a decision that another stands beside.
    """
    holders = await _move_holders(tx, from_case, to_case)
    supervisors = await _move_supervisors(tx, from_case, to_case)
    decisions = await _move_decisions(tx, from_case, to_case)
    return {
        "offender_manager_holder": holders,
        "offender_supervisor_allocation": supervisors,
        "decision_made": decisions,
        "team_member": await team_member.move(tx, from_case, to_case),
        **await recorded.move(tx, from_case, to_case),
    }


async def bring_team_back(tx: Transaction, moved: Mapping[str, Sequence[int]], from_case: int, to_case: int) -> None:
    """Bring back what came to `from_case` with a team; who was allocated there since stays there.

    The chain of holders came whole and grew by what the records said that go back now: all of it returns.
    """
    holder, allocation = offender_manager_holder, offender_supervisor_allocation
    if moved.get("offender_manager_holder"):
        await tx.execute(delete(holder).where(holder.c.case_id == to_case))
        for table in CHAIN:
            await tx.execute(update(table).where(table.c.case_id == from_case).values(case_id=to_case))
    came = allocation.c.id.in_(list(moved.get("offender_supervisor_allocation", ())))
    mine = and_(came, allocation.c.case_id == from_case)
    await tx.execute(update(allocation).where(mine).values(case_id=to_case))
    decided = decision_made.c.id.in_(list(moved.get("decision_made", ())))
    there = and_(decided, decision_made.c.case_id == from_case)
    await tx.execute(update(decision_made).where(there).values(case_id=to_case))
    await handover.bring_back(tx, moved.get("handover", ()), from_case, to_case)
    await team_member.bring_back(tx, moved.get("team_member", ()), from_case, to_case)
    await recorded.bring_back(tx, moved, from_case, to_case)


async def close_case(tx: Transaction, from_case: int, to_case: int) -> list[int]:
    """Let a case that its records have left point to where they are, and so whatever pointed to it; those cases."""
    await tx.execute(delete(disagreement).where(disagreement.c.case_id == from_case))
    values = {**NOBODY, "merged_into": to_case, "updated_at": tx.now}
    await tx.execute(update(offender_case).where(offender_case.c.id == from_case).values(values))
    # Whatever was joined to it before points to where its facts are now: one step, however long the story.
    earlier = update(offender_case).where(offender_case.c.merged_into == from_case).values(merged_into=to_case)
    return [row.id for row in (await tx.execute(earlier.returning(offender_case.c.id))).all()]


async def reopen_case(tx: Transaction, case_id: int, earlier: Sequence[int]) -> None:
    """Let a case stand by itself again, and the cases that had gone into it before point to it."""
    own = offender_case.c.id == case_id
    await tx.execute(update(offender_case).where(own).values(merged_into=None, updated_at=tx.now))
    pointing = and_(offender_case.c.id.in_(list(earlier)), offender_case.c.merged_into.is_not(None))
    await tx.execute(update(offender_case).where(pointing).values(merged_into=case_id))


async def _move_holders(tx: Transaction, from_case: int, to_case: int) -> list[int]:
    """The chain that somebody was named in is the one that stays; of two such, the other is kept where it is."""
    holder = offender_manager_holder
    unknown = holder.c.cause == HolderCause.NOT_KNOWN
    await tx.execute(delete(holder).where(holder.c.case_id == from_case, unknown))
    named = await tx.rows(select(holder.c.id).where(holder.c.case_id == from_case))
    if not named:
        return []
    other_named = select(holder.c.id).where(holder.c.case_id == to_case, ~unknown).limit(1)
    if await tx.rows(other_named):
        return []
    await tx.execute(delete(holder).where(holder.c.case_id == to_case))
    for table in CHAIN:
        await tx.execute(update(table).where(table.c.case_id == from_case).values(case_id=to_case))
    return [row.id for row in named]


async def _move_supervisors(tx: Transaction, from_case: int, to_case: int) -> list[int]:
    mine = offender_supervisor_allocation
    held = mine.alias("held")
    overlapping = exists(select(held.c.id).where(held.c.case_id == to_case, held.c.during.op("&&")(mine.c.during)))
    free = and_(mine.c.case_id == from_case, ~overlapping)
    moved = await tx.execute(update(mine).where(free).values(case_id=to_case).returning(mine.c.id))
    return [row.id for row in moved.all()]


async def _move_decisions(tx: Transaction, from_case: int, to_case: int) -> list[int]:
    """What people decided, but for a kind of which a decision stands there."""
    mine, held = decision_made, decision_made.alias("held")
    stands = and_(held.c.case_id == to_case, held.c.kind == mine.c.kind, held.c.withdrawn_at.is_(None))
    clashing = and_(mine.c.withdrawn_at.is_(None), exists(select(held.c.id).where(stands)))
    going = and_(mine.c.case_id == from_case, ~clashing)
    moved = await tx.execute(update(mine).where(going).values(case_id=to_case).returning(mine.c.id))
    return [row.id for row in moved.all()]

"""What plumbing tables hold of an erased person: bytes of dead letters, published events, answers, replay reports."""

from collections.abc import Collection

from sqlalchemy import text as sql

from hub.store.transaction import Transaction

# The rows of dead letters stay as a count of what failed; what they held goes, and nobody can replay them.
DEAD_LETTERS = sql("""
update dead_letter set message_key = null, value = null, headers = '[]', detail = null,
  state = case when state in ('WAITING', 'PARKED') then 'DISCARDED' else state end,
  copied_at = coalesce(copied_at, :now), resolved_at = coalesce(resolved_at, :now),
  resolved_by = coalesce(resolved_by, 'erasure'), resolution = 'erased'
where exists (select from unnest(cast(:names as text[])) name where position(convert_to(name, 'UTF8') in value) > 0
    or position(convert_to(name, 'UTF8') in message_key) > 0)
  or (topic like '%.plan.command.%' and message_key = convert_to(:case_key, 'UTF8'))
""")

EVENTS = sql("""
delete from outbox where case_id in (select id from offender_case where id = :case_id or merged_into = :case_id)
  or exists (select from unnest(cast(:names as text[])) name where position(name in payload) > 0)
""")

ANSWERS = sql("""
delete from idempotency_key where answer ->> 'caseId' = :case_key
  or exists (select from sentence_plan p where p.case_id = :case_id and answer ->> 'planId' = p.id::text)
  or (answer ->> 'outcome' = 'CONFLICT' and answer ->> 'nodeId' in (
    select n.id::text from (
      select id, case_id from objective union all select id, case_id from intervention
      union all select id, case_id from step union all select id, case_id from proposal) n
    where n.case_id = :case_id))
  or exists (select from unnest(cast(:names as text[])) name where position(name in answer::text) > 0)
""")

REPORTS = sql("""
delete from replay_outcome where exists (
  select from unnest(cast(:names as text[])) name where position(name in item) > 0 or position(name in detail) > 0)
""")


async def erase_traces(tx: Transaction, names: Collection[str], case_id: int | None) -> None:
    """Take the names (numbers of the person, as written) and the case out of every plumbing table.

    Whole tables are searched: that takes its time, and is seldom asked for. Call it while the case's plans still stand.
    """
    written = sorted({form for name in names for form in (name, name.upper(), name.lower())})
    told = {"names": written, "case_id": case_id or 0, "case_key": str(case_id or 0)}
    await tx.execute(DEAD_LETTERS, {"names": told["names"], "case_key": told["case_key"], "now": tx.now})
    await tx.execute(EVENTS, {"names": told["names"], "case_id": told["case_id"]})
    await tx.execute(ANSWERS, told)
    await tx.execute(REPORTS, {"names": told["names"]})

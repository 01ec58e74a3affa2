"""What must hold after each step of a history of who is who, as queries that find what must never be."""

from hub.store.base import VIEW
from hub.store.moving.joining import facts_of_records
from hub.store.tables import metadata

# What must never be found, each as a query that finds it.
NEVER: dict[str, str] = {
    "a record on a case that went into another": "select r.id from source_record r join offender_case c "
    "on c.id = r.case_id where c.merged_into is not null",
    "a case that leads to one that went into another, or to itself": "select o.id from offender_case o "
    "join offender_case n on n.id = o.merged_into where n.merged_into is not null",
    "a circle of merges": "with recursive way as (select id as start, merged_into_id as at from source_record "
    "where merged_into_id is not null union select w.start, r.merged_into_id from way w join source_record r "
    "on r.id = w.at where r.merged_into_id is not null) select start from way where start = at",
    "a number that answers nowhere": "select r.id from source_record r where not exists (select 1 from identifier i "
    "where i.case_id = r.case_id and i.value = r.key and i.valid)",
    "a plan on a case that went into another": "select p.id from sentence_plan p join offender_case c "
    "on c.id = p.case_id where c.merged_into is not null",
    "a plan on another case than its span": "select p.id from sentence_plan p join span n on n.id = p.span_id "
    "where n.case_id <> p.case_id",
    "an open handover on a case that went into another": "select h.id from handover h join offender_case c "
    "on c.id = h.case_id where c.merged_into is not null and h.state in ('PLANNED', 'ACCEPTED')",
    "a handover without what became of it": "select h.id from handover h where h.state = 'WITHDRAWN' and "
    "h.answer_reason is null",
    "somebody asked to take over what no handover is of": "select c.id from offender_case c where "
    "c.next_om_staff_id is distinct from (select h.to_staff_id from handover h where h.case_id = c.id and "
    "h.kind = 'MANAGER' and h.state in ('PLANNED', 'ACCEPTED'))",
    "a part of a plan on another case": "select o.id from objective o join sentence_plan p on p.id = o.plan_id "
    "where o.case_id <> p.case_id",
    "two plans that count for one span": "select span_id from sentence_plan where status not in ('SET_ASIDE', "
    "'REPLACED') group by span_id having count(*) > 1",
    "a plan set aside beside none that counts": "select p.id from sentence_plan p where p.status = 'SET_ASIDE' and "
    "not exists (select 1 from sentence_plan q where q.id = p.beside_id and q.case_id = p.case_id)",
    "a state without its review, or a review without its state": "select c.id from offender_case c where "
    "(c.cluster_reason is not null) <> exists (select 1 from cluster_review v where v.case_id = c.id and "
    "v.ended_at is null)",
    "two who are ruled apart in one case that says nothing of it": "select o.id from identity_override o "
    "join source_record r on r.id = o.other_record_id and r.case_id = o.case_id join offender_case c "
    "on c.id = o.case_id where o.withdrawn_at is null and o.verdict = 'DIFFERENT_PEOPLE' and c.cluster_reason is null",
    "a case without a record": "select c.id from offender_case c where c.merged_into is null and not exists "
    "(select 1 from source_record r where r.case_id = c.id)",
}


def _found() -> str:
    """One query that names what is found of all that must never be."""
    astray = {
        f"a row of {table.name} on another case than its record": f"select 1 from {table.name} t "
        "join source_record r on r.id = t.source_record_id where t.case_id <> r.case_id"
        for table in facts_of_records()
        if "source_record_id" in table.c
    }
    return " union all ".join(f"select '{what}' where exists ({query})" for what, query in {**NEVER, **astray}.items())


FOUND = _found()


def _empty() -> str:
    """Forget everybody; the audit stays, as ever."""
    tables = [one.name for one in reversed(metadata.sorted_tables) if one.info != VIEW and "audit" not in one.name]
    deleted = "; ".join(f"delete from {name}" for name in tables)
    return f"do $$ begin perform set_config('hub.erasing', 'on', true); {deleted}; end $$"


EMPTY = _empty()

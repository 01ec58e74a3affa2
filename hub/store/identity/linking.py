"""Which source records may be one person: who else holds an identifier, what their cases say, what is in doubt."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace
from sqlalchemy import and_, or_
from sqlalchemy.dialects.postgresql import insert as upsert

from hub.domain.access import Service
from hub.domain.identifiers import Identifier, IdentifierKind
from hub.domain.identity import Doubt, Party
from hub.domain.person import PersonDetails
from hub.domain.review import ReviewState
from hub.store.case import offender_case
from hub.store.fetching import MOST_HOLDERS, rows_of
from hub.store.identity.override import kept_apart
from hub.store.identity.review import ANSWER
from hub.store.records.identity import VALUE, identifier, identity_review, source_record
from hub.store.records.person import person_record
from hub.store.transaction import Transaction
from hub.store.working_set import Row

BOTH = ("case_id", "other_case_id")
NOBODY: Row = dict.fromkeys(("forename", "surname", "date_of_birth"))


@dataclass(frozen=True)
class Match:
    """Another source record that holds the same identifier; `value` is canonical."""

    record_id: int
    case_id: int
    service: Service
    key: str
    kind: IdentifierKind
    value: str


async def matches(tx: Transaction, identifiers: Iterable[Identifier], *, except_record: int | None) -> list[Match]:
    """The other source records that hold any of these identifiers as a valid one, oldest first; fetched before.

    A number that too many hold matches nobody (hub/store/fetching.py).
    """
    records = tx.working.of(source_record)
    found = {}
    for pair in {(one.kind, one.value) for one in identifiers if one.valid}:
        lines = [line for line in tx.working.of(identifier).find(VALUE, pair) if line["valid"]]
        if ("common", pair) in tx.working.sought or len({line["case_id"] for line in lines}) > MOST_HOLDERS:
            continue
        for line in lines:
            record = records[line["source_record_id"]]
            if record["id"] != except_record:
                case_id, service, key = record["case_id"], Service(record["service"]), record["key"]
                found[record["id"], *pair] = Match(record["id"], case_id, service, key, *pair)
    return [found[place] for place in sorted(found)]


async def parties(tx: Transaction, case_ids: Iterable[int]) -> dict[int, Party]:
    """What the records of each case say of who it is."""
    return {case_id: await _party(tx, case_id) for case_id in case_ids}


async def _party(tx: Transaction, case_id: int) -> Party:
    persons = await rows_of(tx, person_record, case_id)
    row = tx.working.of(offender_case).get(case_id)
    party = Party(in_doubt=row is not None and row["cluster_reason"] is not None)
    apart = await kept_apart(tx, case_id)
    for record in tx.working.of(source_record).of_case(case_id):
        told = persons.get(record["id"]) or NOBODY
        details = PersonDetails(told["forename"], surname=told["surname"], date_of_birth=told["date_of_birth"])
        mine = frozenset({record["key"]} if record["merged_into_id"] is None else ())
        named = _named(tx, record)
        if record["service"] == Service.CUSTODY:
            own = Party(prison_numbers=mine, former=named - {record["key"]})
        else:
            own = Party(crns=mine, named=named)
        others = frozenset(other for one, other in apart if one == record["id"])
        party = party.with_(replace(own, persons=(details,), records=frozenset({record["id"]}), apart=others))
    return party


def _named(tx: Transaction, record: Row) -> frozenset[str]:
    """The prison numbers that a record names, a prison's own record its own and its holder's former ones."""
    lines = (line for line in tx.working.of(identifier).of_case(record["case_id"]) if line["valid"])
    number = (record["id"], IdentifierKind.PRISON_NUMBER)
    return frozenset(line["value"] for line in lines if (line["source_record_id"], line["kind"]) == number)


async def note_review(
    tx: Transaction, case_id: int, other_case_id: int, reason: str, evidence: Mapping[str, Any]
) -> bool:
    """Ask a person, from both cases, whether they are one; whether that does not wait already, nor is decided.

    What was withdrawn is asked again, and what was ruled to be two where something new says that they are one.
    """
    values = {"reason": reason, "evidence": dict(evidence), "since": tx.now}
    both = [
        {"case_id": one, "other_case_id": other, **values}
        for one, other in ((case_id, other_case_id), (other_case_id, case_id))
    ]
    added = upsert(identity_review).values(both)
    state = identity_review.c.state
    ruled = and_(state == ReviewState.DECIDED, added.excluded.reason == Doubt.RULED_DIFFERENT)
    again = or_(state == ReviewState.WITHDRAWN, ruled)
    new = {name: added.excluded[name] for name in values} | {"state": ReviewState.OPEN, **dict.fromkeys(ANSWER)}
    statement = added.on_conflict_do_update(index_elements=BOTH, set_=new, where=again)
    return bool(await tx.rows(statement.returning(identity_review.c.id)))

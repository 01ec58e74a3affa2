"""Cases that may be of the same person as a record: found by blocking keys, read without a lock, to compare only.

They are read for the records of a whole batch in one statement. Whoever joins one holds it first and looks again.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import msgspec

from hub.domain.access import Service
from hub.domain.identifiers import Identifier, IdentifierKind
from hub.domain.identity import Party
from hub.domain.likeness import Candidate
from hub.domain.matching.described import described
from hub.store.records.person import details
from hub.store.transaction import Transaction

BlockingKey = tuple[Service, int]

# A key that so many cases share singles nobody out, and is passed over: a first load of many under one name would else
# compare each with all before. Those who are one person share other keys too.
MOST_ALIKE = 50

# One look into the index for each key: asked for all keys at once the planner reads the whole table, as often as there
# are keys.
BY_KEYS = """
with found as (
  select unnest(l.cases) as case_id from unnest($1::bigint[]) as k(key), lateral (
    select array(
      select case_id from person_likeness where keys @> array[k.key] and service = 'CUSTODY' limit $3
    ) as cases
  ) l where cardinality(l.cases) < $3
  union
  select unnest(l.cases) from unnest($2::bigint[]) as k(key), lateral (
    select array(
      select case_id from person_likeness where keys @> array[k.key] and service = 'COMMUNITY' limit $3
    ) as cases
  ) l where cardinality(l.cases) < $3
)
"""
BY_NUMBERS = "with found as (select unnest($1::bigint[]) as case_id) "
READ = """
select r.case_id, r.id, r.service, r.key, r.merged_into_id, c.cluster_reason,
  coalesce(l.keys, '{}') as keys, to_jsonb(p) as person,
  array(select array[i.kind, i.value] from identifier i where i.source_record_id = r.id and i.valid) as numbers,
  array(select s.imposed_on from sentence s where s.source_record_id = r.id and s.imposed_on is not null) as days
from found f join offender_case c on c.id = f.case_id join source_record r on r.case_id = f.case_id
left join person_likeness l on l.source_record_id = r.id
left join person_record p on p.source_record_id = r.id
"""


@dataclass
class Found:
    """Candidates by case, and the cases that each key leads to."""

    by_case: dict[int, Candidate] = field(default_factory=dict)
    by_key: defaultdict[BlockingKey, set[int]] = field(default_factory=lambda: defaultdict(set))

    def of(self, service: Service, keys: Iterable[int]) -> list[Candidate]:
        """The candidates with a record of that service that has one of the keys, by case."""
        if not self.by_key:
            return []
        cases = {case_id for key in keys for case_id in self.by_key.get((service, key), ())}
        return [self.by_case[case_id] for case_id in sorted(cases)]


async def fetch_candidates(tx: Transaction, keys: Iterable[BlockingKey]) -> Found:
    """Read the candidates for these keys, unless they were read before; all that were read.

    They are as the database has them: what this transaction changed is not seen.
    """
    found = tx.working.candidates = tx.working.candidates or Found()
    asked = [key for key in keys if ("alike", key) not in tx.working.sought]
    if asked:
        await _read(tx, found, asked)
        tx.working.sought.update(("alike", key) for key in asked)
    return found


async def _read(tx: Transaction, found: Found, asked: list[BlockingKey]) -> None:
    told = [[key for of, key in asked if of is service] for service in (Service.CUSTODY, Service.COMMUNITY)]
    cases: defaultdict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in await (await tx.driver()).fetch(BY_KEYS + READ, *told, MOST_ALIKE + 1):
        cases[row["case_id"]].append(row)
        for key in row["keys"]:
            found.by_key[Service(row["service"]), key].add(row["case_id"])
    found.by_case |= {case_id: _candidate(case_id, rows) for case_id, rows in cases.items()}


async def read_cases(tx: Transaction, case_ids: Iterable[int]) -> list[Candidate]:
    """These cases as the database has them, to compare only; one that no record is on any more is left out."""
    cases: defaultdict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in await (await tx.driver()).fetch(BY_NUMBERS + READ, sorted(case_ids)):
        cases[row["case_id"]].append(row)
    return [_candidate(case_id, rows) for case_id, rows in cases.items()]


def _candidate(case_id: int, rows: list[Mapping[str, Any]]) -> Candidate:
    party = Party()
    records = {}
    for row in rows:
        numbers = [Identifier(IdentifierKind(kind), value, value, True) for kind, value in row["numbers"]]
        party = party.with_(_party(row, numbers))
        if row["person"] is not None:
            records[row["id"]] = described(details(_told(row["person"])), numbers, row["days"])
    return Candidate(case_id, party, records)


def _party(row: Mapping[str, Any], numbers: list[Identifier]) -> Party:
    """As `linking.parties` says it: the number of a record that its source merged away counts no more."""
    records = frozenset({row["id"]})
    mine = frozenset({row["key"]}) if row["merged_into_id"] is None else frozenset[str]()
    in_doubt = row["cluster_reason"] is not None
    if row["service"] == Service.CUSTODY:
        return Party(prison_numbers=mine, records=records, in_doubt=in_doubt)
    named = frozenset(one.value for one in numbers if one.kind is IdentifierKind.PRISON_NUMBER)
    return Party(crns=mine, named=named, records=records, in_doubt=in_doubt)


def _told(document: str | Mapping[str, Any]) -> Mapping[str, Any]:
    """A row as JSON: its date is a text there."""
    row: dict[str, Any] = dict(msgspec.json.decode(document) if isinstance(document, str) else document)
    born = row["date_of_birth"]
    return {**row, "date_of_birth": date.fromisoformat(born) if born else None}

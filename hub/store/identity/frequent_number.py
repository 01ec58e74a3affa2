"""Numbers that so many cases hold that they tell nobody apart: they join nobody, and nobody is asked about them.

Each stands for "not known", or was typed for many; a person can have it mended where it comes from.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from hub.domain.identifiers import Identifier, IdentifierKind
from hub.domain.identity import LINKING
from hub.store.fetching import MOST_HOLDERS
from hub.store.records.identity import VALUE, identifier
from hub.store.transaction import Transaction

MOST_TOLD = 20


@dataclass(frozen=True)
class FrequentNumber:
    """Such a number by its kind, without the number itself; how many cases hold it, and the first of them."""

    kind: IdentifierKind
    cases: int
    first_cases: tuple[int, ...]


async def frequent_numbers(tx: Transaction, *, first: int = 5) -> list[FrequentNumber]:
    """The numbers that more cases hold than tell somebody apart, the commonest first; MOST_TOLD of them at most."""
    line = identifier.c
    cases = func.count(line.case_id.distinct())
    listed = func.array_agg(aggregate_order_by(line.case_id.distinct(), line.case_id))
    counted = select(line.kind, cases.label("cases"), listed.label("listed")).where(line.valid, line.kind.in_(LINKING))
    common = counted.group_by(*(line[name] for name in VALUE)).having(cases > MOST_HOLDERS)
    rows = await tx.rows(common.order_by(cases.desc(), line.kind).limit(MOST_TOLD))
    return [FrequentNumber(IdentifierKind(row.kind), row.cases, tuple(row.listed[:first])) for row in rows]


def grown_frequent(tx: Transaction, added: Iterable[Identifier]) -> Iterator[IdentifierKind]:
    """The kinds of those numbers, just added to a case, that told somebody apart until then; fetched before."""
    for one in added:
        pair = (one.kind, one.value)
        if not one.valid or one.kind not in LINKING or ("common", pair) in tx.working.sought:
            continue
        holding = {line["case_id"] for line in tx.working.of(identifier).find(VALUE, pair) if line["valid"]}
        if len(holding) == MOST_HOLDERS + 1:
            yield one.kind

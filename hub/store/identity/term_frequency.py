"""How many records hold each value that a frequency is asked for. Values that one or two hold are not kept."""

from collections.abc import Iterable

from sqlalchemy import BigInteger, Column, Table, Text, bindparam, select
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY

from hub.domain.matching.described import terms_of
from hub.domain.matching.description import Description
from hub.domain.matching.frequencies import Counted
from hub.store.base import metadata
from hub.store.transaction import Transaction

# A term is a column and a value; the column alone counts the records that hold any value in it.
term_frequency = Table(
    "term_frequency",
    metadata,
    Column("term", Text, primary_key=True),
    Column("records", BigInteger, nullable=False),
)

EMPTY = sql("delete from term_frequency")
COUNT = sql("""
insert into term_frequency (term, records)
select term, count(*) from person_likeness cross join unnest(terms) as term group by term having count(*) > 2
union all
select split_part(term, ' ', 1), count(*) from person_likeness cross join unnest(terms) as term group by 1
""")
HELD = select(term_frequency).where(
    term_frequency.c.term == sql("any(:terms)").bindparams(bindparam("terms", type_=ARRAY(Text)))
)


async def refresh(tx: Transaction) -> None:
    """Count anew."""
    await tx.execute(EMPTY)
    await tx.execute(COUNT)


async def frequencies(tx: Transaction, people: Iterable[Description]) -> Counted:
    """The frequencies of the values that these people hold, as they were counted last."""
    values = {term for person in people for term in terms_of(person)}
    columns = {column for column, _ in values}
    terms = sorted({*columns, *(f"{column} {value}" for column, value in values)})
    held = {row.term: row.records for row in await tx.look(HELD, {"terms": terms})}
    counts: dict[str, dict[str, int]] = {column: {} for column in columns}
    for column, value in values:
        if (records := held.get(f"{column} {value}")) is not None:
            counts[column][value] = records
    return Counted(counts, {column: held.get(column, 0) for column in columns})

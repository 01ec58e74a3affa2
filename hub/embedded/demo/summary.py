"""What a feed has made of the database, as figures for people to read; no names."""

from collections import Counter
from collections.abc import Mapping

from rich.console import Console
from rich.table import Table
from sqlalchemy import text as sql

from hub.store.database import Database

# Label -> a statement that counts it, over the whole database.
FIGURES: tuple[tuple[str, str], ...] = (
    ("cases", "select count(*) from offender_case where merged_into is null"),
    (
        "known to both sides",
        "select count(*) from (select from source_record group by case_id having count(distinct service) = 2) as two",
    ),
    ("in prison now", "select count(*) from offender_case where prison_code is not null and merged_into is null"),
    ("held by an Offender Manager", "select count(*) from offender_case where om_staff_id is not null"),
    ("with an Offender Supervisor", "select count(*) from offender_case where os_staff_id is not null"),
    ("access limited", "select count(*) from offender_case where limited"),
    ("shared plans", "select count(*) from sentence_plan"),
    ("objectives in them", "select count(*) from objective"),
    ("proposals waiting", "select count(*) from proposal where status = 'PROPOSED'"),
)


async def figures(database: Database) -> dict[str, int]:
    """Every figure of the table, counted now."""
    async with database.transaction() as tx:
        return {label: int((await tx.execute(sql(statement))).scalar_one()) for label, statement in FIGURES}


async def changes(database: Database) -> int:
    """A figure that grows with every change of any case, to tell whether anything has changed."""
    async with database.transaction() as tx:
        statement = sql("select coalesce(sum(sequence + version), 0) from offender_case")
        return int((await tx.execute(statement)).scalar_one())


def show(console: Console, held: Mapping[str, int], messages: Counter[str], commands: Counter[str]) -> None:
    """Print the figures, how the messages ended, and how the plan commands were answered."""
    table = Table("The hub holds", "", box=None, pad_edge=False)
    table.columns[1].justify = "right"
    for label, count in held.items():
        table.add_row(label, f"{count:,}")
    console.print(table)
    for title, counts in (("Messages", messages), ("Plan commands", commands)):
        if counts:
            console.print(f"{title}: " + ", ".join(f"{count:,} {how}" for how, count in counts.most_common()))

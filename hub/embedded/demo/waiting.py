"""The feed's plan commands that wait among the dead letters, for whoever looks at its end: how many, behind which."""

from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Console
from sqlalchemy import text as sql

from hub.store.database import Database

# A broker that has lost its data counts offsets anew, so the newest letter of an offset is the feed's own. The first of
# its key that is still open is the one that a person has to decide on.
WAITING = """
select first.id, first.code, count(*) as number from replay_outcome r
  join lateral (select topic, message_key from dead_letter d
    where d.topic = r.topic and d.partition = r.partition and d."offset" = r."offset" order by id desc limit 1) mine
    on true
  join lateral (select id, code from dead_letter d
    where d.topic = mine.topic and d.message_key = mine.message_key and state in ('WAITING', 'PARKED')
    order by id limit 1) first on true
where r.replay_id = :replay_id and r.topic like '%.plan.command.v1' and r.outcome = 'Rejected'
group by first.id, first.code order by first.id
"""


@dataclass(frozen=True)
class Waiting:
    """So many commands stand behind that dead letter, or are it; `code`: why it was rejected."""

    letter_id: int
    code: str
    number: int


async def waiting(database: Database, replay_id: str) -> list[Waiting]:
    """What waits of the feed's plan commands, by dead letter."""
    async with database.transaction() as tx:
        rows = await tx.rows(sql(WAITING), {"replay_id": replay_id})
    return [Waiting(row.id, row.code, row.number) for row in rows]


def show(console: Console, found: Iterable[Waiting]) -> None:
    """A sentence for each dead letter: what waits, and the command that shows it."""
    for one in found:
        commands = "plan command waits" if one.number == 1 else "plan commands wait"
        console.print(
            f"{one.number:,} {commands} behind dead letter {one.letter_id} ({one.code}); what builds on it was left "
            f"out. See `hub dead-letters list`, then `hub dead-letters replay {one.letter_id}` or `discard` it."
        )

"""Data loaders for one request: each answers many keys with one query, in a session of its own."""

from collections import defaultdict
from collections.abc import Callable, Coroutine
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import InstrumentedAttribute
from strawberry.dataloader import DataLoader

from bench.plain import tables

Sessions = async_sessionmaker[AsyncSession]


class Loaders:
    """The loaders of one request, made anew for each as the documentation advises."""

    def __init__(self, sessions: Sessions) -> None:
        self.sessions = sessions
        t, holder, allocation = tables, tables.OffenderManagerHolder, tables.OffenderSupervisorAllocation
        self.custody = DataLoader(load_fn=_one(sessions, t.CustodyRecord.case_id, t.CustodyRecord.current))
        self.sentences = DataLoader(load_fn=_many(sessions, t.Sentence.case_id, t.Sentence.id))
        self.holder = DataLoader(load_fn=_one(sessions, holder.case_id, holder.current))
        self.allocation = DataLoader(load_fn=_one(sessions, allocation.case_id, allocation.current))
        self.staff = DataLoader(load_fn=_one(sessions, t.Staff.id))
        self.plan = DataLoader(load_fn=_one(sessions, t.SentencePlan.case_id))
        self.objectives = DataLoader(load_fn=_many(sessions, t.Objective.plan_id, t.Objective.position))
        self.interventions = DataLoader(load_fn=_many(sessions, t.Intervention.objective_id, t.Intervention.position))
        self.steps = DataLoader(load_fn=_many(sessions, t.Step.intervention_id, t.Step.position))


def _one(
    sessions: Sessions, key: InstrumentedAttribute[int], *conditions: ColumnElement[bool] | InstrumentedAttribute[bool]
) -> Callable[[list[int]], Coroutine[Any, Any, list[Any]]]:
    """A batch function: the one row of each key, or None."""

    async def load(keys: list[int]) -> list[Any]:
        async with sessions() as session:
            rows = await session.scalars(select(key.class_).where(key.in_(keys), *conditions))
            found = {getattr(row, key.key): row for row in rows}
        return [found.get(wanted) for wanted in keys]

    return load


def _many(
    sessions: Sessions, key: InstrumentedAttribute[Any], order: InstrumentedAttribute[int]
) -> Callable[[list[int]], Coroutine[Any, Any, list[Any]]]:
    """A batch function: the rows of each key, in order."""

    async def load(keys: list[int]) -> list[Any]:
        found = defaultdict(list)
        async with sessions() as session:
            for row in await session.scalars(select(key.class_).where(key.in_(keys)).order_by(order)):
                found[getattr(row, key.key)].append(row)
        return [found[wanted] for wanted in keys]

    return load

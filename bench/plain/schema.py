"""The schema of the plain server: types made from ORM rows, relations through data loaders."""

import base64
from datetime import date, datetime
from typing import Self

import strawberry
from sqlalchemy import select, tuple_
from strawberry.types import Info

from bench.plain import tables
from bench.plain.loaders import Loaders

Context = Info[dict[str, Loaders], None]


def _loaders(info: Context) -> Loaders:
    return info.context["loaders"]


@strawberry.type
class Step:
    """Who does what by when."""

    description: str
    status: str


@strawberry.type
class Intervention:
    """An activity under an objective."""

    id: strawberry.Private[int]
    name: str
    status: str

    @strawberry.field
    async def steps(self, info: Context) -> list[Step]:
        """The steps in their order."""
        rows = await _loaders(info).steps.load(self.id)
        return [Step(description=row.description, status=row.status) for row in rows]


@strawberry.type
class Objective:
    """What is to change."""

    id: strawberry.Private[int]
    title: str

    @strawberry.field
    async def interventions(self, info: Context) -> list[Intervention]:
        """The interventions in their order."""
        rows = await _loaders(info).interventions.load(self.id)
        return [Intervention(id=row.id, name=row.name, status=row.status) for row in rows]


@strawberry.type
class SentencePlan:
    """The plan of a case."""

    id: strawberry.Private[int]

    @strawberry.field
    async def objectives(self, info: Context) -> list[Objective]:
        """The objectives in their order."""
        rows = await _loaders(info).objectives.load(self.id)
        return [Objective(id=row.id, title=row.title) for row in rows]


@strawberry.type
class Custody:
    """What the prison record says."""

    state: str
    prison_code: str | None
    prison_name: str | None
    location: str | None
    release_on: date | None


@strawberry.type
class Sentence:
    """What a court imposed."""

    description: str
    expires_on: date | None


@strawberry.type
class Staff:
    """A member of staff."""

    forename: str | None
    surname: str | None


@strawberry.type
class Team:
    """Who works on a case."""

    case_id: strawberry.Private[int]

    @strawberry.field
    async def offender_manager(self, info: Context) -> Staff | None:
        """The present Offender Manager; null while nobody is allocated."""
        holder = await _loaders(info).holder.load(self.case_id)
        return await _staff(info, holder.staff_id) if holder and holder.staff_id else None

    @strawberry.field
    async def offender_supervisor(self, info: Context) -> Staff | None:
        """The present Offender Supervisor."""
        allocation = await _loaders(info).allocation.load(self.case_id)
        return await _staff(info, allocation.staff_id) if allocation else None


async def _staff(info: Context, key: int) -> Staff:
    row = await _loaders(info).staff.load(key)
    return Staff(forename=row.forename, surname=row.surname)


@strawberry.type
class Case:
    """The case of one offender."""

    id: strawberry.ID
    forename: str | None
    surname: str | None
    date_of_birth: date | None
    awaiting_snapshot: bool
    phase: str | None
    phase_reason: str | None
    phase_flags: list[str]
    version: int
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, row: tables.OffenderCase) -> Self:
        """The type of a row."""
        shown = {name: getattr(row, name) for name in _CASE_COLUMNS}
        return cls(id=strawberry.ID(str(row.id)), **shown)

    @strawberry.field
    async def custody(self, info: Context) -> Custody | None:
        """Where the person is, as the prison record says."""
        row = await _loaders(info).custody.load(int(self.id))
        return Custody(**{name: getattr(row, name) for name in _CUSTODY_COLUMNS}) if row else None

    @strawberry.field
    async def sentences(self, info: Context) -> list[Sentence]:
        """The sentences of both services."""
        rows = await _loaders(info).sentences.load(int(self.id))
        return [Sentence(description=row.description, expires_on=row.expires_on) for row in rows]

    @strawberry.field
    def team(self) -> Team:
        """Who works on the case."""
        return Team(case_id=int(self.id))

    @strawberry.field
    async def plan(self, info: Context) -> SentencePlan | None:
        """The plan."""
        row = await _loaders(info).plan.load(int(self.id))
        return SentencePlan(id=row.id) if row else None


_CASE_COLUMNS = (
    *("forename", "surname", "date_of_birth", "awaiting_snapshot", "phase", "phase_reason", "phase_flags"),
    *("version", "created_at", "updated_at"),
)
_CUSTODY_COLUMNS = ("state", "prison_code", "prison_name", "location", "release_on")


@strawberry.type
class CasePage:
    """One page of a caseload."""

    nodes: list[Case]
    end_cursor: str | None
    has_next_page: bool


@strawberry.type
class Query:
    """What can be read."""

    @strawberry.field
    async def case(self, info: Context, id: strawberry.ID) -> Case | None:
        """One case."""
        async with _loaders(info).sessions() as session:
            row = await session.get(tables.OffenderCase, int(id))
        return Case.of(row) if row else None

    @strawberry.field
    async def caseload(self, info: Context, prison: str, first: int, after: str | None = None) -> CasePage:
        """The cases of a prison by name, one page after the cursor `after`."""
        case = tables.OffenderCase
        wanted = select(case).where(case.prison_code == prison).order_by(case.sort_name, case.id).limit(first + 1)
        if after:
            name, _, key = base64.b64decode(after).decode().rpartition("|")
            wanted = wanted.where(tuple_(case.sort_name, case.id) > (name, int(key)))
        async with _loaders(info).sessions() as session:
            rows = (await session.scalars(wanted)).all()
        page = rows[:first]
        last = f"{page[-1].sort_name}|{page[-1].id}" if page else ""
        cursor = base64.b64encode(last.encode()).decode() if page else None
        return CasePage(nodes=[Case.of(row) for row in page], end_cursor=cursor, has_next_page=len(rows) > first)

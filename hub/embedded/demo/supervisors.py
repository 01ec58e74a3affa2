"""An Offender Supervisor for those in prison, allocated by their team's higher level as the mutation does it."""

import contextlib
from collections.abc import Sequence

from sqlalchemy import select

from hub.actions.team.team import allocate_offender_supervisor
from hub.domain.access import Actor, Role, Service
from hub.domain.allocation.offender_supervisor import AllocateOffenderSupervisor
from hub.domain.identifiers import IdentifierKind
from hub.embedded.demo.people import Person
from hub.embedded.demo.sending import Shown
from hub.embedded.demo.staff import StaffMember, higher_level_of
from hub.errors import BrokenRule, VersionConflict
from hub.store.case import offender_case
from hub.store.database import Database
from hub.store.reach.plan_subject import case_with, staff_member
from hub.store.transaction import Transaction

CAUSE = "demo feed"


async def allocate_supervisors(database: Database, people: Sequence[Person], shown: Shown) -> None:
    """Allocate the supervisor of each person whose case has none; `shown` hears how many people are dealt with.

    A case that no longer lets its made-up team decide, or that changes meanwhile, keeps what it has.
    """
    for number, person in enumerate(people, 1):
        assert person.manager and person.supervisor and person.prison_number
        async with database.transaction() as tx:
            actor = await _as_manager(tx, higher_level_of(person.manager))
            case = await _unsupervised(tx, person.prison_number)
        if actor and case:
            case_id, version = case
            command = AllocateOffenderSupervisor(case_id, Service.CUSTODY, person.supervisor.code, version)
            with contextlib.suppress(BrokenRule, VersionConflict):
                await allocate_offender_supervisor(database, actor, command, cause=CAUSE)
        shown(number)


async def _unsupervised(tx: Transaction, prison_number: str) -> tuple[int, int] | None:
    """The case with this prison number and its version, where it has no Offender Supervisor."""
    case_id = await case_with(tx, IdentifierKind.PRISON_NUMBER, prison_number)
    columns = offender_case.c
    row = await tx.one(select(columns.id, columns.version, columns.os_staff_id).where(columns.id == case_id))
    return (row.id, row.version) if row and row.os_staff_id is None else None


async def _as_manager(tx: Transaction, manager: StaffMember) -> Actor | None:
    """The made-up manager as the hub's own staff record has them; None where it does not know them."""
    found = await staff_member(tx, manager.service, manager.code)
    if found is None:
        return None
    return Actor(
        subject=f"demo/{found.code}",
        service=manager.service,
        roles=frozenset({Role.OFFENDER_MANAGER}),
        staff_code=found.code,
        staff_id=found.id,
        team_code=found.team_code,
        email=found.email,
    )

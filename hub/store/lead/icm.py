"""Integrated Case Management, in Scotland: core screens, the offender's word on taking part, conferences.

Nothing is overwritten: the newest word counts. The view `case_icm` says how each case that is Scotland's stands today;
what it must say is the rule's (hub/domain/icm), and a test holds both against each other.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ARRAY, Boolean, Column, Date, Table, Text, insert
from sqlalchemy import text as sql

from hub.domain.access import Service
from hub.domain.icm import (
    Attendee,
    ConferenceKind,
    CoreScreenNeed,
    CoreScreenState,
    IcmRoute,
    IcmRouteReason,
    ParticipationAnswer,
)
from hub.store.base import VIEW, closed_list, closed_lists, instant, key, metadata, of, of_case, text
from hub.store.transaction import Transaction

# `held` is false where the offender declined.
icm_core_screen = Table(
    "icm_core_screen",
    metadata,
    key(),
    of_case(),
    text("service"),
    Column("on_day", Date, nullable=False),
    Column("held", Boolean, nullable=False),
    Column("needs", ARRAY(Text), nullable=False, server_default=sql("'{}'")),
    of("staff", "recorded_by_id", index=False),
    instant("recorded_at"),
    closed_list("service", Service),
    closed_lists("needs", CoreScreenNeed),
)

# `told_route_on`: when they were told the route. `family_consent`: to the invitation of their family.
icm_participation = Table(
    "icm_participation",
    metadata,
    key(),
    of_case(),
    text("service"),
    text("answer"),
    Column("on_day", Date, nullable=False),
    Column("told_route_on", Date),
    Column("family_consent", Boolean, nullable=False),
    of("staff", "recorded_by_id", index=False),
    instant("recorded_at"),
    closed_list("service", Service),
    closed_list("answer", (ParticipationAnswer.TAKES_PART, ParticipationAnswer.DECLINED)),
)

# `plan`: what it decided for the year, and how support is given.
icm_conference = Table(
    "icm_conference",
    metadata,
    key(),
    of_case(),
    text("service"),
    Column("on_day", Date, nullable=False),
    Column("attended", ARRAY(Text), nullable=False),
    text("plan"),
    of("staff", "recorded_by_id", index=False),
    instant("recorded_at"),
    closed_list("service", Service),
    closed_lists("attended", Attendee),
)

case_icm = Table(
    "case_icm",
    metadata,
    Column("id", Text, primary_key=True),
    of_case(),
    text("route", nullable=True),
    text("reason"),
    text("sentence"),
    Column("enhanced", Boolean, nullable=False),
    Column("received_on", Date),
    text("core_screen", nullable=True),
    Column("core_screen_due_on", Date),
    text("participation"),
    Column("participation_on", Date),
    Column("told_route_on", Date),
    Column("route_to_tell", Boolean, nullable=False),
    Column("family_consent", Boolean, nullable=False),
    text("conference", nullable=True),
    Column("conference_due_on", Date),
    Column("conference_overdue", Boolean, nullable=False),
    Column("invited", ARRAY(Text), nullable=False),
    closed_list("route", IcmRoute),
    closed_list("reason", IcmRouteReason),
    closed_list("core_screen", CoreScreenState),
    closed_list("participation", ParticipationAnswer),
    closed_list("conference", ConferenceKind),
    closed_lists("invited", Attendee),
    info=VIEW,
)


async def add_core_screen(
    tx: Transaction,
    case_id: int,
    *,
    on: date,
    held: bool,
    needs: Iterable[CoreScreenNeed],
    service: Service,
    by_id: int,
) -> None:
    """Keep a core screen, held or declined."""
    said = {"on_day": on, "held": held, "needs": [one for one in CoreScreenNeed if one in needs]}
    await _add(tx, icm_core_screen, case_id, said, service, by_id)


async def add_participation(
    tx: Transaction,
    case_id: int,
    *,
    answer: ParticipationAnswer,
    on: date,
    told_route_on: date | None,
    family_consent: bool,
    service: Service,
    by_id: int,
) -> None:
    """Keep the offender's word."""
    said = {"answer": answer, "on_day": on, "told_route_on": told_route_on, "family_consent": family_consent}
    await _add(tx, icm_participation, case_id, said, service, by_id)


async def add_conference(
    tx: Transaction, case_id: int, *, on: date, attended: Iterable[Attendee], plan: str, service: Service, by_id: int
) -> None:
    """Keep a conference that was held."""
    said = {"on_day": on, "attended": [one for one in Attendee if one in attended], "plan": plan}
    await _add(tx, icm_conference, case_id, said, service, by_id)


async def _add(
    tx: Transaction, table: Table, case_id: int, said: dict[str, object], service: Service, by_id: int
) -> None:
    shared = {"case_id": case_id, "service": service, "recorded_by_id": by_id, "recorded_at": tx.now}
    await tx.execute(insert(table).values({**said, **shared}))

"""Custody: where the person is, as the prison service says, and how they moved."""

from datetime import date, datetime
from typing import Any

import strawberry

from hub.domain.custody import CustodyState, Direction, MovementKind
from hub.reads.declare import column, entity, global_id, rows, to_one
from hub.schema.node import ID_ABOUT, Node, later
from hub.schema.types.source import SourceRecord
from hub.schema.types.team import Staff


@entity("custody_record", key="source_record_id", order=("source_record_id",))
@strawberry.type(description="Where the person is, as the prison record and the reported movements say.")
class Custody:
    """The custody side's answer; the phase of the case follows from this and the community's together."""

    state: CustodyState = strawberry.field(description="Where the person is.", metadata=column("state"))
    status_text: str | None = strawberry.field(
        description="The status as the prison service writes it.", metadata=column("status_text")
    )
    prison_code: str | None = strawberry.field(
        description="The prison that is responsible.", metadata=column("prison_code")
    )
    prison_name: str | None = strawberry.field(description="That prison's name.", metadata=column("prison_name"))
    location: str | None = strawberry.field(description="Where in the prison.", metadata=column("location"))
    movement_type: str | None = strawberry.field(
        description="The kind of the last movement.", metadata=column("movement_type")
    )
    movement_reason: str | None = strawberry.field(
        description="The reason of the last movement.", metadata=column("movement_reason")
    )
    legal_status: str | None = strawberry.field(
        description="On which legal ground the person is held.", metadata=column("legal_status")
    )
    recall: bool = strawberry.field(description="Whether the person is held on a recall.", metadata=column("recall"))
    release_on: date | None = strawberry.field(
        description="The release date that the prison expects.", metadata=column("release_on")
    )
    source_time: datetime = strawberry.field(description="When that was so.", metadata=column("source_time"))
    time_assumed: bool = strawberry.field(
        description="True where no source gave that time and the broker's stands in.", metadata=column("time_assumed")
    )
    source: SourceRecord = strawberry.field(
        description="The record that it comes from.", metadata=to_one(by="source_record_id", unproved=True)
    )


@strawberry.type(description="One source's word on a movement.")
class MovementReport:
    """Evidence: the same movement is told by two publishers, and by the readings of the record before and after it."""

    publisher: str = strawberry.field(
        description="Who told; `prisoner-record` where two readings of the record tell of it.",
        metadata=column("publisher"),
    )
    reason: str = strawberry.field(description="Why, in the publisher's words.", metadata=column("reason"))
    reason_code: str | None = strawberry.field(
        description="The prison service's code of the reason.", metadata=column("reason_code")
    )
    at: datetime = strawberry.field(
        description="When it happened; where readings tell of it, no later than this.", metadata=column("at")
    )
    since: datetime | None = strawberry.field(
        description="Where readings tell of it: when the record still said otherwise.", metadata=column("since")
    )
    time_assumed: bool = strawberry.field(
        description="True where the source gives no time of its own.", metadata=column("time_assumed")
    )


@entity("reported_handover", key="source_record_id", order=("read_at", "source_record_id"))
@strawberry.type(
    description="When custody hands the person over to the community, as today's allocation system reports it. It is "
    "another thing than who manages the case."
)
class ReportedHandover:
    """Pre-release begins with the start, where it is known."""

    starts_on: date | None = strawberry.field(
        description="From when the community supports; null where the system has no date.", metadata=column("starts_on")
    )
    complete_on: date | None = strawberry.field(
        description="From when the community is responsible; null where the system has no date.",
        metadata=column("complete_on"),
    )
    read_at: datetime = strawberry.field(description="When the dates were read.", metadata=column("read_at"))
    source: SourceRecord = strawberry.field(
        description="The record that they belong to.", metadata=to_one(by="source_record_id", unproved=True)
    )


@entity("movement", order=("occurred_at", "id"), descending=True)
@strawberry.type(description="A movement into prison or out of it, however many reports told of it.")
class Movement:
    """Movements are told again and again; this is the one movement."""

    direction: Direction = strawberry.field(description="Into prison, or out of it.", metadata=column("direction"))
    kind: MovementKind = strawberry.field(description="What sort of movement it is.", metadata=column("kind"))
    reason_code: str | None = strawberry.field(
        description="The prison service's code of the reason.", metadata=column("reason_code")
    )
    agency: str = strawberry.field(description="The prison, court or other place.", metadata=column("agency"))
    occurred_at: datetime = strawberry.field(
        description="When it happened: the earliest time that any report gives.", metadata=column("occurred_at")
    )
    reports: list[MovementReport] = strawberry.field(
        description="Everything that was told of it, the earliest first.", metadata=rows("movement_reports")
    )
    source: SourceRecord = strawberry.field(
        description="The record that it belongs to.", metadata=to_one(by="source_record_id", unproved=True)
    )


@entity("unknown_movement", order=("occurred_at", "id"), descending=True)
@strawberry.type(
    description="The prison record changed in a way that no known movement explains: somebody must look. It leaves the "
    "list when a reading that comes late explains it, and stays with the comment of who has looked."
)
class UnknownMovement(Node):
    """What the record said before and after, and when each was read."""

    id: strawberry.ID = strawberry.field(description=ID_ABOUT, metadata=global_id())
    since: datetime = strawberry.field(description="When the record was read before.", metadata=column("since"))
    occurred_at: datetime = strawberry.field(
        description="When the record was read that cannot be explained.", metadata=column("occurred_at")
    )
    was: CustodyState = strawberry.field(description="Where the record had the person.", metadata=column("was"))
    now: CustodyState = strawberry.field(description="Where it has them.", metadata=column("now"))
    noted_at: datetime = strawberry.field(description="When the hub noticed.", metadata=column("noted_at"))
    acknowledged_at: datetime | None = strawberry.field(
        description="When somebody ticked it off; null while it waits.", metadata=column("acknowledged_at")
    )
    acknowledged_by: Staff | None = strawberry.field(
        description="Who had looked.", metadata=to_one(by="acknowledged_by_id")
    )
    comment: str | None = strawberry.field(description="What they found.", metadata=column("comment"))
    source: SourceRecord = strawberry.field(
        description="The record.", metadata=to_one(by="source_record_id", unproved=True)
    )
    case: Any = strawberry.field(
        graphql_type=later("Case", "case"), description="The case.", metadata=to_one(by="case_id")
    )

"""The register that the probation service keeps on a person: risk of serious harm, MAPPA, and the rest."""

from datetime import date, datetime

import strawberry

from hub.domain.access import Capability
from hub.domain.registration import RegisteredRisk, RegistrationSource, RegistrationStatus
from hub.reads.declare import column, entity, to_many, to_one
from hub.schema.types.source import SourceRecord


@entity("registration", order=("registered_on", "id"), needs=Capability.READ_REGISTER)
@strawberry.type(description="One registration: a risk or a circumstance, by type.")
class Registration:
    """Told by events of its own or listed in the supervision record; how it stands follows from all that is told."""

    code: str = strawberry.field(description="Its type, by the probation service's code.", metadata=column("code"))
    description: str | None = strawberry.field(description="Its type in words.", metadata=column("description"))
    status: RegistrationStatus = strawberry.field(description="How it stands.", metadata=column("status"))
    risk_of_harm: RegisteredRisk | None = strawberry.field(
        description="The risk of serious harm that it gives; null for other types.", metadata=column("risk_of_harm")
    )
    mappa_level: int | None = strawberry.field(
        description="The MAPPA level, 1 to 3; 0 is nominal; null for other types.", metadata=column("mappa_level")
    )
    mappa_category: int | None = strawberry.field(
        description="The MAPPA category, 1 to 4; 0 is nominal; null for other types.",
        metadata=column("mappa_category"),
    )
    level: str | None = strawberry.field(description="Its level in words.", metadata=column("level"))
    category: str | None = strawberry.field(description="Its category in words.", metadata=column("category"))
    registered_on: date | None = strawberry.field(description="The day of it.", metadata=column("registered_on"))
    review_on: date | None = strawberry.field(description="When it is to be reviewed.", metadata=column("review_on"))
    ended_on: date | None = strawberry.field(
        description="When its type was no longer applied.", metadata=column("ended_on")
    )
    told_by: RegistrationSource = strawberry.field(description="Which message told it.", metadata=column("told_by"))
    told_at: datetime = strawberry.field(description="When it was told last.", metadata=column("told_at"))
    source: SourceRecord = strawberry.field(
        description="The record that it comes from.", metadata=to_one(by="source_record_id", unproved=True)
    )


@entity("offender_case", case="id", order=("id",), needs=Capability.READ_REGISTER)
@strawberry.type(description="What the probation service's register says of a person; of several, the latest decides.")
class Register:
    """Of each sort, the registration with the latest date that stands."""

    risk_of_harm: RegisteredRisk | None = strawberry.field(
        description="The risk of serious harm that is registered; null where none is.",
        metadata=column("registered_risk"),
    )
    mappa_level: int | None = strawberry.field(
        description="The MAPPA level, 1 to 3; 0 is nominal; null where not registered.",
        metadata=column("mappa_level"),
    )
    mappa_category: int | None = strawberry.field(
        description="The MAPPA category, 1 to 4; 0 is nominal; null where not registered.",
        metadata=column("mappa_category"),
    )
    registrations: list[Registration] = strawberry.field(
        description="The registrations that stand, the oldest first.",
        metadata=to_many(of="case_id", where="registration_stands"),
    )
    history: list[Registration] = strawberry.field(
        description="Every registration that was ever told, ended, withdrawn and repeated ones included.",
        metadata=to_many(of="case_id"),
    )

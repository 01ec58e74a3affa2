"""What each service says about who the offender is."""

from datetime import date, datetime

import strawberry

from hub.reads.declare import column, entity, to_one
from hub.schema.types.source import SourceRecord


@entity("person_record", key="source_record_id", order=("source_record_id",))
@strawberry.type(description="One service's word on who the offender is; the case shows one of them.")
class PersonRecord:
    """Names and date of birth, by source."""

    forename: str | None = strawberry.field(description="First name.", metadata=column("forename"))
    middle_names: list[str] = strawberry.field(description="Other forenames.", metadata=column("middle_names"))
    surname: str | None = strawberry.field(description="Family name.", metadata=column("surname"))
    date_of_birth: date | None = strawberry.field(description="Date of birth.", metadata=column("date_of_birth"))
    gender: str | None = strawberry.field(description="As the service writes it.", metadata=column("gender"))
    source_time: datetime = strawberry.field(description="When the service read it.", metadata=column("source_time"))
    source: SourceRecord = strawberry.field(
        description="The record that it comes from.", metadata=to_one(by="source_record_id", unproved=True)
    )

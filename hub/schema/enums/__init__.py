"""The closed lists of the domain as enums of the contract; names and values are the same. One file for each subject."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

import strawberry

from hub.schema.enums import (
    access,
    answers,
    assessment,
    duties,
    handover,
    icm,
    identity,
    lead,
    plan,
    principles,
    records,
    reported,
    scopes,
    team,
)
from hub.schema.enums.described import Described

ENUMS: Described = {
    **access.ENUMS,
    **records.ENUMS,
    **assessment.ENUMS,
    **answers.ENUMS,
    **reported.ENUMS,
    **team.ENUMS,
    **duties.ENUMS,
    **handover.ENUMS,
    **principles.ENUMS,
    **lead.ENUMS,
    **icm.ENUMS,
    **identity.ENUMS,
    **plan.ENUMS,
    **scopes.ENUMS,
}


def _declare(enum: type[Enum], description: str, values: Mapping[str, str]) -> None:
    strawberry.enum(enum, description=description)
    definition: Any = enum.__strawberry_definition__  # type: ignore[attr-defined]
    for value in definition.values:
        value.description = values.get(value.name)


for _enum, (_description, _values) in ENUMS.items():
    _declare(_enum, _description, _values)

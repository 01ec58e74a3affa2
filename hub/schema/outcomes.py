"""What a mutation answers when it does not do what was asked: the broken rules by name, or a conflict with both values.

Every mutation's payload is a union of its success and these two. `or_refusal` turns the errors of an action into them.
"""

from collections.abc import Awaitable
from datetime import date, datetime
from typing import TypeVar

import strawberry

from hub import errors
from hub.reads.ids import global_id
from hub.schema.context import Context

Done = TypeVar("Done")

# Kinds of node whose type in the contract has another name.
TYPES = {"PLAN": "SentencePlan"}


@strawberry.type(description="One rule that says no.")
class BrokenRule:
    """The GraphQL face of `hub.errors.BrokenRule`."""

    code: str = strawberry.field(description="What is so, by name, like `InterventionAlreadyEnded`; stable.")
    message: str = strawberry.field(description="The same as a sentence, without personal data.")
    remedy: str = strawberry.field(description="What can be done about it.")
    field: str | None = strawberry.field(description="The input field at fault, where one is.")


@strawberry.type(description="Nothing was changed: rules of offender management say no.")
class BrokenRules:
    """A refusal, with every rule that was found broken."""

    rules: list[BrokenRule] = strawberry.field(description="The rules, at least one.")


@strawberry.type(description="A field that somebody else changed since the version that you had read.")
class FieldConflict:
    """Both values of one field, written as GraphQL writes them in an input; null means no value."""

    field: str = strawberry.field(description="The input field's name.")
    yours: str | None = strawberry.field(description="The value that you sent.")
    current: str | None = strawberry.field(description="The value that is held now.")


@strawberry.type(
    description="Nothing was changed: the node moved on since the version that you had read, in a field that you send. "
    "Read it again, decide, and send the current version. Changes to other fields are no conflict."
)
class VersionConflict:
    """The GraphQL face of `hub.errors.VersionConflict`."""

    id: strawberry.ID = strawberry.field(description="The node in conflict.")
    expected_version: int = strawberry.field(description="The version that you sent.")
    current_version: int = strawberry.field(description="The node's version now: send this one next.")
    fields: list[FieldConflict] = strawberry.field(description="The fields in conflict, at least one.")


async def or_refusal(context: Context, action: Awaitable[Done]) -> Done | BrokenRules | VersionConflict:
    """The action's result, or its refusal as a payload type; any other error travels on.

    A conflict shows what is held: its case counts as read.
    """
    try:
        return await action
    except errors.BrokenRule as broken:
        return BrokenRules(rules=[shown_rule(broken)])
    except errors.BrokenRules as several:
        return BrokenRules(rules=[shown_rule(rule) for rule in several.rules])
    except errors.VersionConflict as conflict:
        context.case_ids.update(conflict.case_ids)
        return VersionConflict(
            id=strawberry.ID(node_id(conflict.node)),
            expected_version=conflict.expected_version,
            current_version=conflict.current_version,
            fields=[
                FieldConflict(field=both.field, yours=written(both.yours), current=written(both.current))
                for both in conflict.fields
            ],
        )


def shown_rule(broken: errors.BrokenRule) -> BrokenRule:
    """A rule that says no, as the contract shows it."""
    return BrokenRule(code=broken.code, message=broken.message, remedy=broken.remedy, field=broken.field)


def node_id(named: str) -> str:
    """The global id of a node that a conflict names by kind and number, like `INTERVENTION 31`."""
    kind, _, number = named.partition(" ")
    return global_id(TYPES.get(kind, kind.capitalize()), int(number))


def written(value: object) -> str | None:
    """A value as a GraphQL input would write it, without quotes: dates as `2026-01-31`, booleans as `true`."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date | datetime) else str(value)

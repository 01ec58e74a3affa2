"""The changes that an Offender Manager decides, as parts of inputs; each says which command of the plan it is.

A field left out stays as it is; null empties it. `expectedVersion` is the version of the node that you had read.
"""

from datetime import date
from typing import TypeVar

import strawberry
from msgspec.structs import fields as names_of

from hub.domain.plan import Nature, NeedArea, ObjectiveStatus, Serves
from hub.domain.plan import commands as do
from hub.domain.plan.broken_rules import broken
from hub.domain.plan.fields import InterventionFields, NodeFields, ObjectiveFields
from hub.reads.faults import BadInput
from hub.reads.ids import number_of

Shape = TypeVar("Shape", bound=NodeFields)

VERSION = "The version of the node that you had read. What somebody else changed since in other fields is no conflict."
PARENT_VERSION = "Optional: the version of the node to which it is added, as you had read it."
POSITION = "The place among its siblings; 1 is first, and the others move over."


def number(type_name: str, text: strawberry.ID, field: str) -> int:
    """The number in a global id of that type; raises BrokenRule `PlanNodeNotFound` for anything else."""
    try:
        return number_of(type_name, text)
    except BadInput:
        raise broken("PlanNodeNotFound", field) from None


def sent(shape: type[Shape], given: object) -> Shape:
    """The fields of an input that were sent; they have the same names here and there."""
    values = {field.name: getattr(given, field.name, strawberry.UNSET) for field in names_of(shape)}
    return shape(**{name: value for name, value in values.items() if value is not strawberry.UNSET})


@strawberry.input(description="An objective to add to a plan.")
class ObjectiveToAdd:
    """What `AddObjective` needs."""

    plan_id: strawberry.ID = strawberry.field(description="The plan.")
    expected_version: int | None = strawberry.field(default=None, description=PARENT_VERSION)
    title: str = strawberry.field(description="What is to change or be achieved; 200 characters at most.")
    target: str | None = strawberry.field(
        default=strawberry.UNSET, description="How one will know that it is achieved; 2,000 characters at most."
    )
    serves: Serves = strawberry.field(description="What it serves.")
    need_area: NeedArea | None = strawberry.field(
        default=strawberry.UNSET, description="The area of need; needed where it serves a criminogenic need."
    )
    requirement: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="The requirement of court or licence, where it serves one; 200 characters at most.",
    )
    target_date: date | None = strawberry.field(default=strawberry.UNSET, description="By when; after today.")
    position: int | None = strawberry.field(default=strawberry.UNSET, description=POSITION)

    def command(self) -> do.AddObjective:
        """The command in the domain's words."""
        plan = number("SentencePlan", self.plan_id, "planId")
        return do.AddObjective(plan, self.expected_version, sent(ObjectiveFields, self))


@strawberry.input(description="Other values in an objective.")
class ObjectiveToChange:
    """What `ChangeObjective` needs."""

    objective_id: strawberry.ID = strawberry.field(description="The objective.")
    expected_version: int = strawberry.field(description=VERSION)
    title: str | None = strawberry.field(default=strawberry.UNSET, description="What is to change or be achieved.")
    target: str | None = strawberry.field(default=strawberry.UNSET, description="How one will know.")
    serves: Serves | None = strawberry.field(default=strawberry.UNSET, description="What it serves.")
    need_area: NeedArea | None = strawberry.field(default=strawberry.UNSET, description="The area of need.")
    requirement: str | None = strawberry.field(default=strawberry.UNSET, description="The requirement that it serves.")
    target_date: date | None = strawberry.field(default=strawberry.UNSET, description="By when; after today.")
    position: int | None = strawberry.field(default=strawberry.UNSET, description=POSITION)

    def command(self) -> do.ChangeObjective:
        """The command in the domain's words."""
        objective = number("Objective", self.objective_id, "objectiveId")
        return do.ChangeObjective(objective, self.expected_version, sent(ObjectiveFields, self))


@strawberry.input(description="The end of an objective.")
class ObjectiveToClose:
    """What `CloseObjective` needs."""

    objective_id: strawberry.ID = strawberry.field(description="The objective.")
    expected_version: int = strawberry.field(description=VERSION)
    status: ObjectiveStatus = strawberry.field(description="ACHIEVED or REMOVED.")
    reason: str | None = strawberry.field(
        default=None, description="Why; needed where it is removed. 2,000 characters at most."
    )

    def command(self) -> do.CloseObjective:
        """The command in the domain's words."""
        objective = number("Objective", self.objective_id, "objectiveId")
        return do.CloseObjective(objective, self.expected_version, self.status, self.reason)


@strawberry.input(description="An intervention to add to an objective.")
class InterventionToAdd:
    """What `AddIntervention` needs."""

    objective_id: strawberry.ID = strawberry.field(description="The objective under which it is added.")
    expected_version: int | None = strawberry.field(default=None, description=PARENT_VERSION)
    name: str = strawberry.field(description="The activity or resource; 200 characters at most.")
    nature: Nature = strawberry.field(description="Its nature.")
    mandatory_for_manager: bool = strawberry.field(description="Mandatory for the Offender Manager, or discretionary.")
    mandatory_for_offender: bool = strawberry.field(description="Mandatory for the offender, or voluntary.")
    provider: str | None = strawberry.field(default=strawberry.UNSET, description="Who delivers it.")
    starts_on: date | None = strawberry.field(default=strawberry.UNSET, description="The first day of its window.")
    ends_on: date | None = strawberry.field(default=strawberry.UNSET, description="The last day of its window.")
    position: int | None = strawberry.field(default=strawberry.UNSET, description=POSITION)

    def command(self) -> do.AddIntervention:
        """The command in the domain's words."""
        objective = number("Objective", self.objective_id, "objectiveId")
        return do.AddIntervention(objective, self.expected_version, sent(InterventionFields, self))


@strawberry.input(description="Other values in an intervention.")
class InterventionToChange:
    """What `ChangeIntervention` needs."""

    intervention_id: strawberry.ID = strawberry.field(description="The intervention.")
    expected_version: int = strawberry.field(description=VERSION)
    name: str | None = strawberry.field(default=strawberry.UNSET, description="The activity or resource.")
    nature: Nature | None = strawberry.field(default=strawberry.UNSET, description="Its nature.")
    mandatory_for_manager: bool | None = strawberry.field(
        default=strawberry.UNSET, description="Mandatory for the Offender Manager, or discretionary."
    )
    mandatory_for_offender: bool | None = strawberry.field(
        default=strawberry.UNSET, description="Mandatory for the offender, or voluntary."
    )
    provider: str | None = strawberry.field(default=strawberry.UNSET, description="Who delivers it.")
    starts_on: date | None = strawberry.field(default=strawberry.UNSET, description="The first day of its window.")
    ends_on: date | None = strawberry.field(default=strawberry.UNSET, description="The last day of its window.")
    position: int | None = strawberry.field(default=strawberry.UNSET, description=POSITION)

    def command(self) -> do.ChangeIntervention:
        """The command in the domain's words."""
        intervention = number("Intervention", self.intervention_id, "interventionId")
        return do.ChangeIntervention(intervention, self.expected_version, sent(InterventionFields, self))


@strawberry.input(description="An intervention that is ended before it is complete, or withdrawn before it began.")
class InterventionToEndEarly:
    """What `EndInterventionEarly` needs."""

    intervention_id: strawberry.ID = strawberry.field(description="The intervention.")
    expected_version: int = strawberry.field(description=VERSION)
    reason: str = strawberry.field(description="Why; 2,000 characters at most.")
    ended_early_on: date | None = strawberry.field(default=None, description="Since when; today unless given.")

    def command(self) -> do.EndInterventionEarly:
        """The command in the domain's words."""
        intervention = number("Intervention", self.intervention_id, "interventionId")
        return do.EndInterventionEarly(intervention, self.expected_version, self.ended_early_on, self.reason)


@strawberry.input(one_of=True, description="The change that is proposed: exactly one of these.")
class ProposedChangeInput:
    """What `ProposeChange` wraps."""

    add_objective: ObjectiveToAdd | None = strawberry.field(default=strawberry.UNSET, description="Add an objective.")
    change_objective: ObjectiveToChange | None = strawberry.field(
        default=strawberry.UNSET, description="Change an objective."
    )
    close_objective: ObjectiveToClose | None = strawberry.field(
        default=strawberry.UNSET, description="Achieve or remove an objective."
    )
    add_intervention: InterventionToAdd | None = strawberry.field(
        default=strawberry.UNSET, description="Add an intervention."
    )
    change_intervention: InterventionToChange | None = strawberry.field(
        default=strawberry.UNSET, description="Change an intervention."
    )
    end_intervention_early: InterventionToEndEarly | None = strawberry.field(
        default=strawberry.UNSET, description="Withdraw an intervention."
    )

    def command(self) -> do.Proposable:
        """The command in the domain's words."""
        given = (
            self.add_objective
            or self.change_objective
            or self.close_objective
            or self.add_intervention
            or self.change_intervention
            or self.end_intervention_early
        )
        assert given  # GraphQL takes a value for exactly one
        return given.command()

"""What goes when a service erases a person under the law on data protection, and what must stay.

What the service itself said goes. What another service still holds stays, and so does a plan that its people worked
on. Where nobody else holds the person, the whole case goes. Source: hub (docs/erasure.md).
"""

from collections.abc import Collection, Sequence

from hub.domain.access import Service
from hub.domain.value import Value


class WrittenPlan(Value):
    """A sentence plan, and the services whose people ever changed it."""

    id: int
    changed_by: frozenset[Service]


class Goes(Value):
    """What an erasure takes away besides what the record itself said.

    `holders`: who held the case as Offender Manager, as the community records told it. `supervisors`: who implemented
    the plan in prison. `members`: whom that service's staff added to the team.
    """

    whole_case: bool
    plans: tuple[int, ...]
    holders: bool
    supervisors: bool
    members: bool


def what_goes(erased: Service, remaining: Collection[Service], plans: Sequence[WrittenPlan]) -> Goes:
    """What goes with a record of `erased`, where records of `remaining` are left on the case."""
    left = frozenset(remaining)
    return Goes(
        whole_case=not left,
        plans=tuple(plan.id for plan in plans if not plan.changed_by & left),
        holders=Service.COMMUNITY not in left,
        supervisors=Service.CUSTODY not in left,
        members=erased not in left,
    )

"""What an action on the plan answers: which node changed, and how far node and plan have come."""

from typing import Any

from msgspec.structs import asdict, replace

from hub.domain.plan import PlanNode
from hub.domain.plan.decision import Decision
from hub.domain.plan.nodes import key_of
from hub.domain.plan.warnings import PlanWarning
from hub.domain.value import Value


class PlanOutcome(Value):
    """A plan command was carried out. `node` is what it was about; `changed` is false where all was so already."""

    node: PlanNode
    node_id: int
    node_version: int
    case_id: int
    plan_id: int
    plan_version: int
    changed: bool
    warnings: tuple[PlanWarning, ...]

    def to_json(self) -> dict[str, Any]:
        """As an idempotency key keeps it."""
        return {**asdict(self), "warnings": [asdict(warning) for warning in self.warnings]}


def outcome_of(decision: Decision) -> PlanOutcome:
    """The outcome of a decision that was saved."""
    kind, node_id = key_of(decision.node)
    plan = decision.state.plan
    return PlanOutcome(
        node=kind,
        node_id=node_id,
        node_version=decision.node.version,
        case_id=plan.case_id,
        plan_id=plan.id,
        plan_version=plan.version,
        changed=bool(decision.changes),
        warnings=decision.warnings,
    )


def outcome_from(held: dict[str, Any]) -> PlanOutcome:
    """The outcome that an idempotency key kept."""
    kept = PlanOutcome(**held)
    warnings = tuple(PlanWarning(**warning) for warning in held["warnings"])
    return replace(kept, node=PlanNode(kept.node), warnings=warnings)

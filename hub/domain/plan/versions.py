"""When a change meets somebody else's: what the caller sends is compared, field by field, with what happened since.

A node that moved on is no conflict by itself: changes to different fields merge. A field changed by both is one,
unless both want the same value. A proposal is compared twice: its own state, and the node that it would change.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from hub.domain.plan.broken_rules import broken
from hub.domain.plan.commands import AcceptProposal, PlanCommand, ProposeChange, named_by
from hub.domain.plan.nodes import Node, PlanState, document, key_of
from hub.domain.plan.proposals import proposed_by
from hub.domain.plan.words import ProposalStatus
from hub.domain.value import Value
from hub.errors import FieldConflict, VersionConflict


class Claim(Value):
    """What a command says about one node: the version read, and the fields that it sets. None: no version was read."""

    node: Node
    expected_version: int | None
    sent: Mapping[str, Any]

    @property
    def behind(self) -> bool:
        """Whether the node moved on since."""
        return self.expected_version is not None and self.expected_version < self.node.version


class Touch(Value):
    """The fields that one change of a node changed, and the node's version after it."""

    version: int
    fields: frozenset[str]


def claims(state: PlanState, command: PlanCommand) -> list[Claim]:
    """The claims of a command; raises BrokenRule `PlanNodeNotFound`."""
    node = state.find(*named_by(command))
    asked = command.proposed if isinstance(command, ProposeChange) else command
    own = Claim(node, asked.expected_version, asked.sent())
    if not isinstance(command, AcceptProposal):
        return [own]
    held = state.proposal(command.node_id)
    if held.status is not ProposalStatus.PROPOSED:
        return [own]
    wanted = proposed_by(held)
    return [own, Claim(state.find(*named_by(wanted)), wanted.expected_version, wanted.sent())]


def check(claim: Claim, touches: Sequence[Touch]) -> None:
    """Raises VersionConflict with both values, or BrokenRule `VersionNotReached`.

    `touches` are the node's changes since the claim's version; they may hold older ones too.
    """
    expected = claim.expected_version
    if expected is None:
        return
    if not 1 <= expected <= claim.node.version:
        raise broken("VersionNotReached", "expectedVersion")
    touched = {field for touch in touches if touch.version > expected for field in touch.fields}
    now = document(claim.node)
    both = tuple(
        FieldConflict(field, yours, now[field])
        for field, yours in claim.sent.items()
        if field in touched and yours != now[field]
    )
    if both:
        kind, node_id = key_of(claim.node)
        raise VersionConflict(f"{kind} {node_id}", expected, claim.node.version, both)


def touched(version: int, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> Touch:
    """The fields that a change of the history changed."""
    was = before or {}
    return Touch(version, frozenset(field for field, value in after.items() if was.get(field) != value))

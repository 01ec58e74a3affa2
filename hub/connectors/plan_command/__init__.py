"""Plan commands of either service's own systems: JSON by the contract plan.command.v1 -> commands of the plan.

Each side has its topic, and acts as staff of its own side only. Ordered: a command's effect depends on the one before.
"""

from functools import partial

from hub.connectors.connector import Connector
from hub.connectors.plan_command.messages import AskedPlanCommand
from hub.connectors.plan_command.translate import decode
from hub.domain.access import Service

CUSTODY = Connector(
    name="custody plan command",
    topic="custody.plan.command.v1",
    ordered=True,
    decode=partial(decode, Service.CUSTODY),
)
COMMUNITY = Connector(
    name="community plan command",
    topic="community.plan.command.v1",
    ordered=True,
    decode=partial(decode, Service.COMMUNITY),
)

CONNECTORS = (CUSTODY, COMMUNITY)

__all__ = ["COMMUNITY", "CONNECTORS", "CUSTODY", "AskedPlanCommand"]

"""The table of adapters: the name of a group -> how the hub answers its vectors."""

from hub.cli.vectors import (
    allocation,
    eligibility,
    handover,
    identifiers,
    interventions,
    merge,
    person_match,
    recluster,
    scotland,
    tier,
)
from hub.cli.vectors.case import Adapter

ADAPTERS: dict[str, Adapter] = {
    **identifiers.ADAPTERS,
    **person_match.ADAPTERS,
    **recluster.ADAPTERS,
    **merge.ADAPTERS,
    **tier.ADAPTERS,
    **eligibility.ADAPTERS,
    **handover.ADAPTERS,
    **allocation.ADAPTERS,
    **scotland.ADAPTERS,
    **interventions.ADAPTERS,
}

"""Vectors of interventions: their two obligations, asked of a made-up plan, and their natures."""

from datetime import UTC, date, datetime

from hub.cli.vectors.case import Adapter, Answer, Given
from hub.domain.plan import Nature, Serves
from hub.domain.plan.authority import Standing
from hub.domain.plan.checks import Asked
from hub.domain.plan.commands import AddIntervention
from hub.domain.plan.decision import decide
from hub.domain.plan.fields import InterventionFields
from hub.domain.plan.nodes import Objective, Plan, PlanState, key_of
from hub.errors import BrokenRule

NATURES = {
    Nature.RESTRICTIVE: "restrictive_punitive",
    Nature.REHABILITATIVE: "rehabilitative",
    Nature.RESTORATIVE: "restorative_reparative",
}
# The vectors' words for the two obligations -> whether it is mandatory; another word is none.
FOR_MANAGER = {"mandatory": True, "discretionary": False}
FOR_OFFENDER = {"mandatory": True, "voluntary": False}

PLAN = Plan(id=1, version=1, case_id=1, span_id=1)
OBJECTIVE = Objective(id=10, version=1, position=1, title="Made up", serves=Serves.PUBLIC_PROTECTION)
STATE = PlanState(PLAN, {key_of(OBJECTIVE): OBJECTIVE})
ASKED = Asked(Standing.OFFENDER_MANAGER, 7, date(2026, 3, 2), datetime(2026, 3, 2, 9, tzinfo=UTC), 99)


def interventions(given: Given) -> Answer:
    """Whether a plan takes an intervention with these obligations; the natures that there are."""
    fields = InterventionFields(
        name="Made up",
        nature=Nature.REHABILITATIVE,
        mandatory_for_manager=FOR_MANAGER.get(given.get("for_manager", "")),
        mandatory_for_offender=FOR_OFFENDER.get(given.get("for_offender", "")),
    )
    return {"allowed": _taken(fields), "natures": [NATURES[nature] for nature in Nature]}


def _taken(fields: InterventionFields) -> bool:
    try:
        decide(STATE, AddIntervention(OBJECTIVE.id, 1, fields), ASKED, {})
    except BrokenRule:
        return False
    return True


ADAPTERS: dict[str, Adapter] = {"interventions": interventions}

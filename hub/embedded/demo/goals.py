"""What the made-up plans are about: objectives, the intervention that serves each, and who does what by when."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """Who does what; due in so many weeks."""

    owner: str
    description: str
    weeks: int


@dataclass(frozen=True)
class Goal:
    """One objective with its intervention and the steps under it."""

    title: str
    target: str
    need_area: str
    weeks: int
    intervention: str
    nature: str
    provider: str
    mandatory: bool
    steps: tuple[Step, ...]

    def objective(self, day: date) -> Json:
        """The fields of the objective, as a plan command sends them."""
        return {
            "title": self.title,
            "target": self.target,
            "serves": "CRIMINOGENIC_NEED",
            "needArea": self.need_area,
            "targetDate": in_weeks(day, self.weeks),
        }

    def activity(self, day: date) -> Json:
        """The fields of the intervention."""
        return {
            "name": self.intervention,
            "nature": self.nature,
            "mandatoryForManager": self.mandatory,
            "mandatoryForOffender": self.mandatory,
            "provider": self.provider,
            "startsOn": day.isoformat(),
            "endsOn": in_weeks(day, self.weeks - 1),
        }


def step_fields(step: Step, day: date) -> Json:
    """The fields of a step."""
    return {"description": step.description, "owner": step.owner, "dueOn": in_weeks(day, step.weeks)}


def in_weeks(day: date, weeks: int) -> str:
    """The day so many weeks later, as a plan command sends it."""
    return (day + timedelta(weeks=weeks)).isoformat()


VICTIMS = Goal(
    "Understands what the offence did to others",
    "Can say in own words who was harmed, and how",
    "VICTIM_AWARENESS",
    26,
    "Victim awareness course",
    "REHABILITATIVE",
    "A made-up charity",
    False,
    (Step("KEY_WORKER", "Hold the first session", 6), Step("OFFENDER", "Write down what was learned", 20)),
)

GOALS = (
    Goal(
        "Has a settled place to live",
        "A tenancy of six months, or a place in supported housing",
        "ACCOMMODATION",
        30,
        "Housing advice",
        "REHABILITATIVE",
        "A made-up housing trust",
        False,
        (Step("OFFENDER_SUPERVISOR", "Refer to housing advice", 3), Step("OFFENDER", "List three areas", 4)),
    ),
    Goal(
        "Has work or training",
        "Works or learns for sixteen hours a week",
        "EMPLOYMENT_AND_EDUCATION",
        40,
        "Basic skills course",
        "REHABILITATIVE",
        "A made-up college",
        False,
        (Step("KEY_WORKER", "Assess reading and numbers", 4), Step("OFFENDER", "Attend each week", 30)),
    ),
    Goal(
        "Keeps calm when provoked",
        "No adjudication and no complaint for three months",
        "THINKING_BEHAVIOUR_AND_ATTITUDES",
        45,
        "Controlling Anger and Learning to Manage it (CALM)",
        "REHABILITATIVE",
        "The made-up programmes team",
        True,
        (Step("OFFENDER_MANAGER", "Refer to the programme", 2), Step("OFFENDER", "Complete all sessions", 40)),
    ),
    Goal(
        "Lives without drugs",
        "Three clear tests in a row",
        "DRUG_USE",
        35,
        "Substance misuse group",
        "REHABILITATIVE",
        "A made-up recovery agency",
        True,
        (Step("KEY_WORKER", "Agree the tests", 2), Step("OFFENDER", "Attend the group each week", 30)),
    ),
    Goal(
        "Makes good some of the damage",
        "Eighty hours of work for the community",
        "RELATIONSHIPS_AND_COMMUNITY",
        50,
        "Community service",
        "RESTORATIVE",
        "A made-up parish",
        True,
        (Step("OFFENDER_MANAGER", "Find a placement", 3), Step("OFFENDER", "Work eight hours a week", 45)),
    ),
)

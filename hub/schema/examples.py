"""Operations to try: shown in GraphiQL and printed by `hub up`, with ids of a plan that the database holds."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from hub.reads.ids import global_id
from hub.store.caseload.tryout import Tryout, something_to_try
from hub.store.database import Database


@dataclass(frozen=True)
class Example:
    """One operation, what it shows, and variables that work for the first Offender Supervisor to try as."""

    name: str
    description: str
    query: str
    variables: dict[str, Any] = field(default_factory=dict)


CASES = """query MyCases {
  caseload(scope: MINE, first: 5) {
    nodes {
      id
      surname
      forename
      prisonNumber
      crn
      phase
      custody { state prisonName location releaseOn }
      sentences { description offence releaseOn service }
      team {
        offenderManager { staff { forename surname teamName } unallocated dueAt }
        offenderSupervisor { staff { forename surname } }
      }
      plan {
        id
        version
        objectives {
          title
          status
          interventions { id version name status steps { id version description owner status } }
        }
        proposals { status reason }
      }
    }
  }
}
"""

WHY = """query WhyItIsSo {
  caseload(scope: MINE, first: 5) {
    nodes {
      id
      surname
      phase
      tier
      tierDecision { computed inForce reason sentence assessmentDueOn }
      todayTier { tier provisional comparison published }
      eligibility { manager supervisor reason sentence }
      responsibility { responsible startsOn handoverOn releaseOn reason sentence }
      transfer { outcome sentence }
      answers { question outcome reason facts { name value } since againOn }
    }
  }
}
"""

PROGRESS = """mutation RecordProgress($input: RecordStepProgressInput!) {
  recordStepProgress(input: $input) {
    ... on StepChanged {
      step { id version status progress }
      plan { version }
    }
    ... on VersionConflict { currentVersion fields { field yours current } }
    ... on BrokenRules { rules { code message remedy } }
  }
}
"""

WATCH = """subscription WatchPlan($case: ID!) {
  planChanged(caseId: $case) {
    id
    type
    occurredAt
    actor
    planVersion
    node
    before
    after
    case { surname plan { objectives { title interventions { name status } } } }
  }
}
"""

DUTIES = """query WhoMayDoWhat($case: ID!) {
  caseDuties(caseId: $case) {
    ... on CaseDuties {
      harm
      people {
        staff { forename surname grade }
        parts
        answers { act allowed reason sentence remedy flags }
      }
      allocationRefused { message remedy }
    }
    ... on BrokenRules { rules { code message remedy } }
  }
}
"""


def examples(found: Tryout | None) -> tuple[Example, ...]:
    """The examples, with the ids of what was found; without, the variables say where their ids come from."""
    case = global_id("Case", found.case_id) if found else "id of a case, from the first example"
    step = global_id("Step", found.step_id) if found else "id of a step, from the first example"
    progress = {
        "stepId": step,
        "expectedVersion": found.step_version if found else 1,
        "status": "IN_PROGRESS",
        "progress": "Talked about it today and agreed on the next meeting.",
    }
    return (
        Example(
            "My cases, nested",
            "The first five cases of your own: custody, sentences, team and the shared plan, in one request.",
            CASES,
        ),
        Example(
            "Why it is so",
            "Tier, eligibility and responsibility of your cases, each with its reason and the facts used.",
            WHY,
        ),
        Example(
            "Record progress on a step",
            "As Offender Supervisor. stepId and expectedVersion are a step's id and version in the first example; sent "
            "twice with the same version and another note, it answers with the conflict.",
            PROGRESS,
            {"input": progress},
        ),
        Example(
            "Watch a plan",
            "Every change of a case's plan, as it happens, with both values: start it, then record progress elsewhere.",
            WATCH,
            {"case": case},
        ),
        Example(
            "Who may do what",
            "Who of a case's team may write which report, lead it, assess or allocate, and what would make it allowed.",
            DUTIES,
            {"case": case},
        ),
    )


EXAMPLES = examples(None)


async def find_examples(database_url: str) -> tuple[Example, ...]:
    """The examples with ids of this database."""
    database = Database(database_url, size=1)
    try:
        async with database.transaction() as tx:
            return examples(await something_to_try(tx))
    finally:
        await database.close()


def ready_examples(database_url: str) -> tuple[Example, ...]:
    """The same, for a command line."""
    return asyncio.run(find_examples(database_url))

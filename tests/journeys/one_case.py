"""One made-up person whom both services know, from their messages to a plan that both sides share."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hub.domain.access import Role, Service
from tests.journeys.running import RunningHub
from tests.journeys.traffic import Sent, send

Json = dict[str, Any]

TEAM = {"code": "Z09T01", "description": "Madeup West"}
OTHER_TEAM = {"code": "Z09T02", "description": "Madeup East"}
PRISON = {"code": "LEI", "description": "Leeds (HMP)"}
MANAGER, STRANGER, SUPERVISOR = "Z09T011", "Z09T021", "Z9LEI1"

TODAY = date.today()
IN_A_YEAR = (TODAY + timedelta(days=365)).isoformat()

CASE = """
query Case($crn: Crn, $prisonNumber: PrisonNumber) {
  case(crn: $crn, prisonNumber: $prisonNumber) {
    id version crn prisonNumber surname phase
    custody { state prisonCode }
    sources { service }
    sentences { description service }
    team { offenderManager { staff { code } } offenderSupervisor { staff { code } } }
    plan {
      id version
      objectives {
        id version title targetDate
        interventions { id version name status outcome steps { id version description owner status progress } }
      }
      proposals { id version status reason fields { field value } proposedBy { code } decisionReason }
    }
  }
}
"""

REFUSALS = """
... on BrokenRules { rules { code message remedy field } }
... on VersionConflict { id expectedVersion currentVersion fields { field yours current } }
"""


def mutation(name: str, given: str, answer: str) -> str:
    """A mutation of one field with one input, its refusals included."""
    return (
        f"mutation Change($input: {given}!) {{ changed: {name}(input: $input) {{ __typename {answer} {REFUSALS} }} }}"
    )


CREATE_PLAN = mutation("createSentencePlan", "CreateSentencePlanInput", "... on SentencePlanCreated { plan { id } }")
ADD_OBJECTIVE = mutation("addObjective", "AddObjectiveInput", "... on ObjectiveChanged { objective { id version } }")
ADD_INTERVENTION = mutation(
    "addIntervention", "AddInterventionInput", "... on InterventionChanged { intervention { id version } }"
)
ADD_STEP = mutation("addStep", "AddStepInput", "... on StepChanged { step { id version } }")
ALLOCATE = mutation(
    "allocateOffenderSupervisor",
    "AllocateOffenderSupervisorInput",
    "... on OffenderSupervisorAllocated { case { team { offenderSupervisor { staff { code } } } } }",
)


@dataclass(frozen=True)
class OneCase:
    """The numbers by which both sides know the person, and how the hub is asked about them."""

    hub: RunningHub
    number: int
    surname: str = "Madeup"

    @property
    def prison_number(self) -> str:
        return f"Y{self.number:04d}ZZ"

    @property
    def crn(self) -> str:
        return f"Y{100_000 + self.number}"

    @property
    def manager(self) -> str:
        """A token of the Offender Manager."""
        return self.hub.token(Role.OFFENDER_MANAGER, Service.COMMUNITY, MANAGER)

    @property
    def supervisor(self) -> str:
        """A token of the Offender Supervisor."""
        return self.hub.token(Role.OFFENDER_SUPERVISOR, Service.CUSTODY, SUPERVISOR)

    @property
    def stranger(self) -> str:
        """A token of an Offender Manager of another team."""
        return self.hub.token(Role.OFFENDER_MANAGER, Service.COMMUNITY, STRANGER)

    async def read(self, token: str) -> Any:
        """The case as this person sees it."""
        return (await self.hub.data(token, CASE, {"crn": self.crn}))["case"]

    async def change(self, token: str, document: str, **given: Any) -> Json:
        """The payload of a mutation, whatever it says."""
        found: Json = (await self.hub.data(token, document, {"input": given}))["changed"]
        return found

    async def arrive(self) -> dict[str, str]:
        """Staff and records of both sides come by Kafka; how each message ended."""
        read = {"hub_source_time": datetime.now(UTC).isoformat()}
        return await send(
            self.hub,
            Sent("manager", "community.staff.snapshot.v1", MANAGER, _staff(MANAGER, "Olwen", team=TEAM)),
            Sent("stranger", "community.staff.snapshot.v1", STRANGER, _staff(STRANGER, "Odile", team=OTHER_TEAM)),
            Sent(
                "supervisor", "custody.staff.snapshot.v1", SUPERVISOR, _staff(SUPERVISOR, "Silas", establishment=PRISON)
            ),
            Sent("prisoner", "custody.prisoner.snapshot.v1", self.prison_number, self._prisoner(), read),
            Sent("offender", "community.offender.snapshot.v1", self.crn, self._offender(), read),
            Sent("supervision", "community.supervision.snapshot.v1", self.crn, _supervision(), read),
        )

    async def share_a_plan(self) -> None:
        """The Offender Manager allocates the Offender Supervisor and makes a plan with one of everything."""
        case = await self.read(self.manager)
        await self._made(
            ALLOCATE, caseId=case["id"], expectedVersion=case["version"], service="CUSTODY", staffCode=SUPERVISOR
        )
        plan = (await self._made(CREATE_PLAN, caseId=case["id"]))["plan"]
        objective = await self._made(
            ADD_OBJECTIVE,
            planId=plan["id"],
            title="Keeps calm when provoked",
            serves="CRIMINOGENIC_NEED",
            needArea="THINKING_BEHAVIOUR_AND_ATTITUDES",
            targetDate=IN_A_YEAR,
        )
        intervention = await self._made(
            ADD_INTERVENTION,
            objectiveId=objective["objective"]["id"],
            name="CALM",
            nature="REHABILITATIVE",
            mandatoryForManager=True,
            mandatoryForOffender=True,
        )
        await self._made(
            ADD_STEP, parentId=intervention["intervention"]["id"], description="Attend each session", owner="OFFENDER"
        )

    async def _made(self, document: str, **given: Any) -> Json:
        payload = await self.change(self.manager, document, **given)
        assert payload["__typename"] not in ("BrokenRules", "VersionConflict"), payload
        return payload

    def _prisoner(self) -> Json:
        return {
            "prisonerNumber": self.prison_number,
            "bookingId": str(8_000_000 + self.number),
            "firstName": "JOURNEY",
            "lastName": self.surname.upper(),
            "dateOfBirth": "1984-02-29",
            "gender": "Male",
            "status": "ACTIVE IN",
            "inOutStatus": "IN",
            "lastMovementTypeCode": "ADM",
            "lastMovementReasonCode": "I",
            "prisonId": PRISON["code"],
            "prisonName": PRISON["description"],
            "cellLocation": "A-1-001",
            "legalStatus": "SENTENCED",
            "sentenceStartDate": (TODAY - timedelta(days=100)).isoformat(),
            "conditionalReleaseDate": (TODAY + timedelta(days=900)).isoformat(),
            "sentenceExpiryDate": (TODAY + timedelta(days=1900)).isoformat(),
            "restrictedPatient": False,
        }

    def _offender(self) -> Json:
        return {
            "firstName": "Journey",
            "surname": self.surname,
            "dateOfBirth": "1984-02-29",
            "otherIds": {"crn": self.crn, "nomsNumber": self.prison_number},
            "currentRestriction": False,
            "currentExclusion": False,
        }


def _staff(code: str, forename: str, **place: Json) -> Json:
    return {"code": code, "name": {"forename": forename, "surname": "Madeup-Staff"}, "grade": "PO", **place}


def _supervision() -> Json:
    sentence = {
        "description": "CJA - Std Determinate Custody",
        "date": (TODAY - timedelta(days=100)).isoformat(),
        "length": 5,
        "lengthUnits": "Years",
    }
    return {
        "communityManager": {
            "code": MANAGER,
            "name": {"forename": "Olwen", "surname": "Madeup-Staff"},
            "team": TEAM,
            "allocated": True,
        },
        "supervisions": [{"number": 1, "active": True, "custodial": True, "sentence": sentence}],
    }

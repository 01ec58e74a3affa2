"""The hub itself: the real `hub serve`, with tokens, access rules, limits of a document and the audit of reads on.

Only the limit of requests a second is off: a load test is above what one person may ask for.
"""

import sys
from typing import Any

from bench.contestants.contestant import Contestant, Data, Launch
from bench.database import CACHE
from bench.reads import PAGE_SIZE, Page, Read, Viewer
from hub.auth.development import Issuer, Person
from hub.domain.access import Role, Service
from hub.reads.ids import global_id, number_of

KEY_FILE = CACHE / "development.pem"

DOCUMENTS = {
    Read.ONE_RECORD: """
        query OneRecord($id: ID!) {
          case(id: $id) {
            id forename surname dateOfBirth awaitingSnapshot phase phaseReason phaseFlags version createdAt updatedAt
          }
        }""",
    Read.NESTED_CASE: """
        query NestedCase($id: ID!) {
          case(id: $id) {
            forename surname
            custody { state prisonName }
            sentences { description expiresOn }
            team {
              offenderManager { staff { forename surname } }
              offenderSupervisor { staff { forename surname } }
            }
            plan {
              objectives { title interventions { name status steps { description status } } }
            }
          }
        }""",
    Read.CASELOAD_PAGE: """
        query CaseloadPage($first: Int!, $after: String) {
          caseload(scope: ESTABLISHMENT, first: $first, after: $after) {
            nodes { id forename surname dateOfBirth phase custody { location } }
            pageInfo { endCursor hasNextPage }
          }
        }""",
}


def launch(port: int, database_url: str) -> Launch:
    """The serving role, one process, as an operator starts it."""
    environment = {
        "HUB_DATABASE_URL": database_url,
        "HUB_PORT": str(port),
        "HUB_DEVELOPMENT_KEY": str(KEY_FILE),
        "HUB_REQUESTS_PER_SECOND": "0",
    }
    return Launch((sys.executable, "-m", "hub.cli", "serve"), environment)


def token(viewer: Viewer) -> str:
    """A token of the development issuer, signed with the key that the server reads."""
    code = viewer.staff_code
    person = Person(f"bench-{code}", code, Role.OFFENDER_SUPERVISOR, Service.CUSTODY, staff_code=code)
    return Issuer(KEY_FILE, "").issue(person)[0]


def variables(read: Read, viewer: Viewer, case: int, cursor: str | None) -> dict[str, Any]:
    """The variables of one request."""
    if read is Read.CASELOAD_PAGE:
        return {"first": PAGE_SIZE, "after": cursor}
    return {"id": global_id("Case", case)}


def facts(read: Read, data: Data) -> Any:
    """The answer in the shared form: ids as numbers of the database, the team without its links."""
    if read is Read.CASELOAD_PAGE:
        return [_with_number(row) for row in data["caseload"]["nodes"]]
    case = data["case"]
    if read is Read.ONE_RECORD:
        return _with_number(case)
    return {**case, "team": {role: link and link["staff"] for role, link in case["team"].items()}}


def _with_number(case: Data) -> Data:
    return {**case, "id": str(number_of("Case", case["id"]))}


def page(data: Data) -> Page:
    """Where the page ends."""
    info = data["caseload"]["pageInfo"]
    return Page(info["endCursor"], info["hasNextPage"])


CONTESTANT = Contestant(
    name="hub",
    label="the hub",
    about="the real `hub serve`: tokens, access rules, document limits and the audit of reads on",
    colour="#1f7a5c",
    launch=launch,
    documents=DOCUMENTS,
    variables=variables,
    facts=facts,
    page=page,
    token=token,
)

"""Plain Strawberry + SQLAlchemy ORM + data loaders under uvicorn (the server is bench/plain)."""

import sys
from dataclasses import replace
from typing import Any

from bench.contestants.contestant import POOL, Contestant, Data, Launch
from bench.reads import PAGE_SIZE, Page, Read, Viewer

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
              offenderManager { forename surname }
              offenderSupervisor { forename surname }
            }
            plan {
              objectives { title interventions { name status steps { description status } } }
            }
          }
        }""",
    Read.CASELOAD_PAGE: """
        query CaseloadPage($prison: String!, $first: Int!, $after: String) {
          caseload(prison: $prison, first: $first, after: $after) {
            nodes { id forename surname dateOfBirth phase custody { location } }
            endCursor hasNextPage
          }
        }""",
}


def launch_with_caches(port: int, database_url: str) -> Launch:
    """The same with Strawberry's caches for parsed and validated documents."""
    plain = launch(port, database_url)
    return replace(plain, environment={**plain.environment, "BENCH_CACHES": "yes"})


def launch(port: int, database_url: str) -> Launch:
    """Uvicorn with uvloop and httptools, one process."""
    fast = ("--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning")
    command = (sys.executable, "-m", "uvicorn", "bench.plain.app:app", "--port", str(port), *fast)
    return Launch(command, {"BENCH_DATABASE_URL": database_url, "BENCH_POOL_SIZE": str(POOL)})


def variables(read: Read, viewer: Viewer, case: int, cursor: str | None) -> dict[str, Any]:
    """The variables of one request."""
    if read is Read.CASELOAD_PAGE:
        return {"prison": viewer.prison_code, "first": PAGE_SIZE, "after": cursor}
    return {"id": str(case)}


def facts(read: Read, data: Data) -> Any:
    """The answer in the shared form."""
    if read is Read.CASELOAD_PAGE:
        return data["caseload"]["nodes"]
    return data["case"]


def page(data: Data) -> Page:
    """Where the page ends."""
    return Page(data["caseload"]["endCursor"], data["caseload"]["hasNextPage"])


CONTESTANT = Contestant(
    name="strawberry",
    label="Strawberry + ORM + loaders",
    about="Strawberry with SQLAlchemy's ORM and data loaders, uvicorn; no tokens, no access rules, no audit",
    colour="#8a8f98",
    launch=launch,
    documents=DOCUMENTS,
    variables=variables,
    facts=facts,
    page=page,
)

WITH_CACHES = replace(
    CONTESTANT,
    name="strawberry-cached",
    label="Strawberry, caches on",
    about="the same with Strawberry's own caches for parsed and validated documents",
    colour="#b5b9bf",
    launch=launch_with_caches,
)

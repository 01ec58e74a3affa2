"""PostGraphile 5: GraphQL made from the tables, one SQL statement planned for each operation (bench/postgraphile)."""

import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

from bench.contestants.contestant import POOL, Contestant, Data, Launch
from bench.database import CACHE, ROOT
from bench.reads import PAGE_SIZE, Page, Read, Viewer
from hub.errors import DependencyUnavailable
from hub.graphiql.npm import NODE, NPM

SOURCE = ROOT / "bench" / "postgraphile"
INSTALLED = CACHE / "postgraphile"
FILES = ("package.json", "package-lock.json", ".npmrc", "server.mjs")
INSTALL_PATIENCE = 300  # seconds

DOCUMENTS = {
    Read.ONE_RECORD: """
        query OneRecord($id: BigInt!) {
          offenderCaseByRowId(rowId: $id) {
            rowId forename surname dateOfBirth awaitingSnapshot phase phaseReason phaseFlags version createdAt updatedAt
          }
        }""",
    Read.NESTED_CASE: """
        query NestedCase($id: BigInt!) {
          offenderCaseByRowId(rowId: $id) {
            forename surname
            custodyRecordsByCaseIdList(condition: { current: true }) { state prisonName }
            sentencesByCaseIdList { description expiresOn }
            offenderManagerHoldersByCaseIdList(condition: { current: true }) { staffByStaffId { forename surname } }
            offenderSupervisorAllocationsByCaseIdList(condition: { current: true }) {
              staffByStaffId { forename surname }
            }
            sentencePlansByCaseIdList {
              objectivesByPlanIdList(orderBy: POSITION_ASC) {
                title
                interventionsByObjectiveIdList(orderBy: POSITION_ASC) {
                  name status
                  stepsByInterventionIdList(orderBy: POSITION_ASC) { description status }
                }
              }
            }
          }
        }""",
    Read.CASELOAD_PAGE: """
        query CaseloadPage($prison: String!, $first: Int!, $after: Cursor) {
          allOffenderCases(condition: { prisonCode: $prison }, orderBy: SORT_NAME_ASC, first: $first, after: $after) {
            nodes {
              rowId forename surname dateOfBirth phase
              custodyRecordsByCaseIdList(condition: { current: true }) { location }
            }
            pageInfo { endCursor hasNextPage }
          }
        }""",
}


def launch(port: int, database_url: str) -> Launch:
    """Node with the server, after installing the packages of the lock file if they have changed."""
    _install()
    environment = {"BENCH_DATABASE_URL": database_url, "NODE_ENV": "production", "GRAPHILE_ENV": "production"}
    return Launch((str(NODE), "server.mjs", str(port), str(POOL)), environment, INSTALLED)


def _install() -> None:
    INSTALLED.mkdir(parents=True, exist_ok=True)
    lock = "package-lock.json"
    fresh = (INSTALLED / lock).exists() and (INSTALLED / lock).read_bytes() == (SOURCE / lock).read_bytes()
    if not (fresh and (INSTALLED / "node_modules").exists()):
        _npm_ci()
    for name in FILES:
        shutil.copy(SOURCE / name, INSTALLED / name)


def _npm_ci() -> None:
    """Install exactly what the lock file says; it is copied in last, so that a broken install is done again."""
    print("PostGraphile: npm installs its packages (about 300 MB, once) ...", flush=True)
    began = time.monotonic()
    (INSTALLED / "package-lock.json").unlink(missing_ok=True)
    work = INSTALLED / "installing"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    for name in FILES:
        shutil.copy(SOURCE / name, work / name)
    _run_npm(work)
    shutil.rmtree(INSTALLED / "node_modules", ignore_errors=True)
    (work / "node_modules").rename(INSTALLED / "node_modules")
    shutil.rmtree(work)
    print(f"PostGraphile: installed in {time.monotonic() - began:.0f} s", flush=True)


def _run_npm(folder: Path) -> None:
    command = [str(NODE), str(NPM), "ci"]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, timeout=INSTALL_PATIENCE)
    except subprocess.CalledProcessError as error:
        raise DependencyUnavailable(f"npm could not install PostGraphile: {error.stderr.strip()[-800:]}") from error
    except subprocess.TimeoutExpired as error:
        raise DependencyUnavailable(f"npm did not install PostGraphile within {INSTALL_PATIENCE} s.") from error


def variables(read: Read, viewer: Viewer, case: int, cursor: str | None) -> dict[str, Any]:
    """The variables of one request."""
    if read is Read.CASELOAD_PAGE:
        return {"prison": viewer.prison_code, "first": PAGE_SIZE, "after": cursor}
    return {"id": str(case)}


def facts(read: Read, data: Data) -> Any:
    """The answer in the shared form: lists of at most one become one, relations lose their long names."""
    if read is Read.CASELOAD_PAGE:
        return [_row(row) for row in data["allOffenderCases"]["nodes"]]
    case = data["offenderCaseByRowId"]
    return _record(case) if read is Read.ONE_RECORD else _nested(case)


def _record(case: Data) -> Data:
    return {"id" if key == "rowId" else key: value for key, value in case.items()}


def _row(row: Data) -> Data:
    plain = {key: value for key, value in _record(row).items() if key != "custodyRecordsByCaseIdList"}
    return {**plain, "custody": _only(row["custodyRecordsByCaseIdList"])}


def _nested(case: Data) -> Data:
    return {
        "forename": case["forename"],
        "surname": case["surname"],
        "custody": _only(case["custodyRecordsByCaseIdList"]),
        "sentences": case["sentencesByCaseIdList"],
        "team": {
            "offenderManager": _member(case["offenderManagerHoldersByCaseIdList"]),
            "offenderSupervisor": _member(case["offenderSupervisorAllocationsByCaseIdList"]),
        },
        "plan": {
            "objectives": [
                {"title": objective["title"], "interventions": [_intervention(one) for one in _under(objective)]}
                for objective in _only(case["sentencePlansByCaseIdList"])["objectivesByPlanIdList"]
            ]
        },
    }


def _under(objective: Data) -> list[Data]:
    interventions: list[Data] = objective["interventionsByObjectiveIdList"]
    return interventions


def _intervention(one: Data) -> Data:
    return {"name": one["name"], "status": one["status"], "steps": one["stepsByInterventionIdList"]}


def _member(holders: list[Data]) -> Any:
    holder = _only(holders)
    return holder and holder["staffByStaffId"]


def _only(rows: list[Data]) -> Any:
    return rows[0] if rows else None


def page(data: Data) -> Page:
    """Where the page ends."""
    info = data["allOffenderCases"]["pageInfo"]
    return Page(info["endCursor"], info["hasNextPage"])


CONTESTANT = Contestant(
    name="postgraphile",
    label="PostGraphile 5",
    about="PostGraphile 5 on Node, its own HTTP server and preset; no tokens, no access rules, no audit",
    colour="#4a6fa5",
    launch=launch,
    documents=DOCUMENTS,
    variables=variables,
    facts=facts,
    page=page,
)

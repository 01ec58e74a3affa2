"""GraphiQL against the running hub: sign in as somebody, run the nested case view, follow a plan as it changes."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from hub.graphiql.build import build
from hub.schema.examples import EXAMPLES
from tests.browsing import choose, open_page, run_example
from tests.journeys.one_case import OneCase
from tests.journeys.running import RunningHub

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.kafka,
    pytest.mark.node,
    pytest.mark.chromium,
    pytest.mark.xdist_group("journeys"),
]

TALL = ViewportSize(width=1280, height=2000)  # the editors draw only what can be seen
SUPERVISOR = "Silas Madeup-Staff, Offender Supervisor, LEI"
MANAGER = "Olwen Madeup-Staff, Offender Manager, Madeup West"


@pytest.fixture(scope="session")
def shown_case(running_hub: RunningHub) -> OneCase:
    """A case with a plan, made before a browser starts: Playwright keeps this thread's event loop for itself."""
    build()
    case = OneCase(running_hub, 6, surname="Absolutely-Madeup")  # the first of the caseload
    asyncio.run(_share(case))
    return case


async def _share(case: OneCase) -> None:
    await case.arrive()
    await case.share_a_plan()


def test_sign_in_and_run_the_nested_case_view(shown_case: OneCase, page: Page, tmp_path: Path) -> None:
    page.set_viewport_size(TALL)
    open_page(page, shown_case.hub.address)
    choose(page, "Sign in as", MANAGER)
    expect(page.get_by_role("status")).to_contain_text(MANAGER)
    example = EXAMPLES[0]
    run_example(page, example.name, example.query.split()[1].partition("(")[0])
    answer = page.locator(".graphiql-response")
    expect(answer).to_contain_text('"surname": "ABSOLUTELY-MADEUP"')
    for deep in ('"prisonName": "Leeds (HMP)"', '"title": "Keeps calm when provoked"', '"Attend each session"'):
        expect(answer).to_contain_text(deep)
    expect(answer).not_to_contain_text('"errors"')
    page.screenshot(path=tmp_path / "graphiql.png")


def test_a_subscription_shows_what_somebody_else_changes(shown_case: OneCase, page: Page, tmp_path: Path) -> None:
    page.set_viewport_size(TALL)
    open_page(page, shown_case.hub.address)
    choose(page, "Sign in as", SUPERVISOR)
    progress, watch = EXAMPLES[2:4]
    run_example(page, watch.name, watch.query.split()[1].partition("(")[0])
    expect(page.get_by_role("button", name="Stop query")).to_be_visible()
    answer = page.locator(".graphiql-response")
    for note in ("first", "second", "third"):  # the socket may open after the first note
        done = in_another_thread(record_progress(shown_case, progress.query, note))
        assert done["__typename"] == "StepChanged"
        if heard(answer, f'"progress": "The {note} note"'):
            break
    for part in ('"type": "StepProgressRecorded"', '"progress": "The ', '"title": "'):
        expect(answer).to_contain_text(part)
    expect(answer).not_to_contain_text('"errors"')
    page.screenshot(path=tmp_path / "subscription.png")


def heard(answer: Locator, text: str) -> bool:
    """Whether the text appears within some seconds."""
    try:
        expect(answer).to_contain_text(text, timeout=10_000)
    except AssertionError:
        return False
    return True


async def record_progress(case: OneCase, query: str, note: str) -> Any:
    """The example that changes, with the ids that the page's examples hold now."""
    async with httpx.AsyncClient(trust_env=False) as client:
        shown = (await client.get(f"{case.hub.address}/dev/examples")).json()
    given = next(example["variables"]["input"] for example in shown if example["query"] == query)
    variables = {"input": {**given, "status": "NOT_STARTED", "progress": f"The {note} note"}}
    named = query.replace(
        "recordStepProgress(input: $input) {", "changed: recordStepProgress(input: $input) { __typename"
    )
    return (await case.hub.data(case.supervisor, named, variables))["changed"]


def in_another_thread(work: Any) -> Any:
    """The result; Playwright keeps this thread's event loop for itself."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, work).result()

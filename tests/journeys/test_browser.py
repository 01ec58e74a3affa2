"""GraphiQL against the running hub: sign in as somebody, run the nested case view, see the case."""

import asyncio
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

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

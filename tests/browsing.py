"""A real browser for tests: Chromium, watched. Import the fixtures `browser` and `page` into a conftest.

A page fails its test as well when the security policy blocked something, a script failed, or another host was asked.
"""

import os
import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

NOT_HERE = "Chromium is not here: install Debian's package chromium, or set HUB_CHROMIUM"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# How long a condition may take before a test fails, in milliseconds: the machine may be busy with other things.
DEADLINE = 60_000

WATCH_VIOLATIONS = """
window.violations = [];
document.addEventListener('securitypolicyviolation', event =>
  window.violations.push(event.violatedDirective + ' ' + event.blockedURI));
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = os.environ.get("HUB_CHROMIUM") or shutil.which("chromium")
    if not path:
        pytest.skip(NOT_HERE)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(FLAGS), timeout=DEADLINE)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails its test when the policy blocked something, a script failed, or another host was asked."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(DEADLINE)
    expect.set_options(timeout=DEADLINE)
    context.add_init_script(WATCH_VIOLATIONS)
    asked: list[str] = []
    complaints: list[str] = []

    def note_request(request: Request) -> None:
        asked.append(request.url)

    def note_complaint(message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 401" not in message.text:  # which a test provokes
            complaints.append(message.text)

    context.on("request", note_request)
    opened = context.new_page()
    opened.on("websocket", lambda socket: asked.append(socket.url))
    opened.on("console", note_complaint)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    origin = re.sub(r"^http://([^/]+)/.*", r"\1", opened.url)
    elsewhere = [url for url in asked if not re.match(rf"(http|ws)://{re.escape(origin)}/", url)]
    assert opened.evaluate("window.violations") == []
    assert [url for url in elsewhere if not url.startswith("data:")] == []
    assert complaints == []
    context.close()


def open_page(page: Page, address: str) -> None:
    """Open GraphiQL of the hub at this address and wait until its editor is there."""
    page.goto(f"{address}/graphiql")
    expect(page.locator(".graphiql-query-editor .view-lines")).to_contain_text("One sentence plan")


def choose(page: Page, menu: str, entry: str) -> None:
    """Open one of the page's menus and take the entry that holds these words."""
    page.get_by_role("button", name=menu, exact=True).click()
    page.get_by_role("menuitem", name=entry).click()


def run_example(page: Page, entry: str, operation: str) -> None:
    """Take an example from the menu and run it."""
    choose(page, "Examples", entry)
    expect(page.get_by_role("tab", name=operation)).to_have_attribute("aria-selected", "true")
    page.get_by_role("button", name="Execute query").click()

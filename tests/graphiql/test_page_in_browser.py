"""The page in a real browser, against the fake hub: sign in, run, subscribe.

Every test fails as well when the security policy blocked something, a script failed, or another host was asked.
"""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import DEADLINE, choose, open_page, run_example

from .conftest import FakeHub, made_up_token

pytestmark = pytest.mark.chromium


def wait_until(holds: Callable[[], bool], page: Page) -> None:
    """Playwright's own wait makes code from text, which the page's policy forbids."""
    deadline = time.monotonic() + DEADLINE / 1000
    while not holds():
        assert time.monotonic() < deadline, "it never came to be"
        page.wait_for_timeout(50)


def test_sign_in_and_run_an_example(fake_hub: FakeHub, page: Page) -> None:
    open_page(page, fake_hub.address)
    expect(page.get_by_role("status")).to_have_text("Not signed in")
    choose(page, "Sign in as", "Offender Supervisor")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^Ada Example, HMP Testwick until "))
    run_example(page, "The shared plan", "SharedPlan")
    expect(page.locator(".graphiql-response")).to_contain_text('"title": "Find settled accommodation"')
    assert fake_hub.issued == ["os-1"]


def test_without_signing_in_the_answer_says_so(fake_hub: FakeHub, page: Page) -> None:
    open_page(page, fake_hub.address)
    run_example(page, "Who am I", "WhoAmI")
    expect(page.locator(".graphiql-response")).to_contain_text("Sign in first.")


def test_a_subscription_shows_events_and_follows_the_person(fake_hub: FakeHub, page: Page) -> None:
    open_page(page, fake_hub.address)
    choose(page, "Sign in as", "Offender Supervisor")
    run_example(page, "Watch a plan", "WatchPlan")
    answer = page.locator(".graphiql-response")
    expect(answer).to_contain_text('"seenBy": "Ada Example, HMP Testwick"')
    choose(page, "Change", "Offender Manager")
    expect(answer).to_contain_text('"seenBy": "Bel Example, Testshire"')


def test_a_subscription_without_a_token_ends_with_a_sentence(fake_hub: FakeHub, page: Page) -> None:
    open_page(page, fake_hub.address)
    run_example(page, "Watch a plan", "WatchPlan")
    expect(page.locator(".graphiql-response")).to_contain_text("The hub closed the subscription: Forbidden (4403).")


def test_the_editors_workers_run_under_the_policy(fake_hub: FakeHub, page: Page) -> None:
    open_page(page, fake_hub.address)
    choose(page, "Examples", "The shared plan")
    expect(page.locator(".squiggly-error")).to_have_count(0)
    page.locator(".graphiql-query-editor .view-line").last.click()
    page.keyboard.type("query Wrong { me { shoeSize } }")
    expect(page.locator(".graphiql-query-editor .squiggly-error").first).to_be_visible()


def test_a_token_is_renewed_before_it_ends(fake_hub: FakeHub, page: Page) -> None:
    fake_hub.lifetime = 3.0
    open_page(page, fake_hub.address)
    choose(page, "Sign in as", "Offender Supervisor")
    wait_until(lambda: len(fake_hub.issued) > 0, page)
    fake_hub.lifetime = 3600.0
    wait_until(lambda: len(fake_hub.issued) > 1, page)
    run_example(page, "Who am I", "WhoAmI")
    expect(page.locator(".graphiql-response")).to_contain_text('"name": "Ada Example, HMP Testwick"')
    assert set(fake_hub.issued) == {"os-1"}


def test_a_token_that_the_hub_no_longer_takes_is_renewed_once(fake_hub: FakeHub, page: Page) -> None:
    open_page(page, fake_hub.address)
    choose(page, "Sign in as", "Offender Supervisor")
    expect(page.get_by_role("status")).to_contain_text("Ada Example")
    fake_hub.lifetime = 7200.0
    fake_hub.refusals = 1
    run_example(page, "Who am I", "WhoAmI")
    expect(page.locator(".graphiql-response")).to_contain_text('"name": "Ada Example, HMP Testwick"')
    assert fake_hub.issued == ["os-1", "os-1"]


def test_a_pasted_token_is_shown_until_it_expires(fake_hub_with_real_issuer: FakeHub, page: Page) -> None:
    open_page(page, fake_hub_with_real_issuer.address)
    expect(page.get_by_role("button", name="Examples")).to_have_count(0)
    paste_token(page, "Sign in", f"Bearer {made_up_token('Pat Example', 3600)}\n")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^Pat Example until "))
    paste_token(page, "Change", made_up_token("Quin Example", 1))
    expect(page.get_by_role("status")).to_have_text("The token of Quin Example has expired: sign in again")


def paste_token(page: Page, menu: str, token: str) -> None:
    choose(page, menu, "Paste a token")
    page.get_by_label("Token", exact=True).fill(token)
    page.get_by_role("button", name="Use this token").click()


def test_the_token_stays_in_the_tab(fake_hub: FakeHub, page: Page) -> None:
    open_page(page, fake_hub.address)
    choose(page, "Sign in as", "Team manager")
    expect(page.get_by_role("status")).to_contain_text("Cy Example, Testshire")
    page.reload()
    expect(page.get_by_role("status")).to_contain_text("Cy Example, Testshire")
    assert page.evaluate("sessionStorage.getItem('hub.session')")
    assert "e30." not in page.evaluate("JSON.stringify(localStorage)")
    choose(page, "Change", "Sign out")
    expect(page.get_by_role("status")).to_have_text("Not signed in")
    assert page.evaluate("sessionStorage.getItem('hub.session')") is None


def test_outside_development_nothing_typed_stays_behind(fake_hub_with_real_issuer: FakeHub, page: Page) -> None:
    open_page(page, fake_hub_with_real_issuer.address)
    page.locator(".graphiql-query-editor .view-line").last.click()
    page.keyboard.type("query Mine { me { name } }")
    wait_until(lambda: "query Mine" in page.evaluate("JSON.stringify(sessionStorage)"), page)
    assert page.evaluate("localStorage.length") == 0

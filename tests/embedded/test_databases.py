"""Databases made and dropped beside the hub's own."""

import pytest

from hub.embedded.databases import create_database, drop_database
from hub.errors import DependencyUnavailable
from tests.embedded.conftest import AskDatabase

pytestmark = pytest.mark.postgres

COUNT = "SELECT count(*) FROM pg_database WHERE datname LIKE 'trial \"%'"


def test_a_copy_has_what_its_template_has_and_is_its_own(postgres_url: str, ask: AskDatabase) -> None:
    template = 'trial "template'
    first = create_database(postgres_url, template)
    ask(first, "CREATE TABLE kept AS SELECT 42 AS answer")
    copy = create_database(postgres_url, 'trial "copy', template)
    ask(copy, "UPDATE kept SET answer = 43")
    assert ask(first, "SELECT answer FROM kept") == 42
    for name in (template, 'trial "copy'):
        drop_database(postgres_url, name)
    assert ask(postgres_url, COUNT) == 0


async def test_a_running_event_loop_is_no_hindrance(postgres_url: str) -> None:
    url = create_database(postgres_url, "trial_loop")
    drop_database(postgres_url, "trial_loop")
    assert url.endswith("/trial_loop")


def test_dropping_what_is_not_there_is_fine_and_creating_twice_is_not(postgres_url: str) -> None:
    drop_database(postgres_url, "trial_twice")
    create_database(postgres_url, "trial_twice")
    with pytest.raises(DependencyUnavailable, match="trial_twice"):
        create_database(postgres_url, "trial_twice")
    drop_database(postgres_url, "trial_twice")


def test_a_server_that_is_not_there_gets_a_sentence() -> None:
    with pytest.raises(DependencyUnavailable, match=r"PostgreSQL at 127\.0\.0\.1 can't be used.*HUB_DATABASE_URL"):
        create_database("postgresql://hub:secret@127.0.0.1:1/hub", "trial")

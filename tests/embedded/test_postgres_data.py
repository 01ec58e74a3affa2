"""What the embedded server's data folder holds: its settings, its users, and nothing about people in its log."""

import stat
from collections.abc import Iterator

import asyncpg
import pytest

from hub.embedded.postgres import EmbeddedPostgres
from tests.embedded.conftest import AskDatabase
from tests.servers import scratch_home

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedPostgres]:
    with scratch_home() as home, EmbeddedPostgres(home, durable=False) as running:
        yield running


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("SELECT current_setting('server_version_num')::int / 10000", 18),
        ("SELECT current_database() || ' ' || current_user", "hub hub"),
        ("SELECT rolsuper OR rolreplication OR rolbypassrls FROM pg_roles WHERE rolname = current_user", False),
        ("SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = 'hub'", "bC.UTF-8"),
        ("SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'hub'", "UTF8"),
        ("SHOW listen_addresses", "127.0.0.1"),
        ("SHOW password_encryption", "scram-sha-256"),
        ("SHOW jit", "off"),
        ("SHOW shared_buffers", "256MB"),
        ("SHOW max_connections", "100"),
        ("SHOW timezone", "UTC"),
        ("SHOW fsync", "off"),
        ("SELECT timestamptz '2030-07-01 00:00 Europe/London' = timestamptz '2030-06-30 23:00 UTC'", True),
        ("SELECT upper('siân ó')", "SIÂN Ó"),
    ],
)
def test_settings(server: EmbeddedPostgres, ask: AskDatabase, question: str, expected: object) -> None:
    assert ask(server.database_url, question) == expected


def test_only_the_right_password_opens_it(server: EmbeddedPostgres, ask: AskDatabase) -> None:
    password = server.data_folder / "password"
    assert stat.S_IMODE(password.stat().st_mode) == 0o600
    url = server.database_url
    with pytest.raises(asyncpg.InvalidPasswordError):
        ask(url.replace(password.read_text().strip(), "wrong"), "SELECT 1")
    with pytest.raises(asyncpg.InvalidPasswordError):
        ask(url.replace("//hub:", "//postgres:"), "SELECT 1")


def test_the_log_holds_nothing_about_people(server: EmbeddedPostgres, ask: AskDatabase) -> None:
    url = server.database_url
    with pytest.raises(asyncpg.UniqueViolationError):
        ask(url, "CREATE TABLE person (name text UNIQUE)", *["INSERT INTO person VALUES ('Madeup Ofnobody')"] * 2)
    with pytest.raises(asyncpg.InvalidTextRepresentationError):
        ask(url, "SELECT 'Madeup Ofnobody'::int")
    log = server.log.read_text()
    assert "ready to accept connections" in log
    assert "Madeup" not in log


HOLDERS = """
    CREATE TABLE holder (
        case_id bigint NOT NULL,
        case_key int8range GENERATED ALWAYS AS (int8range(case_id, case_id, '[]')) STORED,
        during tstzrange NOT NULL,
        PRIMARY KEY (case_key, during WITHOUT OVERLAPS))"""
SPANS = """
    CREATE TABLE span (
        case_key int8range NOT NULL,
        during tstzrange NOT NULL,
        FOREIGN KEY (case_key, PERIOD during) REFERENCES holder (case_key, PERIOD during)
            DEFERRABLE INITIALLY DEFERRED)"""


def hold(start: str, end: str) -> str:
    return f"INSERT INTO holder (case_id, during) VALUES (7, '[{start},{end})')"


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ([hold("2030-01-01", "2030-02-01"), hold("2030-02-01", "")], None),
        ([hold("2030-01-01", "2030-02-15"), hold("2030-02-01", "")], asyncpg.ExclusionViolationError),
        ([hold("2030-01-01", "2030-02-01"), hold("2030-02-02", "")], asyncpg.ForeignKeyViolationError),
        ([], asyncpg.ForeignKeyViolationError),
    ],
    ids=["handed over without a gap", "two at once", "a gap", "nobody"],
)
async def test_never_two_holders_and_never_none(
    server: EmbeddedPostgres, changes: list[str], refusal: type[Exception] | None
) -> None:
    connection = await asyncpg.connect(server.database_url)
    try:
        await connection.execute(f"CREATE SCHEMA trial; SET search_path TO trial; {HOLDERS}; {SPANS}")
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute("INSERT INTO span VALUES ('[7,7]', '[2030-01-01,)')")
        refused: Exception | None = None
        try:
            for change in changes:
                await connection.execute(change)
            await connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except asyncpg.IntegrityConstraintViolationError as error:
            refused = error
        assert type(refused) is (refusal or type(None))
        await transaction.rollback()
    finally:
        await connection.execute("DROP SCHEMA trial CASCADE")
        await connection.close()

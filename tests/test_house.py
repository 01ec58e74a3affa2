"""The house rules, each as a test (docs/architecture.md, "House rules")."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.store.tables import metadata
from hub.store.transaction import PLUMBING

ROOT = Path(__file__).parents[1]
HUB = ROOT / "hub"
MODULES = sorted(path for path in HUB.rglob("*.py") if "node_modules" not in path.parts)
TESTS = sorted((ROOT / "tests").rglob("*.py"))

LONGEST_FILE = 300
LONGEST_FUNCTION = 45
VAGUE_NAMES = re.compile(r"(service|helper|util|common|misc|manager)s?", re.IGNORECASE)
# The domain's own managers: a person who leads, never a class that "manages".
DOMAIN_MANAGERS = {"offender_manager", "OffenderManager", "CommunityManager", "ManagerTold", "TeamManager"}
DOMAIN_WORDS = {"Service", "Manager"}
CLOCKS = re.compile(r"\b(datetime\.now|datetime\.utcnow|date\.today|time\.time|time\.monotonic)\b")
# Words of places where the project was made, not of the project.
FOREIGN_WORDS = re.compile(
    r"\.\./shared|/work/|\bshared/(practice|design|seeds|domain)|farm-|\bissue #?\d", re.IGNORECASE
)


def place(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_a_file_is_read_in_five_minutes(path: Path) -> None:
    assert len(lines(path)) <= LONGEST_FILE


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_a_function_fits_on_a_screen(path: Path) -> None:
    long = {f.name: f.end_lineno - f.lineno + 1 for f in functions(path) if f.end_lineno}
    assert {name: size for name, size in long.items() if size > LONGEST_FUNCTION} == {}


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_a_file_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), "start the file with a docstring"


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_imports_stand_at_the_top(path: Path) -> None:
    hidden = [
        f"{f.name}:{node.lineno}"
        for f in functions(path)
        for node in ast.walk(f)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_no_file_and_no_class_has_a_vague_name() -> None:
    names = [path.stem for path in MODULES] + [path.name for path in HUB.iterdir()]
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names += [node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    vague = [
        name
        for name in names
        if not any(word in name for word in DOMAIN_MANAGERS)
        and any(VAGUE_NAMES.fullmatch(word) for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name))
        and name not in DOMAIN_WORDS
    ]
    assert vague == []


def test_only_the_transaction_commits() -> None:
    committing = [
        f"{place(path)}:{number}"
        for path in MODULES
        for number, line in enumerate(lines(path), 1)
        if re.search(r"(connection|session|engine|tx)\w*\.(commit|begin)\(", line)
    ]
    assert [where for where in committing if not where.startswith("hub/store/transaction.py")] == []


@pytest.mark.parametrize("path", [path for path in MODULES if HUB / "domain" in path.parents], ids=place)
def test_the_domain_speaks_in_values(path: Path) -> None:
    assert "from dataclasses" not in path.read_text(), "Make it a hub.domain.value.Value: a case is made of hundreds."


@pytest.mark.parametrize("path", [path for path in MODULES if HUB / "domain" in path.parents], ids=place)
def test_a_rule_never_reads_the_clock(path: Path) -> None:
    assert [line for line in lines(path) if CLOCKS.search(line)] == []


@pytest.mark.parametrize("path", [path for path in MODULES if HUB / "schema" in path.parents], ids=place)
def test_a_schema_file_holds_no_sql(path: Path) -> None:
    statements = re.compile(r"[\"'](select|insert into|update|delete from)\s", re.IGNORECASE)
    assert [line for line in lines(path) if statements.search(line)] == []


def test_every_table_of_people_hangs_on_a_case() -> None:
    without_case = {
        name for name, table in metadata.tables.items() if name not in PLUMBING and "case_id" not in table.columns
    }
    assert without_case == {
        "offender_case",
        "staff",
        "staff_hours",
        "staff_reduction",
        "same_staff",
        "cover",
        "sentence_type_switch",
    }


def test_what_an_assessment_holds_goes_where_its_record_goes() -> None:
    """Merges move, and erasure deletes, by the source record: a part without one would stay behind."""
    parts = [
        table for name, table in metadata.tables.items() if {"assessment_id", "risk_id"} & set(table.columns.keys())
    ]
    assert len(parts) == 5
    assert all("source_record_id" in table.columns for table in parts)


def test_the_guard_of_the_audit_names_real_tables() -> None:
    assert set(metadata.tables) >= PLUMBING


def test_alembic_is_a_folder_and_not_a_package() -> None:
    assert not (ROOT / "alembic" / "__init__.py").exists()


def test_migrations_stand_in_one_line() -> None:
    """Each has the number of its file and follows the one before it."""
    said = re.compile(r'^(revision|down_revision) = (?:"(\d+)"|None)', re.MULTILINE)
    files = sorted((ROOT / "alembic" / "versions").glob("*.py"))
    found = [dict(said.findall(path.read_text(encoding="utf-8"))) for path in files]
    assert [one["revision"] for one in found] == [path.name[:4] for path in files]
    assert [one["down_revision"] for one in found[1:]] == [one["revision"] for one in found[:-1]]


def test_tests_mirror_the_code() -> None:
    strays = [place(path) for path in TESTS if path.name.startswith("test_") and not _mirrors(path)]
    assert strays == []


def _mirrors(path: Path) -> bool:
    """Whether the test's name is, or begins with, that of a file of the room that its folder mirrors."""
    room = HUB / path.relative_to(ROOT / "tests").parent
    if room == HUB or not (room / "__init__.py").exists():
        return True
    word = path.stem.removeprefix("test_")
    # The oracle holds the whole room against a slow path of its own.
    names = ("oracle", room.name, *(one.stem for one in room.iterdir()))
    return any(word == name or word.startswith(f"{name}_") for name in names)


def test_no_test_sleeps_for_a_fixed_time() -> None:
    sleeping = [
        f"{place(path)}:{number}"
        for path in TESTS
        for number, line in enumerate(lines(path), 1)
        if re.search(r"\btime\.sleep\(", line) and path.name != "waiting.py"
    ]
    assert sleeping == []


def test_the_files_speak_of_the_project_only() -> None:
    texts = [path for folder in ("hub", "tests", "docs", "bench", "alembic") for path in (ROOT / folder).rglob("*")]
    texts += [ROOT / name for name in ("README.md", "Makefile", "pyproject.toml", "docker-compose.yml")]
    found = [
        f"{place(path)}:{number}"
        for path in texts
        if path.suffix in {".py", ".md", ".toml", ".yml", ".json", ".js", ".jsx", ".css", ""}
        and path.is_file()
        and not {"node_modules", "static", "results", "__pycache__"} & set(path.parts)
        and path != Path(__file__)
        for number, line in enumerate(lines(path), 1)
        if FOREIGN_WORDS.search(line)
    ]
    assert found == []

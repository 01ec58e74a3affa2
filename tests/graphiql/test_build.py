"""When the page is rebuilt, what is locked, and what may not be in the result."""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from hub.errors import DependencyUnavailable
from hub.graphiql.build import build, is_up_to_date, main
from hub.graphiql.manifest import SOURCE, read_manifest

pytestmark = pytest.mark.node

# Stands in for the real bundler: no packages, one script named by its content, one line in `runs` a run.
BUNDLER = """
import { appendFileSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
const text = readFileSync(new URL('main.jsx', import.meta.url));
const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
appendFileSync('runs', 'run\\n');
writeFileSync(`${process.argv[2]}/main-${hash}.js`, text);
writeFileSync(`${process.argv[2]}/main-${hash}.css`, '');
if (text.includes('broken')) throw new Error('a fault in main.jsx');
console.log(JSON.stringify({ script: `main-${hash}.js`, style: `main-${hash}.css` }));
"""


@dataclass(frozen=True)
class Yard:
    """A small source of a page, with the places that its build works in."""

    source: Path
    static: Path
    cache: Path

    def build(self, *, force: bool = False) -> bool:
        return build(force, lambda _: None, source=self.source, static=self.static, cache=self.cache)

    @property
    def runs(self) -> int:
        return (self.cache / "runs").read_text().count("run")

    @property
    def script(self) -> str:
        manifest = read_manifest(self.static)
        assert manifest is not None
        return manifest.script


@pytest.fixture
def yard(tmp_path: Path) -> Yard:
    made = Yard(tmp_path / "source", tmp_path / "static", tmp_path / "cache")
    made.source.mkdir()
    (made.source / "package.json").write_text('{"name": "page", "private": true}')
    (made.source / "package-lock.json").write_text('{"name": "page", "lockfileVersion": 3, "packages": {}}')
    (made.source / ".npmrc").write_text("fetch-retries=0\n")
    (made.source / "bundle.mjs").write_text(BUNDLER)
    (made.source / "main.jsx").write_text("first")
    return made


def test_built_once_then_left_alone(yard: Yard) -> None:
    assert yard.build()
    assert not yard.build()
    assert yard.runs == 1


def test_built_again_when_a_source_changes(yard: Yard) -> None:
    yard.build()
    first = yard.script
    (yard.source / "main.jsx").write_text("second")
    assert not is_up_to_date(yard.source, yard.static)
    assert yard.build()
    assert yard.script != first
    assert not (yard.static / "assets" / first).exists()


def test_built_again_when_a_source_is_added(yard: Yard) -> None:
    yard.build()
    (yard.source / "new.css").write_text("")
    assert yard.build()


def test_built_again_when_a_file_of_the_build_is_missing(yard: Yard) -> None:
    yard.build()
    (yard.static / "assets" / yard.script).unlink()
    assert yard.build()


def test_built_again_when_forced(yard: Yard) -> None:
    yard.build()
    first = yard.script
    assert yard.build(force=True)
    assert (yard.runs, yard.script) == (2, first)


def test_a_build_that_fails_leaves_the_old_one_in_place(yard: Yard) -> None:
    yard.build()
    first = yard.script
    (yard.source / "main.jsx").write_text("broken")
    with pytest.raises(DependencyUnavailable, match=r"could not be bundled: [\s\S]*a fault in main\.jsx"):
        yard.build()
    assert yard.script == first
    assert sorted(path.name for path in yard.static.iterdir()) == ["assets", "manifest.json"]


def test_two_processes_at_once_build_once(yard: Yard) -> None:
    code = (
        "import sys; from pathlib import Path; from hub.graphiql.build import build; a, b, c = map(Path, sys.argv[1:]);"
        "print(build(False, lambda line: None, source=a, static=b, cache=c))"
    )
    command = [sys.executable, "-c", code, str(yard.source), str(yard.static), str(yard.cache)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    answers = sorted(process.communicate(timeout=120)[0].strip() for process in both)
    assert answers == ["False", "True"]
    assert yard.runs == 1


def test_without_a_registry_a_sentence_says_what_to_do(yard: Yard) -> None:
    lock = {
        "name": "page",
        "lockfileVersion": 3,
        "packages": {
            "": {"dependencies": {"hub-no-such-package": "1.0.0"}},
            "node_modules/hub-no-such-package": {"version": "1.0.0"},
        },
    }
    (yard.source / "package.json").write_text('{"name": "page", "dependencies": {"hub-no-such-package": "1.0.0"}}')
    (yard.source / "package-lock.json").write_text(json.dumps(lock))
    # port 9 of this machine: nothing listens there
    (yard.source / ".npmrc").write_text(
        "fetch-retries=0\nregistry=http://127.0.0.1:9/\nproxy=null\nnoproxy=127.0.0.1\n"
    )
    with pytest.raises(DependencyUnavailable) as caught:
        yard.build()
    assert "npm's registry can't be reached (ECONNREFUSED)" in str(caught.value)
    assert "python -m hub.graphiql.build" in str(caught.value)
    assert read_manifest(yard.static) is None


def test_the_command_says_when_nothing_is_to_be_done(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert capsys.readouterr().out == "GraphiQL: up to date\n"


def test_the_lock_holds_no_address() -> None:
    text = (SOURCE / "package-lock.json").read_text()
    assert "://" not in text
    assert '"resolved"' not in text


def test_every_locked_package_has_a_checksum() -> None:
    packages = json.loads((SOURCE / "package-lock.json").read_text())["packages"]
    assert [name for name, package in packages.items() if name and not package.get("integrity")] == []


def test_versions_are_exact_and_those_of_the_lock() -> None:
    wanted = json.loads((SOURCE / "package.json").read_text())["dependencies"]
    packages = json.loads((SOURCE / "package-lock.json").read_text())["packages"]
    assert [version for version in wanted.values() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
    assert wanted == {name: packages[f"node_modules/{name}"]["version"] for name in wanted}


# What a browser would fetch from elsewhere, or the security policy forbids; links for people are fine.
FORBIDDEN = {
    "a content delivery network": r"unpkg\.com|jsdelivr|esm\.sh|cdnjs|skypack|googleapis|gstatic|jspm",
    "a script of another host": r"""(?:\bimport\(|\bfrom|\bimport|importScripts\()\s*["'`]https?:""",
    "a style or font of another host": r"""(?:@import|url\()\s*["']?https?:""",
    "code made from text": r"\beval\(|\bnew Function\(",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_the_built_page_holds_no(what: str, built: Path) -> None:
    texts = [path for path in (built / "assets").iterdir() if path.suffix in (".js", ".css")]
    assert len(texts) > 5
    found = [path.name for path in texts if re.search(FORBIDDEN[what], path.read_text())]
    assert found == []


def test_the_built_page_brings_the_three_workers(built: Path) -> None:
    manifest = read_manifest(built)
    assert manifest is not None
    for worker in ("editor", "json", "graphql"):
        assert any(re.fullmatch(rf"{worker}-[A-Z0-9]{{8}}\.js", name) for name in manifest.files)

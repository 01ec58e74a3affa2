"""The data folder of the embedded PostgreSQL: where it lies, how it is made, and the server's settings in it.

<home>/postgres-18/
    data/        PostgreSQL's own
    password     of the user `hub`, readable by the owner only
    server.log   since the last start; server.log.1 is the one before
"""

import hashlib
import os
import secrets
import shutil
from pathlib import Path

from hub.embedded.postgres_programs import Programs, is_root, others_can_enter, refuse_others, shared_folder
from hub.errors import DependencyUnavailable

FOLDER = "postgres-18"
USER = DATABASE = "hub"

# No superuser can connect: `hub` owns its database and may make others, as on a server that somebody else runs.
INITDB = (
    *("--username=postgres", "--auth-local=reject", "--auth-host=scram-sha-256", "--no-instructions"),
    *("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
)
FIRST_COMMANDS = (
    f"CREATE ROLE {USER} LOGIN CREATEDB PASSWORD '{{password}}';\nCREATE DATABASE {DATABASE} OWNER {USER};\n"
)
SETTINGS: dict[str, str] = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "max_wal_size": "1GB",
    "jit": "off",  # compiling costs more than our short statements take
    "timezone": "UTC",
    # Statements and their errors carry names and numbers of people; callers get them, the log does not.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] ",
}
# Safe against a crash of PostgreSQL, not of the machine; small, since tests keep it in memory.
NOT_DURABLE: dict[str, str] = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",  # a worker at work in a test's database keeps it from being dropped
    "min_wal_size": "32MB",
    "max_wal_size": "128MB",
}


def place(home: Path) -> Path:
    """Where the data folder of `home` lies: in it, or for root in the shared temporary folder if `home` is closed.

    For root the server runs as another account, which has to reach its data. A data folder that is there already
    is kept to, whichever of the two it is.
    """
    in_home = home / FOLDER
    if not is_root() or in_home.exists():
        return in_home
    name = hashlib.sha256(str(home).encode()).hexdigest()[:12]
    in_shared = shared_folder() / f"hub-{FOLDER}-data-{name}"
    return in_shared if in_shared.exists() or not others_can_enter(home) else in_home


def make(folder: Path, programs: Programs, *, durable: bool) -> None:
    """Make the data folder where there is none; under another name first: it is there whole or not at all.

    Raises DependencyUnavailable if it belongs to somebody else or can't be made.
    """
    owner = programs.account.uid if programs.account else os.geteuid()
    if folder.exists():
        refuse_others(folder, owner)
        return
    new = folder.with_name(f"{folder.name}.new")
    if new.exists():
        refuse_others(new, owner)
        shutil.rmtree(new)
    new.mkdir(mode=0o700)
    programs.own(new)
    password = secrets.token_urlsafe(24)
    (new / "password").touch(mode=0o600)
    (new / "password").write_text(f"{password}\n")
    programs.own(new / "password")
    _initialise(str(new / "data"), password, programs, durable)
    new.rename(folder)


def _initialise(data: str, password: str, programs: Programs, durable: bool) -> None:
    sync, single_sync = ((), ()) if durable else (("--no-sync",), ("-F",))
    made = programs.run("initdb", "-D", data, *INITDB, *sync)
    if made.returncode == 0:
        options = ("--single", "-D", data, "-c", "exit_on_error=true", *single_sync)
        made = programs.run("postgres", *options, "postgres", text=FIRST_COMMANDS.format(password=password))
    if made.returncode != 0:
        raise DependencyUnavailable(f"The PostgreSQL data folder {data} could not be made: {made.stderr.strip()}")


def write_settings(folder: Path, programs: Programs, *, port: int, durable: bool) -> None:
    """Replace postgresql.conf: at every start the settings are this file's."""
    settings = SETTINGS | {"port": str(port)} | ({} if durable else NOT_DURABLE)
    lines = [f"{name} = '{value}'" for name, value in settings.items()]
    path = folder / "data" / "postgresql.conf"
    path.write_text("\n".join(["# Written by the hub at every start (hub/embedded/postgres_data.py).", *lines, ""]))
    programs.own(path)

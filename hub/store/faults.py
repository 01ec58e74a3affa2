"""Which failures are the database's and pass, which are ours and stay; and what to say of the first."""

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

# Classes of SQLSTATE in which the same statement can succeed later: connection, transaction rollback, resources,
# operator intervention, system error.
PASSING_CLASSES = ("08", "40", "53", "57", "58")
# Single states: a server that takes no writes, a lock not available, no such database, no access, and tables or
# columns that are not there: a migration that has not run concerns every message, not this one.
PASSING_STATES = ("25006", "55P03", "3D000", "28000", "28P01", "42501", "42P01", "42703")

# What is said of a fault, by its SQLSTATE or how that begins; the first line that fits.
AWAY = "The database is away"
NOT_MIGRATED = "The database lacks a table or column that this version of the hub needs: run `hub migrate`"
SAID = {
    "40": "Two transactions waited for each other",
    "08": "The connection to the database was lost",
    "53100": "The database's disk is full",
    "53200": "The database's server has no memory left",
    "53300": "The database's server has no connection free",
    "42P01": NOT_MIGRATED,
    "42703": NOT_MIGRATED,
    "42501": "The role in HUB_DATABASE_URL may not do what the hub must do in its database",
    "25006": "The database takes no writes: HUB_DATABASE_URL names a standby",
    "3D000": "The database in HUB_DATABASE_URL is not there: make it, then run `hub migrate`",
    "28": "The database's server refuses the user or the password in HUB_DATABASE_URL",
    "57P03": "The database's server is starting up or going down",
    "57P": "The database's server ended the connection",
}


def passes(fault: BaseException) -> bool:
    """Whether the fault is the database's: trying again later can succeed, with whatever message."""
    if isinstance(fault, OSError | TimeoutError | PoolTimeout | asyncpg.InterfaceError | asyncpg.InternalClientError):
        return True
    if isinstance(fault, DBAPIError) and fault.connection_invalidated:
        return True
    state = _state(fault)
    return state.startswith(PASSING_CLASSES) or state in PASSING_STATES


def trouble(fault: BaseException) -> str:
    """What is wrong with the database, for whoever runs the hub: a sentence without its full stop, no data in it."""
    state = _state(fault)
    return next((said for start, said in SAID.items() if state.startswith(start)), AWAY)


def told_by_server(fault: BaseException) -> bool:
    """Whether it is the database's word, or its connection's, and nothing else that may be away."""
    return bool(_state(fault)) or isinstance(fault, DBAPIError | asyncpg.InterfaceError | asyncpg.InternalClientError)


def _state(fault: BaseException) -> str:
    source = fault.orig if isinstance(fault, DBAPIError) else fault
    return str(getattr(source, "sqlstate", None) or "")

"""Which failures are the database's and pass, and which are ours and stay."""

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

# Classes of SQLSTATE in which the same statement can succeed later: connection, transaction rollback, resources,
# operator intervention, system error.
PASSING_CLASSES = ("08", "40", "53", "57", "58")
# Single states: a server that takes no writes, a lock not available, no such database, no access, and tables or
# columns that are not there: a migration that has not run concerns every message, not this one.
PASSING_STATES = ("25006", "55P03", "3D000", "28000", "28P01", "42501", "42P01", "42703")

# Two transactions that stood in each other's way: serialization failure and deadlock.
CROSSED_STATES = ("40001", "40P01")


def passes(fault: BaseException) -> bool:
    """Whether the fault is the database's: trying again later can succeed, with whatever message."""
    if isinstance(fault, OSError | TimeoutError | PoolTimeout | asyncpg.InterfaceError | asyncpg.InternalClientError):
        return True
    if isinstance(fault, DBAPIError) and fault.connection_invalidated:
        return True
    state = _state(fault)
    return state.startswith(PASSING_CLASSES) or state in PASSING_STATES


def crossed(fault: BaseException) -> bool:
    """Whether the database gave up this transaction for another that it crossed: it is there, and answers."""
    return _state(fault) in CROSSED_STATES


def _state(fault: BaseException) -> str:
    source = fault.orig if isinstance(fault, DBAPIError) else fault
    return str(getattr(source, "sqlstate", None) or "")

"""Global ids: the type's name and the row's number, in base64, so that nobody builds on their form."""

import re
from base64 import b64decode, b64encode
from binascii import Error
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlalchemy import literal_column as sql

from hub.reads.faults import BadInput

LARGEST = 2**63 - 1
# PostgreSQL breaks base64 into lines of 76 characters; a name within this length and a number stay on one line.
LONGEST_NAME = 37
_FORM = re.compile(r"([A-Za-z]{1,37}):([1-9][0-9]{0,18})", re.ASCII)


def global_id(type_name: str, number: int) -> str:
    """The global id of a row: `Case`, 7 -> `Q2FzZTo3`."""
    return b64encode(f"{type_name}:{number}".encode()).decode()


def read_global_id(text: str) -> tuple[str, int]:
    """The type's name and the number. Raises BadInput for a text that is no id of the hub."""
    try:
        found = _FORM.fullmatch(b64decode(text, validate=True).decode("ascii"))
    except (Error, ValueError):
        found = None
    if found is None or int(found[2]) > LARGEST:
        raise BadInput("The id is none of the hub's: send one as the hub gave it, whole.")
    return found[1], int(found[2])


def number_of(type_name: str, text: str) -> int:
    """The number of an id of that type. Raises BadInput for anything else."""
    found, number = read_global_id(text)
    if found != type_name:
        raise BadInput(f"The id names something else: an id of type {type_name} is needed.")
    return number


def global_id_sql(type_name: str, key: ColumnElement[Any]) -> ColumnElement[Any]:
    """The same id, written by the database."""
    text = sql(f"'{type_name}:'").op("||")(key)
    return func.encode(func.convert_to(text, sql("'UTF8'")), sql("'base64'"))

"""The three reads of the benchmark, and for whom they are asked."""

from dataclasses import dataclass
from enum import StrEnum


class Read(StrEnum):
    """What is asked for, with the name that tables and plots show."""

    ONE_RECORD = "one record"
    NESTED_CASE = "nested case view"
    CASELOAD_PAGE = "caseload page"


PAGE_SIZE = 50


@dataclass(frozen=True)
class Viewer:
    """An Offender Supervisor: sees the cases of the prison, about a thousand, and no other."""

    staff_code: str
    prison_code: str
    cases: tuple[int, ...]


@dataclass(frozen=True)
class Page:
    """Where a caseload page ends, in the contestant's own cursor, and whether there is more."""

    end_cursor: str | None
    has_next: bool

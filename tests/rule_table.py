"""A rule as a table that a policy writer can read: the tests run every row, docs/rules.md shows every row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

# A column of this name says in words what the row is about; the rule does not see it.
CASE = "case"
# Names that keep their capitals where a word of a list is shown.
NAMES = {"scotland": "Scotland", "mappa": "MAPPA", "oasys": "OASys", "ipp": "IPP", "icm": "ICM"}


@dataclass(frozen=True)
class RuleTable:
    """What is given, and what the rule answers, row by row.

    `decide` takes the values of the given columns in their order and returns the answer, or a tuple of the answers.
    `source` names the document. `grid`: two given columns and one answer, shown as rows against columns.
    """

    title: str
    source: str
    given: tuple[str, ...]
    answer: tuple[str, ...]
    rows: Sequence[tuple[object, ...]]
    decide: Callable[..., object]
    about: str = ""
    grid: bool = False

    def names(self) -> list[str]:
        """A name for each row, for the report of a test."""
        count = 1 if self.given[0] == CASE else len(self.given)
        return [", ".join(shown(value) for value in row[:count]) for row in self.rows]

    def check(self, row: tuple[object, ...]) -> None:
        """Fails where the rule does not answer what the row says, or the row has not the columns of the table."""
        count = len(self.given)
        assert len(row) == count + len(self.answer), f"{self.title}: a row with {len(row)} cells"
        given = row[1:count] if self.given[0] == CASE else row[:count]
        said = self.decide(*given)
        answers = said if isinstance(said, tuple) and len(self.answer) > 1 else (said,)
        assert answers == row[count:]

    def markdown(self) -> str:
        """The table as Markdown, under its title."""
        lines = [f"### {self.title}", "", f"Source: {self.source}.", ""]
        if self.about:
            lines += [self.about, ""]
        return "\n".join([*lines, *(self._grid() if self.grid else self._list()), ""])

    def _list(self) -> list[str]:
        heads = [*self.given, *(f"**{name}**" for name in self.answer)]
        return [_line(heads), _line(["---"] * len(heads)), *(_line([shown(cell) for cell in row]) for row in self.rows)]

    def _grid(self) -> list[str]:
        down = list(dict.fromkeys(row[0] for row in self.rows))
        across = list(dict.fromkeys(row[1] for row in self.rows))
        cells = {(row[0], row[1]): row[2] for row in self.rows}
        heads = [f"{self.given[0]} \\ {self.given[1]}", *(shown(one) for one in across)]
        body = [[shown(one), *(f"**{shown(cells[one, other])}**" for other in across)] for one in down]
        return [_line(heads), _line(["---"] * len(heads)), *(_line(row) for row in body)]


def shown(value: object) -> str:
    """A cell in plain words: yes, no, a dash for what is not known or not there, a word of a list in lower case."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum) and not isinstance(value, int):
        text = str(value.value)
        return text if len(text) == 1 else " ".join(NAMES.get(word, word) for word in text.lower().split("_"))
    if isinstance(value, str) and not value.strip():
        return "(blank)"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return ", ".join(sorted(shown(one) for one in value)) or "-"
    if isinstance(value, tuple | list):
        return ", ".join(shown(one) for one in value) or "-"
    return str(int(value)) if isinstance(value, int) else str(value)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"

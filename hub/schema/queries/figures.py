"""The root of reads about the principles over many cases: of a person, a team, an establishment."""

from typing import Annotated

import strawberry
from strawberry.types.info import Info

from hub.domain.principles.measures import UNITS, Measure, Subject, Unit
from hub.schema.context import Context
from hub.schema.enums.scopes import CaseloadScope
from hub.store.caseload.figures import SummedFigure, summed
from hub.store.reach.conditions import CONDITIONS

SCOPES = {
    CaseloadScope.MINE: "own_caseload",
    CaseloadScope.COVERED: "covered_caseload",
    CaseloadScope.TEAM: "own_team",
    CaseloadScope.ESTABLISHMENT: "own_establishment",
}


@strawberry.type(
    description="One figure over many cases. Total, median, lowest and highest are of the cases of which it is known; "
    "null where it is known of none."
)
class CaseloadFigure:
    """A team's or an establishment's figure."""

    found: strawberry.Private[SummedFigure]

    @strawberry.field(description="What it is about.")
    def subject(self) -> Subject:
        """As on the case."""
        return self.found.subject

    @strawberry.field(description="What is measured.")
    def measure(self) -> Measure:
        """As on the case."""
        return self.found.measure

    @strawberry.field(description="What it is counted in.")
    def unit(self) -> Unit:
        """As on the case."""
        return UNITS.get(self.found.measure, Unit.COUNT)

    @strawberry.field(description="Of how many cases it is known.")
    def known(self) -> int:
        """Cases with a value."""
        return self.found.known

    @strawberry.field(description="Of how many cases nobody counts it yet.")
    def not_yet_known(self) -> int:
        """Cases of which nothing is recorded that it could be counted from."""
        return self.found.not_yet_known

    @strawberry.field(description="In how many cases there is nothing to measure.")
    def nothing_to_measure(self) -> int:
        """Cases that can have none."""
        return self.found.nothing_to_measure

    @strawberry.field(description="The values added up; null for a share, which can't be added, and where none is.")
    def total(self) -> int | None:
        """The sum."""
        return None if self.unit() is Unit.PER_CENT else self.found.total

    @strawberry.field(description="The value that half of the cases reach at most.")
    def median(self) -> int | None:
        """A value that some case has."""
        return self.found.median

    @strawberry.field(description="The lowest value.")
    def lowest(self) -> int | None:
        """Over the cases of which it is known."""
        return self.found.lowest

    @strawberry.field(description="The highest value.")
    def highest(self) -> int | None:
        """Over the cases of which it is known."""
        return self.found.highest


@strawberry.type
class FiguresQuery:
    """What those who lead a team or a unit look at."""

    @strawberry.field(
        description="The figures of the principles over the cases that you see in that scope and whose sentences have "
        "not all ended; none where there is no such case."
    )
    async def caseload_figures(
        self,
        info: Info[Context, None],
        scope: Annotated[CaseloadScope, strawberry.argument(description="Over whose cases.")] = CaseloadScope.TEAM,
    ) -> list[CaseloadFigure]:
        """One statement over the cases in reach."""
        context = info.context
        async with context.database.transaction(context.now()) as tx:
            found = await summed(tx, context.viewer, CONDITIONS[SCOPES[scope]])
        return [CaseloadFigure(found=one) for one in found]

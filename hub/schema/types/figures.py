"""The four principles in figures, and how far the services' records agree."""

import strawberry

from hub.domain.principles.figure import FigureState
from hub.domain.principles.measures import Measure, Subject, Unit
from hub.reads.declare import column, entity, expression

VALUE = "A whole number; null unless the state is KNOWN: what is not known is never 0."


@entity("principle_figure", order=("place", "id"))
@strawberry.type(description="One figure of a principle, computed when it is read.")
class Figure:
    """Nothing that nobody counts is shown as nought."""

    subject: Subject = strawberry.field(description="What it is about.", metadata=column("subject"))
    measure: Measure = strawberry.field(description="What is measured.", metadata=column("measure"))
    unit: Unit = strawberry.field(description="What it is counted in.", metadata=expression("measure_unit"))
    state: FigureState = strawberry.field(description="Whether there is a value.", metadata=column("state"))
    value: int | None = strawberry.field(description=VALUE, metadata=column("value"))

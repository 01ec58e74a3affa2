"""Whatever arrives ends in a record or in a name: bodies with a part taken out or put in the place of another."""

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.connectors.assessment.translate import decode_assessment
from hub.connectors.community.events import decode_event
from hub.errors import Ignored, Rejected
from tests.connectors.assessment.bodies import (
    CRN,
    EVENTS,
    OGRS,
    RSR,
    TOPIC,
    event,
    management_plans,
    needs,
    risks,
    scores,
    summary,
    timeline,
)
from tests.connectors.messages import message

BODIES = (summary(), timeline(), needs(), risks(), management_plans(), scores())
TOLD = (
    event("risk-assessment.scores.rsr.determined", RSR),
    event("probation-case.risk-scores.ogrs.manual-calculation", OGRS),
    event(
        "assessment.summary.produced", detailUrl=f"https://oasys.example/eor/oasys/ass/asssumm/{CRN}/ALLOW/1/COMPLETE"
    ),
)
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False),
    st.text(max_size=20),
    st.sampled_from(
        ["", "0001-01-01T00:00:00", "9999-12-31T23:59:59", "1e400", "NaN", "\u0661", "-0", {}, [], [[]], [None]]
    ),
)


def places(body: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of a body, as the steps that lead to it."""
    steps = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    return [found for step, inner in steps for found in [(*path, step), *places(inner, (*path, step))]]


@st.composite
def mutated(draw: st.DrawFn, bodies: tuple[Any, ...]) -> Any:
    """A body with one to three places changed or taken away."""
    body = copy.deepcopy(draw(st.sampled_from(bodies)))
    for _ in range(draw(st.integers(1, 3))):
        here = places(body)
        if not here:
            break
        *way, last = draw(st.sampled_from(here))
        inner = body
        for step in way:
            inner = inner[step]
        if draw(st.booleans()):
            inner[last] = copy.deepcopy(draw(ODD))
        else:
            del inner[last]
    return body


@settings(max_examples=300, deadline=None)
@given(mutated(BODIES))
def test_a_mutated_body_ends_by_name(body: Any) -> None:
    try:
        decode_assessment(message(TOPIC, CRN, body))
    except (Rejected, Ignored) as ended:
        assert ended.code


@settings(max_examples=200, deadline=None)
@given(mutated(TOLD))
def test_a_mutated_event_ends_by_name(body: Any) -> None:
    try:
        decode_event(message(EVENTS, CRN, body))
    except (Rejected, Ignored) as ended:
        assert ended.code

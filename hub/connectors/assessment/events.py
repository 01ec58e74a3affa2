"""What the assessment system says on the community side's topic of events: hub/connectors/community/table.py has it."""

from hub.connectors.assessment.details import DETAILS
from hub.connectors.assessment.predictors import event_scores
from hub.connectors.connector import Provenance
from hub.connectors.detail import awaited
from hub.connectors.envelope import DomainEvent
from hub.domain.access import Service
from hub.domain.assessment import PredictorOrigin
from hub.domain.records import DetailAwaited, PredictorsTold
from hub.errors import Ignored

BY_HAND = "probation-case.risk-scores.ogrs.manual-calculation"


def read_scores(event: DomainEvent, crn: str, read: Provenance) -> PredictorsTold:
    """The scores of an event, whichever there are. Raises Ignored(NoScores)."""
    origin = PredictorOrigin.MANUAL if event.event_type.lower() == BY_HAND else PredictorOrigin.DETERMINED
    scores = event_scores(event.additional_information, read.source_time, origin)
    if not scores:
        raise Ignored("NoScores", "no score and no band in it can be read")
    return PredictorsTold(crn, tuple(scores))


def assessment_awaited(event: DomainEvent, crn: str, read: Provenance) -> DetailAwaited | None:
    """The summary that an event points at, which is to be fetched; None without an address of it.

    Raises Rejected(KeyMismatch) where it points at somebody else's.
    """
    return awaited(DETAILS, event, Service.COMMUNITY, crn, read)

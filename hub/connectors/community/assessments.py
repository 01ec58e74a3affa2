"""Events about assessments: the scores in them, and that a new assessment is there to be fetched."""

from hub.connectors.assessment.events import assessment_awaited, read_scores
from hub.connectors.community.told import Told
from hub.domain.records import DetailAwaited, PredictorsTold
from hub.domain.reports import LookAgain, RecordPart

READING = "community.assessment.snapshot.v1"


def scores(told: Told) -> PredictorsTold:
    """The scores that the event tells. Raises Ignored(NoScores)."""
    return read_scores(told.event, told.crn, told.provenance)


def assessed(told: Told) -> DetailAwaited | LookAgain:
    """The assessment is fetched where the event gives its address; else it comes by its snapshot."""
    found = assessment_awaited(told.event, told.crn, told.provenance)
    return found or LookAgain(told.crn, RecordPart.ASSESSMENT, READING, told.name, told.at)

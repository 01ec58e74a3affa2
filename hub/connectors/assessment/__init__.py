"""The assessment system (OASys): summaries, needs, risks, risk management plans, scores.

messages.py   wire shapes                        words.py       their codes -> ours
translate.py  which body it is                   summary.py     assessments as a whole
parts.py      needs, risks, management plans     predictors.py  scores
events.py     what its events say                details.py     what thin events point at
"""

from hub.connectors.assessment.details import DETAILS
from hub.connectors.assessment.translate import decode_assessment
from hub.connectors.connector import Connector

__all__ = ["CONNECTORS", "DETAILS"]

CONNECTORS = (Connector("assessments", "community.assessment.snapshot.v1", ordered=False, decode=decode_assessment),)

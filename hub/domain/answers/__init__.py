"""What the rules answer about a case, each with its reason and the facts used, kept on the case's row.

Every answer is decided anew whenever a fact changes, and on the day on which time alone may change it.

answer          one question, one answer
assessed        what counts of the assessments, of a record and of a case
situation       what the questions are asked about: the case as its records have it on that day
decision_made   what a named person decided, which beats a rule
eligibility     who has an Offender Manager
tier            the tier from 1 to 4, and today's from A to G
responsibility  custody or community today, and when it is handed over
transfer        whether the manager's skills cover the risk
icm             the route of Integrated Case Management, in Scotland
recommendation  the grade that is recommended inside a prison
asking          every question in turn
"""

from hub.domain.answers.answer import Answer, Question
from hub.domain.answers.asking import answers, ask_again_on
from hub.domain.answers.assessed import Assessed, RecordAssessed, Scored, assessed
from hub.domain.answers.decision_made import DecisionKind, DecisionMade
from hub.domain.answers.situation import Passed, Registered, Situation

__all__ = [
    "Answer",
    "Assessed",
    "DecisionKind",
    "DecisionMade",
    "Passed",
    "Question",
    "RecordAssessed",
    "Registered",
    "Scored",
    "Situation",
    "answers",
    "ask_again_on",
    "assessed",
]

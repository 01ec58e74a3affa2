"""The route of Integrated Case Management: what the records say, put to the rule, where a decision says Scotland."""

from hub.domain.answers.answer import Answer, answer
from hub.domain.answers.decision_made import DecisionKind, standing
from hub.domain.answers.eligibility import custody_terms
from hub.domain.answers.situation import Situation
from hub.domain.icm import icm_route
from hub.domain.sentence_terms import custody_span


def ask(case: Situation, held: Answer | None) -> Answer | None:
    """The answer; None where nobody decided that the person is Scotland's."""
    scotland = standing(case.decided, DecisionKind.IN_SCOTLAND)
    if scotland is None:
        return None
    statutory = bool(scotland.terms.get("statutory_supervision"))
    found = icm_route(custody_span(custody_terms(case)), statutory_supervision=statutory)
    conferences = bool(scotland.terms.get("conferences"))
    return answer(found.route, found.because, held=held, now=case.now, more={"conferences_by_decision": conferences})

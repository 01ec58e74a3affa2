"""Whether the manager has the skills for the risk; where not, a team manager decides (guide, "When risks change").

The answer follows from the risk and the grade as they are, not from the way in which they became so: it is the same in
whatever order assessments and allocations arrive.
"""

from hub.domain.allocation.transfer import on_change
from hub.domain.answers.answer import Answer, answer
from hub.domain.answers.decision_made import DecisionKind, standing
from hub.domain.answers.situation import LEVELS, Situation
from hub.domain.assessment import RiskLevel


def ask(case: Situation, held: Answer | None) -> Answer | None:
    """The answer; None where nobody assessed the risk, or no sentence is in force."""
    harm = case.harm
    if harm is None or not case.sentences:
        return None
    decided = on_change(
        None, harm, case.manager_grade, held=case.manager_id is not None, skills_confirmed=_confirmed(case, harm)
    )
    return answer(decided.outcome, decided.because, held=held, now=case.now)


def _confirmed(case: Situation, harm: RiskLevel) -> bool:
    """A team manager confirmed the skills of this manager, for this risk or a higher one."""
    made = standing(case.decided, DecisionKind.SKILLS_CONFIRMED)
    if made is None or made.terms["staff_id"] != case.manager_id:
        return False
    return LEVELS.index(RiskLevel(made.terms["harm"])) >= LEVELS.index(harm)

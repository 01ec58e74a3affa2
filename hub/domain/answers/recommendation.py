"""The grade that is recommended for somebody in prison, asked of today's tier, the risk of harm and responsibility."""

from collections.abc import Mapping

from hub.domain.allocation.recommendation import recommend
from hub.domain.answers.answer import Answer, Question, answer
from hub.domain.answers.responsibility import is_immigration_case
from hub.domain.answers.situation import Situation
from hub.domain.handover import Responsibility
from hub.domain.tier import TodayTier


def ask(case: Situation, held: Answer | None, answered: Mapping[Question, Answer]) -> Answer | None:
    """The answer; None for somebody who is not in prison under a sentence. `answered` are the other questions."""
    responsible = answered.get(Question.RESPONSIBILITY)
    if responsible is None:
        return None
    today = answered.get(Question.TODAY_TIER) if case.sentences else None
    found = recommend(
        TodayTier(today.outcome) if today is not None and today.outcome is not None else None,
        case.harm,
        immigration_case=is_immigration_case(case),
        prison_responsible=responsible.outcome != Responsibility.COMMUNITY,
    )
    return answer(found.grade, found.because, held=held, now=case.now)

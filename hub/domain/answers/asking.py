"""Every question asked of one case."""

from collections.abc import Callable, Mapping
from datetime import date

from hub.domain.answers import eligibility, icm, recommendation, responsibility, tier, transfer
from hub.domain.answers.answer import Answer, Question
from hub.domain.answers.situation import Situation

Ask = Callable[[Situation, Answer | None], Answer | None]

ASKED: dict[Question, Ask] = {
    Question.ELIGIBILITY: eligibility.ask,
    Question.TIER: tier.ask,
    Question.TODAY_TIER: tier.ask_today,
    Question.RESPONSIBILITY: responsibility.ask,
    Question.TRANSFER: transfer.ask,
    Question.ICM_ROUTE: icm.ask,
    Question.RECOMMENDED_GRADE: recommendation.ask,
}


def answers(case: Situation, held: Mapping[Question, Answer]) -> dict[Question, Answer]:
    """The answers, without those that the case gives no reason to ask; `held` are those that stood before."""
    found = ((question, ask(case, held.get(question))) for question, ask in ASKED.items())
    return {question: one for question, one in found if one is not None}


def ask_again_on(answered: Mapping[Question, Answer], *others: date | None) -> date | None:
    """The first day on which time alone may change an answer; `others` are days that matter besides."""
    days = (*(one.again_on for one in answered.values()), *others)
    return min((day for day in days if day is not None), default=None)

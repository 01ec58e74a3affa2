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
}


def answers(case: Situation, held: Mapping[Question, Answer]) -> dict[Question, Answer]:
    """The answers, without those that the case gives no reason to ask; `held` are those that stood before."""
    found = {question: one for question, ask in ASKED.items() if (one := ask(case, held.get(question))) is not None}
    grade = recommendation.ask(case, held.get(Question.RECOMMENDED_GRADE), found)
    return found if grade is None else {**found, Question.RECOMMENDED_GRADE: grade}


def ask_again_on(answered: Mapping[Question, Answer], *others: date | None) -> date | None:
    """The first day on which time alone may change an answer; `others` are days that matter besides."""
    days = (*(one.again_on for one in answered.values()), *others)
    return min((day for day in days if day is not None), default=None)

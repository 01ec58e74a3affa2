"""The grade that is recommended for somebody in prison, asked of today's tier, the risk of harm and responsibility."""

from hub.domain.allocation.recommendation import recommend
from hub.domain.answers import responsibility, tier
from hub.domain.answers.answer import Answer, answer
from hub.domain.answers.situation import Situation
from hub.domain.handover import Responsibility
from hub.domain.tier import TodayTier


def ask(case: Situation, held: Answer | None) -> Answer | None:
    """The answer; None for somebody who is not in prison under a sentence."""
    responsible = responsibility.ask(case, None)
    if responsible is None:
        return None
    today = tier.ask_today(case, None)
    found = recommend(
        TodayTier(today.outcome) if today is not None and today.outcome is not None else None,
        case.harm,
        immigration_case=responsibility.facts_of(case).immigration_case,
        prison_responsible=responsible.outcome != Responsibility.COMMUNITY,
    )
    return answer(found.grade, found.because, held=held, now=case.now)

"""What becomes of contributions with the case, and how events tell of one."""

from typing import Any

from hub.actions.telling.case_events import CaseChange
from hub.domain.allocation.contributing import ContributionEnd
from hub.store.team import contribution
from hub.store.team.contribution import HeldContribution
from hub.store.transaction import Transaction


async def end_with_the_case(tx: Transaction, case_id: int) -> list[CaseChange]:
    """Nobody contributes to a case any more of which every sentence has ended; what is told of it."""
    changes = []
    for one in await contribution.standing(tx, case_id):
        await contribution.end(tx, one.id, ContributionEnd.CASE_TERMINATED)
        changes.append(changed(one, await contribution.held(tx, one.id)))
    return changes


def changed(before: HeldContribution | None, after: HeldContribution) -> CaseChange:
    """The change as events tell of it: no words that people gave."""
    return CaseChange("ContributionChanged", _told(before) if before else None, _told(after))


def _told(one: HeldContribution) -> dict[str, Any]:
    return {
        "contributionId": str(one.id),
        "staffCode": one.staff_code,
        "decidedBy": one.decision.decided_by,
        "deciderCode": one.decider_code,
        "decidedOn": one.decision.on.isoformat(),
        "flags": list(one.flags),
        "endedAs": one.ended_as,
    }

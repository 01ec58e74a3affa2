"""What is told of cover: of every case when it is arranged or ended, and of a case that comes while it lasts."""

from hub.actions.telling.case_events import CaseChange
from hub.domain.days import london_day
from hub.domain.lead.cover import Cover
from hub.store.team import cover
from hub.store.transaction import Transaction


async def come_to(tx: Transaction, *staff_ids: int | None) -> list[CaseChange]:
    """That somebody stands in today for those to whom the case has just come."""
    new = {one for one in staff_ids if one is not None}
    held = await cover.standing_for(tx, new, london_day(tx.now)) if new else []
    return [CaseChange("CoverChanged", None, told_of(one.absent.code, one.covering_code, one.cover)) for one in held]


def told_of(staff_code: str, covering_code: str, arranged: Cover) -> dict[str, str]:
    """One cover."""
    assert arranged.last is not None
    days = {"firstOn": arranged.first.isoformat(), "lastOn": arranged.last.isoformat()}
    return {"staffCode": staff_code, "coveringCode": covering_code, **days}

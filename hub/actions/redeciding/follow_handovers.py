"""Handovers follow what else is decided of a case: some are completed or overtaken, some nobody planned, some late."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec.structs import replace

from hub.actions.telling.case_events import CaseChange
from hub.actions.telling.handover_events import EVENTS, changed, codes_of
from hub.domain.access import Role
from hub.domain.allocation.offender_manager import Candidate, CaseToHold, broken_rules
from hub.domain.answers import Question
from hub.domain.case import CaseFacts
from hub.domain.consequences import Consequences, consequences
from hub.domain.days import london_day
from hub.domain.eligibility import Eligibility
from hub.domain.handover.following import Hands, HeldHandover, completed_by_record, follow
from hub.errors import BrokenRule
from hub.store.decided.facts import facts_of
from hub.store.handover import handover
from hub.store.team import holder_decision
from hub.store.transaction import Transaction


async def complete_by_record(tx: Transaction, facts: CaseFacts, now: Consequences) -> tuple[CaseFacts, Consequences]:
    """The same; or, where the record names the one who is to take the case over, with the handover completed by it."""
    decided = completed_by_record(facts.handovers, facts.holders, now.holders)
    if decided is None or decided.staff_id is None:
        return facts, now
    version, role = facts.row.version + 1, Role.OFFENDER_MANAGER
    await holder_decision.decide(tx, facts.id, decided, case_version=version, by_id=decided.staff_id, role=role)
    again = replace(await facts_of(tx, facts.id), records=facts.records)  # with what is only heard so far
    return again, consequences(again, tx.now)


async def follow_handovers(
    tx: Transaction, facts: CaseFacts, now: Consequences
) -> tuple[tuple[HeldHandover, ...], list[CaseChange]]:
    """Keep what became of the handovers; all of them as they are now, and what is told of them."""
    supervisor = facts.supervisor.staff_id if facts.supervisor else None
    if not facts.handovers and len(now.holders) < 2:
        return (), []

    def broken_by(staff_id: int, at: datetime) -> Sequence[BrokenRule]:
        return _broken_by(facts, now, staff_id, at)

    found, gone = follow(facts.handovers, Hands(now.holders, supervisor), tx.now, broken_by)
    for one in gone:
        assert one.id is not None
        await handover.drop(tx, facts.id, one.id)
    held = {one.id: one for one in facts.handovers}
    differing = [one for one in found if held.get(one.id) != one]
    if not differing:
        return found, []
    codes = await codes_of(tx, differing)
    changes: list[CaseChange] = []
    for one in differing:
        number = await handover.save(tx, facts.id, one)
        changes += _told(number, held.get(one.id), one, codes)
    return found, changes


def _told(number: int, before: HeldHandover | None, after: HeldHandover, codes: Mapping[int, str]) -> list[CaseChange]:
    told = []
    if before is None:
        told.append(changed("HandoverUnplanned", number, None, after, codes))
    elif before.given.state is not after.given.state:
        told.append(changed(EVENTS[after.given.state], number, before, after, codes))
    if after.late is not None and (before is None or before.late is not after.late):
        told.append(changed("HandoverLate", number, before, after, codes))
    return told


def _broken_by(facts: CaseFacts, now: Consequences, staff_id: int, at: datetime) -> Sequence[BrokenRule]:
    """The rules that somebody breaks by holding the case from then on."""
    member = facts.staff.get(staff_id)
    if member is None:
        return ()
    day = london_day(at)
    begun = [london_day(span.start) for span in now.spans.wanted if london_day(span.start) <= day]
    eligible = now.answers.get(Question.ELIGIBILITY)
    to_hold = CaseToHold(
        harm=now.situation.harm,
        span_began_on=max(begun, default=None),
        terminated=now.situation.terminated and bool(facts.spans),
        eligible=eligible is None or eligible.outcome not in (Eligibility.NO, Eligibility.OUTSIDE),
        outside=eligible is not None and eligible.outcome == Eligibility.OUTSIDE,
    )
    candidate = Candidate(member.service, member.grade, member.active_from, member.active_to)
    return broken_rules(candidate, to_hold, day)

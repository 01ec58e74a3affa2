"""Two cases become one: everything that the sources said moves to the case that stays.

Spans and the holders of a case that nobody was named for are not moved: they follow again from what moved. The other
case's row stays, pointing to where its facts went, so that its number answers for ever; nobody reaches it any more.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Table, and_, delete, exists, or_, select, update

from hub.domain.team import HolderCause
from hub.store.access import access_limit
from hub.store.agreement import disagreement
from hub.store.assessment import assessment
from hub.store.assessment_parts import PARTS
from hub.store.awaited import awaited_snapshot
from hub.store.case import offender_case
from hub.store.custody import custody_record, movement
from hub.store.custody_reading import custody_reading
from hub.store.detail import detail_due
from hub.store.enforcement import enforcement_action, recall_recommendation
from hub.store.fetching import rows_of
from hub.store.identity import identifier, identity_review, source_record
from hub.store.licence import licence
from hub.store.movements import unknown_movement
from hub.store.person import person_record
from hub.store.plan import sentence_plan
from hub.store.predictor import predictor
from hub.store.published_tier import published_tier
from hub.store.reading import reading
from hub.store.registration import deregistration, registration
from hub.store.reported_allocation import reported_allocation
from hub.store.requirement import requirement
from hub.store.sentence import sentence, span
from hub.store.sentence_terms import sentence_term
from hub.store.team import offender_manager_holder, offender_supervisor_allocation, supervision_record
from hub.store.transaction import Transaction

FACTS: tuple[Table, ...] = (
    source_record,
    reading,
    identifier,
    person_record,
    custody_record,
    custody_reading,
    movement,
    unknown_movement,
    sentence,
    sentence_term,
    supervision_record,
    access_limit,
    detail_due,
    registration,
    deregistration,
    requirement,
    enforcement_action,
    recall_recommendation,
    licence,
    reported_allocation,
    published_tier,
    awaited_snapshot,
    assessment,
    *PARTS,
    predictor,
)
# The columns of its own row that show a person or let somebody reach the case.
NOBODY: dict[str, Any] = {
    **dict.fromkeys(
        (
            *("forename", "surname", "date_of_birth", "om_staff_id", "om_team_code", "os_staff_id", "prison_code"),
            *("registered_risk", "mappa_level", "mappa_category"),
        )
    ),
    "facts": {},
}


async def planned(tx: Transaction, case_ids: Iterable[int]) -> set[int]:
    """Those of the cases that a sentence plan hangs on."""
    return {case_id for case_id in case_ids if (await rows_of(tx, sentence_plan, case_id)).of_case(case_id)}


async def move_facts(tx: Transaction, *, from_case: int, to_case: int) -> None:
    """Move what the sources said, and the team, from a case without a plan; both cases must be locked."""
    await tx.execute(update(custody_record).where(custody_record.c.case_id == from_case).values(current=False))
    await tx.execute(update(sentence).where(sentence.c.case_id == from_case).values(span_id=None))
    await tx.execute(delete(span).where(span.c.case_id == from_case))
    await tx.execute(delete(disagreement).where(disagreement.c.case_id == from_case))
    for table in FACTS:
        await tx.execute(update(table).where(table.c.case_id == from_case).values(case_id=to_case))
    await _move_holders(tx, from_case, to_case)
    await _settle_reviews(tx, from_case)
    await _move_supervisors(tx, from_case, to_case)
    values = {**NOBODY, "merged_into": to_case, "updated_at": tx.now}
    await tx.execute(update(offender_case).where(offender_case.c.id == from_case).values(values))
    # Whatever was joined to it before points to where its facts are now: one step, however long the story.
    earlier = offender_case.c.merged_into == from_case
    await tx.execute(update(offender_case).where(earlier).values(merged_into=to_case))


async def _move_holders(tx: Transaction, from_case: int, to_case: int) -> None:
    """The chain that somebody was named in is the one that stays; of two such, the other is kept where it is."""
    holder = offender_manager_holder
    unknown = holder.c.cause == HolderCause.NOT_KNOWN
    await tx.execute(delete(holder).where(holder.c.case_id == from_case, unknown))
    named = await tx.rows(select(holder.c.id).where(holder.c.case_id == from_case).limit(1))
    if not named:
        return
    other_named = select(holder.c.id).where(holder.c.case_id == to_case, ~unknown).limit(1)
    if await tx.rows(other_named):
        return
    await tx.execute(delete(holder).where(holder.c.case_id == to_case))
    await tx.execute(update(holder).where(holder.c.case_id == from_case).values(case_id=to_case))


async def _move_supervisors(tx: Transaction, from_case: int, to_case: int) -> None:
    mine = offender_supervisor_allocation
    held = mine.alias("held")
    overlapping = exists(select(held.c.id).where(held.c.case_id == to_case, held.c.during.op("&&")(mine.c.during)))
    free = and_(mine.c.case_id == from_case, ~overlapping)
    await tx.execute(update(mine).where(free).values(case_id=to_case))


async def _settle_reviews(tx: Transaction, from_case: int) -> None:
    """What was in doubt between the two is decided; doubts about others are found again with the next message."""
    review = identity_review.c
    await tx.execute(delete(identity_review).where(or_(review.case_id == from_case, review.other_case_id == from_case)))

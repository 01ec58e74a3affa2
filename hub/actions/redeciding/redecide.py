"""Make a case what its facts say: load them, decide, save what differs, and tell what changed.

Every action that takes a message ends here, and so does the clock: nothing derived is ever kept by hand.
"""

from collections.abc import Sequence
from typing import Any

from hub.actions.redeciding.asking import withdraw_unshared
from hub.actions.redeciding.cluster import follow_cluster, look_at_cluster
from hub.actions.redeciding.follow_contributions import end_with_the_case
from hub.actions.redeciding.follow_handovers import complete_by_record, follow_handovers
from hub.actions.redeciding.follow_spans import follow_spans
from hub.actions.redeciding.likeness import withdraw_questions
from hub.actions.redeciding.movements import Heard, follow_movements
from hub.actions.redeciding.redecided import Difference, Redecided
from hub.actions.telling.case_events import Cause
from hub.actions.telling.covered import come_to
from hub.domain.access import Service
from hub.domain.case import CaseFacts
from hub.domain.cluster import Finding
from hub.domain.consequences import Consequences, consequences
from hub.domain.handover.following import HeldHandover, asked_to_take_over
from hub.domain.handover.in_two_hands import HandoverKind
from hub.domain.phase import Phase
from hub.store import case
from hub.store.custody import custody, sentence
from hub.store.decided import agreement
from hub.store.decided.answers import keep_past
from hub.store.decided.facts import facts_of
from hub.store.team import staff_records, team
from hub.store.transaction import Transaction


async def redecide(
    tx: Transaction, case_id: int, cause: Cause, *, heard: Heard | None = None, sentences_changed: bool = False
) -> Redecided:
    """Bring everything that follows from the facts up to date, the plans of its spans too; the case must be locked.

    `heard`: a report of a movement that has just come. `sentences_changed`: the caller wrote sentences, so that is told
    even where the spans stay. The caller announces the changes returned, and leaves the audit line.
    """
    unshared = await withdraw_unshared(tx, case_id)  # first: a question that a ruling stands against is a fact
    facts = await facts_of(tx, case_id)
    if heard is not None:
        facts = facts.hearing(heard.record_id, heard.line)
    facts, now = await complete_by_record(tx, facts, consequences(facts, tx.now))
    movements_told = await follow_movements(tx, facts, now.moved)
    await _save_custody(tx, facts, now)
    spans_changed = await _save_sentences(tx, facts, now)
    if any(span.planned for span in facts.spans):
        await follow_spans(tx, case_id, service=cause.service, cause=cause.cause)
    if now.holders != facts.holders:
        await team.save_chain(tx, case_id, now.holders)
    if now.facts != facts.row.facts:
        await agreement.save(tx, case_id, facts.row.facts, now.facts)
    cluster = await look_at_cluster(tx, facts)
    handovers, handed = await follow_handovers(tx, facts, now)
    grouped = await follow_cluster(tx, facts, cluster, cause)
    identity_told = [*unshared, *grouped, *await withdraw_questions(tx, case_id)]
    over = facts.row.phase not in (None, now.phase.phase) and now.phase.phase is Phase.TERMINATED
    contributed = await end_with_the_case(tx, case_id) if over else []
    codes = await _codes(tx, facts, now)
    values = _row(facts, now, cluster, handovers)
    stood_in = await come_to(tx, values.get("om_staff_id"), values.get("os_staff_id"))
    told = (*identity_told, *movements_told), (*handed, *contributed, *stood_in)
    difference = Difference(facts, now, codes, sentences_changed or spans_changed, *told)
    if now.answers != facts.row.answers:
        keep_past(tx, case_id, facts.row.answers, now.answers, cause.cause)
    changed = values or difference.changes
    return Redecided(await case.save(tx, case_id, values) if changed else facts.row.version, difference)


async def _save_custody(tx: Transaction, facts: CaseFacts, now: Consequences) -> None:
    held = {record.id: record.custody for record in facts.records}
    for one in now.custody:
        record = held[one.record_id]
        if record is None or record.standing != one.place:
            await custody.save_standing(tx, case_id=facts.id, record_id=one.record_id, place=one.place)
        if (record.release_on if record else None) != one.release_on:
            await custody.save_release_date(tx, one.record_id, one.release_on)
    was = next((record_id for record_id, record in held.items() if record and record.current), None)
    if now.current is not None and now.current.record_id != was:
        await custody.save_current(tx, record_id=now.current.record_id, instead_of=was)


async def _save_sentences(tx: Transaction, facts: CaseFacts, now: Consequences) -> bool:
    """Ends, spans and which sentence is in which; whether any span changed."""
    for one in now.sentences:
        last = now.last_days[one.id]
        if one.given.service is Service.CUSTODY and last != one.given.terminated_on:
            await sentence.save_end(tx, facts.id, one.id, last)
    wanted = [(span.id, span.start, span.end) for span in now.spans.wanted]
    changed = wanted != [(span.id, span.start, span.end) for span in facts.spans]
    ids = await sentence.save_spans(tx, facts.id, wanted) if changed else [span.id for span in facts.spans]
    places = {member: span_id for span, span_id in zip(now.spans.wanted, ids, strict=True) for member in span.members}
    for position, one in enumerate(now.sentences):
        if one.span_id != places.get(position):
            await sentence.save_membership(tx, facts.id, one.id, places.get(position))
    return changed


def _row(
    facts: CaseFacts, now: Consequences, cluster: Finding | None, handovers: Sequence[HeldHandover]
) -> dict[str, Any]:
    """The columns of the case's own row that differ from what they must be."""
    wanted = {
        "forename": now.shown.forename,
        "surname": now.shown.surname,
        "date_of_birth": now.shown.date_of_birth,
        "name_source": now.shown.service,
        "awaiting_snapshot": now.awaiting_snapshot,
        "phase": now.phase.phase,
        "phase_reason": now.phase.reason,
        "phase_flags": tuple(now.phase.flags),
        "om_staff_id": now.om_staff_id,
        "om_team_code": now.om_team_code,
        "os_staff_id": facts.supervisor.staff_id if facts.supervisor else None,
        "prison_code": now.prison_code,
        "next_om_staff_id": asked_to_take_over(handovers, HandoverKind.MANAGER),
        "next_os_staff_id": asked_to_take_over(handovers, HandoverKind.SUPERVISOR),
        "limited": now.limited,
        "tier": now.tier,
        "ask_again_on": now.ask_again_on,
        "cluster_reason": cluster.reason if cluster else None,
        "cluster_because": cluster.because if cluster else None,
    }
    differing: dict[str, Any] = {name: value for name, value in wanted.items() if getattr(facts.row, name) != value}
    if now.facts != facts.row.facts:
        differing["facts"] = now.facts
    if now.answers != facts.row.answers:
        differing["answers"] = now.answers
    return differing


async def _codes(tx: Transaction, facts: CaseFacts, now: Consequences) -> dict[int, str]:
    last = [chain[-1] for chain in (facts.holders, now.holders) if chain]
    ids = {holder.staff_id for holder in last if holder.staff_id is not None}
    return await staff_records.staff_codes(tx, ids) if ids else {}

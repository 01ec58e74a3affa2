"""From a topic to its connector, from a decoded record to its action; and what happens around them.

Here one message is one transaction: the first-time check, the effect, the audit, the outgoing events, the replay's
report. Many messages in one transaction are hub/messaging/batch.py, over the same two tables.
It ends as Applied, Ignored or Rejected. A fault of the database is no outcome: it is raised, and the same message is
tried again later.
"""

import asyncio
import logging
import random
import traceback
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from hub.actions.assessment.assessment import take_assessments, take_assessments_removed, take_predictors
from hub.actions.community.community import (
    take_access_limits,
    take_case_created,
    take_offender_record,
    take_offender_removed,
    take_prison_number_added,
    take_supervision_record,
    take_supervision_removed,
)
from hub.actions.community.enforcement import take_enforcement, take_licence, take_recall_recommendation
from hub.actions.community.engagement import take_case_recovered, take_case_removed
from hub.actions.community.published_tier import take_published_tier
from hub.actions.community.registration import take_deregistration, take_registration
from hub.actions.community.reported_allocation import take_allocation
from hub.actions.community.reported_handover import take_handover
from hub.actions.community.requirement import take_requirement
from hub.actions.custody.custody import (
    take_booking_deleted,
    take_movement,
    take_prisoner_record,
    take_prisoner_removed,
    take_sentence_dates,
    take_sentence_terms,
    take_unplaced_notice,
)
from hub.actions.custody.restricted_patient import take_patient_report
from hub.actions.custody.supervision import take_supervisor_told
from hub.actions.identity.booking import take_booking_moved
from hub.actions.identity.erasure import take_erasure
from hub.actions.identity.merge import take_record_merged, take_record_unmerged
from hub.actions.plan.take_command import take_plan_command
from hub.actions.taking.awaited import take_look_again, take_staff_changed
from hub.actions.taking.detail import take_detail_awaited
from hub.actions.team.staff import take_staff_record, take_staff_removed
from hub.connectors import assessment, community, custody, plan_command
from hub.connectors.connector import Connector, Detail, Message, Provenance
from hub.domain import merge, records, reports
from hub.errors import BrokenRule, Ignored, Rejected, VersionConflict
from hub.messaging.outcome import End, Outcome, replay_of, unread_words
from hub.messaging.parking import ALREADY_SEEN, hold_key, letter, parked_behind
from hub.messaging.topics import BY_NAME
from hub.store.database import Database
from hub.store.faults import passes
from hub.store.messages import dead_letters, inbox
from hub.store.transaction import Transaction
from hub.telemetry import DEAD_LETTERS, MESSAGES

log = logging.getLogger(__name__)

Action = Callable[[Transaction, Any, Provenance], Awaitable[str]]

# Topic -> who reads it. A topic of the registry without a connector is not consumed: its messages stay on the broker.
CONNECTORS: Mapping[str, Connector] = {
    connector.topic: connector
    for connector in (*custody.CONNECTORS, *community.CONNECTORS, *assessment.CONNECTORS, *plan_command.CONNECTORS)
}

# A detail's name -> where it comes from and who reads it; a message that is one says so in the header.
DETAILS: Mapping[str, Detail] = {
    detail.name: detail for detail in (*custody.DETAILS, *community.DETAILS, *assessment.DETAILS)
}
DETAIL_HEADER = "hub_detail"

# Decoded record -> what it does. Each action returns a few words on what was done.
ACTIONS: Mapping[type, Action] = {
    records.PrisonerRecord: take_prisoner_record,
    records.PrisonerRemoved: take_prisoner_removed,
    records.MovementSeen: take_movement,
    reports.PatientReported: take_patient_report,
    reports.HandoverReported: take_handover,
    records.SentenceDates: take_sentence_dates,
    records.SentenceTerms: take_sentence_terms,
    records.BookingDeleted: take_booking_deleted,
    records.SupervisorTold: take_supervisor_told,
    records.UnplacedNotice: take_unplaced_notice,
    records.OffenderRecord: take_offender_record,
    records.OffenderRemoved: take_offender_removed,
    records.AccessLimits: take_access_limits,
    records.SupervisionRecord: take_supervision_record,
    records.SupervisionRemoved: take_supervision_removed,
    records.CommunityCaseCreated: take_case_created,
    records.PrisonNumberAdded: take_prison_number_added,
    merge.RecordMerged: take_record_merged,
    merge.RecordUnmerged: take_record_unmerged,
    merge.BookingMoved: take_booking_moved,
    records.StaffRecord: take_staff_record,
    records.StaffRemoved: take_staff_removed,
    records.AssessmentStatements: take_assessments,
    records.PredictorsTold: take_predictors,
    records.AssessmentsRemoved: take_assessments_removed,
    records.DetailAwaited: take_detail_awaited,
    reports.LookAgain: take_look_again,
    reports.StaffChanged: take_staff_changed,
    reports.PersonErased: take_erasure,
    reports.CommunityCaseRemoved: take_case_removed,
    reports.CommunityCaseRecovered: take_case_recovered,
    reports.RegistrationReported: take_registration,
    reports.DeregistrationReported: take_deregistration,
    reports.RequirementReported: take_requirement,
    reports.EnforcementReported: take_enforcement,
    reports.RecallRecommended: take_recall_recommendation,
    reports.LicenceReported: take_licence,
    reports.AllocationReported: take_allocation,
    reports.TierPublished: take_published_tier,
    plan_command.AskedPlanCommand: take_plan_command,
}

# Records whose actions work on rows in memory, so that many share a transaction (hub/messaging/batch.py).
# The other actions have statements of their own, and are taken one by one.
TOGETHER: frozenset[type] = frozenset(
    {
        *(records.PrisonerRecord, records.PrisonerRemoved, records.MovementSeen, records.SentenceDates),
        *(records.UnplacedNotice, records.OffenderRecord, records.OffenderRemoved, records.AccessLimits),
        *(records.SupervisionRecord, records.SupervisionRemoved, records.CommunityCaseCreated),
        *(records.AssessmentStatements, records.PredictorsTold, records.AssessmentsRemoved),
        *(records.PrisonNumberAdded, records.StaffRecord, reports.PatientReported),
        *(reports.RegistrationReported, reports.DeregistrationReported, reports.RequirementReported),
        *(reports.EnforcementReported, reports.RecallRecommended, reports.LicenceReported),
        *(records.DetailAwaited, reports.TierPublished, reports.AllocationReported),
    }
)

TRIES = 3  # of a message on which our own code fails
# Ignored for what the hub does not know yet: not remembered, so that the same message can count when sent again.
LOOK_AGAIN = frozenset({"UnknownBooking"})


@dataclass(frozen=True)
class Retake:
    """A dead letter that is taken again: its id, and on whose word."""

    letter_id: int
    by: str


class Dispatcher:
    """Takes messages, one at a time for each key."""

    def __init__(
        self,
        database: Database,
        connectors: Mapping[str, Connector] = CONNECTORS,
        actions: Mapping[type, Action] = ACTIONS,
        details: Mapping[str, Detail] = DETAILS,
        together: frozenset[type] = TOGETHER,
    ) -> None:
        self._database = database
        self._connectors = connectors
        self._actions = actions
        self._details = details
        self._together = together

    def may_share(self, record: object) -> bool:
        """Whether the record's action may share a transaction with others."""
        return type(record) in self._together

    async def act(self, tx: Transaction, record: object, provenance: Provenance) -> str:
        """Do what the record asks for; a few words on what was done, and which fields could not be read."""
        done = await self._actions[type(record)](tx, record, provenance)
        return f"{done}; {unread_words(provenance)}" if provenance.unread else done

    async def handle(self, message: Message, retake: Retake | None = None) -> Outcome:
        """Take the message and say how it ended.

        Raises only faults of the database (`hub.store.faults.passes`): then nothing has happened yet.
        """
        try:
            outcome = await self._take_patiently(message, retake)
        except Rejected as rejected:
            outcome = await self._reject(message, rejected, retake)
        MESSAGES.labels(message.topic, str(outcome.end), outcome.code).inc()
        return outcome

    async def _take_patiently(self, message: Message, retake: Retake | None) -> Outcome:
        """Take it; on a fault of our own code try again, then reject it under the fault's type."""
        name = ""
        for attempt in range(1, TRIES + 1):
            try:
                return await self._take(message, retake)
            except Rejected:
                raise
            except BrokenRule as rule:
                raise Rejected(rule.code, rule.message) from rule
            except VersionConflict as conflict:
                raise Rejected("VersionConflict", conflict.node) from conflict
            except Exception as fault:
                if passes(fault):
                    raise
                name = type(fault).__name__
                log.warning("%s: try %d of %d failed: %s", _place(message), attempt, TRIES, _where(fault))
                await asyncio.sleep(random.uniform(0.01, 0.05) * attempt)  # noqa: S311 - jitter
        raise Rejected("InternalFault", name)

    async def _take(self, message: Message, retake: Retake | None) -> Outcome:
        provenance: Provenance | None = None
        try:
            record, provenance = self.decode(message)
            provenance = replace(provenance, confirmed=retake is not None)
            async with self._database.transaction() as tx:
                await hold_key(tx, message)
                if not retake and (parked := await parked_behind(tx, message, provenance)):
                    return await self._report(tx, message, parked)
                if not await inbox.first_time(tx, message.topic, provenance.event_id):
                    raise Ignored(ALREADY_SEEN)
                try:
                    outcome = Outcome(End.APPLIED, detail=await self.act(tx, record, provenance))
                except Ignored as ignored:
                    if not ignored.kept:
                        raise
                    outcome = Outcome.of(ignored)
                return await self._report(tx, message, outcome, retake)
        except Ignored as ignored:
            return await self._ignore(message, ignored, provenance, retake)

    def decode(self, message: Message) -> tuple[object, Provenance]:
        """What the message says; raises Rejected and Ignored as its connector does."""
        connector = self._connectors.get(message.topic)
        if connector is None:
            raise Rejected("UnknownTopic", "no connector reads this topic")
        if (size := len(message.value or b"")) > BY_NAME[message.topic].largest:
            raise Rejected("TooLarge", f"{size} bytes; the topic takes {BY_NAME[message.topic].largest}")
        named = message.header(DETAIL_HEADER)
        if named is None:
            return connector.decode(message)
        detail = self._details.get(named)
        if detail is None or detail.topic != message.topic:
            raise Rejected("UnknownDetail", "the message says that it is a detail that the hub does not know")
        return detail.decode(message)

    async def _ignore(
        self, message: Message, ignored: Ignored, provenance: Provenance | None, retake: Retake | None
    ) -> Outcome:
        """What was done on the way is rolled back; that the message was seen is kept."""
        remember = provenance is not None and ignored.code not in (ALREADY_SEEN, *LOOK_AGAIN)
        outcome = Outcome.of(ignored)
        if remember or retake or replay_of(message):
            async with self._database.transaction() as tx:
                await hold_key(tx, message)
                if provenance and remember:
                    await inbox.first_time(tx, message.topic, provenance.event_id)
                await self._report(tx, message, outcome, retake)
        return outcome

    async def _reject(self, message: Message, rejected: Rejected, retake: Retake | None) -> Outcome:
        """Keep the message among the dead letters, in a transaction of its own; the relay copies it to the topic."""
        outcome = Outcome.of(rejected)
        async with self._database.transaction() as tx:
            await hold_key(tx, message)
            if retake:
                await dead_letters.reject_again(tx, retake.letter_id, rejected.code, rejected.detail)
            elif await dead_letters.add(tx, letter(message, rejected.code, rejected.detail)):
                DEAD_LETTERS.labels(message.topic, rejected.code).inc()
            await self._report(tx, message, outcome)
        log.warning("%s: %s", _place(message), outcome)
        return outcome

    async def _report(
        self, tx: Transaction, message: Message, outcome: Outcome, retake: Retake | None = None
    ) -> Outcome:
        if retake:
            await dead_letters.resolve(tx, retake.letter_id, "REPLAYED", by=retake.by, how=str(outcome))
        if replay := replay_of(message):
            ended = inbox.ReplayedItem(replay[1], str(outcome.end), outcome.code or None, outcome.detail or None)
            await inbox.report(tx, replay[0], ended, message.topic, message.partition, message.offset)
        return outcome


def _place(message: Message) -> str:
    return f"{message.topic}/{message.partition}/{message.offset}"


def _where(fault: BaseException) -> str:
    """The fault's type and place; its text may hold data."""
    frames = traceback.extract_tb(fault.__traceback__)
    ours = [frame for frame in frames if "/hub/" in frame.filename] or frames
    place = f" at {ours[-1].filename.rpartition('/hub/')[2]}:{ours[-1].lineno}" if ours else ""
    return f"{type(fault).__name__}{place}"

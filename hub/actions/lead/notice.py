"""The offender was told whether they have a manager and who it is."""

from datetime import datetime

from hub.actions.deciding.recording import Recorded, Recording, given, record_on_case
from hub.actions.telling.case_events import CaseChange
from hub.domain.access import Actor
from hub.domain.answers import Question
from hub.domain.days import london_day
from hub.domain.eligibility import Eligibility
from hub.domain.eligibility.notice import NoticeTold, RecordNotice, check_told, nothing_to_tell
from hub.store.database import Database
from hub.store.decided.facts import facts_of
from hub.store.lead import notice
from hub.store.team import staff_records
from hub.store.transaction import Transaction


async def record_notice(
    database: Database,
    actor: Actor,
    command: RecordNotice,
    *,
    cause: str,
    now: datetime | None = None,
    idempotency_key: str | None = None,
) -> int:
    """Keep that they were told what stands now, with day and channel; the id of the case.

    Raises BrokenRule (`hub/domain/eligibility/notice.py`, `hub/domain/recording.py`).
    """

    async def work(tx: Transaction, case_id: int, by_id: int) -> Recorded:
        facts = await facts_of(tx, case_id)
        answer = facts.row.answers.get(Question.ELIGIBILITY)
        if answer is None or answer.outcome not in (Eligibility.YES, Eligibility.NO):
            raise nothing_to_tell()
        manager_id = facts.row.om_staff_id
        told = check_told(
            NoticeTold(Eligibility(answer.outcome), manager_id, command.on, command.channel),
            decided_on=london_day(min([answer.since, *(span.start for span in facts.spans[-1:])])),
            today=london_day(tx.now),
        )
        await notice.add(tx, case_id, told, service=actor.service, by_id=by_id)
        codes = await staff_records.staff_codes(tx, [manager_id]) if manager_id else {}
        after = {
            "manager": told.manager,
            "staffCode": codes.get(manager_id) if manager_id else None,
            "on": told.on.isoformat(),
            "channel": told.channel,
        }
        return Recorded("record_notice", ("notice",), CaseChange("NoticeRecorded", None, after))

    recording = Recording(command, given(command.case_id), work)
    return await record_on_case(database, actor, recording, cause=cause, now=now, idempotency_key=idempotency_key)

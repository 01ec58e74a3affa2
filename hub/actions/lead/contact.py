"""The offender asks for their manager, and is answered."""

from datetime import datetime

from hub.actions.deciding.recording import LARGEST_ID, Recorded, Recording, given, record_on_case
from hub.actions.telling.case_events import CaseChange
from hub.domain.access import Actor
from hub.domain.lead.contact import (
    AnswerContactRequest,
    RecordContactRequest,
    check_answer,
    check_request,
    no_such_request,
)
from hub.domain.lead.reach import request_due
from hub.store.database import Database
from hub.store.lead import contact_request
from hub.store.transaction import Transaction

Command = RecordContactRequest | AnswerContactRequest


async def change_contact(
    database: Database,
    actor: Actor,
    command: Command,
    *,
    cause: str,
    now: datetime | None = None,
    idempotency_key: str | None = None,
) -> int:
    """Keep the request, or its answer; the id of the case.

    Raises BrokenRule (`hub/domain/lead/contact.py`, `hub/domain/recording.py`).
    """
    asks = isinstance(command, RecordContactRequest)
    recording = _asking(actor, command) if asks else _answering(command)  # type: ignore[arg-type]
    return await record_on_case(database, actor, recording, cause=cause, now=now, idempotency_key=idempotency_key)


def _asking(actor: Actor, command: RecordContactRequest) -> Recording:
    async def work(tx: Transaction, case_id: int, by_id: int) -> Recorded:
        about = check_request(command, tx.now)
        due_at = request_due(command.asked_at)
        await contact_request.add(
            tx,
            case_id,
            service=actor.service,
            asked_at=command.asked_at,
            way=command.way,
            about=about,
            due_at=due_at,
            by_id=by_id,
        )
        after = {"askedAt": command.asked_at.isoformat(), "way": command.way, "dueAt": due_at.isoformat()}
        return Recorded("record_contact_request", ("about",), CaseChange("ContactRequested", None, after))

    return Recording(command, given(command.case_id), work)


def _answering(command: AnswerContactRequest) -> Recording:
    number = command.request_id if 0 < command.request_id <= LARGEST_ID else 0

    async def case_of(tx: Transaction) -> int | None:
        held = await contact_request.held(tx, number)
        return held.case_id if held else None

    async def work(tx: Transaction, case_id: int, by_id: int) -> Recorded:
        held = await contact_request.held(tx, number)
        if held is None or held.case_id != case_id:  # it moved or went while we waited for the case
            raise no_such_request()
        words = check_answer(command, answered=held.answered)
        await contact_request.answer(tx, number, words, by_id)
        after = {"answeredAt": tx.now.isoformat()}
        return Recorded("answer_contact_request", ("answer",), CaseChange("ContactRequestAnswered", None, after))

    return Recording(command, case_of, work, no_such_request)

"""What is recorded of Integrated Case Management, in Scotland."""

from datetime import datetime

from hub.actions.deciding.recording import Recorded, Recording, given, record_on_case
from hub.actions.telling.case_events import CaseChange
from hub.domain.access import Actor, Service
from hub.domain.answers import Question
from hub.domain.days import london_day
from hub.domain.icm.recording import IcmCommand, RecordConference, RecordCoreScreen, RecordParticipation, check_icm
from hub.store.database import Database
from hub.store.decided.facts import facts_of
from hub.store.lead import icm
from hub.store.transaction import Transaction

# Command -> the action's name in the audit, and what the event calls what was recorded.
NAMES: dict[type, tuple[str, str]] = {
    RecordCoreScreen: ("record_core_screen", "CORE_SCREEN"),
    RecordParticipation: ("record_participation", "PARTICIPATION"),
    RecordConference: ("record_conference", "CONFERENCE"),
}


async def record_icm(
    database: Database,
    actor: Actor,
    command: IcmCommand,
    *,
    cause: str,
    now: datetime | None = None,
    idempotency_key: str | None = None,
) -> int:
    """Keep it; the id of the case. Raises BrokenRule (`hub/domain/icm/recording.py`, `hub/domain/recording.py`)."""

    async def work(tx: Transaction, case_id: int, by_id: int) -> Recorded:
        facts = await facts_of(tx, case_id)
        scotland = Question.ICM_ROUTE in facts.row.answers
        sentenced_on = london_day(facts.spans[0].start) if facts.spans else None
        check_icm(command, scotland=scotland, today=london_day(tx.now), sentenced_on=sentenced_on)
        await _keep(tx, case_id, command, actor.service, by_id)
        action, what = NAMES[type(command)]
        return Recorded(action, ("icm",), CaseChange("IcmRecorded", None, {"what": what, "on": command.on.isoformat()}))

    recording = Recording(command, given(command.case_id), work)
    return await record_on_case(database, actor, recording, cause=cause, now=now, idempotency_key=idempotency_key)


async def _keep(tx: Transaction, case_id: int, command: IcmCommand, service: Service, by_id: int) -> None:
    match command:
        case RecordCoreScreen(on=on, held=held, needs=needs):
            await icm.add_core_screen(tx, case_id, on=on, held=held, needs=needs, service=service, by_id=by_id)
        case RecordParticipation():
            await icm.add_participation(
                tx,
                case_id,
                answer=command.answer,
                on=command.on,
                told_route_on=command.told_route_on,
                family_consent=command.family_consent,
                service=service,
                by_id=by_id,
            )
        case RecordConference(on=on, attended=attended, plan=plan):
            await icm.add_conference(
                tx, case_id, on=on, attended=attended, plan=plan.strip(), service=service, by_id=by_id
            )

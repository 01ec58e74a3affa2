"""Movements as the prison side's events tell them: two publishers of the newer generation, rows of the older one."""

from hub.connectors.custody.places import MOVEMENT_TYPES, movement, prison
from hub.connectors.custody.told import Told
from hub.connectors.json_reader import pick
from hub.connectors.times import read_time
from hub.domain.custody import UNKNOWN_AGENCY, CustodyState, Direction, MovementKind, MovementReport
from hub.domain.records import MovementSeen
from hub.errors import Ignored

DIRECTIONS = {"received": Direction.IN, "released": Direction.OUT, "IN": Direction.IN, "OUT": Direction.OUT}
ROWS = "hmpps-prisoner-events"  # who publishes the rows of the older generation
# What a row's type and direction say, in the words of the newer generation; the code of the reason refines it.
ROW_REASONS: dict[tuple[Direction, MovementKind], str] = {
    (Direction.IN, MovementKind.ADMISSION): "ADMISSION",
    (Direction.IN, MovementKind.TRANSFER): "TRANSFERRED",
    (Direction.IN, MovementKind.COURT): "RETURN_FROM_COURT",
    (Direction.IN, MovementKind.TEMPORARY_ABSENCE): "TEMPORARY_ABSENCE_RETURN",
    (Direction.OUT, MovementKind.RELEASE): "RELEASED",
    (Direction.OUT, MovementKind.TRANSFER): "TRANSFERRED",
    (Direction.OUT, MovementKind.COURT): "SENT_TO_COURT",
    (Direction.OUT, MovementKind.TEMPORARY_ABSENCE): "TEMPORARY_ABSENCE_RELEASE",
}
TRANSFERS_IN = frozenset({"INT", "TRNCRT", "TRNTAP"})


def reported(told: Told) -> MovementSeen:
    """A reception or release as one of the two publishers tells it.

    Raises Ignored: UnknownMovementReason, NoPrisonNumber for one that names a booking only; Rejected:
    MalformedIdentifier, KeyMismatch.
    """
    if told.number is None and told.internal:
        raise Ignored("NoPrisonNumber", "a movement of nobody named")
    direction = DIRECTIONS[told.name.rpartition(".")[2]]
    reason, code = told.word("reason"), told.word("nomisMovementReasonCode") or None
    kind, state = _meaning(direction, reason, code)
    return _seen(told, direction, kind, prison(told.word("prisonId") or None), _report(told, reason, code, state))


def row(told: Told) -> MovementSeen:
    """A row of the prison's table of movements, where the event carries it.

    Raises Ignored: SnapshotFollows where it only says that there is one, UnknownMovementReason; Rejected:
    MalformedIdentifier, KeyMismatch.
    """
    direction, kind = DIRECTIONS.get(told.word("directionCode")), MOVEMENT_TYPES.get(told.word("movementType"))
    at = read_time(pick(told.event.additional_information, "movementDateTime"))
    if direction is None or kind is None or at is None or told.number is None:
        raise Ignored("SnapshotFollows", "it does not say what moved; the record itself comes with its snapshot")
    code = told.word("movementReasonCode") or None
    if direction is Direction.IN and code in TRANSFERS_IN:
        kind = MovementKind.TRANSFER
    reason = ROW_REASONS.get((direction, kind), "")
    kind, state = _meaning(direction, reason, code)
    ends = ("toAgencyLocationId",) if direction is Direction.IN else ("fromAgencyLocationId",)
    report = MovementReport(ROWS, reason, code, state, at, False, told.provenance.cause)
    return _seen(told, direction, kind, prison(told.word(*ends) or None), report)


def _meaning(direction: Direction, reason: str, code: str | None) -> tuple[MovementKind, CustodyState | None]:
    found = movement(direction, reason, code)
    if found is None:
        raise Ignored("UnknownMovementReason", "the reason of the movement is none that the hub knows")
    return found


def _report(told: Told, reason: str, code: str | None, state: CustodyState | None) -> MovementReport:
    return MovementReport(
        publisher=told.name.partition(".")[0],
        reason=reason,
        reason_code=code,
        state=state,
        at=told.at,
        time_assumed=told.provenance.time_assumed,
        cause=told.provenance.cause,
    )


def _seen(
    told: Told, direction: Direction, kind: MovementKind, agency: str | None, report: MovementReport
) -> MovementSeen:
    return MovementSeen(told.subject, direction, kind, agency or UNKNOWN_AGENCY, report)

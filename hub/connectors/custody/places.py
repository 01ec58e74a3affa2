"""Where the prison's words put a person: record statuses and movement reasons to the hub's states, one table each.

Source: the prison database's own code lists, and what its consumers do with them (a merge is no release, DEC is a
death, HD a home detention curfew, HO, HP and HQ a hospital, UAL and ESCP leave somebody at large).
"""

from hub.domain.custody import CustodyState, Direction, MovementKind
from hub.domain.custody_change import BookingStatus, Way, Whereabouts
from hub.errors import Rejected

# Codes in the place of a prison that are none.
NO_PRISON = frozenset({"OUT", "TRN", "ZZGHI"})

# Release codes that are no release. A missing or other code is one: HD (curfew) and ECSL (early) are at home.
MERGE = "MRG"
RELEASE_CODES: dict[str, CustodyState | None] = {
    MERGE: None,
    "DEC": CustodyState.DIED,
    "HO": CustodyState.RESTRICTED_PATIENT,
    "HP": CustodyState.RESTRICTED_PATIENT,
    "HQ": CustodyState.RESTRICTED_PATIENT,
    "UAL": CustodyState.UNLAWFULLY_AT_LARGE,
    "UAL_ECL": CustodyState.UNLAWFULLY_AT_LARGE,
    "ESCP": CustodyState.UNLAWFULLY_AT_LARGE,
}

IN_PRISON = CustodyState.IN_PRISON

# (direction, reason) of both publishers -> what moved, and where it leaves the person.
MOVEMENTS: dict[tuple[Direction, str], tuple[MovementKind, CustodyState]] = {
    (Direction.IN, "ADMISSION"): (MovementKind.ADMISSION, IN_PRISON),
    (Direction.IN, "NEW_ADMISSION"): (MovementKind.ADMISSION, IN_PRISON),
    (Direction.IN, "READMISSION"): (MovementKind.ADMISSION, IN_PRISON),
    (Direction.IN, "READMISSION_SWITCH_BOOKING"): (MovementKind.ADMISSION, IN_PRISON),
    (Direction.IN, "POST_MERGE_ADMISSION"): (MovementKind.ADMISSION, IN_PRISON),
    (Direction.IN, "TRANSFERRED"): (MovementKind.TRANSFER, IN_PRISON),
    (Direction.IN, "RETURN_FROM_COURT"): (MovementKind.COURT, IN_PRISON),
    (Direction.IN, "TEMPORARY_ABSENCE_RETURN"): (MovementKind.TEMPORARY_ABSENCE, IN_PRISON),
    (Direction.OUT, "RELEASED"): (MovementKind.RELEASE, CustodyState.RELEASED),
    (Direction.OUT, "RELEASED_TO_HOSPITAL"): (MovementKind.RELEASE, CustodyState.RESTRICTED_PATIENT),
    (Direction.OUT, "TRANSFERRED"): (MovementKind.TRANSFER, CustodyState.BEING_TRANSFERRED),
    (Direction.OUT, "SENT_TO_COURT"): (MovementKind.COURT, CustodyState.AT_COURT),
    (Direction.OUT, "TEMPORARY_ABSENCE_RELEASE"): (MovementKind.TEMPORARY_ABSENCE, CustodyState.TEMPORARILY_ABSENT),
}

# Status of a record -> state; where the person is out, the last movement says why.
STATUSES = {
    "ACTIVE IN": IN_PRISON,
    "INACTIVE TRN": CustodyState.BEING_TRANSFERRED,
    "ACTIVE OUT": CustodyState.TEMPORARILY_ABSENT,
    "INACTIVE OUT": CustodyState.RELEASED,
}
IN_OUT = {"IN": "ACTIVE IN", "TRN": "INACTIVE TRN", "OUT": "INACTIVE OUT"}

# The same, word for word, for comparing two readings of a record (hub/domain/custody_change.py).
BOOKING_STATUSES = {
    "ACTIVE IN": BookingStatus.ACTIVE_IN,
    "ACTIVE OUT": BookingStatus.ACTIVE_OUT,
    "INACTIVE OUT": BookingStatus.INACTIVE_OUT,
    "INACTIVE TRN": BookingStatus.INACTIVE_TRANSFER,
}
WHEREABOUTS = {"IN": Whereabouts.IN, "OUT": Whereabouts.OUT, "TRN": Whereabouts.BETWEEN}
MOVEMENT_TYPES = {
    "ADM": MovementKind.ADMISSION,
    "REL": MovementKind.RELEASE,
    "TRN": MovementKind.TRANSFER,
    "CRT": MovementKind.COURT,
    "TAP": MovementKind.TEMPORARY_ABSENCE,
}
WAYS = {"TRNCRT": Way.BY_COURT, "TRNTAP": Way.BY_ABSENCE, "HP": Way.TO_HOSPITAL}

ABSENCES = {"CRT": CustodyState.AT_COURT, "TAP": CustodyState.TEMPORARILY_ABSENT}


def movement(direction: Direction, reason: str, code: str | None) -> tuple[MovementKind, CustodyState | None] | None:
    """What an event's reason and code mean; a state of None moves nobody. None where the reason is not known."""
    found = MOVEMENTS.get((direction, reason))
    if found is None:
        return None
    kind, state = found
    if kind is MovementKind.RELEASE and code in RELEASE_CODES:
        return kind, RELEASE_CODES[code]
    return kind, state


def state_of(
    *,
    status: str | None,
    in_out: str | None,
    movement_type: str | None,
    movement_reason: str | None,
    restricted_patient: bool,
    dead: bool,
    booked: bool,
) -> CustodyState:
    """Where a prisoner record has the person.

    Raises Rejected(UnknownCustodyStatus) for a status that is missing or of no known meaning.
    """
    if dead:
        return CustodyState.DIED
    if restricted_patient:
        return CustodyState.RESTRICTED_PATIENT
    if status is None and in_out is None:
        if booked:
            raise Rejected("UnknownCustodyStatus", "a booking without a status")
        return CustodyState.NOT_BOOKED
    state = STATUSES.get(status or IN_OUT.get(in_out or "", ""))
    if state is None:
        raise Rejected("UnknownCustodyStatus", "the record's status is none that the hub knows")
    if state is CustodyState.TEMPORARILY_ABSENT:
        at_large = RELEASE_CODES.get(movement_reason or "") is CustodyState.UNLAWFULLY_AT_LARGE
        return CustodyState.UNLAWFULLY_AT_LARGE if at_large else ABSENCES.get(movement_type or "", state)
    if state is CustodyState.RELEASED and movement_reason in RELEASE_CODES:
        # A booking that an administrative merge closed: under this number nobody is booked any more.
        return RELEASE_CODES[movement_reason] or CustodyState.NOT_BOOKED
    return state


def prison(code: str | None) -> str | None:
    """The code of a real prison, or None for the pseudo prisons of people who are in none."""
    return None if code is None or code in NO_PRISON else code

"""Restricted patients: people under sentence who are held in a secure hospital instead of a prison."""

from hub.connectors.custody.told import Told
from hub.domain.custody import PatientReport
from hub.domain.reports import PatientReported
from hub.errors import Ignored


def added(told: Told) -> PatientReported:
    """The person is a restricted patient from now on. Raises as `_reported`."""
    return _reported(told, is_patient=True)


def removed(told: Told) -> PatientReported:
    """The person is none any more. Raises as `_reported`."""
    return _reported(told, is_patient=False)


def _reported(told: Told, *, is_patient: bool) -> PatientReported:
    """Raises Ignored(NamesNoPrisonNumber), Rejected: MalformedIdentifier, KeyMismatch."""
    if told.number is None and told.internal:
        raise Ignored("NamesNoPrisonNumber", "it names the person by an internal number only")
    return PatientReported(told.subject, PatientReport(is_patient, told.at, told.provenance.time_assumed))

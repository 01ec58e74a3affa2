"""People whom the prison has erased under the law on data protection."""

from hub.connectors.custody.told import Told
from hub.domain.access import Service
from hub.domain.reports import PersonErased
from hub.errors import Ignored


def erased(told: Told) -> PersonErased:
    """Whom the prison erased. Raises Ignored(NamesNoPrisonNumber), Rejected: MalformedIdentifier, KeyMismatch."""
    if told.number is None and told.internal:
        raise Ignored("NamesNoPrisonNumber", "it names the person by an internal number only")
    return PersonErased(Service.CUSTODY, told.subject)

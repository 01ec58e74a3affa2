"""The case that an input names."""

import strawberry

from hub.domain.allocation.offender_supervisor import case_not_found
from hub.reads.faults import BadInput
from hub.reads.ids import number_of


def case_number(case_id: strawberry.ID) -> int:
    """The number of a case's global id. Raises BrokenRule CaseNotFound: an id that is none names no case."""
    try:
        return number_of("Case", case_id)
    except BadInput:
        raise case_not_found() from None

"""Requirements and licence conditions as events tell them: texts all through, one key misspelt at the source."""

from hub.connectors.community.told import Told
from hub.domain.reports import RequirementReported
from hub.domain.requirement import Report, RequirementChange, RequirementKind, Terms

# The source writes `licconditionId`; the right spelling is read too.
PREFIXES = {
    RequirementKind.REQUIREMENT: ("requirement",),
    RequirementKind.LICENCE_CONDITION: ("liccondition", "licenceCondition"),
}
CHANGES = {
    "created": RequirementChange.CREATED,
    "terminated": RequirementChange.TERMINATED,
    "unterminated": RequirementChange.UNTERMINATED,
    "deleted": RequirementChange.DELETED,
}


def requirement(told: Told) -> RequirementReported:
    """A requirement created, terminated, brought back or deleted."""
    return _reported(told, RequirementKind.REQUIREMENT)


def licence_condition(told: Told) -> RequirementReported:
    """A licence condition created, terminated, brought back or deleted."""
    return _reported(told, RequirementKind.LICENCE_CONDITION)


def _reported(told: Told, kind: RequirementKind) -> RequirementReported:
    prefixes = PREFIXES[kind]
    number = told.text("eventNumber")
    terms = Terms(
        main_type=told.text(*(f"{prefix}MainType" for prefix in prefixes)),
        sub_type=told.text(*(f"{prefix}SubType" for prefix in prefixes)),
        restrictive=told.flag("restrictiveRequirement", "restrictiveLiccondition", "restrictiveLicenceCondition"),
        sentence_reference=f"sentence {number}" if number else None,
    )
    reference = told.reference(*(f"{prefix}Id" for prefix in prefixes))
    change = CHANGES[told.name.rpartition(".")[2]]
    return RequirementReported(told.crn, kind, reference, Report(change, told.at, told.assumed, terms))

"""What a member of staff may do in one case: each act by the grade and the risk, with the reason and what would help.

The rule is `duties.may`; added here is what else is known of the person: whether they serve, what they are in the team,
a contribution that was decided, a rule on grades that was set aside for them (profiles, 54 and 55; domain: "Grades",
"People").
"""

from collections.abc import Iterable
from datetime import date

from msgspec.structs import replace

from hub.domain.access import Role, Service
from hub.domain.allocation.duties import (
    PROBATION_ACTS,
    REFUSALS,
    Act,
    Contribution,
    DutyAnswer,
    DutyReason,
    may,
    overridden,
)
from hub.domain.allocation.offender_manager import Candidate
from hub.domain.assessment import RiskLevel
from hub.domain.because import Because, Fact
from hub.domain.lead.role_duties import TeamPart
from hub.domain.value import Value

OFFICE = frozenset({TeamPart.CASE_ADMINISTRATOR})


class Asked(Value):
    """Somebody asked about. `parts`: what they are in the team, none for somebody outside it.

    `contribution`: the decision by which they contribute now. `set_aside`: why a team manager set the rule on grades
    aside for them as manager of the case, None: nobody did.
    """

    seen: Candidate
    parts: frozenset[TeamPart] = frozenset()
    contribution: Contribution | None = None
    set_aside: str | None = None


def duties_in_case(person: Asked, harm: RiskLevel | None, acts: Iterable[Act], today: date) -> dict[Act, DutyAnswer]:
    """Whether they may, for each act, in a case of that risk of harm (None: not assessed)."""
    return {act: _answer(act, person, harm, today) for act in acts}


def _answer(act: Act, person: Asked, harm: RiskLevel | None, today: date) -> DutyAnswer:
    seen = person.seen
    found = may(act, seen.grade, harm, person.contribution)
    refused = _refusal(act, person, today) if found.because.reason is not DutyReason.NOBODY else None
    if refused is not None:
        sentence, remedy = REFUSALS[refused]
        found = DutyAnswer(False, Because(refused, sentence, found.because.facts), remedy)
    elif act is Act.LEAD and person.set_aside is not None:
        beaten = found.because.facts
        found = overridden(found, roles=frozenset({Role.TEAM_MANAGER}), reason=person.set_aside)
        added = dict(found.because.facts)
        found = replace(found, because=replace(found.because, facts=tuple({**dict(beaten), **added}.items())))
    return replace(found, because=replace(found.because, facts=(*found.because.facts, *_facts(person).items())))


def _refusal(act: Act, person: Asked, today: date) -> DutyReason | None:
    """What speaks against it beside the grade; the grade is asked where it is known."""
    seen = person.seen
    if not (seen.active_from or today) <= today <= (seen.active_to or today):
        return DutyReason.NOT_IN_SERVICE
    if seen.grade is not None or act not in PROBATION_ACTS:
        return None
    if seen.service is Service.CUSTODY:
        return DutyReason.NOT_PROBATION_STAFF
    return DutyReason.CASE_ADMINISTRATION_ONLY if person.parts == OFFICE else None


def _facts(person: Asked) -> dict[str, Fact]:
    return {"service": person.seen.service, "parts": ", ".join(sorted(person.parts)) or None}

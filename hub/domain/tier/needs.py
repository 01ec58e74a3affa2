"""Which needs count for a tier, and which of them a plan works on.

A need counts where it is scored standard or above. Finance has no score: it counts where the assessor linked it to
harm or to reoffending (hub).
"""

from collections.abc import Iterable

from hub.domain.assessment import Need, Section, Severity
from hub.domain.plan import NeedArea

# The needs whose answer is practical help (domain: "Tiers").
PRACTICAL = frozenset({Section.ACCOMMODATION, Section.EDUCATION_TRAINING_AND_EMPLOYABILITY, Section.FINANCE})

# The area of need that an objective names -> the sections of the assessment that it answers (hub).
SECTIONS_OF: dict[NeedArea, frozenset[Section]] = {
    NeedArea.ACCOMMODATION: frozenset({Section.ACCOMMODATION}),
    NeedArea.EMPLOYMENT_AND_EDUCATION: frozenset({Section.EDUCATION_TRAINING_AND_EMPLOYABILITY}),
    NeedArea.FINANCES: frozenset({Section.FINANCE}),
    NeedArea.DRUG_USE: frozenset({Section.DRUG_MISUSE}),
    NeedArea.ALCOHOL_USE: frozenset({Section.ALCOHOL_MISUSE}),
    NeedArea.HEALTH_AND_WELLBEING: frozenset({Section.HEALTH, Section.EMOTIONAL_WELLBEING}),
    NeedArea.RELATIONSHIPS_AND_COMMUNITY: frozenset({Section.RELATIONSHIPS, Section.LIFESTYLE_AND_ASSOCIATES}),
    NeedArea.THINKING_BEHAVIOUR_AND_ATTITUDES: frozenset({Section.THINKING_AND_BEHAVIOUR, Section.ATTITUDES}),
    NeedArea.VICTIM_AWARENESS: frozenset(),
}


def sections_in_need(needs: Iterable[Need]) -> frozenset[Section]:
    """The sections in which there is a need that counts."""
    return frozenset(need.section for need in needs if _counts(need))


def sections_worked_on(areas: Iterable[NeedArea]) -> frozenset[Section]:
    """The sections that a plan works on, from the areas of need of its active objectives."""
    return frozenset().union(*(SECTIONS_OF[area] for area in areas))


def _counts(need: Need) -> bool:
    if need.section is Section.FINANCE:
        return bool(need.linked_to_harm or need.linked_to_reoffending)
    return need.severity in (Severity.STANDARD, Severity.SEVERE)

import pytest

from hub.domain.assessment import Need, Section, Severity
from hub.domain.plan import NeedArea
from hub.domain.tier import sections_in_need, sections_worked_on
from hub.domain.tier.needs import SECTIONS_OF
from tests.rule_table import RuleTable


def counts(section: Section, severity: Severity | None, linked: bool | None) -> bool:
    return sections_in_need([Need(section, None, severity, linked_to_reoffending=linked)]) == {section}


NEEDS = RuleTable(
    "Which need counts",
    "domain, Tiers; finance, which has no score: hub",
    ("section", "severity", "linked to reoffending"),
    ("counts",),
    [
        (Section.DRUG_MISUSE, Severity.SEVERE, None, True),
        (Section.DRUG_MISUSE, Severity.STANDARD, None, True),
        (Section.DRUG_MISUSE, Severity.NO_NEED, True, False),
        (Section.DRUG_MISUSE, None, True, False),
        (Section.FINANCE, None, True, True),
        (Section.FINANCE, None, False, False),
        (Section.FINANCE, None, None, False),
    ],
    counts,
)

AREAS = RuleTable(
    "Which sections of the assessment an area of need works on",
    "hub",
    ("area of need of an objective",),
    ("sections",),
    [
        (NeedArea.ACCOMMODATION, {Section.ACCOMMODATION}),
        (NeedArea.EMPLOYMENT_AND_EDUCATION, {Section.EDUCATION_TRAINING_AND_EMPLOYABILITY}),
        (NeedArea.FINANCES, {Section.FINANCE}),
        (NeedArea.DRUG_USE, {Section.DRUG_MISUSE}),
        (NeedArea.ALCOHOL_USE, {Section.ALCOHOL_MISUSE}),
        (NeedArea.HEALTH_AND_WELLBEING, {Section.HEALTH, Section.EMOTIONAL_WELLBEING}),
        (NeedArea.RELATIONSHIPS_AND_COMMUNITY, {Section.RELATIONSHIPS, Section.LIFESTYLE_AND_ASSOCIATES}),
        (NeedArea.THINKING_BEHAVIOUR_AND_ATTITUDES, {Section.THINKING_AND_BEHAVIOUR, Section.ATTITUDES}),
        (NeedArea.VICTIM_AWARENESS, set[Section]()),
    ],
    lambda area: sections_worked_on([area]),
)


@pytest.mark.parametrize("row", NEEDS.rows, ids=NEEDS.names())
def test_which_need_counts(row: tuple[object, ...]) -> None:
    NEEDS.check(row)


@pytest.mark.parametrize("row", AREAS.rows, ids=AREAS.names())
def test_what_an_area_works_on(row: tuple[object, ...]) -> None:
    AREAS.check(row)


def test_a_need_linked_to_harm_counts_too() -> None:
    assert sections_in_need([Need(Section.FINANCE, None, None, linked_to_harm=True)]) == {Section.FINANCE}


def test_each_section_but_none_twice_has_its_area() -> None:
    areas = [section for sections in SECTIONS_OF.values() for section in sections]
    assert sorted(areas) == sorted(Section)


def test_a_plan_works_on_what_its_objectives_name() -> None:
    assert sections_worked_on([]) == frozenset()
    assert sections_worked_on([NeedArea.FINANCES, NeedArea.ALCOHOL_USE]) == {Section.FINANCE, Section.ALCOHOL_MISUSE}

import pytest

from hub.domain.assessment import Section, Severity, severity, thresholds

NO, STANDARD, SEVERE = Severity.NO_NEED, Severity.STANDARD, Severity.SEVERE


@pytest.mark.parametrize(
    ("section", "standard", "severe", "newer"),
    [
        # a need from this score on, a severe one from this; in the newer edition
        (Section.ACCOMMODATION, 2, 7, (3, 5)),
        (Section.EDUCATION_TRAINING_AND_EMPLOYABILITY, 3, 7, (3, 7)),
        (Section.RELATIONSHIPS, 2, 5, (2, 5)),
        (Section.LIFESTYLE_AND_ASSOCIATES, 2, 5, (2, 5)),
        (Section.DRUG_MISUSE, 2, 8, (2, 6)),
        (Section.ALCOHOL_MISUSE, 4, 7, (2, 4)),
        (Section.THINKING_AND_BEHAVIOUR, 4, 7, (3, 5)),
        (Section.ATTITUDES, 2, 7, (1, 5)),
    ],
)
def test_where_a_need_begins(section: Section, standard: int, severe: int, newer: tuple[int, int]) -> None:
    for edition, (need, worse) in ((False, (standard, severe)), (True, newer)):
        found = [severity(section, score, newer_edition=edition) for score in (0, need - 1, need, worse - 1, worse, 50)]
        assert found == [NO, NO, STANDARD, STANDARD, SEVERE, SEVERE]


@pytest.mark.parametrize("section", [Section.FINANCE, Section.EMOTIONAL_WELLBEING, Section.HEALTH])
def test_a_section_without_a_score_has_no_severity(section: Section) -> None:
    assert thresholds(section) is None
    assert severity(section, 9, newer_edition=True) is None


def test_nobody_scored_it() -> None:
    assert severity(Section.ATTITUDES, None) is None

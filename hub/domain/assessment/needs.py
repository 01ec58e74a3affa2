"""When a section's score is a need, and when a severe one.

Source: the thresholds of the form, in its older and in its newer edition (with strengths and needs); finance, emotional
well-being and health have no score.
"""

from hub.domain.assessment.words import Section, Severity

# Section -> (a need from this score on, a severe one from this).
THRESHOLDS: dict[Section, tuple[int, int]] = {
    Section.ACCOMMODATION: (2, 7),
    Section.EDUCATION_TRAINING_AND_EMPLOYABILITY: (3, 7),
    Section.RELATIONSHIPS: (2, 5),
    Section.LIFESTYLE_AND_ASSOCIATES: (2, 5),
    Section.DRUG_MISUSE: (2, 8),
    Section.ALCOHOL_MISUSE: (4, 7),
    Section.THINKING_AND_BEHAVIOUR: (4, 7),
    Section.ATTITUDES: (2, 7),
}
# Where the newer edition differs.
STRENGTHS_AND_NEEDS: dict[Section, tuple[int, int]] = {
    Section.ACCOMMODATION: (3, 5),
    Section.DRUG_MISUSE: (2, 6),
    Section.ALCOHOL_MISUSE: (2, 4),
    Section.THINKING_AND_BEHAVIOUR: (3, 5),
    Section.ATTITUDES: (1, 5),
}


def thresholds(section: Section, *, newer_edition: bool = False) -> tuple[int, int] | None:
    """From which score on the section is a need, and a severe one; None for a section without a score."""
    newer = STRENGTHS_AND_NEEDS.get(section) if newer_edition else None
    return newer or THRESHOLDS.get(section)


def severity(section: Section, score: int | None, *, newer_edition: bool = False) -> Severity | None:
    """How severe the need is; None where nobody scored it, or nobody can."""
    limits = thresholds(section, newer_edition=newer_edition)
    if score is None or limits is None:
        return None
    standard, severe = limits
    if score >= severe:
        return Severity.SEVERE
    return Severity.STANDARD if score >= standard else Severity.NO_NEED

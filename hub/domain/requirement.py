"""Requirements of a community sentence and conditions of a licence, as probation reports them one by one."""

from datetime import datetime
from enum import StrEnum

from msgspec.structs import replace

from hub.domain.value import Value


class RequirementKind(StrEnum):
    """Whether a court imposed it or a licence does."""

    REQUIREMENT = "REQUIREMENT"
    LICENCE_CONDITION = "LICENCE_CONDITION"


class RequirementChange(StrEnum):
    """What a report says has happened to it; of two at one moment, the later in this list counts."""

    CREATED = "CREATED"
    TERMINATED = "TERMINATED"
    UNTERMINATED = "UNTERMINATED"
    DELETED = "DELETED"


class RequirementStatus(StrEnum):
    """How it stands."""

    ACTIVE = "ACTIVE"
    TERMINATED = "TERMINATED"
    DELETED = "DELETED"


STATUS = {
    RequirementChange.CREATED: RequirementStatus.ACTIVE,
    RequirementChange.TERMINATED: RequirementStatus.TERMINATED,
    RequirementChange.UNTERMINATED: RequirementStatus.ACTIVE,
    RequirementChange.DELETED: RequirementStatus.DELETED,
}
ORDER = {change: place for place, change in enumerate(RequirementChange)}


class Terms(Value):
    """What is required: types in the source's words, whether it restricts, of which sentence of the record."""

    main_type: str | None = None
    sub_type: str | None = None
    restrictive: bool | None = None
    sentence_reference: str | None = None

    @property
    def given(self) -> bool:
        """Whether a report says anything of them."""
        return self != Terms()


class Report(Value):
    """One report about a requirement: what happened, when (`assumed`: no source gives the time), its terms if given."""

    change: RequirementChange
    at: datetime
    assumed: bool
    terms: Terms


class Requirement(Value):
    """A requirement as the reports together make it. `terms_at` is when its terms were told last.

    `begun_at` is when it was created, `ended_at` when it was terminated or deleted, while it is; None where not told.
    """

    last: RequirementChange
    told_at: datetime
    time_assumed: bool
    terms: Terms
    terms_at: datetime | None
    begun_at: datetime | None

    @property
    def status(self) -> RequirementStatus:
        """How it stands, as the newest report says."""
        return STATUS[self.last]

    @property
    def ended_at(self) -> datetime | None:
        """When it ended; None while it runs."""
        return None if self.status is RequirementStatus.ACTIVE else self.told_at


# Words by which a requirement's type asks for rehabilitation or treatment, in whatever case they come (hub).
REHABILITATIVE = (
    *("rehabilitat", "accredited program", "drug treatment", "alcohol treatment", "alcohol abstinence"),
    *("mental health treatment", "programme requirement", "sex offender treatment"),
)


def asks_for_change(kind: RequirementKind, terms: Terms) -> bool:
    """Whether a court's requirement is rehabilitative, as its type says; a restrictive one is not.

    A condition of a licence is no requirement of the sentence.
    """
    if kind is not RequirementKind.REQUIREMENT or terms.restrictive:
        return False
    said = f"{terms.main_type or ''} {terms.sub_type or ''}".lower()
    return any(word in said for word in REHABILITATIVE)


def with_report(held: Requirement | None, report: Report) -> Requirement:
    """The requirement with one more report: the newest decides, whatever order they arrive in."""
    begun = report.at if report.change is RequirementChange.CREATED else None
    terms_at = report.at if report.terms.given else None
    if held is None:
        return Requirement(report.change, report.at, report.assumed, report.terms, terms_at, begun)
    if held.begun_at is not None:
        begun = min(held.begun_at, begun) if begun else held.begun_at
    if terms_at is not None and (held.terms_at is None or terms_at >= held.terms_at):
        held = replace(held, terms=report.terms, terms_at=terms_at)
    if (report.at, ORDER[report.change]) > (held.told_at, ORDER[held.last]):
        held = replace(held, last=report.change, told_at=report.at, time_assumed=report.assumed)
    return replace(held, begun_at=begun)

"""Scores: inside a summary, as a list of their own, or told by an event. Numbers come as numbers and as texts."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from hub.connectors.assessment.messages import Assessment, FurtherInformation, GeneralAndViolent, ScoresMade
from hub.connectors.assessment.words import band, method, moment, per_cent, status, whole
from hub.connectors.json_reader import pick
from hub.connectors.wire import text
from hub.domain.assessment import (
    AssessmentStatus,
    Predictor,
    PredictorKind,
    PredictorMethod,
    PredictorOrigin,
    Statement,
)

Kind = PredictorKind

# Fields of an event's additional information: score, band.
EVENT_FIELDS = {
    Kind.SERIOUS_RECIDIVISM: ("RSRScore", "RSRBand"),
    Kind.SEXUAL_INDECENT: ("OSPIndecentScore", "OSPIndecentBand"),
    Kind.SEXUAL_CONTACT: ("OSPContactScore", "OSPContactBand"),
    Kind.SEXUAL_INDIRECT_INDECENT: ("OSPIndirectIndecentScore", "OSPIndirectIndecentBand"),
    Kind.SEXUAL_DIRECT_CONTACT: ("OSPDirectContactScore", "OSPDirectContactBand"),
}
# Groups of the list's newer output: each has score, band, staticOrDynamic, algorithmVersion.
NEWER_GROUPS = {
    "allreoffendingpredictor": Kind.ALL_REOFFENDING,
    "violentreoffendingpredictor": Kind.VIOLENT_REOFFENDING,
    "seriousviolentreoffendingpredictor": Kind.SERIOUS_VIOLENT_REOFFENDING,
    "directcontactsexualreoffendingpredictor": Kind.DIRECT_CONTACT_SEXUAL_REOFFENDING,
    "indirectimagecontactsexualreoffendingpredictor": Kind.INDIRECT_IMAGE_SEXUAL_REOFFENDING,
    "combinedseriousreoffendingpredictor": Kind.COMBINED_SERIOUS_REOFFENDING,
}
# Groups of its older output: kind, then the fields of score, one year, two years, band.
OLDER_GROUPS = (
    ("groupreconvictionscore", Kind.GROUP_RECONVICTION, ("", "oneYear", "twoYears", "scoreLevel")),
    ("violencepredictorscore", Kind.VIOLENT_RECONVICTION, ("", "oneYear", "twoYears", "ovpRisk")),
    ("generalpredictorscore", Kind.GENERAL_REOFFENDING, ("", "ogp1Year", "ogp2Year", "ogpRisk")),
    ("riskofseriousrecidivismscore", Kind.SERIOUS_RECIDIVISM, ("percentageScore", "", "", "scoreLevel")),
    ("sexualpredictorscore", Kind.SEXUAL_INDECENT, ("ospIndecentPercentageScore", "", "", "ospIndecentScoreLevel")),
    ("sexualpredictorscore", Kind.SEXUAL_CONTACT, ("ospContactPercentageScore", "", "", "ospContactScoreLevel")),
    (
        "sexualpredictorscore",
        Kind.SEXUAL_INDIRECT_INDECENT,
        ("ospIndirectImagePercentageScore", "", "", "ospIndirectImageScoreLevel"),
    ),
    (
        "sexualpredictorscore",
        Kind.SEXUAL_DIRECT_CONTACT,
        ("ospDirectContactPercentageScore", "", "", "ospDirectContactScoreLevel"),
    ),
)


def event_scores(told: Mapping[str, Any], happened_at: datetime, origin: PredictorOrigin) -> list[Predictor]:
    """The scores of an event; one without a date of assessment was made when the event happened."""
    at = moment(pick(told, "AssessmentDate")) or happened_at
    number = whole(_plain(pick(told, "EventNumber")))
    algorithm = text(_plain(pick(told, "RSRAlgorithmVersion")))
    how = method(_plain(pick(told, "RSRStaticOrDynamic")))
    found = [
        Predictor(
            kind,
            origin,
            at,
            score=per_cent(_plain(pick(told, score))),
            band=band(_plain(pick(told, level))),
            method=how if kind is Kind.SERIOUS_RECIDIVISM else None,
            algorithm=algorithm,
            event_number=number,
        )
        for kind, (score, level) in EVENT_FIELDS.items()
    ]
    one_year, two_years = (per_cent(_plain(pick(told, name))) for name in ("OGRS3Yr1", "OGRS3Yr2"))
    group = Predictor(Kind.GROUP_RECONVICTION, origin, at, event_number=number)
    found.append(replace(group, one_year=one_year, two_years=two_years))
    return [one for one in found if one.says]


def summary_scores(one: Assessment, made: Statement) -> Iterator[Predictor]:
    """The scores inside an assessment, made when it was completed, or begun."""
    at = made.completed_at or made.signed_at or made.initiated_at
    if at is None:
        return
    further, both = one.further_information or FurtherInformation(), one.ogp_ovp or GeneralAndViolent()
    complete = made.status is AssessmentStatus.COMPLETE
    number = whole(further.cms_event_number)
    years = {
        Kind.GROUP_RECONVICTION: (further.ogrs1_year, further.ogrs2_year, both.ogrs3_risk_recon),
        Kind.GENERAL_REOFFENDING: (both.ogp1_year, both.ogp2_year, both.ogp_risk),
        Kind.VIOLENT_RECONVICTION: (both.ovp1_year, both.ovp2_year, both.ovp_risk),
    }
    for kind, (one_year, two_years, level) in years.items():
        found = Predictor(
            kind,
            PredictorOrigin.ASSESSMENT,
            at,
            one_year=per_cent(one_year),
            two_years=per_cent(two_years),
            band=band(level),
            event_number=number,
            complete=complete,
        )
        if found.says:
            yield found


def listed_scores(made: ScoresMade) -> list[Predictor]:
    """The scores made at one moment, of the older and of the newer output alike; none where the moment is missing."""
    at = moment(made.completed_date)
    if at is None:
        return []
    complete = status(made.status) is AssessmentStatus.COMPLETE
    groups = {name.lower(): group for name, group in (made.output or {}).items() if group}
    found = [
        _listed(kind, groups[name], ("score", "", "", "band"), at, complete)
        for name, kind in NEWER_GROUPS.items()
        if name in groups
    ]
    found += [_listed(kind, groups[name], names, at, complete) for name, kind, names in OLDER_GROUPS if name in groups]
    return [one for one in found if one.says]


def _listed(
    kind: Kind, group: Mapping[str, Any], names: tuple[str, str, str, str], at: datetime, complete: bool
) -> Predictor:
    score, one_year, two_years, level = (_plain(pick(group, name)) if name else None for name in names)
    how: PredictorMethod | None = method(_plain(pick(group, "staticOrDynamic")))
    return Predictor(
        kind,
        PredictorOrigin.ASSESSMENT,
        at,
        score=per_cent(score),
        one_year=per_cent(one_year),
        two_years=per_cent(two_years),
        band=band(level),
        method=how,
        algorithm=text(_plain(pick(group, "algorithmVersion"))),
        complete=complete,
    )


def _plain(value: Any) -> Any:
    """A number or a text; anything else says nothing here."""
    return value if isinstance(value, int | float | str) and not isinstance(value, bool) else None

"""Vectors of custody and community responsibility, its dates, lists, checklist and early allocation."""

from datetime import date, timedelta

from hub.cli.vectors.case import Adapter, Answer, Given
from hub.cli.vectors.days import day, offset
from hub.domain.days import after
from hub.domain.handover import (
    EarlyAllocationFacts,
    EarlyAllocationOutcome,
    HandoverDates,
    HandoverDecision,
    HandoverFacts,
    HandoverReason,
    HandoverTask,
    ParoleOutcome,
    ReleaseDate,
    Responsibility,
    assess_early_allocation,
    assessment_counts,
    checklist,
    decide_responsibility,
    earliest_release,
    handover_on,
    manager_overdue,
    outcome_of,
    responsible,
    risk_assessment_recent,
    starts_on,
    upcoming,
)
from hub.domain.handover.checklist import HandoverType
from hub.domain.handover.parole import later_indeterminate

# The vectors' words -> ours.
RESPONSIBILITY = {
    "CustodyOnly": Responsibility.CUSTODY,
    "CustodyWithCom": Responsibility.CUSTODY_WITH_COMMUNITY,
    "Community": Responsibility.COMMUNITY,
}
RELEASE = {
    ReleaseDate.TARIFF_EXPIRY: "TED",
    ReleaseDate.TARGET_HEARING: "THD",
    ReleaseDate.PAROLE_ELIGIBILITY: "PED",
    ReleaseDate.AUTOMATIC_RELEASE: "ARD",
    ReleaseDate.CONDITIONAL_RELEASE: "CRD",
}
REASON = {
    HandoverReason.ADDITIONAL_INDETERMINATE: "additional_isp",
    HandoverReason.RECALLED_AND_HEARING_FAR: "recall_thd_over_12_months",
    HandoverReason.NOT_RELEASED_AND_MAPPA: "parole_mappa_2_3",
    HandoverReason.NOT_RELEASED_AND_HEARING_FAR: "thd_over_12_months",
    HandoverReason.RECALLED: "recall_case",
}
TASK = {HandoverTask.CONTACTED_OFFENDER_MANAGER: "contacted_com"}
OUTCOME = {EarlyAllocationOutcome.COMMUNITY_DECIDES: "discretionary"}


def _reason(reason: HandoverReason) -> str:
    return REASON.get(reason, reason.lower())


def handover_date(given: Given) -> Answer:
    """The day of handover and its reason."""
    on, reason = handover_on(
        date.fromisoformat(given["earliest_release_date"]),
        sentence_started_on=day(given["sentence_start_date"], date.today()),
        indeterminate=given["is_indeterminate"],
        determinate_parole=given["is_determinate_parole"],
        early_allocation=given["is_early_allocation"],
        open_conditions=given["in_open_conditions"],
    )
    return {"handover_date": on.isoformat() if on else None, "reason": _reason(reason)}


def handover_start_date(given: Given) -> Answer:
    """The day on which the community begins to support."""
    today = date.today()
    start = starts_on(
        day(given["handover_date"], today),
        indeterminate=given["is_indeterminate"],
        open_prison_rules=given["open_prison_rules_apply"],
        womens_prison=given["in_womens_prison"],
        open_since=day(given["category_active_since_date"], today),
        arrived_on=day(given["prison_arrival_date"], today),
    )
    return {"handover_start_date": start.isoformat() if start else None}


def responsibility(given: Given) -> Answer:
    """Who is responsible by two dates."""
    today = date.fromisoformat(given["today"])
    dates = HandoverDates(
        day(given.get("handover_start_date"), today), day(given["handover_date"], today), HandoverReason.DETERMINATE
    )
    found = responsible(dates, today)
    return {"responsibility": next(word for word, ours in RESPONSIBILITY.items() if ours is found)}


def earliest(given: Given) -> Answer:
    """Which date is the earliest release."""
    today = date.today()
    found = earliest_release(
        indeterminate=given["is_indeterminate"],
        today=today,
        tariff_on=_days_off(given.get("tariff_date_offset_days"), today),
        hearing_on=_days_off(given.get("target_hearing_date_offset_days"), today),
        parole_eligible_on=day(given.get("parole_eligibility_date"), today),
        automatic_release_on=day(given.get("automatic_release_date"), today),
        conditional_release_on=day(given.get("conditional_release_date"), today),
    )
    return {"name": RELEASE[found.name] if found else None, "date": found.on.isoformat() if found else None}


def decision(given: Given) -> Answer:
    """Who is responsible, by facts that say how far off a hearing is, not when."""
    today = date.today()
    far = given["thd_12_or_more_months_from_now"]
    known = given["has_earliest_release"]
    release = _days_off(given["earliest_release_offset_days"], today) if known else None
    found = decide_responsibility(
        HandoverFacts(
            indeterminate=given["isp"],
            sentence_started_on=after(today, months=-60),
            tariff_on=release if given["isp"] else None,
            conditional_release_on=None if given["isp"] else release,
            hearing_on=after(today, months=12) if far else None,
            parole_outcome=ParoleOutcome.NOT_RELEASE if given["parole_outcome_not_release"] else ParoleOutcome.RELEASE,
            recalled=given["recalled"],
            immigration_case=given["immigration_case"],
            mappa_level=given["mappa_level"],
            later_indeterminate=given["additional_future_isp"],
            early_allocation=given["early_allocation"],
        ),
        today,
    )
    return _told(found)


def persona(given: Given) -> Answer:
    """Who is responsible for a made-up person on a given day."""
    today = date.fromisoformat(given["today"])
    found = decide_responsibility(
        HandoverFacts(
            indeterminate=given["isp"],
            tariff_on=day(given.get("ted"), today),
            hearing_on=day(given.get("thd"), today),
            parole_outcome=outcome_of(given.get("last_outcome")),
            recalled=bool(given.get("recalled")),
            mappa_level=given.get("mappa_level"),
        ),
        today,
    )
    return _told(found)


def _told(found: HandoverDecision) -> Answer:
    community = found.responsibility is Responsibility.COMMUNITY
    return {
        "lead": "COM" if community else "POM",
        "has_handover_dates": found.handover_on is not None,
        "com_supporting": found.responsibility is Responsibility.CUSTODY_WITH_COMMUNITY,
        "reason_per_code": _reason(found.because.reason),
        "handover_date": found.handover_on.isoformat() if found.handover_on else None,
        "handover_start_date": found.starts_on.isoformat() if found.starts_on else None,
    }


def upcoming_window(given: Given) -> Answer:
    """Whether a handover is listed as upcoming."""
    today = date.fromisoformat(given["relative_to"])
    on = day(given["handover_date"], today)
    return {"upcoming": upcoming(RESPONSIBILITY[given["responsibility"]], on, today, days=given["window_days"])}


def allocation_overdue(given: Given) -> Answer:
    """Whether the community should have named a manager."""
    today = date.fromisoformat(given["today"])
    known = bool(given.get("com_name") or given.get("com_email"))
    on = day(given["handover_date"], today)
    found = manager_overdue(RESPONSIBILITY[given["responsibility"]], on, today, manager_known=known)
    return {"com_allocation_overdue": found}


def additional_sentence(given: Given) -> Answer:
    """Whether a further indeterminate sentence starts later than the first."""
    starts = [date.today() + timedelta(days=round(years * 365.25)) for years in given["isp_start_offsets_years"]]
    return {"additional_future_isp": later_indeterminate(starts)}


def tasks(given: Given) -> Answer:
    """The tasks of a checklist."""
    cutoff = date.fromisoformat(given["cutoff"]) if given["simplified_flag"] else None
    kind = HandoverType((given["handover_type"] or "none").upper())
    found = checklist(kind, day(given["handover_date"], date.today()), without_meeting_from=cutoff)
    return {"tasks": [TASK.get(task, task.lower()) for task in found.tasks]}


def early_allocation(given: Given) -> Answer:
    """What an assessment comes to, whether it counts, or whether the one it rests on is recent enough."""
    today = date.today()
    if "oasys_date_offset" in given:
        return {"valid": risk_assessment_recent(offset(given["oasys_date_offset"], today), today)}
    if "outcome" in given:
        outcome = next(one for one in EarlyAllocationOutcome if OUTCOME.get(one, one.lower()) == given["outcome"])
        assessed = _days_off(given.get("assessment_minus_sentence_start_days", 0), today)
        return {"counts": assessment_counts(outcome, assessed or today, today)}
    found = assess_early_allocation(
        EarlyAllocationFacts(
            high_profile=bool(given.get("automatic_any")),
            extremism_separation=bool(given.get("extremism_separation")),
            release_within_24_months=given.get("due_within_24_months"),
            other_reason=bool(given.get("discretionary_any")),
        )
    )
    return {"outcome": OUTCOME.get(found.outcome, found.outcome.lower())}


def _days_off(days: int | None, today: date) -> date | None:
    return None if days is None else today + timedelta(days=days)


ADAPTERS: dict[str, Adapter] = {
    "handover_date": handover_date,
    "handover_start_date": handover_start_date,
    "responsibility": responsibility,
    "earliest_release": earliest,
    "decision_overrides": decision,
    "personas_at_2024_05_20": persona,
    "upcoming_window": upcoming_window,
    "com_allocation_overdue": allocation_overdue,
    "additional_future_isp": additional_sentence,
    "handover_checklist": tasks,
    "early_allocation": early_allocation,
}

"""The offender is told whether they have an Offender Manager, and who it is; date and channel are recorded.

Source: what ("A prisoner will be told if they have an Offender Manager"); domain, "Who has an Offender Manager".
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from hub.domain.eligibility.facts import EligibilityDecision
from hub.domain.eligibility.words import Eligibility, NoticeChannel
from hub.domain.value import Value
from hub.errors import BrokenRule


class NoticeTold(Value):
    """What the offender was told. `manager_id`: who manages them, None: nobody named yet, or none due."""

    manager: Eligibility
    manager_id: int | None
    on: date
    channel: NoticeChannel


class RecordNotice(Value):
    """They were told on that day, by that channel, what stands now: whether they have a manager, and who it is."""

    case_id: int
    on: date
    channel: NoticeChannel


class NoticeReason(StrEnum):
    """Why a notice is due."""

    NEVER_TOLD = "NEVER_TOLD"
    ANSWER_CHANGED = "ANSWER_CHANGED"
    MANAGER_NAMED = "MANAGER_NAMED"
    MANAGER_CHANGED = "MANAGER_CHANGED"
    NOBODY_MANAGES_NOW = "NOBODY_MANAGES_NOW"


SENTENCES: Mapping[NoticeReason, str] = {
    NoticeReason.NEVER_TOLD: "The offender was never told whether they have an Offender Manager.",
    NoticeReason.ANSWER_CHANGED: "Whether they have an Offender Manager has changed since they were told.",
    NoticeReason.MANAGER_NAMED: "An Offender Manager was named since they were told that nobody was yet.",
    NoticeReason.MANAGER_CHANGED: "Somebody else is the Offender Manager since they were told who it is.",
    NoticeReason.NOBODY_MANAGES_NOW: "Whom they were told of is the Offender Manager no more, and nobody is named.",
}


def notice_due(decision: EligibilityDecision, manager_id: int | None, last: NoticeTold | None) -> NoticeReason | None:
    """Why the offender is to be told now; None where they know, or where the model does not ask."""
    if decision.manager in (Eligibility.OUTSIDE, Eligibility.NOT_KNOWN):
        return None
    if last is None:
        return NoticeReason.NEVER_TOLD
    if last.manager is not decision.manager:
        return NoticeReason.ANSWER_CHANGED
    if decision.manager is Eligibility.NO or last.manager_id == manager_id:
        return None
    if manager_id is None:
        return NoticeReason.NOBODY_MANAGES_NOW
    return NoticeReason.MANAGER_NAMED if last.manager_id is None else NoticeReason.MANAGER_CHANGED


def check_told(told: NoticeTold, *, decided_on: date, today: date) -> NoticeTold:
    """The notice, fit to be recorded. Raises BrokenRule: NoticeInTheFuture, NoticeBeforeTheDecision."""
    if told.on > today:
        raise BrokenRule("NoticeInTheFuture", "The day lies ahead.", "Send the day on which they were told.", "on")
    if told.on < decided_on:
        raise BrokenRule(
            "NoticeBeforeTheDecision",
            "The day lies before the answer was decided.",
            "Send the day on which they were told this answer.",
            "on",
        )
    return told


def nothing_to_tell() -> BrokenRule:
    """Where nobody knows whether they have a manager, or the question is not asked."""
    return BrokenRule(
        "NothingToTell",
        "Whether they have an Offender Manager is not known, or not asked.",
        "Read the case's eligibility and its reason.",
        "caseId",
    )

"""What people and records add to the table (domain: "Who has an Offender Manager").

A manager given by decision; one whom the community record names; a yes that holds to termination.
"""

from datetime import date

from msgspec.structs import replace

from hub.domain.access import Role
from hub.domain.because import because
from hub.domain.eligibility.facts import EligibilityDecision
from hub.domain.eligibility.words import Eligibility, EligibilityFlag, EligibilityReason, SupervisorDue
from hub.domain.value import Value
from hub.errors import BrokenRule

Why = EligibilityReason
# Where the table says no, a manager may be given by decision.
GIVEN_FOR = (Why.ADULT_UNDER_12_MONTHS, Why.YOUNG_ADULT_4_WEEKS_OR_LESS, Why.SENTENCE_TYPE_SWITCHED_OFF)


class GivenByDecision(Value):
    """The decision that somebody without a row is given a manager."""

    by: str
    reason: str
    on: date


def check_given(by_table: EligibilityDecision, given: GivenByDecision, *, roles: frozenset[Role]) -> GivenByDecision:
    """The decision, allowed.

    Raises BrokenRule: ManagerDueAlready, OutsideTheModel, GivingNotYours, GivingNeedsReason.
    """
    if by_table.manager is Eligibility.YES:
        raise BrokenRule("ManagerDueAlready", "The table gives the person a manager.", "Nothing is to be decided.")
    if by_table.because.reason not in GIVEN_FOR:
        raise BrokenRule(
            "OutsideTheModel",
            by_table.because.sentence,
            "Decide it where that person's case belongs, or learn the facts.",
        )
    if Role.TEAM_MANAGER not in roles or not given.by.strip():
        raise BrokenRule("GivingNotYours", "A team manager with a name gives a manager.", "Ask a team manager.")
    if not given.reason.strip():
        raise BrokenRule("GivingNeedsReason", "A manager given by decision needs a reason.", "Send it.", "reason")
    return given


def standing(
    by_table: EligibilityDecision,
    *,
    held: EligibilityDecision | None = None,
    terminated: bool = False,
    given: GivenByDecision | None = None,
    named_by_community: bool = False,
) -> EligibilityDecision:
    """The answer that stands: the table's, a decision's, the one held before, or the community record's fact.

    `held` is the answer that stood before. A yes holds until every sentence is terminated, whatever age and time
    become; an exclusion that is learned later ends it. What only the community record says goes with its word.
    """
    if by_table.manager is Eligibility.YES:
        return by_table
    if given is not None and by_table.because.reason in GIVEN_FOR:
        why = because(Why.GIVEN_BY_DECISION, "A team manager gave the person a manager.", given_on=given.on)
        return replace(by_table, manager=Eligibility.YES, supervisor=SupervisorDue.IN_THE_PRISON, because=why)
    outside = by_table.manager is Eligibility.OUTSIDE
    if held is not None and _holds(held) and not terminated and not outside:
        why = because(Why.HELD_TO_TERMINATION, "A yes holds to termination.", decided_by=held.because.reason)
        kept = held.because.reason is Why.HELD_TO_TERMINATION
        flags = tuple(dict.fromkeys((*held.flags, EligibilityFlag.FACTS_SAY_OTHERWISE_NOW)))
        return replace(held, because=held.because if kept else why, flags=flags)
    if named_by_community:
        why = because(
            Why.NAMED_BY_COMMUNITY_RECORD,
            "The community record names a manager although the table gives none.",
            by_table=by_table.because.reason,
        )
        flags = (*by_table.flags, EligibilityFlag.NAMED_WHERE_THE_TABLE_SAYS_NO)
        return replace(by_table, manager=Eligibility.YES, because=why, flags=flags)
    return by_table


def _holds(held: EligibilityDecision) -> bool:
    return held.manager is Eligibility.YES and held.because.reason is not Why.NAMED_BY_COMMUNITY_RECORD

"""Whether a named person may decide that about a case: one check for each command.

Who decides: a team manager, but for a tier inside an overlap, which needs a name only, and for what others decided and
is written down only, as a parole review (domain: "Tiers", "Span", "Who has an Offender Manager"; rules, (d), steps 0, 1
and "Early allocation").
"""

from collections.abc import Mapping, Set
from typing import Any

from hub.domain.access import Actor, Capability, CaseReach, Role, may_see
from hub.domain.allocation.transfer import TransferDecision, TransferOutcome, decide_transfer
from hub.domain.answers import Answer, DecisionKind, Question, Situation
from hub.domain.answers import eligibility as eligible
from hub.domain.answers import responsibility as responsible
from hub.domain.answers import tier as tiers
from hub.domain.deciding.commands import (
    ConfirmSkills,
    Decide,
    GiveOffenderManager,
    HandOverEarly,
    JoinSpans,
    MarkPriority,
    MoveTier,
    OverrideResponsibility,
    RecordParole,
    RecordScotland,
    WithdrawDecision,
)
from hub.domain.eligibility import GivenByDecision, check_given
from hub.domain.handover import (
    HandoverOverride,
    assess_early_allocation,
    check_override,
    check_review,
    handed_over_early,
)
from hub.domain.span_join import SpanJoin, check_join
from hub.domain.tier import TierMover, check_move
from hub.domain.value import Value
from hub.errors import BrokenRule

LONGEST_REASON = 1000
# What anybody may decide who may decide on the case at all.
NEEDS_A_NAME = (MoveTier, RecordParole)
NAMED = frozenset({DecisionKind.TIER_MOVED, DecisionKind.PAROLE_REVIEWED})


class Decided(Value):
    """The decision, allowed, with its own terms as they are kept."""

    kind: DecisionKind
    reason: str
    terms: Mapping[str, Any]


class Subject(Value):
    """The case as it is: what the questions are asked about, how they are answered, and the sentences' own names."""

    case: Situation
    answers: Mapping[Question, Answer]
    references: Set[str]


def check_actor(actor: Actor, reach: CaseReach | None) -> None:
    """Raises BrokenRule: CaseNotFound (also where the case is not this actor's to see), DecisionNotYours."""
    if reach is None or not may_see(actor, reach):
        raise BrokenRule("CaseNotFound", "There is no such case.", "Check the case's id.", "caseId")
    if not actor.may(Capability.DECIDE_ON_CASE):
        raise BrokenRule(
            "DecisionNotYours", "Your roles do not allow you to decide on a case.", "Ask a team manager to decide it."
        )


def check(command: Decide, subject: Subject, actor: Actor) -> Decided:
    """The decision, allowed.

    Raises BrokenRule: those of the rule that it sets aside, ReasonNeeded, ReasonTooLong, TeamManagerDecides,
    CaseTerminated, DecidedAlready.
    """
    reason = check_reason(command.reason)
    case = subject.case
    if case.terminated and not isinstance(command, RecordScotland):
        raise BrokenRule("CaseTerminated", "Every sentence of the case has ended.", "Nothing is to be decided.")
    if not isinstance(command, NEEDS_A_NAME):
        _check_team_manager(actor)
    made = _made(command, subject, actor, reason)
    if any(one.kind is made.kind and dict(one.terms) == dict(made.terms) for one in case.decided):
        raise BrokenRule("DecidedAlready", "The very same is decided already, and stands.", "Nothing is to be done.")
    return made


def _made(command: Decide, subject: Subject, actor: Actor, reason: str) -> Decided:
    match command:
        case MoveTier():
            return _tier(command, subject.case, actor, reason)
        case OverrideResponsibility():
            return _responsibility(command, subject, actor, reason)
        case HandOverEarly():
            return _early(command, subject.case, reason)
        case GiveOffenderManager():
            by_table = eligible.by_table(subject.case)
            check_given(by_table, GivenByDecision(_name(actor), reason, subject.case.today), roles=actor.roles)
            return Decided(DecisionKind.MANAGER_GIVEN, reason, {})
        case ConfirmSkills():
            return _skills(subject, actor, reason)
        case MarkPriority():
            return _priority(subject.case, reason)
        case JoinSpans():
            return _join(command, subject, actor, reason)
        case RecordParole():
            return _parole(command, subject, reason)
        case RecordScotland():
            said = {"statutory_supervision": command.statutory_supervision, "conferences": command.conferences}
            return Decided(DecisionKind.IN_SCOTLAND, reason, {name: True for name, one in said.items() if one})


def check_withdrawal(command: WithdrawDecision, actor: Actor) -> str:
    """The reason. Raises BrokenRule: ReasonNeeded, ReasonTooLong, TeamManagerDecides."""
    reason = check_reason(command.reason)
    if command.kind not in NAMED:
        _check_team_manager(actor)
    return reason


def nothing_to_withdraw() -> BrokenRule:
    """Nobody decided that, or it was withdrawn before."""
    return BrokenRule("NoSuchDecision", "No decision of that kind stands.", "Read the case's decisions again.", "kind")


def check_reason(given: str) -> str:
    """The reason, without the space around it. Raises BrokenRule: ReasonNeeded, ReasonTooLong."""
    reason = given.strip()
    if not reason:
        raise BrokenRule("ReasonNeeded", "A decision needs a reason.", "Send the reason.", "reason")
    if len(reason) > LONGEST_REASON:
        raise BrokenRule(
            "ReasonTooLong", f"A reason has at most {LONGEST_REASON} characters.", "Shorten the reason.", "reason"
        )
    return reason


def _check_team_manager(actor: Actor) -> None:
    if Role.TEAM_MANAGER not in actor.roles:
        raise BrokenRule("TeamManagerDecides", "A team manager decides this.", "Ask a team manager to decide it.")


def _name(actor: Actor) -> str:
    return actor.staff_code or actor.subject


def _tier(command: MoveTier, case: Situation, actor: Actor, reason: str) -> Decided:
    computed = tiers.computed(case).tier
    if command.tier == computed != tiers.tier_of(case):
        raise BrokenRule(
            "TierStandsByDecision",
            "The case is computed to be in that tier, and a decision that stands moves it to another.",
            _take_back(DecisionKind.TIER_MOVED),
            "tier",
        )
    by = TierMover(_name(actor), actor.roles)
    move = check_move(
        command.tier, computed, case.harm, by=by, reason=reason, today=case.today, review_on=command.review_on
    )
    terms = {
        "tier": move.tier.value,
        "made_against": move.made_against.value if move.made_against else None,
        "override": move.override,
        "review_on": move.review_on.isoformat() if move.review_on else None,
    }
    return Decided(DecisionKind.TIER_MOVED, reason, terms)


def _priority(case: Situation, reason: str) -> Decided:
    if not case.sentences:
        raise BrokenRule("NoSentenceRuns", "No sentence of the case is in force.", "Wait until a sentence is passed.")
    return Decided(DecisionKind.PRIORITY, reason, {})


def _responsibility(command: OverrideResponsibility, subject: Subject, actor: Actor, reason: str) -> Decided:
    if Question.RESPONSIBILITY not in subject.answers:
        raise _not_in_custody()
    if command.responsibility is responsible.by_rules(subject.case).responsibility:
        override = responsible.overridden(subject.case)
        if override is not None and override.responsibility is not command.responsibility:
            raise BrokenRule(
                "ResponsibilityStandsByDecision",
                "The rules make that side responsible, and a decision that stands makes the other.",
                _take_back(DecisionKind.RESPONSIBILITY_OVERRIDDEN),
                "responsibility",
            )
        raise BrokenRule(
            "ResponsibilityUnchanged",
            "The rules make that side responsible already.",
            "Nothing is to be decided.",
            "responsibility",
        )
    check_override(HandoverOverride(command.responsibility, command.why, _name(actor), subject.case.today, reason))
    terms = {"responsibility": command.responsibility.value, "reason": command.why.value}
    return Decided(DecisionKind.RESPONSIBILITY_OVERRIDDEN, reason, terms)


def _take_back(kind: DecisionKind) -> str:
    return f"Take that decision back: withdrawDecision(kind: {kind}), with the reason."


def _not_in_custody() -> BrokenRule:
    return BrokenRule(
        "NotInCustody",
        "Responsibility is custody's or the community's only for somebody in prison under a sentence.",
        "Nothing is to be decided.",
    )


def _early(command: HandOverEarly, case: Situation, reason: str) -> Decided:
    if command.assessed_on > case.today:
        raise BrokenRule("AssessedAhead", "The assessment lies ahead.", "Send the day of it.", "assessedOn")
    answer = assess_early_allocation(command.assessed)
    facts = responsible.facts_of(case)
    decision = responsible.by_rules(case)
    release = decision.earliest_release
    early = handed_over_early(
        answer.outcome,
        command.community_agrees,
        command.assessed_on,
        sentence_started_on=facts.sentence_started_on,
        earliest_release_on=release.on if release else None,
    )
    if not early:
        raise BrokenRule(
            "NotHandedOverEarly",
            f"{answer.because.sentence} It counts for this sentence, within 18 months before the earliest release.",
            "Assess again when that changes; where the community decides, send what it said.",
        )
    terms = {"outcome": answer.outcome.value, "assessed_on": command.assessed_on.isoformat()}
    return Decided(DecisionKind.HANDED_OVER_EARLY, reason, terms)


def _parole(command: RecordParole, subject: Subject, reason: str) -> Decided:
    if Question.RESPONSIBILITY not in subject.answers:
        raise _not_in_custody()
    check_review(
        command.opened_on, command.hearing_on, command.outcome, responsible.facts_of(subject.case), subject.case.today
    )
    terms = {
        "opened_on": command.opened_on.isoformat(),
        "hearing_on": command.hearing_on.isoformat() if command.hearing_on else None,
        "outcome": command.outcome.value if command.outcome else None,
    }
    return Decided(DecisionKind.PAROLE_REVIEWED, reason, terms)


def _skills(subject: Subject, actor: Actor, reason: str) -> Decided:
    case = subject.case
    due = subject.answers.get(Question.TRANSFER)
    if due is None or due.outcome != TransferOutcome.DECISION_DUE or case.harm is None:
        raise BrokenRule("NoTransferDue", "No decision on a transfer is due.", "Nothing is to be decided.")
    decide_transfer(TransferDecision.KEEP, by=_name(actor), roles=actor.roles, on=case.today, reason=reason)
    terms = {"staff_id": case.manager_id, "harm": case.harm.value}
    return Decided(DecisionKind.SKILLS_CONFIRMED, reason, terms)


def _join(command: JoinSpans, subject: Subject, actor: Actor, reason: str) -> Decided:
    join = SpanJoin(command.sentences, _name(actor), reason, subject.case.today)
    check_join(join, is_complex=command.is_complex, is_risky=command.is_risky, roles=actor.roles)
    if not command.sentences <= subject.references:
        raise BrokenRule(
            "SentenceNotFound",
            "The case has no sentence of one of these names.",
            "Send `sourceReference`s of the case's sentences.",
            "sentences",
        )
    return Decided(DecisionKind.SPANS_JOINED, reason, {"sentences": sorted(command.sentences)})

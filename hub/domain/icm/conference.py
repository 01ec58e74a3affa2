"""When the next case conference is due, and who attends (what, planning).

Once a year, the last about three months before release. The first is due within six months of reception, and one after
a recall within six weeks (throughcare guidance of 2009, as rules, (e) quotes it). The documents do not limit
conferences to the enhanced route; the hub holds them there, and on the standard route by decision.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from hub.domain.because import Because, because
from hub.domain.days import after, before
from hub.domain.icm.words import Attendee, ConferenceKind, IcmRoute, ParticipationAnswer
from hub.domain.value import Value

FIRST_MONTHS = 6
YEARLY_MONTHS = 12
BEFORE_RELEASE_MONTHS = 3
# "About" three months: one held from four months before release on is the last.
LAST_FROM_MONTHS = 4
AFTER_RECALL = timedelta(weeks=6)

SENTENCES: Mapping[ConferenceKind, str] = {
    ConferenceKind.FIRST: "The first one is due within six months of reception.",
    ConferenceKind.YEARLY: "One is due once a year.",
    ConferenceKind.BEFORE_RELEASE: "The last one is due about three months before release.",
    ConferenceKind.AFTER_RECALL: "One is due within six weeks of a recall.",
}


class ConferenceFacts(Value):
    """`held_on` are the conferences since reception; `recalled_on` the last recall; `by_decision` for standard."""

    route: IcmRoute | None
    received_on: date
    release_on: date | None = None
    held_on: Sequence[date] = ()
    recalled_on: date | None = None
    by_decision: bool = False


class ConferenceDue(Value):
    """The next conference, by when, and why then."""

    due_on: date
    because: Because[ConferenceKind]


class Attendance(Value):
    """Who attends: the family or a friend is invited with the offender's consent, the prisoner may stay away."""

    attendee: Attendee
    invited: bool
    may_stay_away: bool


def conferences_apply(facts: ConferenceFacts) -> bool:
    """Whether there are conferences: on the enhanced route, and on the standard one by decision."""
    return facts.route is IcmRoute.ENHANCED or (facts.route is IcmRoute.STANDARD and facts.by_decision)


def conference_due(facts: ConferenceFacts) -> ConferenceDue | None:
    """The next conference; None where none applies, or the last before release was held."""
    if not conferences_apply(facts):
        return None
    if facts.recalled_on is not None and not any(day >= facts.recalled_on for day in facts.held_on):
        why = SENTENCES[ConferenceKind.AFTER_RECALL]
        return ConferenceDue(
            facts.recalled_on + AFTER_RECALL, because(ConferenceKind.AFTER_RECALL, why, recalled_on=facts.recalled_on)
        )
    regular = _regular(facts)
    if facts.release_on is None:
        return regular
    if any(day >= before(facts.release_on, months=LAST_FROM_MONTHS) for day in facts.held_on):
        return None
    last_on = max(before(facts.release_on, months=BEFORE_RELEASE_MONTHS), facts.received_on)
    if regular.due_on < before(facts.release_on, months=LAST_FROM_MONTHS):
        return regular
    why = SENTENCES[ConferenceKind.BEFORE_RELEASE]
    return ConferenceDue(last_on, because(ConferenceKind.BEFORE_RELEASE, why, release_on=facts.release_on))


def attends(*, family_consent: bool, participation: ParticipationAnswer) -> tuple[Attendance, ...]:
    """Who attends a conference. It goes ahead where the prisoner does not take part."""
    invited = {
        Attendee.FAMILY_OR_FRIEND: family_consent,
        Attendee.PRISONER: participation is not ParticipationAnswer.DECLINED,
    }
    return tuple(Attendance(one, invited.get(one, True), one in invited) for one in Attendee)


def _regular(facts: ConferenceFacts) -> ConferenceDue:
    if not facts.held_on:
        why = SENTENCES[ConferenceKind.FIRST]
        due_on = after(facts.received_on, months=FIRST_MONTHS)
        return ConferenceDue(due_on, because(ConferenceKind.FIRST, why, received_on=facts.received_on))
    last = max(facts.held_on)
    why = SENTENCES[ConferenceKind.YEARLY]
    return ConferenceDue(after(last, months=YEARLY_MONTHS), because(ConferenceKind.YEARLY, why, last_held_on=last))

"""Vectors of Integrated Case Management in Scotland."""

from datetime import date

from hub.cli.vectors.case import Adapter, Answer, Given
from hub.domain.days import after
from hub.domain.icm import Attendee, IcmRoute, Participant, asked, icm_route
from hub.domain.icm.conference import BEFORE_RELEASE_MONTHS, YEARLY_MONTHS
from hub.domain.sentence_terms import TermsSpan

DAY = date(2026, 1, 1)


def icm(given: Given) -> Answer:
    """The route, and what goes with it."""
    years = given.get("years")
    # A route that is given stands for a sentence that has it.
    statutory = bool(given.get("statutory")) or given.get("route") == "enhanced"
    last = None if years is None else after(DAY, months=round(years * 12), days=-1)
    found = icm_route(TermsSpan(DAY, last) if last else None, statutory_supervision=statutory)
    route = found.route or (IcmRoute.STANDARD if given.get("route") == "standard" else None)
    follows = asked(Participant(), route)
    return {
        "route": route.lower() if route else None,
        "may_decline": follows.may_decline,
        "breach": follows.breach,
        "cbsw_family_contact": found.family_contacted,
        "social_work_on_release": found.social_worker_on_release,
        "conference_every_months": YEARLY_MONTHS,
        "last_conference_months_before_release": BEFORE_RELEASE_MONTHS,
        "attendees": [one.lower() for one in Attendee],
    }


ADAPTERS: dict[str, Adapter] = {"icm": icm}

"""Standard or enhanced (what, planning): under four years without statutory supervision, else enhanced.

Four years exactly are left open by both documents; the hub follows statute: enhanced (domain: "Scotland").
"""

from datetime import timedelta

from hub.domain.because import Because, because
from hub.domain.days import after
from hub.domain.icm.words import IcmRoute, IcmRouteReason
from hub.domain.sentence_terms import TermsSpan
from hub.domain.value import Value

LONG_YEARS = 4


class IcmRouteAnswer(Value):
    """The route (None while the length is not known) and why.

    `social_worker_on_release`: social work is involved then. `family_contacted`: the Community-Based Social Worker
    contacts the family.
    """

    route: IcmRoute | None
    because: Because[IcmRouteReason]

    @property
    def social_worker_on_release(self) -> bool:
        """Whether social work is involved on release."""
        return self.route is IcmRoute.ENHANCED

    @property
    def family_contacted(self) -> bool:
        """Whether the Community-Based Social Worker contacts the family."""
        return self.route is IcmRoute.ENHANCED


def icm_route(custody: TermsSpan | None, *, statutory_supervision: bool) -> IcmRouteAnswer:
    """The route in Scotland. `custody` is the calendar span of the terms; without a last day it is for life."""
    if statutory_supervision:
        why = "Supervision by social work after release is statutory."
        return IcmRouteAnswer(
            IcmRoute.ENHANCED, because(IcmRouteReason.STATUTORY_SUPERVISION, why, statutory_supervision=True)
        )
    if custody is None:
        why = "No record says how long the custody is, and no statutory supervision is known."
        return IcmRouteAnswer(None, because(IcmRouteReason.LENGTH_NOT_KNOWN, why))
    if custody.last is None:
        return IcmRouteAnswer(IcmRoute.ENHANCED, because(IcmRouteReason.INDETERMINATE, "The custody has no last day."))
    facts = {"first": custody.first, "last": custody.last}
    if custody.last + timedelta(days=1) >= after(custody.first, months=12 * LONG_YEARS):
        why = "The custody is four years or more."
        return IcmRouteAnswer(IcmRoute.ENHANCED, because(IcmRouteReason.FOUR_YEARS_OR_MORE, why, **facts))
    why = "The custody is under four years, and no supervision after release is statutory."
    return IcmRouteAnswer(IcmRoute.STANDARD, because(IcmRouteReason.UNDER_FOUR_YEARS, why, **facts))

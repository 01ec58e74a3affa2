"""What is given about a person in custody, and the decision that comes out."""

from datetime import date

from hub.domain.because import Because
from hub.domain.handover.earliest_release import EarliestRelease
from hub.domain.handover.words import HandoverFlag, HandoverReason, ParoleOutcome, Responsibility
from hub.domain.value import Value


class HandoverFacts(Value):
    """Facts of a sentence being served; None where nobody tells them.

    `hearing_on` is the latest target hearing, `parole_outcome` that of the last completed review, both of the current
    sentence (`parole.py`). `open_conditions`: the person is held in them. `open_prison_rules`: the rules of open
    prisons apply; then `open_since` (women: the day the category became open) or `arrived_on` (men) may bring the
    start forward.
    `later_indeterminate`: a further indeterminate sentence starts later than the first.
    """

    indeterminate: bool = False
    sentence_started_on: date | None = None
    tariff_on: date | None = None
    hearing_on: date | None = None
    parole_eligible_on: date | None = None
    automatic_release_on: date | None = None
    conditional_release_on: date | None = None
    parole_outcome: ParoleOutcome = ParoleOutcome.NOT_KNOWN
    recalled: bool = False
    immigration_case: bool = False
    mappa_level: int | None = None
    later_indeterminate: bool = False
    early_allocation: bool = False
    open_conditions: bool = False
    open_prison_rules: bool = False
    womens_prison: bool = False
    open_since: date | None = None
    arrived_on: date | None = None


class HandoverDecision(Value):
    """Who is responsible today, why, and the dates of the handover, None where it has none.

    `not_held` are the rows of the table that were asked before and did not hold: the trace of the decision.
    """

    responsibility: Responsibility
    because: Because[HandoverReason]
    starts_on: date | None = None
    handover_on: date | None = None
    earliest_release: EarliestRelease | None = None
    not_held: tuple[HandoverReason, ...] = ()
    flags: tuple[HandoverFlag, ...] = ()

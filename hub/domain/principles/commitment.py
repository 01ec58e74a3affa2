"""Commitment of staff: contacts and reviews held against those due (domain: "The four principles").

Not yet known until contacts and reviews are recorded.
"""

from hub.domain.principles.figure import Figure, share
from hub.domain.value import Value


class Commitment(Value):
    """Shares in per cent."""

    share_of_contacts_held: Figure
    share_of_reviews_held: Figure


def commitment(
    *,
    contacts_held: int | None = None,
    contacts_due: int | None = None,
    reviews_held: int | None = None,
    reviews_due: int | None = None,
) -> Commitment:
    """The figures; None for what nobody counts yet."""
    return Commitment(share(contacts_held, contacts_due), share(reviews_held, reviews_due))

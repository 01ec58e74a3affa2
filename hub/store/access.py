"""Limited access: who may not see a case (exclusion), who alone may (restriction)."""

from sqlalchemy import Table

from hub.store.base import closed_list, key, metadata, of, of_case, text

# A row without an e-mail says that the limit is on while its list is not known: a restriction then hides from all.
access_limit = Table(
    "access_limit",
    metadata,
    key(),
    of_case(),
    of("source_record"),
    text("kind"),
    text("email", nullable=True),
    closed_list("kind", ("EXCLUSION", "RESTRICTION")),
)

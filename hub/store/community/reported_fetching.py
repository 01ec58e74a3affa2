"""What is held of requirements, enforcement, licences and published tiers, read for many reports at once.

It does not come with the case, for most messages do not ask. Whatever is not read here is read when it is asked for.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import Table

from hub.domain import reports
from hub.store.community.enforcement import enforcement_action, recall_recommendation
from hub.store.community.licence import licence
from hub.store.community.published_tier import published_tier
from hub.store.community.requirement import requirement
from hub.store.fetching import RecordKey, fetch_said
from hub.store.transaction import Transaction

# A report -> the table that it changes.
CHANGES: Mapping[type, Table] = {
    reports.RequirementReported: requirement,
    reports.EnforcementReported: enforcement_action,
    reports.RecallRecommended: recall_recommendation,
    reports.LicenceReported: licence,
    reports.TierPublished: published_tier,
}


async def fetch_reported(tx: Transaction, told: Iterable[tuple[object, Iterable[RecordKey]]]) -> None:
    """Read it for these reports, each with the source records that it names, whose cases must be locked.

    Records of other kinds are passed over.
    """
    named: dict[type, set[RecordKey]] = {kind: set() for kind in CHANGES}
    for record, keys in told:
        if type(record) in named:
            named[type(record)].update(keys)
    for kind, keys in named.items():
        await fetch_said(tx, CHANGES[kind], keys)

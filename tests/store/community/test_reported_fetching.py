"""What is held of requirements, enforcement and licences comes for the reports of it, and not with the case."""

import pytest
from sqlalchemy import Table

from hub.domain.access import Service
from hub.domain.enforcement import EnforcementKind, EnforcementStage
from hub.domain.reports import EnforcementReported, LicenceReported
from hub.store.community.enforcement import enforcement_action
from hub.store.community.licence import licence
from hub.store.community.reported_fetching import fetch_reported
from hub.store.fetching import Wanted, fetch
from hub.store.transaction import Transaction
from tests.actions.sources import CRN, HAPPENED, NOW, Hub, happened

pytestmark = pytest.mark.postgres
RECORD = (Service.COMMUNITY, CRN)


def in_memory(tx: Transaction, table: Table) -> int:
    [case_id] = tx.working.cases
    return len(tx.working.of(table).of_case(case_id))


async def test_each_report_brings_its_own_table(database_url: str) -> None:
    hub = Hub(database_url)
    await hub.tell(HAPPENED, CRN, happened("enforcement.breach.raised", minutes=2, eventId="1"))
    await hub.tell(HAPPENED, CRN, happened("create-and-vary-a-licence.licence.activated", minutes=3, licenceId="1"))
    breach = EnforcementReported(CRN, EnforcementKind.BREACH, EnforcementStage.CONCLUDED, "1", None, NOW, False)
    of_other = LicenceReported("Z999999", "1", False, True, NOW, False), [(Service.COMMUNITY, "Z999999")]
    async with hub.database.transaction() as tx:
        await fetch(tx, Wanted(records=frozenset({RECORD})))
        assert [in_memory(tx, table) for table in (enforcement_action, licence)] == [0, 0]
        await fetch_reported(tx, [(breach, [RECORD]), of_other, ("no report", [RECORD])])
        assert [in_memory(tx, table) for table in (enforcement_action, licence)] == [1, 0]
    await hub.database.close()

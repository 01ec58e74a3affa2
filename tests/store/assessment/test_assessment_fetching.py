"""What is held of assessments comes for the messages that ask, and not with the case."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from hub.domain.access import Service
from hub.store.assessment.assessment import assessment
from hub.store.assessment.assessment_fetching import fetch_assessments
from hub.store.assessment.assessment_parts import assessment_need, risk_level, risk_of_harm
from hub.store.assessment.predictor import predictor
from hub.store.fetching import Wanted, fetch
from hub.store.transaction import Transaction
from tests.actions.sources import CRN, Hub
from tests.connectors.assessment.bodies import TOPIC, summary
from tests.connectors.assessment.bodies import assessment as told

pytestmark = pytest.mark.postgres

RECORD = (Service.COMMUNITY, CRN)
TABLES = (assessment, predictor, assessment_need, risk_of_harm, risk_level)


@pytest_asyncio.fixture
async def hub(database_url: str) -> AsyncIterator[Hub]:
    """A hub that holds two versions of one assessment; the second counts."""
    made = Hub(database_url)
    await made.tell(TOPIC, CRN, summary(), minutes=1)
    await made.tell(TOPIC, CRN, summary(told(offender={"riskToOthers": "V"})), minutes=2)
    yield made
    await made.database.close()


def in_memory(tx: Transaction) -> list[int]:
    """How many rows of the case each of the tables has in memory."""
    [case_id] = tx.working.cases
    return [len(tx.working.of(table).of_case(case_id)) for table in TABLES]


async def test_they_do_not_come_with_their_case(hub: Hub) -> None:
    async with hub.database.transaction() as tx:
        await fetch(tx, Wanted(records=frozenset({RECORD})))
        assert in_memory(tx) == [0, 0, 0, 0, 0]


async def test_they_come_for_the_record_with_the_parts_that_count(hub: Hub) -> None:
    async with hub.database.transaction() as tx:
        await fetch(tx, Wanted(records=frozenset({RECORD})))
        await fetch_assessments(tx, [RECORD, (Service.COMMUNITY, "Z999999")])
        assert in_memory(tx) == [2, 3, 3, 1, 3]  # the parts of the version that counts only

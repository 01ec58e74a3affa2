"""Who makes the detail calls: beside the consumer in every `hub sync`, each source worked by itself.

A call is made outside any transaction. What it brings is handled like a message on the topic whose place it takes
(hub/messaging/dispatch.py): the same reader, the same guard of freshness, the same dead letters. So a slow or failing
source holds up its own queue (hub/store/messages/detail.py) and no partition.
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime

import httpx

from hub.connectors.connector import Detail, Message
from hub.connectors.detail import DETAIL_EVENT_HEADER, DETAIL_PATH_HEADER, DETAIL_REFERENCE_HEADER
from hub.connectors.detail.address import base_address, read_address, read_base_addresses, read_names
from hub.connectors.detail.breaker import Breaker
from hub.connectors.detail.client import DetailClient, Fetched, http_client
from hub.connectors.detail.token import ClientToken
from hub.connectors.envelope import SOURCE_TIME_HEADER
from hub.domain.detail import SOURCE_FAULTS, DetailAnswer, next_try
from hub.messaging.dispatch import DETAIL_HEADER, DETAILS, Dispatcher
from hub.messaging.outcome import End
from hub.messaging.pauses import BackOff
from hub.settings import Settings
from hub.store.database import Database
from hub.store.messages import detail
from hub.store.messages.detail import DueDetail
from hub.telemetry import DETAIL_BREAKERS, DETAIL_CALLS, DETAIL_SECONDS, DETAILS_AWAITED

log = logging.getLogger(__name__)

AT_ONCE = 4  # calls to one source by one process
LOOK = 1.0  # seconds between two looks at the queue
NO_PARTITION = -1  # a message that came by no topic


class DetailCalls:
    """The calls of one process, to every source that has a base address."""

    def __init__(self, settings: Settings, database: Database, dispatcher: Dispatcher) -> None:
        """Raises SettingInvalid for settings that can't be used."""
        sources = [one.source for one in DETAILS.values()]
        self._addresses = read_base_addresses(settings.detail_addresses, sources)
        self._names = read_names(settings.detail_names, self._addresses)
        self._client = http_client()
        self._token = token_of(settings, self._client)
        self._database = database
        self._dispatcher = dispatcher

    async def run(self) -> None:
        """Make the calls that are due until cancelled; a call that is cut off is made again later."""
        log.info("Details are fetched from: %s.", ", ".join(self._addresses) or "nowhere, no base address is set")
        async with self._client, asyncio.TaskGroup() as group:
            group.create_task(_for_ever(self._tidy))
            for source, address in self._addresses.items():
                calls = DetailClient(self._client, address, self._token)
                names = self._names.get(source, frozenset())
                caller = DetailCaller(source, address, calls, self._database, self._dispatcher, names=names)
                group.create_task(_for_ever(caller.work))

    async def _tidy(self, now: datetime) -> int:
        """End the waits that need no call any more, and say why nobody asks where no address is configured."""
        async with self._database.transaction(now) as tx:
            await detail.end_waits(tx)
            await detail.note_no_address(tx, self._addresses)
            counts = await detail.waiting_counts(tx)
        DETAILS_AWAITED.clear()
        for source, many in counts.items():
            DETAILS_AWAITED.labels(source).set(many)
        return 0


def token_of(settings: Settings, client: httpx.AsyncClient) -> ClientToken | None:
    """The hub's credentials for the sources; None where no token endpoint is set. Raises SettingInvalid."""
    if not settings.detail_token_url:
        return None
    endpoint = base_address("HUB_DETAIL_TOKEN_URL", settings.detail_token_url)
    return ClientToken(client, endpoint, settings.detail_client_id, settings.detail_client_secret)


class DetailCaller:
    """One source's calls."""

    def __init__(
        self,
        source: str,
        address: str,
        client: DetailClient,
        database: Database,
        dispatcher: Dispatcher,
        *,
        names: frozenset[str] = frozenset(),
        details: Mapping[str, Detail] = DETAILS,
    ) -> None:
        """`names` are the origins under which events name the source beside its own; `address` alone is called."""
        self._source = source
        place = read_address(address)
        self._origins = names | {place.origin} if place else names
        self._client = client
        self._database = database
        self._dispatcher = dispatcher
        self._details = details
        self._breaker = Breaker()
        self._begun = False

    async def work(self, now: datetime) -> int:
        """Make the calls that are due at `now`, as many as may be made at once; how many were made."""
        many = self._breaker.allows(now, AT_ONCE)
        if not many:
            return 0
        async with self._database.transaction(now) as tx:
            if not self._begun:
                await detail.look_again(tx, self._source, self._origins)
            due = await detail.take_due(tx, self._source, many)
        self._begun = True
        async with asyncio.TaskGroup() as group:
            for one in due:
                group.create_task(self._call(one, now))
        return len(due)

    async def _call(self, due: DueDetail, now: datetime) -> None:
        fetched = await self._fetch(due, now)
        answer = fetched.answer
        if fetched.body is not None:
            outcome = await self._dispatcher.handle(self._message(due, fetched.body, now))
            answer = DetailAnswer.UNREADABLE if outcome.end is End.REJECTED else answer
        DETAIL_CALLS.labels(self._source, answer).inc()
        async with self._database.transaction(now) as tx:
            if answer is DetailAnswer.ARRIVED:
                await detail.stop_waiting(tx, due)
                return
            again = next_try(answer, due.tries, now, jitter=random.random(), asked_to_wait=fetched.wait)  # noqa: S311
            await detail.keep_waiting(tx, due, answer, again)

    async def _fetch(self, due: DueDetail, now: datetime) -> Fetched:
        if due.detail not in self._details:
            return Fetched(DetailAnswer.REFUSED)
        if due.origin not in self._origins:
            log.warning("An event names another host than the base address of %s: not called.", self._source)
            return Fetched(DetailAnswer.FOREIGN_ADDRESS)
        with DETAIL_SECONDS.labels(self._source).time():
            fetched = await self._client.fetch(due.path)
        if fetched.answer in SOURCE_FAULTS:
            self._breaker.failed(now)
        else:
            self._breaker.succeeded()
        DETAIL_BREAKERS.labels(self._source).set(self._breaker.open_until is not None)
        return fetched

    def _message(self, due: DueDetail, body: bytes, now: datetime) -> Message:
        """What came, as a message on the topic whose place it takes; read from its source at `now`."""
        headers = {
            DETAIL_HEADER: due.detail,
            DETAIL_EVENT_HEADER: due.event_type,
            DETAIL_PATH_HEADER: due.path,
            SOURCE_TIME_HEADER: now.isoformat(),
            **({DETAIL_REFERENCE_HEADER: due.reference} if due.reference else {}),
        }
        encoded = tuple((name, value.encode()) for name, value in headers.items())
        topic = self._details[due.detail].topic
        return Message(topic, NO_PARTITION, due.id, due.key.encode(), body, encoded, now)


async def _for_ever(work: Callable[[datetime], Awaitable[int]]) -> None:
    """Do the work again and again: at once while there was some, later where the database is away."""
    never = asyncio.Event()
    back_off = BackOff(never)
    while True:
        try:
            made = await work(datetime.now(UTC))
        except Exception as fault:
            log.warning("Detail calls: %s; trying again.", _names(fault))
            await back_off.pause()
            continue
        back_off.reset()
        if not made:
            await asyncio.sleep(LOOK)


def _names(fault: BaseException) -> str:
    """The types of what went wrong; a fault's text may hold data."""
    inner = fault.exceptions if isinstance(fault, BaseExceptionGroup) else ()
    return ", ".join(_names(one) for one in inner) or type(fault).__name__

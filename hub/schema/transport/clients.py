"""How much one client may ask for at a time: requests a second, running at once, sockets, subscriptions.

A client is the subject of its token; without a token, the address that it calls from.
"""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from hub.schema.refusal import Code, Refused

# Idle clients are forgotten when more than this many are remembered.
MOST_REMEMBERED = 10_000


@dataclass(frozen=True)
class Allowance:
    """What each client may do. `requests_per_second` of 0 means: as many as come."""

    requests_per_second: float = 100.0
    burst: float = 300.0
    running: int = 64
    sockets: int = 20
    subscriptions: int = 100


@dataclass
class Client:
    """What one client has in use; `tokens` are the requests that it may still make at once."""

    tokens: float
    filled_at: float
    running: int = 0
    sockets: int = 0
    subscriptions: int = 0

    @property
    def idle(self) -> bool:
        """Whether nothing is held: such a client can be forgotten once its bucket is full."""
        return not (self.running or self.sockets or self.subscriptions)


class Clients:
    """Every client of this process. `clock` is in seconds and never goes back."""

    def __init__(self, allowance: Allowance | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self.allowance = allowance or Allowance()
        self._clock = clock
        self._clients: dict[str, Client] = {}
        self._swept_at = -math.inf

    @contextmanager
    def request(self, name: str) -> Iterator[Client]:
        """One request of the client, from its start to its answer. Raises Refused(RATE_LIMITED)."""
        client = self._client(name)
        self._take(client)
        with self._held(client, "running", "requests run at once for you"):
            yield client

    @contextmanager
    def socket(self, name: str) -> Iterator[Client]:
        """One socket of the client, as long as it is open. Raises Refused(RATE_LIMITED)."""
        with self._held(self._client(name), "sockets", "sockets are open for you") as client:
            yield client

    @contextmanager
    def subscription(self, name: str) -> Iterator[Client]:
        """One subscription of the client, as long as it runs. Raises Refused(RATE_LIMITED)."""
        with self._held(self._client(name), "subscriptions", "subscriptions run for you") as client:
            yield client

    def throttle_status(self, name: str) -> dict[str, float]:
        """What is left for the client, in requests, as `extensions.cost.throttleStatus` shows it."""
        return {
            "maximumAvailable": self.allowance.burst,
            "currentlyAvailable": math.floor(self._client(name).tokens),
            "restoreRate": self.allowance.requests_per_second,
        }

    def _client(self, name: str) -> Client:
        now = self._clock()
        client = self._clients.get(name)
        if client is None:
            if len(self._clients) >= MOST_REMEMBERED and now - self._swept_at >= 1:
                self._forget(now)
            client = self._clients[name] = Client(self.allowance.burst, now)
        return client

    def _forget(self, now: float) -> None:
        self._swept_at = now
        full = self.allowance.burst / (self.allowance.requests_per_second or math.inf)
        self._clients = {
            name: client for name, client in self._clients.items() if not client.idle or now - client.filled_at < full
        }

    def _take(self, client: Client) -> None:
        rate = self.allowance.requests_per_second
        if not rate:
            return
        now = self._clock()
        client.tokens = min(self.allowance.burst, client.tokens + (now - client.filled_at) * rate)
        client.filled_at = now
        if client.tokens < 1:
            raise Refused(
                Code.RATE_LIMITED,
                f"More than {rate:g} requests a second came from you. Wait a second, then ask more slowly.",
                retryAfterSeconds=max(1, math.ceil((1 - client.tokens) / rate)),
            )
        client.tokens -= 1

    @contextmanager
    def _held(self, client: Client, what: str, words: str) -> Iterator[Client]:
        most = getattr(self.allowance, what)
        if getattr(client, what) >= most:
            message = f"{most} {words}; no more are allowed. End one, then try again."
            raise Refused(Code.RATE_LIMITED, message, retryAfterSeconds=1)
        setattr(client, what, getattr(client, what) + 1)
        try:
            yield client
        finally:
            setattr(client, what, getattr(client, what) - 1)

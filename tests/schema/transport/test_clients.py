"""How much one client may ask for at a time."""

from contextlib import ExitStack

import pytest

from hub.schema.refusal import Refused
from hub.schema.transport import clients as clients_module
from hub.schema.transport.clients import Allowance, Clients


class Clock:
    """A clock that is moved by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def ask(clients: Clients, name: str = "one") -> bool:
    try:
        with clients.request(name):
            return True
    except Refused as refused:
        assert refused.code == "RATE_LIMITED"
        return False


def test_a_burst_is_taken_and_then_so_many_a_second(clock: Clock) -> None:
    clients = Clients(Allowance(requests_per_second=2, burst=3), clock)
    assert [ask(clients) for _ in range(5)] == [True, True, True, False, False]
    clock.now = 1.0
    assert [ask(clients) for _ in range(3)] == [True, True, False]
    clock.now = 1000.0
    assert [ask(clients) for _ in range(4)] == [True, True, True, False]


def test_who_is_refused_is_told_when_to_come_back(clock: Clock) -> None:
    clients = Clients(Allowance(requests_per_second=0.1, burst=1), clock)
    assert ask(clients)
    with pytest.raises(Refused) as refused, clients.request("one"):
        pass
    assert refused.value.extensions == {"retryAfterSeconds": 10}


def test_clients_do_not_share(clock: Clock) -> None:
    clients = Clients(Allowance(requests_per_second=1, burst=1), clock)
    assert [ask(clients, name) for name in ("one", "other", "one")] == [True, True, False]


def test_zero_is_no_limit(clock: Clock) -> None:
    clients = Clients(Allowance(requests_per_second=0, burst=1), clock)
    assert all(ask(clients) for _ in range(1000))


@pytest.mark.parametrize("what", ["request", "socket", "subscription"])
def test_only_so_many_at_once(what: str, clock: Clock) -> None:
    clients = Clients(Allowance(running=2, sockets=2, subscriptions=2), clock)
    hold = getattr(clients, what)
    with ExitStack() as held:
        held.enter_context(hold("one"))
        held.enter_context(hold("one"))
        with pytest.raises(Refused, match="no more are allowed"), hold("one"):
            pass
        held.enter_context(hold("other"))
    with hold("one"), hold("one"):
        assert clients.throttle_status("one")["maximumAvailable"] == 300


def test_what_is_held_is_given_back_after_an_error(clock: Clock) -> None:
    clients = Clients(Allowance(running=1), clock)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), clients.request("one"):
            raise ZeroDivisionError


def test_idle_clients_are_forgotten_and_busy_ones_are_not(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clients_module, "MOST_REMEMBERED", 100)
    clients = Clients(Allowance(requests_per_second=1, burst=5), clock)
    with clients.socket("busy"):
        for number in range(5_000):
            clock.now += 0.1
            ask(clients, f"passing {number}")
        assert len(clients._clients) < 250
        assert clients._clients["busy"].sockets == 1

from datetime import UTC, datetime, timedelta

from hub.connectors.detail.breaker import FAILURES, LONGEST, SHORTEST, Breaker

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def failing(times: int = FAILURES) -> Breaker:
    breaker = Breaker()
    for _ in range(times):
        breaker.failed(NOW)
    return breaker


def test_a_few_failures_do_not_open_it() -> None:
    assert failing(FAILURES - 1).allows(NOW, 4) == 4


def test_failures_in_a_row_open_it_and_time_allows_one_trial() -> None:
    breaker = failing()
    assert breaker.allows(NOW, 4) == 0
    assert breaker.allows(NOW + SHORTEST, 4) == 1


def test_a_success_closes_it() -> None:
    breaker = failing()
    breaker.succeeded()
    assert breaker.allows(NOW, 4) == 4
    assert failing(FAILURES - 1).failures == FAILURES - 1


def test_a_trial_that_fails_opens_it_for_longer_and_not_for_ever() -> None:
    breaker, now, pause = failing(), NOW, SHORTEST
    for _ in range(10):
        now += pause
        breaker.failed(now)
        pause = min(pause * 2, LONGEST)
        assert breaker.allows(now + pause - timedelta(seconds=1), 4) == 0
        assert breaker.allows(now + pause, 4) == 1
    assert pause == LONGEST


def test_calls_that_were_under_way_do_not_lengthen_it() -> None:
    breaker = failing(FAILURES + 3)
    assert breaker.open_until == NOW + SHORTEST

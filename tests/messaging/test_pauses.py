"""Waiting that ends early when it must."""

import asyncio

from aiokafka.errors import KafkaTimeoutError

from hub.messaging.pauses import BackOff, ended, within


async def test_a_pause_is_cut_short_and_tries_are_counted() -> None:
    ending = asyncio.Event()
    back_off = BackOff(ending)
    back_off.tries = 20  # the longest pause
    ending.set()
    await asyncio.wait_for(back_off.pause(), 2)
    assert back_off.tries == 21
    back_off.reset()
    assert back_off.tries == 0


async def test_what_hangs_or_fails_does_not_hold_up_the_rest() -> None:
    async def fails() -> None:
        raise KafkaTimeoutError

    assert await within(0.01, asyncio.Event().wait()) is False
    assert await within(5, fails()) is False
    assert await within(5, asyncio.sleep(0)) is True


async def test_a_task_that_the_library_cancels_at_its_end_does_not_end_us() -> None:
    async def closes() -> None:
        own = asyncio.create_task(asyncio.sleep(3600))
        await asyncio.sleep(0)
        own.cancel()
        await own

    assert await within(5, closes()) is False


async def test_who_is_told_to_end_ends() -> None:
    waiting = asyncio.create_task(within(3600, asyncio.Event().wait()))
    await asyncio.sleep(0)
    await ended(waiting)
    assert waiting.cancelled()


async def test_a_task_is_ended_however_it_ends() -> None:
    async def stubborn() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            raise ValueError from None

    for work in (stubborn(), asyncio.sleep(3600), asyncio.sleep(0)):
        task = asyncio.create_task(work)
        await asyncio.sleep(0)
        await ended(task)
        assert task.done()

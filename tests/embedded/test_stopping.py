"""The first signal ends what goes on; later ones change nothing; a step that must not be torn apart ends first."""

import os
import signal

import pytest

from hub.embedded.stopping import Stopping


def ctrl_c() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_the_first_ctrl_c_ends_the_step_that_runs() -> None:
    reached = False
    with Stopping() as stopping:
        with pytest.raises(stopping.Asked):
            ctrl_c()
            stopping.wait(5)
            reached = True
        assert stopping.wait(0)
    assert not reached


def test_the_second_ctrl_c_does_not_disturb_the_clean_stop() -> None:
    stopped_cleanly = False
    with Stopping() as stopping:
        with pytest.raises(stopping.Asked):
            ctrl_c()
        ctrl_c()
        ctrl_c()
        stopped_cleanly = True
    assert stopped_cleanly


def test_a_step_that_must_not_be_torn_apart_ends_first() -> None:
    done = False
    with Stopping() as stopping, pytest.raises(stopping.Asked), stopping.postponed():
        ctrl_c()
        done = True
    assert done


def test_afterwards_signals_mean_again_what_they_meant() -> None:
    before = signal.getsignal(signal.SIGINT)
    with Stopping():
        assert signal.getsignal(signal.SIGINT) != before
    assert signal.getsignal(signal.SIGINT) == before

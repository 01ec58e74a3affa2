"""What a command is: a name, a sentence, its arguments, and a function."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass

from hub.settings import Settings


def no_arguments(parser: ArgumentParser) -> None:
    """A command that takes no arguments."""


@dataclass(frozen=True)
class Command:
    """One sub-command of `hub`.

    `run` returns the exit code; it may raise HubError, whose sentence is printed and ends the command with 1.
    `more` is the text below the options in `--help`: what it does step by step, an example.
    """

    name: str
    about: str
    run: Callable[[Namespace, Settings], int]
    arguments: Callable[[ArgumentParser], None] = no_arguments
    more: str = ""

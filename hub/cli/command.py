"""What a command is: a name, a sentence, its arguments, and a function."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable
from dataclasses import dataclass

from hub.settings import Settings

LARGEST = 2**31 - 1


def whole_number(of: str, least: int = 0) -> Callable[[str], int]:
    """What reads an argument that is a number of things; it refuses any other word in a sentence."""

    def read(word: str) -> int:
        if not (word.isascii() and word.isdigit() and len(word) <= len(str(LARGEST)) and least <= int(word) <= LARGEST):
            raise ArgumentTypeError(f"{word!r} is no number of {of}: write one from {least} on")
        return int(word)

    return read


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

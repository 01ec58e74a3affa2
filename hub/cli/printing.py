"""Where tables are printed: as wide as the terminal; whole where a program reads them."""

import sys

from rich.console import Console

WHOLE = 10_000  # columns: no table of ours is wider


def console() -> Console:
    """Standard output. Names are cut to fit a terminal only: a program that reads them needs all of them."""
    return Console(soft_wrap=True, highlight=False, width=None if sys.stdout.isatty() else WHOLE)

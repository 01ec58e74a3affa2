"""When Python looks for objects that only hold each other: seldom, for the roles make few of those and many others."""

import gc


def collect_seldom(young: int, *further: int) -> None:
    """Look after so many new objects, for older ones as `gc.set_threshold` says; never at those that are there now."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(young, *further)

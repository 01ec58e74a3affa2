"""Which examples the property tests try: the same ones in every run of the suite, new ones under `make fuzz`."""

import os

from hypothesis import settings

FUZZING = "HUB_FUZZ_SEED" in os.environ


def choose_examples() -> None:
    """Load the profile; what a test sets itself stands over it. A busy machine makes any example slow: no finding."""
    settings.register_profile("suite", deadline=None, derandomize=True, database=None)
    settings.register_profile("fuzz", deadline=None)
    settings.load_profile("fuzz" if FUZZING else "suite")

"""Splink on a task: the same facts, candidate pairs, prior and training keys; its own comparisons and estimates."""

import logging
import warnings
from typing import Any

import pandas
from splink import Linker, SettingsCreator, block_on
from splink.backends.duckdb import DuckDBAPI

from bench.identity.ours import SEED
from bench.identity.task import Pair, Task


def weights(task: Task) -> dict[Pair, float]:
    """The match weight of every candidate pair."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        linker = Linker(_frames(task), _settings(task), log_level=logging.ERROR)
        linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=SEED)
        for training in task.trainings:
            linker.training.estimate_parameters_using_expectation_maximisation(
                block_on(*training.columns),
                fix_probability_two_random_records_match=False,
                record_sample_proportion=1.0,
            )
        found = linker.inference.predict().as_pandas_dataframe()  # type: ignore[no-untyped-call]
    pairs = zip(found["unique_id_l"], found["unique_id_r"], found["match_weight"], strict=True)
    return {(min(one, other), max(one, other)): float(weight) for one, other, weight in pairs}


def _settings(task: Task) -> SettingsCreator:
    return SettingsCreator(
        link_type="link_only" if task.linking else "dedupe_only",
        comparisons=list(task.splink),
        blocking_rules_to_generate_predictions=[block_on("keys", arrays_to_explode=["keys"])],
        probability_two_random_records_match=task.prior,
        retain_matching_columns=False,
    )


def _frames(task: Task) -> Any:
    frame = pandas.DataFrame(task.rows)
    frame["unique_id"] = range(len(frame))
    frame["keys"] = [list(record.keys) for record in task.records]
    database = DuckDBAPI()
    if not task.linking:
        return database.register(frame)
    sides = pandas.Series(task.sides)
    return [
        database.register(frame[sides == side].reset_index(drop=True), table_name=f"side_{side}") for side in (0, 1)
    ]

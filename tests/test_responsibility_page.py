"""docs/responsibility.md names nothing that the contract does not have."""

import re
from pathlib import Path

from hub.schema.schema import SDL

PAGE = Path(__file__).parents[1] / "docs" / "responsibility.md"
NAME = re.compile(r"`([a-z]+(?:[A-Z][a-zA-Z0-9]*)?(?:\.[a-zA-Z]+)?)`")


def test_every_name_is_one_of_the_contract() -> None:
    named = {name.rpartition(".")[2] for name in NAME.findall(PAGE.read_text(encoding="utf-8"))}
    held = set(re.findall(r"^  ([a-zA-Z]+)[(:]", SDL.read_text(encoding="utf-8"), re.MULTILINE))
    assert len(named) > 40
    assert named - held == set()

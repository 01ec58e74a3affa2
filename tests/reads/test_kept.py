"""A bounded table: what was not used for longest goes first."""

from hub.reads.kept import Kept


def _made(kept: Kept[str, int], keys: str) -> str:
    """Ask for the keys one after the other; those that had to be made."""
    made = []
    for key in keys:
        kept.get(key, lambda key=key: made.append(key) or 1)  # type: ignore[misc, func-returns-value]
    return "".join(made)


def test_an_entry_is_made_once() -> None:
    assert _made(Kept(3), "aaba") == "ab"


def test_the_entry_not_used_for_longest_goes() -> None:
    kept: Kept[str, int] = Kept(2)
    assert _made(kept, "abac") == "abc"
    assert _made(kept, "ab") == "b"
    assert len(kept) == 2


def test_entries_may_weigh() -> None:
    kept: Kept[str, int] = Kept(100, heaviest=5, weight=len)
    for key in ("aaa", "bb", "c"):
        kept.get(key, lambda: 1)
    assert len(kept) == 2
    kept.get("x" * 50, lambda: 1)  # the newest stays, whatever it weighs
    assert len(kept) == 1
    kept.get("y", lambda: 1)
    assert len(kept) == 1

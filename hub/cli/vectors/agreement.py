"""Whether what the hub says is what a vector expects."""

from collections.abc import Callable, Mapping
from typing import Any

from hub.cli.vectors.case import Answer, IfAsked

# An expected name may end in one of these: the figure under the name without it is then held against a bound.
BOUNDS: dict[str, Callable[[Any, Any], bool]] = {
    "_gt": lambda said, bound: said > bound,
    "_lt": lambda said, bound: said < bound,
    "_between": lambda said, bound: bound[0] <= said <= bound[1],
}
CLOSE = 0.01
UNSAID = object()


def disagreements(expected: Answer, said: Answer) -> list[str]:
    """A sentence for each expected thing that the hub says otherwise, or says nothing of.

    Null expects that the rule answers with nothing; of an IfAsked answer it says that the vector does not ask.
    """
    return [
        f"{name}: expected {wanted!r}, the hub says {_said(name, said)}"
        for name, wanted in expected.items()
        if not _agrees(name, wanted, said)
    ]


def _agrees(name: str, wanted: Any, said: Answer) -> bool:
    if name in said:
        return _same(wanted, said[name])
    if wanted is None:
        return False
    return any(
        name.endswith(ending)
        and said.get(name.removesuffix(ending)) is not None
        and holds(said[name.removesuffix(ending)], wanted)
        for ending, holds in BOUNDS.items()
    )


def _same(wanted: Any, said: Any) -> bool:
    if isinstance(said, IfAsked):
        return wanted is None or _same(wanted, said.answer)
    if isinstance(wanted, float) or isinstance(said, float):
        return isinstance(said, int | float) and abs(wanted - said) < CLOSE
    if isinstance(wanted, Mapping) and isinstance(said, Mapping):
        return all(name in said and _same(value, said[name]) for name, value in wanted.items())
    return bool(wanted == said)


def _said(name: str, said: Answer) -> str:
    names = (name, *(name.removesuffix(ending) for ending in BOUNDS))
    found = next((said[one] for one in names if one in said), UNSAID)
    if found is UNSAID:
        return "nothing under that name"
    return repr(found.answer if isinstance(found, IfAsked) else found)

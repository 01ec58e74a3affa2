"""Who supervised a case when: what a person decided in the hub and what the prison's records tell, in one chain.

The chain is made anew from everything told, each in its place in time: so the order of arrival does not matter, and
what the records tell of an earlier time never undoes what a person decided later (hub).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec.structs import replace

from hub.domain.value import Value


class Supervision(Value):
    """One allocation of an Offender Supervisor; `end` None while it stands.

    `told` says that the prison's records give it, not a person in the hub; `start_assumed` that they give no start of
    their own. `id` is the stored row's, None for one that is not stored yet.
    """

    staff_id: int
    start: datetime
    end: datetime | None = None
    start_assumed: bool = False
    told: bool = False
    id: int | None = None


def chain(decided: Iterable[Supervision], told: Iterable[Supervision]) -> tuple[Supervision, ...]:
    """The allocations one after another: each ends where the next begins, the last one stands.

    What the records tell of somebody who supervises at that time already says nothing new. At the same moment the
    decision of a person comes later.
    """
    every = sorted([*told, *decided], key=lambda one: (one.start, not one.told, one.staff_id))
    links: list[Supervision] = []
    for one in every:
        last = links[-1] if links else None
        if last is not None and one.told and last.staff_id == one.staff_id:
            continue
        if last is not None and last.start == one.start and last.told:
            links.pop()
        links.append(one)
    ends = [one.start for one in links[1:]]
    ended = [replace(one, end=end) for one, end in zip(links, ends, strict=False)]
    return (*ended, *(replace(one, end=None) for one in links[-1:]))


def standing(links: Sequence[Supervision]) -> Supervision | None:
    """Who supervises now."""
    return links[-1] if links else None

"""Vectors of the life cycle of groups: letters stand for records, of which the same small letter is the same person.

Capital letters all match unless a vector says otherwise. What happens is told in words; these are the words known.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from hub.cli.vectors.case import Adapter, Answer, Given
from hub.domain.matching.decision import CLUSTER, JOIN
from hub.domain.matching.regroup import Attention, Group, regroup

ABOVE_JOIN, BETWEEN, BELOW = JOIN + 5, (JOIN + CLUSTER) / 2, CLUSTER - 20
ACTIVE, NEEDS_ATTENTION, DELETED = "ACTIVE", "NEEDS_ATTENTION", "deleted"


@dataclass
class Scene:
    """The groups of a vector, and how their records compare. A record is its letter with a number."""

    groups: dict[str, Group[str]] = field(default_factory=dict)
    letter: dict[str, str] = field(default_factory=dict)
    links: dict[frozenset[str], float] = field(default_factory=dict)
    excluded: set[frozenset[str]] = field(default_factory=set)

    def weight(self, one: str, other: str) -> float:
        """A told link, else by the letters: equal, or both capitals, match."""
        told = self.links.get(
            frozenset((one, other)), self.links.get(frozenset((self.letter[one], self.letter[other])))
        )
        if told is not None:
            return told
        mine, theirs = self.letter[one], self.letter[other]
        return ABOVE_JOIN if mine == theirs or (mine.isupper() and theirs.isupper()) else BELOW

    def apart(self, one: str, other: str) -> bool:
        """Whether the vector excludes the two."""
        return frozenset((self.letter[one], self.letter[other])) in self.excluded

    def record(self, letter: str) -> str:
        """The first record of that letter."""
        return next(record for record, given in self.letter.items() if given == letter)

    def regroup(self, record: str) -> None:
        """A record changed."""
        self.groups = regroup(record, self.groups, self.weight, self.apart)

    def told(self) -> dict[str, Any]:
        """Each group as vectors write it."""
        return {name: _told(group) for name, group in self.groups.items()}


def _told(group: Group[str]) -> dict[str, Any]:
    status = NEEDS_ATTENTION if group.attention else ACTIVE
    reason = {"reason": str(group.attention)} if group.attention else {}
    return {"status": status, "size": len(group.members), **reason}


def _scene(given: Given) -> Scene:
    scene = Scene()
    for cluster in given["clusters"]:
        records = []
        for letter in cluster["members"].split():
            record = f"{letter}{len(scene.letter)}"
            scene.letter[record] = letter
            records.append(record)
        attention = Attention(cluster.get("reason", Attention.BROKEN_CLUSTER)) if "status" in cluster else None
        scene.groups[cluster["k"]] = Group(frozenset(records), attention)
    scene.excluded = {frozenset(pair) for pair in given.get("exclude", [])}
    for pair, words in given.get("links", {}).items():
        if "-" in pair:
            scene.links[frozenset(pair.split("-"))] = _weight(words)
    return scene


def _weight(words: str) -> float:
    if "between" in words or "above fracture" in words:
        return BETWEEN
    return BELOW if "below" in words else ABOVE_JOIN


def recluster(given: Given) -> Answer:
    """What became of each group after what happened, one thing after the other."""
    scene = _scene(given)
    before = set(scene.groups)
    stages = [scene.told() for event in re.split(r"[;,]\s*(?:then\s+)?", given["event"]) if _happens(scene, event)]
    after = {**dict.fromkeys(before, DELETED), **scene.told()}
    return {**after, **_by_members(scene), **_stages(stages)}


def _happens(scene: Scene, event: str) -> bool:
    """Let it happen; whether it was anything that groups follow from."""
    if found := re.match(r"recluster (\w)", event):
        scene.regroup(scene.record(found[1]))
    elif found := re.match(r"(\w) updated to (?:equal|match) (\w)(.*)", event):
        _becomes(scene, scene.record(found[1]), found[2], found[3])
    elif found := re.match(r"(\w) unmerged from (\w)", event):
        scene.excluded.add(frozenset((found[1], found[2])))
        return False
    elif "deleted" in event:
        _delete(scene)
    else:
        return False
    return True


def _becomes(scene: Scene, record: str, letter: str, how: str) -> None:
    if how.strip():
        for other, given in scene.letter.items():
            if given == letter:
                scene.links[frozenset((record, other))] = _weight(how)
    elif scene.letter[record].islower():
        scene.letter[record] = letter
    scene.regroup(record)


def _delete(scene: Scene) -> None:
    """The last record of the first group goes; one of those that stay is looked at again."""
    name, group = next(iter(scene.groups.items()))
    kept = frozenset(sorted(group.members)[:-1])
    scene.groups[name] = Group(kept, group.attention)
    scene.regroup(min(kept))


def _by_members(scene: Scene) -> dict[str, Any]:
    """The groups under the letters of their members too, like `A+B`."""
    return {
        "+".join(sorted(scene.letter[one] for one in group.members)): _told(group) for group in scene.groups.values()
    }


def _stages(stages: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """How things stood after the first and after the second thing that happened, with the reviews that were open."""
    names = ("after_first", "after_second")
    return {name: {**stage, "reviews": _reviews(stage)} for name, stage in zip(names, stages, strict=False)}


def _reviews(stage: dict[str, Any]) -> Any:
    asked = [name for name, told in stage.items() if told["status"] == NEEDS_ATTENTION]
    return {"primary": asked[0], "size": len(asked)} if asked else 0


def find_matches(given: Given) -> Answer:
    """A candidate is looked at from the line of clusters upwards, unless its record was merged away."""
    words = given["candidate"]
    return {"returned": "passive" not in words and _weight(words) >= CLUSTER}


ADAPTERS: dict[str, Adapter] = {"recluster": recluster, "find_matches": find_matches}

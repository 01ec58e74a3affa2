"""What became of a case that was decided anew: what changed, for its events, and how it stands now."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from hub.actions.telling.answers import answers_changed, told
from hub.actions.telling.case_events import CaseChange
from hub.domain.agreement import Fact, Standing
from hub.domain.case import CaseFacts
from hub.domain.consequences import Consequences
from hub.domain.custody import Place
from hub.domain.team import Holder


@dataclass(frozen=True)
class Difference:
    """A case as it was and as it is. `codes` are the staff codes of the last holders; `sentences`: they changed.

    `before` and `after` are the changes told already, before and after those that follow from the two.
    Changes and standing are put into words when they are asked for: a new case tells the one, any other the other.
    """

    facts: CaseFacts
    now: Consequences
    codes: Mapping[int, str]
    sentences: bool
    before: tuple[CaseChange, ...]
    after: tuple[CaseChange, ...]

    @cached_property
    def changes(self) -> tuple[CaseChange, ...]:
        """What changed, in order."""
        followed = _followed(self.facts, self.now, self.codes, self.sentences)
        return (*self.before, *followed, *self.after)

    @property
    def standing(self) -> dict[str, Any]:
        """How the case stands, for the event that says that it was opened."""
        now = self.now
        return {
            "custody": _where(_place(now)),
            "offenderManager": _holder(now.holders[-1] if now.holders else None, self.codes),
            "phase": now.phase.phase,
            "awaitingSnapshot": now.awaiting_snapshot,
            "limited": now.limited,
            **_spans(now),
            "answers": told(now.answers),
        }


@dataclass(frozen=True)
class Redecided:
    """What became of a case: its version now, and how it differs from what it was."""

    version: int
    difference: Difference

    @property
    def changes(self) -> tuple[CaseChange, ...]:
        """What changed, in order."""
        return self.difference.changes

    @property
    def standing(self) -> dict[str, Any]:
        """How the case stands, for the event that says that it was opened."""
        return self.difference.standing


def _followed(facts: CaseFacts, now: Consequences, codes: Mapping[int, str], sentences: bool) -> tuple[CaseChange, ...]:
    row = facts.row
    was = next((one.custody.standing for one in facts.records if one.custody and one.custody.current), None)
    manager_was = _holder(facts.holders[-1] if facts.holders else None, codes)
    manager_is = _holder(now.holders[-1] if now.holders else None, codes)
    phase_was = {"phase": row.phase, "flags": sorted(row.phase_flags)}
    phase_is = {"phase": now.phase.phase, "flags": sorted(now.phase.flags), "reason": now.phase.reason}
    where_was, where_is = _where(was), _where(_place(now))
    shown = (now.shown.forename, now.shown.surname, now.shown.date_of_birth)
    found = (
        (
            "PersonDetailsChanged",
            shown != (row.forename, row.surname, row.date_of_birth),
            {"source": row.name_source},
            {"source": now.shown.service, "reason": now.shown.reason},
        ),
        ("AccessLimitsChanged", row.limited != now.limited, {"limited": row.limited}, {"limited": now.limited}),
        ("CustodyChanged", where_was != where_is, where_was, where_is),
        ("SentencesChanged", sentences, {"spans": len(facts.spans)}, _spans(now)),
        ("OffenderManagerChanged", manager_was != manager_is, manager_was, manager_is),
        ("PhaseChanged", phase_was != {name: phase_is[name] for name in phase_was}, phase_was, phase_is),
    )
    changes = [CaseChange(name, before, after) for name, changed, before, after in found if changed]
    return (*changes, *answers_changed(row.answers, now.answers), *_disagreements(row.facts, now.facts))


def _disagreements(held: Mapping[Fact, Standing], now: Mapping[Fact, Standing]) -> list[CaseChange]:
    """What the services began and ceased to differ in; the words themselves are in no event."""
    was, is_ = ({name for name, one in facts.items() if one.agreed is False} for facts in (held, now))
    if was == is_:
        return []
    told = {name: {"fact": name, "shownBy": now[name].by, "rule": now[name].rule} for name in sorted(is_ - was)}
    ended = {name: {"fact": name, "shownBy": held[name].by, "rule": held[name].rule} for name in sorted(was - is_)}
    return [
        *(CaseChange("DisagreementFound", None, one) for one in told.values()),
        *(CaseChange("DisagreementEnded", one, None) for one in ended.values()),
    ]


def _place(now: Consequences) -> Place | None:
    return now.current.place if now.current else None


def _where(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {
        "state": place.state,
        "prison": place.prison_code,
        "location": place.location,
        "movementReason": place.movement_reason,
    }


def _spans(now: Consequences) -> dict[str, Any]:
    running = [span.start.isoformat() for span in now.spans.wanted if span.end is None]
    return {"spans": len(now.spans.wanted), "runningSince": running[-1] if running else None}


def _holder(holder: Holder | None, codes: Mapping[int, str]) -> dict[str, Any] | None:
    if holder is None:
        return None
    return {
        "staffCode": codes.get(holder.staff_id) if holder.staff_id is not None else None,
        "allocated": holder.staff_id is not None,
        "since": holder.start.isoformat(),
        "sinceAssumed": holder.start_assumed,
        "dueAt": holder.due_at.isoformat() if holder.due_at else None,
        "flags": list(holder.flags),
    }

"""How every change of who is who ends: each living case is decided anew, the world is told, the write is audited."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from hub.actions.redeciding.redecide import redecide
from hub.actions.taking.taking import UNCHANGED
from hub.actions.telling.case_events import CaseChange, Cause, announce
from hub.store.transaction import Transaction


@dataclass
class Regrouping:
    """What became of cases, collected while it is done.

    `told` are the changes of each living case, `gone` leads from a case that merged away to the one that it went into,
    `opened` are new cases.
    """

    told: dict[int, list[CaseChange]] = field(default_factory=dict)
    gone: dict[int, int] = field(default_factory=dict)
    opened: set[int] = field(default_factory=set)

    def tell(self, case_id: int, *changes: CaseChange) -> None:
        """Remember changes of a case that lives; without any, that it must be decided anew."""
        self.told.setdefault(case_id, []).extend(changes)

    def joined(self, gone: int, into: int) -> None:
        """Remember that a case went into another."""
        before, after = {"caseId": str(gone)}, {"caseId": str(into)}
        self.gone[gone] = into
        self.tell(into, CaseChange("CaseJoined", before, after))

    def parted(self, case_id: int, other: int, why: str) -> None:
        """Remember that records left a case for another."""
        change = CaseChange("CaseParted", {"caseId": str(case_id)}, {"caseId": str(other), "reason": why})
        self.tell(case_id, change)
        self.tell(other, change)


async def conclude(
    tx: Transaction, regrouping: Regrouping, cause: Cause, *, action: str, fields: Sequence[str], why: str
) -> str:
    """Decide, publish, audit; what was done, as the names of the events."""
    names: list[str] = []
    for case_id, told in regrouping.told.items():
        decided = await redecide(tx, case_id, cause)
        changes = [*told, *decided.changes]
        if case_id in regrouping.opened:
            changes = [CaseChange("CaseOpened", None, {**decided.standing, "openedBy": cause.service}), *told]
        await announce(tx, case_id, decided.version, changes, cause)
        names += [change.name for change in changes]
    for gone, into in regrouping.gone.items():
        moved = CaseChange("CaseMergedAway", {"caseId": str(gone)}, {"caseId": str(into)})
        await announce(tx, gone, None, [moved], cause)
    await tx.record(
        actor=cause.actor,
        service=cause.service,
        action=action,
        case_ids=[*regrouping.told, *regrouping.gone],
        fields=fields,
        why=why,
        cause=cause.cause,
    )
    return ", ".join(dict.fromkeys(names)) or UNCHANGED

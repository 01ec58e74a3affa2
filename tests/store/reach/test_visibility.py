"""Which cases exist for whom: one table of rows, run through the rule in Python and through the predicate in SQL."""

from dataclasses import dataclass

import pytest
from msgspec.structs import replace
from sqlalchemy import insert, select

from hub.domain.access import Actor, CaseReach, Role, Service, may_read, may_see
from hub.store.case import offender_case
from hub.store.database import Database
from hub.store.reach.access import access_limit
from hub.store.reach.visibility import viewer, visible
from hub.store.records.identity import source_record
from hub.store.transaction import Transaction

MANAGER = frozenset({Role.OFFENDER_MANAGER})


def _actor(
    *,
    roles: frozenset[Role] = MANAGER,
    staff: int | None = 1,
    covers: frozenset[int] = frozenset(),
    contributes_to: frozenset[int] = frozenset(),
    **more: str | None,
) -> Actor:
    return Actor(
        "subject",
        Service.COMMUNITY,
        roles,
        staff_code="N01A001",
        staff_id=staff,
        team_code=more.get("team"),
        establishment_code=more.get("prison"),
        email=more.get("email"),
        covers=covers,
        contributes_to=contributes_to,
    )


THREE = frozenset({905, 908, 910})
VIEWERS = {
    "manager 1": _actor(staff=1, team="T1", email="One@Example.Test"),
    "manager 2, same team": _actor(staff=2, team="T1", email="two@example.test"),
    "manager 3, no team": _actor(staff=3, email="three@example.test"),
    "officer of MDI": _actor(roles=frozenset({Role.OFFENDER_SUPERVISOR}), staff=4, prison="MDI"),
    "administrator of T1": _actor(roles=frozenset({Role.CASE_ADMINISTRATOR}), staff=5, team="T1"),
    "auditor 1": _actor(roles=frozenset({Role.AUDITOR}), staff=1, team="T1", prison="MDI"),
    "developer and operator 1": _actor(roles=frozenset({Role.DEVELOPER, Role.OPERATOR}), staff=1, team="T1"),
    "manager without a staff record": _actor(staff=None, team="T1", prison="MDI"),
    "manager without an e-mail": _actor(staff=1, team="T1"),
    "who covers for manager 1": _actor(staff=3, covers=frozenset({1, 7}), email="three@example.test"),
    "who covers for 1, and is excluded": _actor(staff=3, covers=frozenset({1}), email="one@example.test"),
    "who covers for officer 4": _actor(roles=frozenset({Role.OFFENDER_SUPERVISOR}), staff=6, covers=frozenset({4})),
    "auditor who covers for manager 1": _actor(roles=frozenset({Role.AUDITOR}), staff=3, covers=frozenset({1})),
    "who contributes to 905, 908 and 910": _actor(staff=12, contributes_to=THREE, email="one@example.test"),
    "auditor who contributes to them": _actor(roles=frozenset({Role.AUDITOR}), staff=3, contributes_to=THREE),
    "who contributes and has no staff record": _actor(staff=None, contributes_to=THREE),
}

NAMED = frozenset({"one@example.test"})
CASES = {
    "of manager 1": CaseReach(om_staff_id=1, om_team_code="T1", prison_code="MDI"),
    "of manager 1 only": CaseReach(om_staff_id=1),
    "supervised by 4 elsewhere": CaseReach(os_staff_id=4, prison_code="LEI"),
    "of T1": CaseReach(om_team_code="T1"),
    "of T2": CaseReach(om_staff_id=9, om_team_code="T2"),
    "of nobody": CaseReach(),
    "in MDI": CaseReach(prison_code="MDI"),
    "one is excluded": CaseReach(om_staff_id=1, om_team_code="T1", limited=True, excluded_emails=NAMED),
    "one is excluded, flag off": CaseReach(om_staff_id=1, limited=False, excluded_emails=NAMED),
    "only one may": CaseReach(om_staff_id=1, om_team_code="T1", limited=True, restricted_to_emails=NAMED),
    "only somebody else may": CaseReach(
        om_staff_id=1, om_team_code="T1", limited=True, restricted_to_emails=frozenset({"else@example.test"})
    ),
    "only unknown people may": CaseReach(om_staff_id=1, limited=True, restricted_to_emails=frozenset()),
    "one may and is excluded": CaseReach(
        om_staff_id=1, limited=True, excluded_emails=NAMED, restricted_to_emails=NAMED
    ),
    "limited, no list": CaseReach(om_staff_id=1, om_team_code="T1", limited=True),
    "3 is asked to manage": CaseReach(om_staff_id=9, om_team_code="T2", next_om_staff_id=3),
    "4 is asked to supervise": CaseReach(os_staff_id=8, prison_code="LEI", next_os_staff_id=4),
    "1 is asked": CaseReach(om_staff_id=9, next_om_staff_id=1),
    "1 is asked, and excluded": CaseReach(
        om_staff_id=9, next_om_staff_id=1, next_os_staff_id=1, limited=True, excluded_emails=NAMED
    ),
    "one may, out of reach": CaseReach(om_staff_id=9, limited=True, restricted_to_emails=NAMED),
}
# Each has its number, from 901 on, in this order.
CASES = {name: replace(case, case_id=901 + place) for place, (name, case) in enumerate(CASES.items())}

# viewer -> the cases that exist for them; every other pair is a no.
SEES = {
    "manager 1": {
        "of manager 1",
        "of manager 1 only",
        "of T1",
        "one is excluded, flag off",
        "only one may",
        "limited, no list",
    },
    "manager 2, same team": {"of manager 1", "of T1", "one is excluded", "limited, no list"},
    "manager 3, no team": set(),
    "officer of MDI": {"of manager 1", "supervised by 4 elsewhere", "in MDI"},
    "administrator of T1": {"of manager 1", "of T1", "one is excluded", "limited, no list"},
    "auditor 1": set(),
    "developer and operator 1": set(),
    "manager without a staff record": set(),
    "manager without an e-mail": {
        "of manager 1",
        "of manager 1 only",
        "of T1",
        "one is excluded",
        "one is excluded, flag off",
        "limited, no list",
    },
    "who covers for manager 1": {
        "of manager 1",
        "of manager 1 only",
        "one is excluded",
        "one is excluded, flag off",
        "limited, no list",
    },
    "who covers for 1, and is excluded": {
        "of manager 1",
        "of manager 1 only",
        "one is excluded, flag off",
        "only one may",
        "limited, no list",
    },
    "who covers for officer 4": {"supervised by 4 elsewhere"},
    "auditor who covers for manager 1": set(),
    "who contributes to 905, 908 and 910": set(),
    "auditor who contributes to them": set(),
    "who contributes and has no staff record": set(),
}
# viewer -> the cases that they read, asked to take them over or contributing; they see them no more than before.
READS = {
    "manager 1": {"1 is asked"},
    "manager 3, no team": {"3 is asked to manage"},
    "officer of MDI": {"4 is asked to supervise"},
    "manager without an e-mail": {"1 is asked", "1 is asked, and excluded"},
    "who covers for manager 1": {"3 is asked to manage", "1 is asked", "1 is asked, and excluded"},
    "who covers for 1, and is excluded": {"3 is asked to manage", "1 is asked"},
    "who covers for officer 4": {"4 is asked to supervise"},
    "who contributes to 905, 908 and 910": {"of T2", "only one may"},
}
PAIRS = [(who, case) for who in VIEWERS for case in CASES]


@pytest.mark.parametrize(("who", "case"), PAIRS)
def test_the_rule_says_who_sees_which_case(who: str, case: str) -> None:
    assert may_see(VIEWERS[who], CASES[case]) is (case in SEES[who])
    assert may_read(VIEWERS[who], CASES[case]) is (case in SEES[who] | READS.get(who, set()))


@dataclass
class Held:
    """The cases in a database, by number."""

    names: dict[int, str]


async def _hold(tx: Transaction) -> Held:
    names = {}
    for name, case in CASES.items():
        reach = {
            "id": case.case_id,
            "om_staff_id": case.om_staff_id,
            "om_team_code": case.om_team_code,
            "os_staff_id": case.os_staff_id,
            "prison_code": case.prison_code,
            "next_om_staff_id": case.next_om_staff_id,
            "next_os_staff_id": case.next_os_staff_id,
            "limited": case.limited,
        }
        number = (await tx.execute(insert(offender_case).values(reach).returning(offender_case.c.id))).scalar_one()
        names[number] = name
        record = {"case_id": number, "service": "COMMUNITY", "key": name, "linked_by": "TEST"}
        source = (await tx.execute(insert(source_record).values(record).returning(source_record.c.id))).scalar_one()
        restricted = case.restricted_to_emails
        lines: list[tuple[str, str | None]] = [("EXCLUSION", email.upper()) for email in case.excluded_emails]
        lines += [("RESTRICTION", email.title()) for email in restricted or ()]
        lines += [("RESTRICTION", None)] if restricted == frozenset() else []
        for kind, email in lines:
            limit = {"case_id": number, "source_record_id": source, "kind": kind, "email": email, "told_by": "LIST"}
            await tx.execute(insert(access_limit).values(limit))
    await tx.record(actor="t", service="T", action="t", case_ids=list(names), why="a test", cause="a test")
    return Held(names)


@pytest.mark.postgres
async def test_the_predicate_says_the_same_as_the_rule(database_url: str) -> None:
    database = Database(database_url)
    try:
        async with database.transaction() as tx:
            held = await _hold(tx)
        found = {}
        async with database.transaction() as tx:
            for who, actor in VIEWERS.items():
                rows = await tx.rows(select(offender_case.c.id).where(visible(offender_case)), viewer(actor))
                found[who] = {held.names[row.id] for row in rows}
    finally:
        await database.close()
    assert found == {who: SEES[who] | READS.get(who, set()) for who in VIEWERS}

"""A small made-up world for the read path: cases that different viewers see, with every kind of fact in them.

case      holder          team    prison   limits                                  what it is there for
MINE      OM Ambleside    T-NORTH LEYHALL                                          every fact there is
TEAM      OM Bramley      T-NORTH                                                  a colleague's case
OTHER     OM Corbett      T-SOUTH WESTHAM                                          nobody's of the above
EXCLUDED  OM Ambleside    T-NORTH LEYHALL  Ambleside is excluded by e-mail
RESTRICTED OM Ambleside   T-NORTH LEYHALL  only Bramley may see it
SEALED    OM Ambleside    T-NORTH LEYHALL  restricted to a list that is not known
MERGED    nobody                           its facts went to MINE
STUB      OM Ambleside    T-NORTH                                                  no fact at all
CROSSED   OM Ambleside    T-NORTH                                                  facts whose case does not agree
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Table, insert, select, update
from sqlalchemy.dialects.postgresql import Range

from hub.domain.access import Actor, Role, Service
from hub.domain.dead_letter import DeadLetterState
from hub.store.assessment.assessment import assessment
from hub.store.assessment.assessment_parts import (
    assessed_objective,
    assessment_need,
    risk_level,
    risk_management_plan,
    risk_of_harm,
)
from hub.store.assessment.predictor import predictor
from hub.store.case import offender_case
from hub.store.community.enforcement import enforcement_action, recall_recommendation
from hub.store.community.licence import licence
from hub.store.community.published_tier import published_tier
from hub.store.community.registration import registration
from hub.store.community.reported_allocation import reported_allocation
from hub.store.community.reported_handover import reported_handover
from hub.store.community.requirement import requirement
from hub.store.custody.custody import custody_record, movement
from hub.store.custody.movements import unknown_movement
from hub.store.custody.sentence import sentence, span
from hub.store.custody.sentence_terms import sentence_term
from hub.store.database import Database
from hub.store.decided.agreement import disagreement
from hub.store.erasure.erasure import erasure
from hub.store.identity.cluster import cluster_member, cluster_review
from hub.store.identity.identity_change import identity_change
from hub.store.identity.override import identity_override
from hub.store.messages.awaited import awaited_snapshot
from hub.store.messages.dead_letters import dead_letter
from hub.store.messages.detail import detail_due
from hub.store.plan.plan import intervention, objective, plan_change, proposal, sentence_plan, step
from hub.store.reach.access import access_limit
from hub.store.records.identity import identifier, identity_review, source_record, source_version
from hub.store.records.person import person_record
from hub.store.records.reading import reading
from hub.store.team.staffing import same_staff, staff_hours, staff_reduction
from hub.store.team.team import offender_manager_holder, offender_supervisor_allocation, staff
from hub.store.team.team_member import delivery, team_member
from hub.store.transaction import Transaction

NOW = datetime(2026, 3, 2, 9, 30, 15, 250_000, tzinfo=UTC)
AWKWARD = 'Quote " back \\ slash, tab\t line\n end, café, 漢字, 🙂, </script>, \x01, %s $1 :name'


@dataclass
class World:
    """The ids of what was made: cases by name, staff by name, rows of plans by table and case."""

    cases: dict[str, int] = field(default_factory=dict)
    staff: dict[str, int] = field(default_factory=dict)
    nodes: dict[str, list[int]] = field(default_factory=dict)

    def viewer(self, name: str, *roles: Role, staffed: bool = True) -> Actor:
        """Somebody who asks, by the name of their staff record."""
        service, team, prison = PEOPLE[name]
        return Actor(
            subject=f"subject of {name}",
            service=service,
            roles=frozenset(roles),
            staff_code=name.upper(),
            staff_id=self.staff[name] if staffed else None,
            team_code=team if staffed else None,
            establishment_code=prison if staffed else None,
            email=f"{name}@Example.Test",
            expires_at=NOW + timedelta(hours=1),
        )

    @property
    def viewers(self) -> dict[str, Actor]:
        """Every kind of viewer."""
        return {
            "ambleside": self.viewer("ambleside", Role.OFFENDER_MANAGER),
            "bramley": self.viewer("bramley", Role.OFFENDER_MANAGER),
            "corbett": self.viewer("corbett", Role.OFFENDER_MANAGER),
            "prison officer": self.viewer("dunmore", Role.OFFENDER_SUPERVISOR),
            "administrator": self.viewer("everley", Role.CASE_ADMINISTRATOR),
            "auditor": self.viewer("ambleside", Role.AUDITOR),
            "operator": self.viewer("everley", Role.OPERATOR),
            "team manager": self.viewer("ambleside", Role.TEAM_MANAGER),
            "second team manager": self.viewer("bramley", Role.TEAM_MANAGER),
            "other team manager": self.viewer("corbett", Role.TEAM_MANAGER),
            "prison manager": self.viewer("dunmore", Role.TEAM_MANAGER),
            "not staff": self.viewer("ambleside", Role.OFFENDER_MANAGER, staffed=False),
        }


PEOPLE: dict[str, tuple[Service, str | None, str | None]] = {
    "ambleside": (Service.COMMUNITY, "T-NORTH", None),
    "bramley": (Service.COMMUNITY, "T-NORTH", None),
    "corbett": (Service.COMMUNITY, "T-SOUTH", None),
    "dunmore": (Service.CUSTODY, None, "LEYHALL"),
    "everley": (Service.COMMUNITY, "T-NORTH", None),
}

# name -> (manager, team, supervisor, prison)
REACH: dict[str, tuple[str | None, str | None, str | None, str | None]] = {
    "MINE": ("ambleside", "T-NORTH", "dunmore", "LEYHALL"),
    "TEAM": ("bramley", "T-NORTH", None, None),
    "OTHER": ("corbett", "T-SOUTH", None, "WESTHAM"),
    "EXCLUDED": ("ambleside", "T-NORTH", None, "LEYHALL"),
    "RESTRICTED": ("ambleside", "T-NORTH", None, "LEYHALL"),
    "SEALED": ("ambleside", "T-NORTH", None, "LEYHALL"),
    "MERGED": (None, None, None, None),
    "STUB": ("ambleside", "T-NORTH", None, None),
    "CROSSED": ("ambleside", "T-NORTH", None, None),
}

LIMITS: tuple[tuple[str, str, str | None], ...] = (
    ("EXCLUDED", "EXCLUSION", "AMBLESIDE@example.test"),
    ("EXCLUDED", "EXCLUSION", "somebody@example.test"),
    ("RESTRICTED", "RESTRICTION", "bramley@example.test"),
    ("SEALED", "RESTRICTION", None),
)


async def make_world(database: Database) -> World:
    """Fill an empty database."""
    world = World()
    async with database.transaction(NOW) as tx:
        for name, (service, team, prison) in PEOPLE.items():
            world.staff[name] = await _add(tx, staff, _person(name, service, team, prison))
        await _staffing(tx, world)
        for name in REACH:
            world.cases[name] = await _add(tx, offender_case, _case(world, name))
        await tx.execute(
            update(offender_case)
            .where(offender_case.c.id == world.cases["MERGED"])
            .values(merged_into=world.cases["MINE"])
        )
        for name in ("MINE", "TEAM", "OTHER", "EXCLUDED", "RESTRICTED", "SEALED"):
            await _everything(tx, world, name)
        for number, state in enumerate(DeadLetterState):
            letter = {"topic": "custody.plan.command.v1", "partition": number, "offset": 2**60, "broker_time": NOW}
            body = {"message_key": None if number else b"\xff", "value": bytes(range(80 * number)), "rejected": True}
            await _add(tx, dead_letter, {**letter, **body, "state": state, "code": "MadeUp", "received_at": NOW})
        await _crossed(tx, world)
        await _unallocated(tx, world)
        await _limits(tx, world)
        await _reviews(tx, world)
        await _identity(tx, world)
        cases = list(world.cases.values())
        await tx.record(actor="test", service="TEST", action="make", case_ids=cases, why="a test", cause="test")
    return world


async def _add(tx: Transaction, table: Table, values: Mapping[str, Any]) -> int:
    key = next(iter(table.primary_key)) if "id" not in table.c else table.c.id
    return int((await tx.execute(insert(table).values(values).returning(key))).scalar_one())


async def _unallocated(tx: Transaction, world: World) -> None:
    """Two cases of the team that nobody is allocated to, one of them overdue, and one whose sentences have ended."""
    for name, due_at in (("STUB", NOW), ("CROSSED", NOW + timedelta(days=9000)), ("MERGED", None)):
        nobody = {"case_id": world.cases[name], "cause": "NOT_KNOWN", "due_at": due_at}
        await _add(tx, offender_manager_holder, {**nobody, "during": Range(NOW, None, bounds="[)")})


async def _staffing(tx: Transaction, world: World) -> None:
    """Hours, reductions, and a person with a code in either service; an older link was taken back."""
    mine, other, third = (world.staff[name] for name in ("ambleside", "dunmore", "corbett"))
    decided = {"decided_by_id": world.staff["bramley"], "decided_at": NOW}
    for day, hours in ((date(2024, 1, 1), 37.0), (date(2025, 6, 1), 18.5)):
        await _add(tx, staff_hours, {"staff_id": mine, "hours": hours, "starts_on": day, **decided})
    for reason, ends_on in (("TRAINING", date(2025, 1, 31)), ("ABSENCE", None)):
        period = {"starts_on": date(2025, 1, 1), "ends_on": ends_on}
        await _add(tx, staff_reduction, {"staff_id": mine, "hours": 2.5, "reason": reason, **period, **decided})
    ended = {"ended_at": NOW, "ended_by_id": mine, "ending_reason": AWKWARD}
    for one, two, how in ((mine, other, {}), (other, mine, {}), (mine, third, ended), (third, mine, ended)):
        await _add(tx, same_staff, {"staff_id": one, "other_id": two, "reason": AWKWARD, **decided, **how})


def _person(name: str, service: Service, team: str | None, prison: str | None) -> dict[str, Any]:
    return {
        "service": service,
        "code": name.upper(),
        "forename": "Made-up",
        "surname": f'{name} "{AWKWARD}"' if name == "dunmore" else name,
        "email": f"{name}@example.test",
        "team_code": team,
        "team_name": f"Team {team}" if team else None,
        "establishment_code": prison,
        "active_from": date(2020, 2, 29),
        "told_at": NOW,
    }


def _case(world: World, name: str) -> dict[str, Any]:
    manager, team, supervisor, prison = REACH[name]
    bare = name == "STUB"
    return {
        "forename": None if bare else f"Forename of {name}",
        "surname": None if bare else AWKWARD if name == "MINE" else f"Family {name}",
        "date_of_birth": None if bare else date(1980, 12, 31),
        "phase": None if bare else "COMMUNITY" if name == "TEAM" else "CUSTODY",
        "tier": {"MINE": 4, "TEAM": 2, "EXCLUDED": 2}.get(name),
        "phase_reason": None if bare else AWKWARD,
        "registered_risk": None if bare else "HIGH",
        "mappa_level": 2 if name == "MINE" else None,
        "phase_flags": ["COMMUNITY_SAYS_RELEASED", "COMMUNITY_SAYS_TERMINATED"] if name == "MINE" else [],
        "awaiting_snapshot": bare,
        "om_staff_id": world.staff[manager] if manager else None,
        "om_team_code": team,
        "os_staff_id": world.staff[supervisor] if supervisor else None,
        "prison_code": prison,
        "next_om_staff_id": world.staff["corbett"] if name in ("CROSSED", "SEALED") else None,
        "next_os_staff_id": world.staff["dunmore"] if name == "OTHER" else None,
        "limited": name in {limited for limited, _, _ in LIMITS},
        "facts": {} if bare or name == "TEAM" else _facts(name),
        "created_at": NOW,
        "updated_at": NOW + timedelta(microseconds=1),
    }


def _facts(name: str) -> dict[str, Any]:
    """One fact that one service holds, one that they agree on, one that they do not."""
    words = {"custody": "ANN", "community": AWKWARD}
    return {
        "CRO": {"value": "029906/12J", "by": "CUSTODY", "rule": "ONLY_ONE_HOLDS_IT"},
        "GENDER": {"value": "F", "by": "COMMUNITY", "rule": "WHO_HAS_THE_PERSON", "agreed": True},
        "NAME": {"value": AWKWARD, "by": "COMMUNITY", "rule": "WHO_HAS_THE_PERSON", "agreed": False, **words},
    }


async def _disagreements(tx: Transaction, case: int) -> None:
    """Two that began at the same moment, and one before."""
    shared = {"case_id": case, "shown_by": "COMMUNITY", "rule": "WHO_HAS_THE_PERSON", "community_value": AWKWARD}
    for fact, since in (("NAME", NOW), ("GENDER", NOW), ("DATE_OF_BIRTH", NOW - timedelta(days=1))):
        await _add(tx, disagreement, {**shared, "fact": fact, "custody_value": "ANN", "since": since})


async def _limits(tx: Transaction, world: World) -> None:
    for name, kind, email in LIMITS:
        record = await _record(tx, world.cases[name], Service.COMMUNITY, f"limit of {name} {email}")
        values = {"case_id": world.cases[name], "source_record_id": record, "kind": kind, "email": email}
        await _add(tx, access_limit, {**values, "told_by": "LIST"})


async def _reviews(tx: Transaction, world: World) -> None:
    """Two of one moment, seen from one case or from both; decided, withdrawn; one with what was compared."""
    pairs = [("MINE", "OTHER"), ("MINE", "TEAM"), ("OTHER", "MINE"), ("TEAM", "MINE"), ("TEAM", "EXCLUDED")]
    found = [
        {"comparison": "name", "level": AWKWARD, "weight": 7.25},
        {"comparison": "sex", "level": "x", "weight": -1.5},
    ]
    for place, (one, other) in enumerate([*pairs, ("TEAM", "OTHER"), ("STUB", "CROSSED")]):
        pair = {"case_id": world.cases[one], "other_case_id": world.cases[other], "reason": "SameIdentifier"}
        how: dict[str, Any] = {
            "since": NOW,
            "evidence": {"comparisons": found[: place % 3]} if place else {"cause": "x"},
        }
        if one == "TEAM":
            how |= {"state": "ASSIGNED", "owner_id": world.staff["bramley"]}
        if one == "STUB":
            how |= {"state": "WITHDRAWN", "withdrawn_at": NOW, "withdrawn_because": "RECORDS_DIFFER"}
        elif place >= len(pairs):
            how |= {"state": "DECIDED", "decision": "DIFFERENT_PEOPLE", "decided_by_id": world.staff["bramley"]}
        world.nodes.setdefault("identity_review", []).append(await _add(tx, identity_review, {**pair, **how}))


async def _identity(tx: Transaction, world: World) -> None:
    """What was ruled of a record, what became of the case."""
    case = world.cases["MINE"]
    one, other = [await _record(tx, case, Service.COMMUNITY, f"ruled {n}") for n in (1, 2)]
    pair = {"case_id": case, "source_record_id": one, "other_record_id": other, "verdict": "DIFFERENT_PEOPLE"}
    ruled = {"scope": "RECORDS", "ruling": uuid4(), "reason": AWKWARD, "decided_by_id": world.staff["ambleside"]}
    await _add(tx, identity_override, {**pair, **ruled, "since": NOW, "cause": "request 1"})
    for end in (None, NOW):
        asked = {
            "case_id": case,
            "reason": "BROKEN_CLUSTER",
            "because": "RECORDS_DIFFER",
            "since": NOW,
            "ended_at": end,
        }
        answer = {"decision": "DIFFERENT_PEOPLE", "comment": AWKWARD} if end else {"owner_id": world.staff["ambleside"]}
        review = await _add(tx, cluster_review, {**asked, **answer, "ended_because": end and "DECIDED"})
        world.nodes.setdefault("cluster_review", []).append(review)
        for record in (one, other):
            member = {"case_id": case, "cluster_review_id": review, "source_record_id": record, "place": record}
            await _add(tx, cluster_member, member)
    for place in range(2):
        change = {"case_id": case, "other_case_id": world.cases["MERGED"], "kind": "JOINED", "why": AWKWARD}
        who = {"actor": "custody", "service": "CUSTODY", "cause": "topic/0/1"}
        at = NOW + timedelta(minutes=place)
        await _add(tx, identity_change, {**change, **who, "moved": {"source_record": [one]}, "at": at})


async def _record(tx: Transaction, case: int, service: Service, key: str) -> int:
    values = {"case_id": case, "service": service, "key": key, "linked_by": "TEST", "linked_at": NOW}
    return await _add(tx, source_record, values)


async def _everything(tx: Transaction, world: World, name: str) -> None:
    case, place = world.cases[name], list(REACH).index(name)
    prison = await _record(tx, case, Service.CUSTODY, f"A000{place}BC")
    community = await _record(tx, case, Service.COMMUNITY, f"X00000{place}")
    for topic in ("custody.prisoner.snapshot.v1", "custody.domain-event.v1"):
        read = {"source_record_id": prison, "topic": topic, "source_time": NOW, "time_assumed": True}
        await _add(tx, source_version, {**read, "content_hash": b"x", "received_at": NOW + timedelta(seconds=1)})
        for version in (None, 2**62):  # two at the same moment
            told = {**read, "case_id": case, "source_version": version, "content_hash": b"x", "received_at": NOW}
            await _add(tx, reading, {**told, "kind": "PrisonerRemoved", "said": {}})
    numbers = [
        (prison, "PRISON_NUMBER", f"A000{place}BC", True),
        (community, "CRN", f"X00000{place}", True),
        (community, "CRN", f"Y00000{place}", True),
        (community, "PNC", "2001/0171310S", False),
        (prison, "CRO", "029906/12J", True),
        (community, "CRN", "Z777777", True),  # everybody has this one
    ]
    for minute, (record, kind, value, valid) in enumerate(numbers):
        line = {"case_id": case, "source_record_id": record, "kind": kind, "value": value, "raw": f" {value}"}
        await _add(tx, identifier, {**line, "valid": valid, "seen_at": NOW + timedelta(minutes=minute)})
    for record, names in ((prison, ["Ann", "Bo"]), (community, [])):
        person = {"source_record_id": record, "case_id": case, "forename": "F", "middle_names": names, "surname": "S"}
        await _add(tx, person_record, {**person, "source_time": NOW})
    place_now = {"state": "IN_PRISON", "prison_name": AWKWARD, "release_on": date(2027, 1, 1), "recall": True}
    held = {"source_record_id": prison, "case_id": case, "source_time": NOW, "time_assumed": False}
    await _add(tx, custody_record, {**held, **place_now})
    for day in range(5):
        at = NOW + timedelta(days=day // 2)  # two at the same moment
        moved = {"case_id": case, "source_record_id": prison, "direction": "OUT", "kind": "COURT", "occurred_at": at}
        moved["evidence"] = [_report(at, "told-at-once", None), _report(at, "told-late", at)][: day % 3]
        await _add(tx, movement, {**moved, "agency": f"COURT{day}", "local_minute": at.replace(tzinfo=None)})
        lasting = {
            "years": day,
            "life": day == 0,
            "source_time": NOW,
            "offence": AWKWARD,
            "starts_on": date(2025, 1, 1),
        }
        term = {"case_id": case, "source_record_id": prison, "booking_id": "1", "sentence": day // 2, "number": day}
        await _add(tx, sentence_term, {**term, **lasting, "kind": "CUSTODY", "consecutive_to": day or None})
        listed = {"since": NOW, "was": "RELEASED", "now": "AT_COURT", "noted_at": NOW}
        where = {"case_id": case, "source_record_id": prison, "occurred_at": NOW + timedelta(minutes=day)}
        await _add(tx, unknown_movement, {**where, **listed})
    handover = {"starts_on": date(2026, 1, 1), "complete_on": None, "read_at": NOW}
    await _add(tx, reported_handover, {"case_id": case, "source_record_id": prison, **handover})
    for path, answer in (("/prisoner/A0001BC", "NOT_FOUND"), ("/prisoner/A0002BC", None)):
        due = {"case_id": case, "source_record_id": prison, "detail": "prisoner record", "source": "prisoner-search"}
        where = {"reading": "custody.prisoner.snapshot.v1", "origin": "https://records.example", "path": path}
        where["event_type"] = "made-up.event"
        times = {"since": NOW, "asked_at": NOW - timedelta(minutes=5), "next_try_at": NOW if answer else None}
        await _add(tx, detail_due, {**due, **where, **times, "answer": answer})
    await _disagreements(tx, case)
    await _assessments(tx, case, community)
    await _team(tx, world, name)
    await _reports(tx, world, name, community)
    await _sentences(tx, world, name, prison, community)
    await _members(tx, world, name)


async def _reports(tx: Transaction, world: World, name: str, community: int) -> None:
    """What the probation side's events report: of each kind one that is shown and one that a condition hides."""
    own = {"case_id": world.cases[name], "source_record_id": community}
    for number, status in enumerate(("ACTIVE", "ENDED", "REPEATED")):
        what = {"code": "RHRH", "description": AWKWARD, "risk_of_harm": "HIGH", "registered_on": date(2025, 1, 1)}
        told = {"told_by": "EVENT", "reference": str(number), "status": status, "since": NOW, "told_at": NOW}
        await _add(tx, registration, {**own, **what, **told})
    for number, status in enumerate(("ACTIVE", "TERMINATED", "DELETED")):
        what = {"kind": "REQUIREMENT", "reference": str(number), "main_type": AWKWARD, "restrictive": None}
        told = {"last_change": "CREATED", "status": status, "told_at": NOW, "time_assumed": True}
        await _add(tx, requirement, {**own, **what, **told})
    for number in range(2):
        action = {"kind": "BREACH", "reference": "1", "position": number, "raised_at": NOW, "raised_assumed": False}
        await _add(tx, enforcement_action, {**own, **action})
        at = NOW + timedelta(days=number)
        step = {"stage": "STARTED", "at": at, "time_assumed": False}
        await _add(tx, recall_recommendation, {**own, **step})
        licensed = {"reference": str(number), "variation": False, "active": True, "time_assumed": False}
        await _add(tx, licence, {**own, **licensed})
        tier = {"reference": str(number), "version": 3 - number, "value": "B2" if number else None}
        await _add(tx, published_tier, {**own, **tier, "calculated_at": at, "time_assumed": False})
        who = {"kind": "PERSON", "reference": str(number), "transfer": False, "started_at": NOW, "start_assumed": True}
        staff_id = world.staff["ambleside"] if number else None
        allocated = {**own, **who, "staff_id": staff_id, "awaiting_detail": not number}
        await _add(tx, reported_allocation, allocated)
    gone = {"service": "COMMUNITY", "asked_at": NOW, "erased_at": NOW, "whole_case": False}
    await _add(tx, erasure, {"case_id": world.cases[name], **gone})
    for part, topic in (("DETAILS", "custody.domain-event.v1"), ("SUPERVISION", "community.supervision.snapshot.v1")):
        awaits = {"part": part, "reading": topic, "event_type": "made-up.event", "changed_at": NOW}
        await _add(tx, awaited_snapshot, {**own, **awaits})
    read = {"source_record_id": community, "topic": "custody.domain-event.v1", "source_time": NOW}
    await _add(tx, source_version, {**read, "time_assumed": False, "content_hash": b"y", "received_at": NOW})


async def _assessments(tx: Transaction, case: int, record: int) -> None:
    """Three: one that counts, an incomplete one that is newer, and a version that no longer stands."""
    for number, (status, progress) in enumerate((("COMPLETE", 2), ("LOCKED_INCOMPLETE", 1), ("COMPLETE", 2))):
        first, gone = number == 0, number == 2
        at = NOW + timedelta(days=number)
        own = {"case_id": case, "source_record_id": record, "body": "SUMMARY", "reference": str(number)}
        order = {"status": status, "progress": progress, "ordered_at": at, "initiated_at": at}
        stands = {"standing": not gone, "listed": not gone, "current": first, "parts": ["NEEDS", "RISK"]}
        read = {"content_hash": bytes([number]), "first_read_at": NOW, "last_read_at": at}
        counts = ["NEEDS", "RISK", "MANAGEMENT_PLAN"] if first else []
        number = await _add(tx, assessment, {**own, **order, **stands, **read, "current_parts": counts})
        mine = {"case_id": case, "source_record_id": record}
        part = {**mine, "assessment_id": number}
        for section, score in (("FINANCE", None), ("ATTITUDES", 7)):
            severity = "SEVERE" if score else None
            await _add(tx, assessment_need, {**part, "section": section, "score": score, "severity": severity})
        words = {"overall": "HIGH", "overall_derived": gone, "nature": AWKWARD, "concerns": ["SUICIDE", "TRUST"]}
        risk = await _add(tx, risk_of_harm, {**part, **words})
        for group in ("PUBLIC", "CHILDREN"):
            cell = {**mine, "risk_id": risk, "risk_group": group, "setting": "CUSTODY", "level": "LOW"}
            await _add(tx, risk_level, cell)
        await _add(tx, assessed_objective, {**part, "position": 1, "description": AWKWARD, "needs": [AWKWARD]})
        await _add(tx, risk_management_plan, {**part, "supervision": AWKWARD})
        told = {"kind": "SERIOUS_RECIDIVISM", "origin": "DETERMINED", "assessed_at": NOW, "score": 12.5 + number}
        given = {**told, "complete": True, "content_hash": bytes([number]), "told_at": at, "current": first}
        await _add(tx, predictor, {**mine, **given})


def _report(at: datetime, publisher: str, since: datetime | None) -> dict[str, Any]:
    told = {"publisher": publisher, "reason": AWKWARD.replace("\x01", ""), "reason_code": None, "state": "AT_COURT"}
    times = {"at": at.isoformat(), "time_assumed": since is not None, "since": since.isoformat() if since else None}
    return {**told, **times, "cause": "topic/0/1", "agency": None}


async def _team(tx: Transaction, world: World, name: str) -> None:
    case, (manager, _, supervisor, _) = world.cases[name], REACH[name]
    began, changed = NOW - timedelta(days=400), NOW - timedelta(days=30, microseconds=1)
    nobody = {"case_id": case, "during": Range(began, changed, bounds="[)"), "due_at": changed, "cause": "NOT_KNOWN"}
    await _add(tx, offender_manager_holder, {**nobody, "start_assumed": True})
    held = {"case_id": case, "during": Range(changed, None, bounds="[)"), "cause": "COMMUNITY_RECORD"}
    assert manager
    flags = {"staff_id": world.staff[manager], "flags": ["UNPLANNED_HANDOVER"]}
    await _add(tx, offender_manager_holder, {**held, **flags})
    if supervisor:
        allocated = {"case_id": case, "staff_id": world.staff[supervisor], "case_version": 1, "cause": "MUTATION"}
        await _add(tx, offender_supervisor_allocation, {**allocated, "during": Range(began, None, bounds="[)")})


async def _members(tx: Transaction, world: World, name: str) -> None:
    """An administrator, a key worker of a partner, and an aunt who has left."""
    case, by = world.cases[name], world.staff["bramley"]
    added = {"case_id": case, "service": "COMMUNITY", "started_at": NOW, "added_by_id": by}
    left = {"ended_at": NOW, "ended_by_id": by, "ending_reason": AWKWARD}
    await _add(tx, team_member, {**added, "role": "CASE_ADMINISTRATOR", "staff_id": by})
    kit = await _add(tx, team_member, {**added, "role": "KEY_WORKER", "name": AWKWARD, "belongs_to": "Charity"})
    consent = {"consents_to": AWKWARD, "consented_on": date(2025, 1, 1)}
    await _add(tx, team_member, {**added, **left, **consent, "role": "INTERESTED_PARTY", "name": "Aunt"})
    one = intervention.c
    for course in await tx.rows(select(one.id, one.plan_id).where(one.case_id == case).order_by(one.id).limit(2)):
        ties = {"case_id": case, "plan_id": course.plan_id, "intervention_id": course.id, "team_member_id": kit}
        await _add(tx, delivery, ties)


async def _sentences(tx: Transaction, world: World, name: str, prison: int, community: int) -> None:
    case = world.cases[name]
    ended = {"case_id": case, "during": Range(NOW - timedelta(days=390), NOW - timedelta(days=200), bounds="[)")}
    runs = {"case_id": case, "during": Range(NOW - timedelta(days=100), None, bounds="[)")}
    first, second = await _add(tx, span, ended), await _add(tx, span, runs)
    told_by = (
        (prison, Service.CUSTODY, date(2025, 1, 5)),
        (community, Service.COMMUNITY, None),
        (prison, Service.CUSTODY, None),
    )
    for number, (record, service, imposed) in enumerate(told_by):
        told = {"case_id": case, "source_record_id": record, "service": service, "source_reference": str(number)}
        what = {"description": AWKWARD, "custodial": number == 0, "active": True, "imposed_on": imposed, "length": 18}
        await _add(tx, sentence, {**told, **what, "span_id": second if number else None, "source_time": NOW})
    await _plan(tx, world, name, first, "CLOSED", objectives=1)
    await _plan(tx, world, name, second, "ACTIVE", objectives=3)
    await _plan(tx, world, name, second, "SET_ASIDE", objectives=0)


async def _plan(tx: Transaction, world: World, name: str, of_span: int, status: str, objectives: int) -> None:
    case, author = world.cases[name], world.staff["ambleside"]
    own = {"case_id": case}
    stamps = {"created_at": NOW, "updated_at": NOW}
    plan = await _node(tx, world, sentence_plan, {**own, "span_id": of_span, "status": status, "version": 7, **stamps})
    own["plan_id"] = plan
    for place in range(objectives):
        words = {"title": f"{AWKWARD} {place}", "serves": "CRIMINOGENIC_NEED", "need_area": "FINANCES"}
        aim = await _node(tx, world, objective, {**own, "position": -place, **words, "version": place + 1})
        own["objective_id"] = aim
        for number in range(place):
            what = {"name": "Course", "nature": "RESTORATIVE", "mandatory_for_manager": True}
            values = {**own, "position": 1, **what, "mandatory_for_offender": False, "starts_on": date(2026, 3, 1)}
            course = await _node(tx, world, intervention, values)
            for owner in ("OFFENDER", "KEY_WORKER"):
                do = {**own, "intervention_id": course, "position": number, "description": "Do", "owner": owner}
                await _node(tx, world, step, do)
        await _node(tx, world, step, {**own, "position": 0, "description": AWKWARD, "owner": "OFFENDER_MANAGER"})
        del own["objective_id"]
        asked = {"change": "CHANGE", "node": "OBJECTIVE", "node_id": aim, "reason": AWKWARD, "proposed_by_id": author}
        wanted = {"title": AWKWARD, "needArea": None, "position": 3, "mandatoryForManager": True}
        await _node(tx, world, proposal, {**own, **asked, "changes": wanted, "proposed_at": NOW})
    for version in range(1, 8):
        change = {"plan_version": version, "node": "PLAN", "node_id": plan, "node_version": version, "event": "Changed"}
        before = {"title": "was", "same": "same", "gone": 1} if version > 1 else None
        both = {"before": before, "after": {"title": AWKWARD, "same": "same", "new": True}}
        who = {"service": "CUSTODY", "actor_id": author, "actor_role": "READER", "cause": "request 1", "at": NOW}
        await _node(tx, world, plan_change, {**own, **change, **both, **who})


async def _node(tx: Transaction, world: World, table: Table, values: Mapping[str, Any]) -> int:
    number = await _add(tx, table, values)
    world.nodes.setdefault(table.name, []).append(number)
    return number


async def _crossed(tx: Transaction, world: World) -> None:
    """A case whose rows say that they are of it, and lead to rows of another case: no edge may follow them."""
    case, other = world.cases["CROSSED"], world.cases["OTHER"]
    foreign = await tx.one(select(source_record.c.id).where(source_record.c.case_id == other).limit(1))
    told = {"case_id": case, "source_record_id": foreign.id, "service": "CUSTODY", "source_reference": "crossed"}
    what = {"description": "Crossed", "custodial": True, "active": True, "source_time": NOW}
    await _add(tx, sentence, {**told, **what})
    plan = await tx.one(select(sentence_plan.c.id).where(sentence_plan.c.case_id == other).limit(1))
    words = {"position": 9, "title": "Crossed", "serves": "PUBLIC_PROTECTION"}
    await _node(tx, world, objective, {"case_id": case, "plan_id": plan.id, **words})

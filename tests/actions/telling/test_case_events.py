"""Real events of cases against their published contract."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from hub.actions.custody.unknown_movement import acknowledge_movement, reopen_movement
from hub.actions.deciding.deciding_on_case import decide_on_case
from hub.actions.handover.handover import Command, hand_over
from hub.actions.identity.cluster_review import assign_cluster_review, decide_cluster_review
from hub.actions.identity.parting import part_case
from hub.actions.identity.review import assign_review, decide_review
from hub.actions.identity.ruling import rule_on_records, withdraw_ruling
from hub.actions.lead.contact import change_contact
from hub.actions.lead.icm import record_icm
from hub.actions.lead.notice import record_notice
from hub.actions.redeciding.phase import redecide_due
from hub.actions.team.contribution import change_contribution
from hub.actions.team.covering import change_cover
from hub.actions.team.team import allocate_offender_supervisor
from hub.actions.team.team_member import change_team
from hub.actions.telling.case_events import DESCRIPTIONS, event_type
from hub.domain.access import Actor, Role, Service
from hub.domain.allocation.contributing import DecideContribution
from hub.domain.allocation.duties import DecidedBy
from hub.domain.allocation.offender_supervisor import AllocateOffenderSupervisor
from hub.domain.cluster_review import AssignClusterReview, DecideClusterReview
from hub.domain.days import london_day
from hub.domain.deciding import RecordScotland
from hub.domain.eligibility import NoticeChannel
from hub.domain.eligibility.notice import RecordNotice
from hub.domain.handover import HandoverTask
from hub.domain.handover.asked import (
    AcceptHandover,
    CompleteHandover,
    FollowUp,
    GiveSnapshot,
    PlanHandover,
    RefuseHandover,
    TickTask,
    WithdrawHandover,
)
from hub.domain.handover.in_two_hands import HandoverKind
from hub.domain.icm.recording import RecordCoreScreen
from hub.domain.lead.contact import AnswerContactRequest, RecordContactRequest
from hub.domain.lead.covering import ArrangeCover
from hub.domain.lead.reach import ContactWay
from hub.domain.override import OverrideScope, OverrideVerdict
from hub.domain.review import AssignReview, DecideReview, PartCase
from hub.domain.ruling import RuleOnRecords, WithdrawRuling
from hub.domain.team_member import AddTeamMember, EndTeamMember, MemberRole
from hub.domain.unknown_movement import AcknowledgeMovement, ReopenMovement
from hub.messaging.cloud_event import schema_id
from hub.messaging.contracts import schema, validator
from hub.store.decided.due import Due
from tests.actions.sources import (
    CRN,
    HAPPENED,
    MOVED,
    NOW,
    NUMBER,
    OFFENDER,
    PRISONER,
    SENTENCE,
    SUPERVISION,
    Hub,
    crn_merge,
    crn_unmerge,
    happened,
    matched,
    moved,
    offender,
    prison_merge,
    prisoner,
    released,
    reported,
    supervision,
)
from tests.connectors.assessment.bodies import TOPIC as ASSESSMENT
from tests.connectors.assessment.bodies import summary

CONTRACT = "hub.case.event.v1"
PARTS: dict[str, Any] = schema(CONTRACT)["$defs"]


def own_schema(event: dict[str, Any]) -> Draft202012Validator:
    """The schema that the event's `ce_dataschema` header names, out of the whole contract."""
    return Draft202012Validator({"$ref": schema_id(event["eventType"]), "$defs": PARTS})


def undescribed(event: dict[str, Any], name: str) -> set[str]:
    """The properties of an event, or of what is in it, that its contract does not describe."""
    found = set(event) - set(PARTS["Common"]["properties"])
    for side in ("before", "after"):
        part = PARTS[name]["properties"][side]
        described: dict[str, Any] = next((one for one in part.get("anyOf", [part]) if one.get("type") != "null"), {})
        if "$ref" in described:
            described = next(one for one in PARTS.values() if one["$id"] == described["$ref"])
        found |= set(event[side] or ()) - set(described.get("properties", {}))
    return found


def test_every_event_has_the_schema_that_its_header_names() -> None:
    assert {schema_id(event_type(name)) for name in DESCRIPTIONS} <= {part["$id"] for part in PARTS.values()}


async def change_the_team(hub: Hub, officer: Actor, case_id: int) -> None:
    """An aunt joins the team, and leaves it."""
    by = replace(officer, staff_id=await hub.one("select id from staff where code = 'ZSTI1'"))
    aunt = AddTeamMember(case_id, MemberRole.INTERESTED_PARTY, name="Aunt Testerby", belongs_to="aunt")
    await change_team(hub.database, by, aunt, cause="request r-2", now=NOW)
    left = EndTeamMember(await hub.one("select id from team_member"), "Moved away")
    await change_team(hub.database, by, left, cause="request r-3", now=NOW)
    told = await hub.rows("select payload from outbox where type like 'TeamMember%'")
    assert not any("Aunt" in payload or "away" in payload for (payload,) in told)


async def tell_every_report(hub: Hub) -> None:
    """Everything that an event of the community side can report of a case that is known."""
    reports: tuple[tuple[str, dict[str, Any]], ...] = (
        ("probation-case.registration.added", {"registerTypeCode": "RHRH", "registrationId": "1"}),
        ("probation-case.requirement.created", {"requirementId": "1", "eventNumber": "1"}),
        ("enforcement.breach.raised", {"eventId": "1"}),
        ("prison-recall.recommendation.started", {}),
        ("create-and-vary-a-licence.licence.activated", {"licenceId": "1"}),
        ("event.manager.allocated", {"allocationId": "1"}),
        ("tier.calculation.complete", {"calculationId": "1"}),
        ("probation-case.engagement.deleted", {}),
    )
    for name, information in reports:
        await hub.tell(HAPPENED, CRN, happened(name, minutes=20, **information))
    await hub.tell(SUPERVISION, "Z777777", supervision())
    await hub.tell(HAPPENED, "Z777777", happened("probation-case.deleted.gdpr", "Z777777", minutes=20))


async def record_by_hand(hub: Hub, officer: Actor, case_id: int) -> None:
    """What the offender asks and is told, who covers for the supervisor."""
    chief = replace(officer, staff_id=await hub.one("select id from staff where code = 'ZSTI1'"))
    said: dict[str, Any] = {"cause": "request r-7", "now": NOW}
    asked = RecordContactRequest(case_id, NOW, ContactWay.GENERAL_WING_APPLICATION, "A visit.")
    await change_contact(hub.database, chief, asked, **said)
    answered = AnswerContactRequest(await hub.one("select max(id) from contact_request"), "On Monday.")
    await change_contact(hub.database, chief, answered, **said)
    today = london_day(NOW)
    await record_notice(hub.database, chief, RecordNotice(case_id, today, NoticeChannel.IN_PERSON), **said)
    await hub.tell("custody.staff.snapshot.v1", "ZSTI2", {"code": "ZSTI2", "establishment": {"code": "STI"}})
    cover = ArrangeCover(Service.CUSTODY, "ZSTI1", "ZSTI2", today, today, "On leave.")
    await change_cover(hub.database, chief, cover, **said)


async def decide_on_identity(hub: Hub) -> None:
    """A review of two cases gets an owner and is decided; the parting of a join is asked for."""
    for n, number in enumerate(("Z5555ZZ", "Z6666ZZ")):
        await hub.tell(PRISONER, number, prisoner(number, bookingId=f"55{n}"), minutes=20)
    crn = "Z555555"
    await hub.tell(OFFENDER, "Z555556", offender("Z555556", None), minutes=20)
    for minutes, number in ((20, "Z5555ZZ"), (21, "Z6666ZZ")):
        await hub.tell(OFFENDER, crn, offender(crn, number), minutes=minutes)
    await hub.tell(HAPPENED, crn, crn_merge(crn, "Z555556", 22))
    manager = await team_manager(hub)
    joined = "join source_record r on r.case_id = one.case_id and r.key = $1"
    review = await hub.one(f"select one.id from identity_review one {joined} where one.state = 'OPEN' limit 1", crn)
    await assign_review(hub.database, manager, AssignReview(review), cause="request r-1", now=NOW)
    asked = DecideReview(review, OverrideVerdict.DIFFERENT_PEOPLE, "Photographs")
    await decide_review(hub.database, manager, asked, cause="request r-2", now=NOW)
    mine, other = [await hub.one("select id from source_record where key = $1", one) for one in (crn, "Z555556")]
    ruled = RuleOnRecords(mine, other, OverrideVerdict.DIFFERENT_PEOPLE, OverrideScope.RECORDS, "Photographs")
    await rule_on_records(hub.database, manager, ruled, cause="request r-5", now=NOW)
    withdrawn = WithdrawRuling(await hub.one("select max(id) from identity_override"), "Wrong file")
    await withdraw_ruling(hub.database, manager, withdrawn, cause="request r-6", now=NOW)
    change = await hub.one(f"select max(one.id) from identity_change one {joined} where one.kind = 'JOINED'", crn)
    await part_case(hub.database, manager, PartCase(change, "Two people"), cause="request r-3", now=NOW)


async def team_manager(hub: Hub) -> Actor:
    """Who decides on identity, with the team and the prison of these people."""
    await hub.tell("community.staff.snapshot.v1", "Z01M1", {"code": "Z01M1", "team": {"code": "Z01T01"}})
    staff = await hub.one("select id from staff where code = 'Z01M1'")
    return Actor("m", Service.COMMUNITY, frozenset({Role.TEAM_MANAGER}), "Z01M1", staff, "Z01T01", "STI")


async def break_a_link_by_score(hub: Hub) -> None:
    """Two records that only look alike are one case, or asked about, until one of them changes."""
    alike = {"postcode": "ZE1 9ZZ"}
    inside = prisoner("Z3333ZZ", bookingId="33", lastName="Alike", addresses=[{"postalCode": "ZE1 9ZZ"}])
    await hub.tell(PRISONER, "Z3333ZZ", inside, minutes=30)
    outside = {"surname": "Alike", "contactDetails": {"addresses": [alike]}}
    await hub.tell(OFFENDER, "Z333333", offender("Z333333", None, **outside), minutes=30)
    changed = {"surname": "Nosuchman", "dateOfBirth": "1950-01-01"}
    await hub.tell(OFFENDER, "Z333333", offender("Z333333", None, **changed), minutes=31)
    await hub.tell(SUPERVISION, "Z333333", supervision(), minutes=31)
    manager = await team_manager(hub)
    review = await hub.one("select max(id) from cluster_review where ended_at is null")
    await assign_cluster_review(hub.database, manager, AssignClusterReview(review), cause="request r-7", now=NOW)
    asked = DecideClusterReview(review, OverrideVerdict.SAME_PERSON, "Photographs")
    await decide_cluster_review(hub.database, manager, asked, cause="request r-8", now=NOW)
    await hub.tell(PRISONER, "Z2222ZZ", prisoner("Z2222ZZ", bookingId="22", lastName="Unlike"), minutes=30)
    await hub.tell(OFFENDER, "Z222222", offender("Z222222", None, surname="Unlike"), minutes=31)
    await hub.tell(OFFENDER, "Z222222", offender("Z222222", None, **changed), minutes=32)


async def hand_cases_over(hub: Hub) -> None:
    """A case is handed over in every way: as planned, not at all, and by nobody's plan."""
    crn, prison = "Z555555", "Z5555ZZ"
    for code in ("Z05T051", "Z05T052"):
        await hub.tell("community.staff.snapshot.v1", code, {"code": code, "team": {"code": "Z05T05"}})
    await hub.tell(PRISONER, prison, prisoner(prison, bookingId="5", lastName="Handed"))
    await hub.tell(OFFENDER, crn, offender(crn, prison, surname="Handed"))
    await hub.tell(SUPERVISION, crn, supervision("Z05T051", team="Z05T05"))
    ids = dict(await hub.rows("select code, id from staff"))
    found = "select id from offender_case where om_staff_id = $1"
    case_id = await hub.one(found, ids["Z05T051"])
    old, new = (
        Actor(code, Service.COMMUNITY, frozenset({Role.TEAM_MANAGER}), code, ids[code], "Z05T05")
        for code in ("Z05T051", "Z05T052")
    )

    async def do(actor: Actor, command: Command) -> None:
        await hand_over(hub.database, actor, command, cause="request r-9", now=NOW)

    async def plan(kind: HandoverKind, to: str | None) -> int:
        await do(old, PlanHandover(case_id, kind, date(2026, 12, 7), "Said why", None, to))
        return int(await hub.one("select max(id) from handover"))

    asked = AllocateOffenderSupervisor(case_id, Service.CUSTODY, "ZSTI1", 1)
    await allocate_offender_supervisor(hub.database, old, asked, cause="request r-8", now=NOW)
    inside = await plan(HandoverKind.CUSTODY_TO_COMMUNITY, None)
    await do(old, TickTask(inside, HandoverTask.REVIEWED_OASYS))
    await do(old, WithdrawHandover(inside, "Said why"))
    refused = await plan(HandoverKind.MANAGER, "Z05T052")
    await do(new, RefuseHandover(refused, "Said why"))
    done = await plan(HandoverKind.MANAGER, "Z05T052")
    await do(old, GiveSnapshot(done))
    await do(new, AcceptHandover(done))
    await do(new, CompleteHandover(done))
    await hub.tell(SUPERVISION, crn, supervision("Z05T052", team="Z05T05"), minutes=20)
    await hub.tell(SUPERVISION, crn, supervision("Z05T051", team="Z05T05"), minutes=21)
    high = {"registerTypeCode": "RHRH", "registrationId": "5"}
    await hub.tell(HAPPENED, crn, happened("probation-case.registration.added", crn, minutes=22, **high))
    helps = DecideContribution(case_id, "Z05T052", DecidedBy.MAPPA, "Home visits", "Said why", None, london_day(NOW))
    await change_contribution(hub.database, old, helps, cause="request r-9", now=NOW)
    unplanned = int(await hub.one("select max(id) from handover"))
    late = Due(case_id, "HandoverLate", Service.COMMUNITY)
    await redecide_due(hub.database, late, NOW + timedelta(days=30))
    await do(old, FollowUp(unplanned, "Said what"))
    await plan(HandoverKind.MANAGER, "Z05T052")
    await hub.tell(OFFENDER, "Z565656", offender("Z565656", None, surname="Handed-Otherwise"))
    await hub.tell(SUPERVISION, "Z565656", supervision("Z05T053", team="Z05T05"), minutes=30)
    await hub.tell(HAPPENED, crn, crn_merge(crn, "Z565656", 40))
    await hub.tell(HAPPENED, crn, crn_unmerge("Z565656", crn, 41))


@pytest.mark.postgres
async def test_every_kind_of_event_fits_its_contract(hub: Hub) -> None:
    await hub.tell(SUPERVISION, CRN, supervision())
    await hub.tell(SUPERVISION, CRN, supervision(None), minutes=3)
    await hub.tell(PRISONER, NUMBER, prisoner())
    await hub.tell(HAPPENED, CRN, matched())
    await hub.tell(PRISONER, NUMBER, prisoner(pncNumber="15/123456U"), minutes=5)
    await hub.tell(PRISONER, "Z9999ZZ", prisoner("Z9999ZZ", bookingId="9"))
    await hub.tell(OFFENDER, CRN, offender(number="Z9999ZZ", currentRestriction=True))
    await hub.tell("custody.staff.snapshot.v1", "ZSTI1", {"code": "ZSTI1", "establishment": {"code": "STI"}})
    [(case_id, version)] = await hub.rows("select id, version from offender_case where prison_code = 'STI' limit 1")
    officer = Actor("t", Service.CUSTODY, frozenset({Role.TEAM_MANAGER}), "ZSTI9", 99, None, "STI", "in@hub.invalid")
    await hub.tell(OFFENDER, CRN, {"excludedFrom": [], "restrictedTo": [{"email": "in@hub.invalid"}]}, minutes=1)
    version = await hub.one("select version from offender_case where id = $1", case_id)
    asked = AllocateOffenderSupervisor(case_id, Service.CUSTODY, "ZSTI1", version)
    await allocate_offender_supervisor(hub.database, officer, asked, cause="request r-1", now=NOW)
    await change_the_team(hub, officer, case_id)
    await record_by_hand(hub, officer, case_id)
    await hub.tell(MOVED, NUMBER, moved("released", "RELEASED", "CR", NOW.replace(hour=14)))
    await hub.tell(SUPERVISION, CRN, None, minutes=9)
    await tell_every_report(hub)
    await hub.tell(PRISONER, NUMBER, prisoner(lastName="Elsewhere"), minutes=10)
    await hub.tell(PRISONER, NUMBER, prisoner(), minutes=11)
    await hub.tell(ASSESSMENT, CRN, summary())
    await hub.tell(ASSESSMENT, CRN, None, minutes=10)
    term = {"bookingId": 9000123, "sentenceSequence": 1, "termSequence": 1, "years": 5}
    await hub.tell(SENTENCE, NUMBER, [term], minutes=9)
    between = {"status": "INACTIVE TRN", "inOutStatus": "TRN", "lastMovementTypeCode": "TRN", "prisonId": "TRN"}
    await hub.tell(PRISONER, NUMBER, prisoner(**between), minutes=300)
    await hub.tell(PRISONER, NUMBER, released(), minutes=310)
    supervisor = await hub.one("select id from staff where code = 'ZSTI1'")
    looker = Actor("t", Service.CUSTODY, officer.roles, "ZSTI1", supervisor, None, "STI", "in@hub.invalid")
    looked = AcknowledgeMovement(await hub.one("select max(id) from unknown_movement"), "A day at court")
    await acknowledge_movement(hub.database, looker, looked, cause="request r-4", now=NOW)
    await reopen_movement(hub.database, looker, ReopenMovement(looked.movement_id), cause="request r-6", now=NOW)
    await hub.tell(HAPPENED, "Z777777", crn_merge("Z777777", "Z888888", 30))
    await hub.tell(HAPPENED, "Z777777", crn_unmerge("Z888888", "Z777777", 31))
    await hub.tell(MOVED, "Z7777ZZ", prison_merge("Z7777ZZ", "Z8888ZZ", 12))
    numbers = {"movedFromNomsNumber": NUMBER, "movedToNomsNumber": "Z7777ZZ", "bookingId": 9000123}
    await hub.tell(MOVED, NUMBER, reported("prison-offender-events.prisoner.booking.moved", 13, **numbers))
    chief = replace(looker, roles=frozenset({Role.TEAM_MANAGER}))
    there = RecordScotland(case_id, "Said why")
    await decide_on_case(hub.database, chief, there, cause="request r-5", now=NOW)
    screen = RecordCoreScreen(case_id, london_day(NOW), held=True)
    await record_icm(hub.database, chief, screen, cause="request r-6", now=NOW)
    await decide_on_identity(hub)
    await break_a_link_by_score(hub)
    await hand_cases_over(hub)

    rows = await hub.rows("select type, payload from outbox where aggregatetype = 'case' order by seq")
    assert {name for name, _ in rows} == set(DESCRIPTIONS)
    for name, payload in rows:
        event = json.loads(payload)
        assert event["eventType"] == event_type(name)
        assert [fault.message for fault in validator(CONTRACT).iter_errors(event)] == []
        assert own_schema(event).is_valid(event)
        assert not own_schema(event).is_valid({**event, "after": {"another": 1}})
        assert undescribed(event, name) == set()
    sequences = await hub.rows("select case_id, array_agg(sequence order by seq) from outbox group by case_id")
    assert all(numbers == list(range(numbers[0], numbers[0] + len(numbers))) for _, numbers in sequences)
    begun_later = [case for case, numbers in sequences if numbers[0] != 1]
    assert len(begun_later) == 1  # of the case that was erased, the events before that are gone

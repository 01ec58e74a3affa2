"""Merges and unmerges of the services' own records: nothing is lost, an old number answers for ever."""

from datetime import date, timedelta
from itertools import permutations

import pytest

from hub.actions.handover.handover import hand_over
from hub.domain.access import Actor, Role, Service
from hub.domain.handover.asked import AcceptHandover, CompleteHandover, GiveSnapshot, PlanHandover, WithdrawHandover
from hub.domain.handover.in_two_hands import MET_ANOTHER, HandoverKind
from tests.actions.sources import (
    CRN,
    HAPPENED,
    LIVING_CASES,
    MOVED,
    NOW,
    NUMBER,
    OFFENDER,
    PNC,
    PRISONER,
    SUPERVISION,
    Hub,
    crn_merge,
    crn_unmerge,
    offender,
    order,
    prison_merge,
    prisoner,
    released,
    reported,
    supervision,
)

pytestmark = pytest.mark.postgres

OLD, OLDER = "Z9999ZZ", "Z8888ZZ"
X, Y, W = "Z000001", "Z000002", "Z000003"
HOME = (
    "select c.id from source_record r join offender_case c on c.id = r.case_id "
    "where r.key = $1 and c.merged_into is null"
)
POINTING = (
    "select count(*) from offender_case o join offender_case n on n.id = o.merged_into where n.merged_into is null"
)
OBJECTIVE = (
    "insert into objective (case_id, plan_id, position, title, serves) "
    "select case_id, id, 1, 'Madeup', 'PUBLIC_PROTECTION' from sentence_plan where id = $1 returning id"
)
BOOKED = (
    "select r.key from sentence s join source_record r on r.id = s.source_record_id "
    "where s.source_reference = 'booking 9000123'"
)


async def case_of(hub: Hub, key: str) -> int:
    found: int = await hub.one(HOME, key)
    return found


async def test_a_merged_number_and_all_it_held_go_to_the_survivor(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner())
    await hub.tell(PRISONER, OLD, released(OLD, bookingId="9"))
    await hub.tell(OFFENDER, X, offender(X, OLD))
    assert await hub.one(LIVING_CASES) == 2
    told = await hub.tell(MOVED, NUMBER, prison_merge(NUMBER, OLD, 5))
    assert {"RecordMerged", "CaseJoined"} <= set(told.split(", "))
    assert await hub.one(LIVING_CASES) == 1
    assert await case_of(hub, OLD) == await case_of(hub, NUMBER) == await case_of(hub, X)
    assert await hub.one("select count(*) from sentence") == 2
    [(kind, moved)] = await hub.rows(
        "select kind, moved::text from identity_change where kind = 'JOINED' and why like '%merged%'"
    )
    assert kind == "JOINED" and '"source_record"' in moved


@pytest.mark.parametrize("known", [(), (NUMBER,), (OLD,)])
async def test_who_is_not_known_yet_is_normal(hub: Hub, known: tuple[str, ...]) -> None:
    for number in known:
        await hub.tell(PRISONER, number, prisoner(number, bookingId=number))
    await hub.tell(MOVED, NUMBER, prison_merge(NUMBER, OLD))
    assert await hub.one(LIVING_CASES) == 1
    assert await case_of(hub, OLD) == await case_of(hub, NUMBER)
    await hub.tell(PRISONER, NUMBER, prisoner(), minutes=9)
    assert await hub.one(LIVING_CASES) == 1


async def test_chains_end_at_the_last_survivor_in_any_order(hub: Hub) -> None:
    merges = [(crn_merge(X, Y, 1), Y), (crn_merge(W, X, 2), X), (crn_merge(CRN, W, 3), W)]
    for number in (CRN, X, Y, W):
        await hub.tell(OFFENDER, number, offender(number, None))
    for body, key in merges:
        await hub.tell(HAPPENED, key, body)
    assert await hub.one(LIVING_CASES) == 1
    assert await hub.one(POINTING) == 3


@pytest.mark.parametrize("order_told", list(permutations(range(3))))
async def test_a_chain_ends_the_same_whatever_arrives_first(hub: Hub, order_told: tuple[int, ...]) -> None:
    merges = [crn_merge(X, Y, 1), crn_merge(W, X, 2), crn_merge(CRN, W, 3)]
    for place in order_told:
        await hub.tell(HAPPENED, None, merges[place])
    assert await hub.one(LIVING_CASES) == 1
    into = "select r.key, n.key from source_record r join source_record n on n.id = r.merged_into_id order by 1"
    assert await hub.rows(into) == [(X, W), (Y, X), (W, CRN)] or await hub.rows(into) == sorted(
        [(X, W), (Y, X), (W, CRN)]
    )


async def test_a_circle_is_refused_by_name(hub: Hub) -> None:
    await hub.tell(HAPPENED, X, crn_merge(X, Y, 1))
    assert await hub.tell(HAPPENED, Y, crn_merge(Y, X, 2)) == "CircularMerge"
    assert await hub.one(LIVING_CASES) == 1


async def test_the_same_merge_twice_counts_once(hub: Hub) -> None:
    await hub.tell(HAPPENED, X, crn_merge(X, Y, 1))
    assert await hub.tell(HAPPENED, X, crn_merge(X, Y, 2)) == "Duplicate"


async def test_two_living_prisoners_stay_apart_and_a_person_is_asked(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner())
    await hub.tell(PRISONER, OLD, prisoner(OLD, bookingId="9"))
    await hub.tell(OFFENDER, X, offender(X, NUMBER))
    await hub.tell(OFFENDER, Y, offender(Y, OLD))
    await hub.tell(HAPPENED, X, crn_merge(X, Y, 5))
    assert await case_of(hub, Y) == await case_of(hub, X) == await case_of(hub, NUMBER)
    assert await case_of(hub, OLD) != await case_of(hub, X)
    assert await hub.rows("select distinct reason from identity_review") == [("TWO_PRISON_NUMBERS",)]


async def test_an_unmerge_brings_back_what_the_merge_brought(hub: Hub) -> None:
    await hub.tell(OFFENDER, X, offender(X, None))
    await hub.tell(OFFENDER, Y, offender(Y, OLD))
    await hub.tell(SUPERVISION, Y, supervision("Z01T012"))
    await hub.tell(PRISONER, OLD, prisoner(OLD, bookingId="9"))
    before = [await case_of(hub, key) for key in (X, Y, OLD)]
    await hub.tell(HAPPENED, X, crn_merge(X, Y, 5))
    assert await hub.one(LIVING_CASES) == 1
    told = await hub.tell(HAPPENED, X, crn_unmerge(Y, X, 9))
    assert {"CaseParted", "RecordUnmerged"} <= set(told.split(", "))
    assert [await case_of(hub, key) for key in (X, Y, OLD)] == before
    reach = "select om_team_code, prison_code, phase from offender_case where id = $1"
    assert await hub.rows(reach, before[1]) == [("Z01T01", "STI", "CUSTODY")]
    assert await hub.one("select count(*) from identity_change where undone_by_id is not null") == 1


async def test_the_two_are_not_matched_again(hub: Hub) -> None:
    for crn in (X, Y):
        await hub.tell(OFFENDER, crn, offender(crn, None, otherIds={"pncNumber": PNC}))
    await hub.tell(PRISONER, NUMBER, prisoner())
    await hub.tell(OFFENDER, X, offender(X, NUMBER), minutes=2)
    await hub.tell(HAPPENED, X, crn_merge(X, Y, 5))
    await hub.tell(HAPPENED, X, crn_unmerge(Y, X, 9))
    await hub.tell(OFFENDER, Y, offender(Y, NUMBER), minutes=20)
    assert await case_of(hub, Y) != await case_of(hub, X)
    await hub.tell(HAPPENED, X, crn_merge(X, Y, 30))
    assert await case_of(hub, Y) == await case_of(hub, X)


async def test_an_unmerge_of_who_is_not_known_makes_a_case(hub: Hub) -> None:
    await hub.tell(OFFENDER, X, offender(X, None))
    await hub.tell(HAPPENED, X, crn_unmerge(Y, X, 1))
    assert await case_of(hub, Y) != await case_of(hub, X)


async def test_records_on_one_case_without_a_merge_are_parted(hub: Hub) -> None:
    await hub.tell(PRISONER, NUMBER, prisoner())
    for crn in (X, Y):
        await hub.tell(OFFENDER, crn, offender(crn, NUMBER))
    assert await hub.one(LIVING_CASES) == 1
    await hub.tell(HAPPENED, X, crn_unmerge(Y, X, 1))
    assert await case_of(hub, Y) != await case_of(hub, X) == await case_of(hub, NUMBER)


async def test_two_unmerges_part_three(hub: Hub) -> None:
    for crn in (X, Y, W):
        await hub.tell(OFFENDER, crn, offender(crn, None))
    for n, crn in enumerate((X, Y)):
        await hub.tell(HAPPENED, W, crn_merge(W, crn, n))
    for n, crn in enumerate((X, Y)):
        await hub.tell(HAPPENED, W, crn_unmerge(crn, W, 5 + n))
    assert await hub.one(LIVING_CASES) == 3


@pytest.mark.parametrize("order_told", [(0, 1), (1, 0)])
async def test_what_a_service_said_last_counts(hub: Hub, order_told: tuple[int, int]) -> None:
    words = [crn_merge(X, Y, 1), crn_unmerge(Y, X, 2)]
    for place in order_told:
        await hub.tell(HAPPENED, X, words[place])
    assert await case_of(hub, X) != await case_of(hub, Y)


async def test_the_survivors_record_names_the_former_number(hub: Hub) -> None:
    await hub.tell(PRISONER, OLD, prisoner(OLD, bookingId="9"))
    await hub.tell(PRISONER, NUMBER, prisoner())
    assert await hub.one(LIVING_CASES) == 2
    merged = prisoner(identifiers=[{"type": "MERGED", "value": OLD}])
    await hub.tell(PRISONER, NUMBER, merged, minutes=5)
    assert await hub.one(LIVING_CASES) == 1
    assert await hub.one("select count(*) from identity_review") == 0
    into = "select n.key from source_record r join source_record n on n.id = r.merged_into_id where r.key = $1"
    assert await hub.one(into, OLD) == NUMBER


async def test_a_merged_away_record_decides_until_the_survivors_has_been_read_since(hub: Hub) -> None:
    await hub.tell(PRISONER, OLD, prisoner(OLD, bookingId="9"), minutes=1)
    await hub.tell(PRISONER, NUMBER, released())
    await hub.tell(MOVED, NUMBER, prison_merge(NUMBER, OLD, 5))
    state = "select state from custody_record where current"
    assert await hub.one(state) == "IN_PRISON"
    await hub.tell(PRISONER, NUMBER, released(), minutes=9)
    assert await hub.one(state) == "RELEASED"


async def test_a_booking_moves_with_its_history(hub: Hub) -> None:
    await hub.tell(PRISONER, OLD, prisoner(OLD, bookingId="9000123"))
    await hub.tell(PRISONER, NUMBER, released(bookingId="77"))
    before = [await case_of(hub, key) for key in (OLD, NUMBER)]
    name = "prison-offender-events.prisoner.booking.moved"
    began = "2025-03-01 09:00:00+00:00"
    numbers = {"movedFromNomsNumber": OLD, "movedToNomsNumber": NUMBER}
    body = reported(name, 5, bookingId=9000123, bookingStartDateTime=began, **numbers)
    assert "BookingMoved" in await hub.tell(MOVED, NUMBER, body)
    assert [await case_of(hub, key) for key in (OLD, NUMBER)] == before
    assert await hub.rows(BOOKED) == [(NUMBER,)]
    states = await hub.rows(
        "select r.key, c.state from custody_record c join source_record r on r.id = c.source_record_id order by 1"
    )
    assert states == [(NUMBER, "IN_PRISON"), (OLD, "NOT_BOOKED")]
    [(kind, moved)] = await hub.rows("select kind, moved::text from identity_change")
    assert kind == "BOOKING_MOVED" and '"replaced"' in moved


async def plans_of_both(hub: Hub) -> dict[str, int]:
    """Two managed cases, each with a plan."""
    for n, crn in enumerate((X, Y)):
        await hub.tell(OFFENDER, crn, offender(crn, None))
        await hub.tell(SUPERVISION, crn, supervision(f"Z01T01{n}", order(date=f"2025-03-0{n + 1}")))
    query = "insert into sentence_plan (case_id, span_id) select case_id, id from span where case_id = $1 returning id"
    plans: dict[str, int] = {}
    for crn in (X, Y):
        plans[crn] = await hub.one(query, await case_of(hub, crn))
        await hub.rows(OBJECTIVE, plans[crn])
    return plans


async def test_of_two_plans_the_second_is_set_aside_and_comes_back(hub: Hub) -> None:
    plans = await plans_of_both(hub)
    homes = {crn: await case_of(hub, crn) for crn in (X, Y)}
    await hub.tell(HAPPENED, X, crn_merge(X, Y, 5))
    held = "select id, case_id, status, beside_id from sentence_plan order by id"
    assert await hub.rows(held) == [
        (plans[X], homes[X], "ACTIVE", None),
        (plans[Y], homes[X], "SET_ASIDE", plans[X]),
    ]
    assert await hub.rows("select distinct case_id from objective") == [(homes[X],)]
    assert await hub.rows("select distinct case_id from plan_change") == [(homes[X],)]
    await hub.tell(HAPPENED, X, crn_unmerge(Y, X, 9))
    assert await hub.rows(held) == [(plans[X], homes[X], "ACTIVE", None), (plans[Y], homes[Y], "ACTIVE", None)]
    assert await hub.rows("select case_id from objective order by plan_id") == [(homes[X],), (homes[Y],)]
    spans = "select n.case_id = p.case_id from sentence_plan p join span n on n.id = p.span_id"
    assert await hub.rows(spans) == [(True,), (True,)]
    events = await hub.rows("select type from outbox where aggregatetype = 'plan' order by seq")
    assert [name for (name,) in events] == ["PlanSetAside", "PlanMoved"]


async def test_the_survivor_that_was_brought_to_the_others_plan_goes_back(hub: Hub) -> None:
    """The case with the plan stays whichever number does: taking the merge back must part them the same way round."""
    await hub.tell(OFFENDER, X, offender(X, None))
    await hub.tell(OFFENDER, Y, offender(Y, None))
    await hub.tell(SUPERVISION, Y, supervision())
    query = "insert into sentence_plan (case_id, span_id) select case_id, id from span returning id"
    [(plan,)] = await hub.rows(query)
    homes = {crn: await case_of(hub, crn) for crn in (X, Y)}
    await hub.tell(HAPPENED, X, crn_merge(X, Y, 5))
    assert await case_of(hub, X) == homes[Y]
    await hub.tell(HAPPENED, X, crn_unmerge(Y, X, 9))
    assert {crn: await case_of(hub, crn) for crn in (X, Y)} == homes
    assert await hub.one("select case_id from sentence_plan where id = $1", plan) == homes[Y]


async def test_a_merge_taken_back_the_other_way_round_parts_the_two(hub: Hub) -> None:
    await hub.tell(HAPPENED, X, crn_merge(X, Y, 5))
    await hub.tell(HAPPENED, X, crn_unmerge(X, Y, 6))
    assert await case_of(hub, X) != await case_of(hub, Y)
    assert await hub.one("select count(*) from source_record where merged_into_id is not null") == 0
    assert await hub.one(LIVING_CASES) == 2


async def test_an_older_merge_the_other_way_round_does_not_join_what_was_taken_back(hub: Hub) -> None:
    await hub.tell(HAPPENED, X, crn_merge(X, Y, 2))
    assert await hub.tell(HAPPENED, Y, crn_merge(Y, X, 5)) == "CircularMerge"
    await hub.tell(HAPPENED, X, crn_unmerge(Y, X, 7))
    assert await hub.tell(HAPPENED, Y, crn_merge(Y, X, 5)) == "OlderThanHeld"
    assert await case_of(hub, X) != await case_of(hub, Y)


async def test_the_same_unmerge_twice_counts_once(hub: Hub) -> None:
    await hub.tell(HAPPENED, X, crn_merge(X, Y, 5))
    assert "RecordUnmerged" in await hub.tell(HAPPENED, X, crn_unmerge(Y, X, 6))
    assert await hub.tell(HAPPENED, X, crn_unmerge(Y, X, 6)) == "Duplicate"
    assert await hub.one("select count(distinct ruling) from identity_override") == 1


async def handovers_of_both(hub: Hub) -> dict[str, int]:
    """Two managed cases, each with a handover that is under way: of X accepted, of Y planned."""
    for code in ("Z01T015", "Z01T016", "Z01T019"):
        await hub.tell("community.staff.snapshot.v1", code, {"code": code, "team": {"code": "Z01T01"}})
    for n, crn in enumerate((X, Y)):
        await hub.tell(OFFENDER, crn, offender(crn, None))
        await hub.tell(SUPERVISION, crn, supervision(f"Z01T01{n}", order(date=f"2025-03-0{n + 1}")), minutes=-n)
    found: dict[str, int] = {}
    for n, crn in enumerate((X, Y)):
        planned = PlanHandover(await case_of(hub, crn), HandoverKind.MANAGER, DAY, "Moves", None, f"Z01T01{5 + n}")
        await hand_over(hub.database, await person(hub, "Z01T019"), planned, cause="r", now=NOW)
        found[crn] = await hub.one("select max(id) from handover")
    await hand_over(hub.database, await person(hub, "Z01T010"), GiveSnapshot(found[X], "Calls"), cause="r", now=NOW)
    await hand_over(hub.database, await person(hub, "Z01T015"), AcceptHandover(found[X]), cause="r", now=NOW)
    return found


async def person(hub: Hub, code: str) -> Actor:
    role = Role.TEAM_MANAGER if code == "Z01T019" else Role.OFFENDER_MANAGER
    staff_id = await hub.one("select id from staff where code = $1", code)
    return Actor(code, Service.COMMUNITY, frozenset({role}), code, staff_id, "Z01T01")


DAY = date(2026, 12, 7)
HANDED = "select id, case_id, state, answer_reason from handover where unplanned is null order by id"
TOLD = "select type, aggregateid::bigint from outbox where type like 'Handover%' and seq > $1 order by seq"
NEWEST_EVENT = "select coalesce(max(seq), 0) from outbox"


async def test_of_two_handovers_under_way_one_stays_open_and_both_come_back(hub: Hub) -> None:
    handovers = await handovers_of_both(hub)
    homes = {crn: await case_of(hub, crn) for crn in (X, Y)}
    before, seq = await hub.rows(HANDED), await hub.one(NEWEST_EVENT)
    await hub.tell(HAPPENED, X, crn_merge(X, Y, 5))
    assert await hub.rows(HANDED) == [
        (handovers[X], homes[X], "ACCEPTED", None),
        (handovers[Y], homes[X], "WITHDRAWN", MET_ANOTHER),
    ]
    assert await hub.rows(TOLD, seq) == [("HandoverWithdrawn", homes[X])]
    assert await hub.rows("select distinct case_id from handover_snapshot") == [(homes[X],)]
    asked = "select s.code from offender_case c join staff s on s.id = c.next_om_staff_id order by c.id"
    assert await hub.rows(asked) == [("Z01T015",)]
    seq = await hub.one(NEWEST_EVENT)
    await hub.tell(HAPPENED, X, crn_unmerge(Y, X, 9))
    assert await hub.rows(HANDED) == before
    assert await hub.rows(TOLD, seq) == [("HandoverReopened", homes[Y])]
    assert await hub.rows(asked) == [("Z01T015",), ("Z01T016",)]


async def test_a_handover_completed_after_the_merge_stays_so_and_the_other_comes_back(hub: Hub) -> None:
    handovers = await handovers_of_both(hub)
    homes = {crn: await case_of(hub, crn) for crn in (X, Y)}
    await hub.tell(HAPPENED, X, crn_merge(X, Y, 5))
    later = NOW + timedelta(hours=2)
    await hand_over(
        hub.database, await person(hub, "Z01T015"), CompleteHandover(handovers[X], later), cause="r", now=later
    )
    await hub.tell(HAPPENED, X, crn_unmerge(Y, X, 300))
    assert await hub.rows(HANDED) == [
        (handovers[X], homes[X], "COMPLETED", None),
        (handovers[Y], homes[Y], "PLANNED", None),
    ]


async def test_a_handover_goes_with_its_manager_to_a_case_that_nobody_managed(hub: Hub) -> None:
    handovers = await handovers_of_both(hub)
    await hub.tell(OFFENDER, W, offender(W, None))
    await hub.tell(HAPPENED, W, crn_merge(W, X, 5))
    home = await case_of(hub, W)
    assert (await hub.rows(HANDED))[0] == (handovers[X], home, "ACCEPTED", None)
    done = await person(hub, "Z01T015")
    later = NOW + timedelta(hours=2)
    await hand_over(hub.database, done, CompleteHandover(handovers[X], later), cause="r", now=later)
    assert (await hub.rows(HANDED))[0][2] == "COMPLETED"


async def test_a_handover_that_a_person_withdrew_after_the_merge_stays_withdrawn(hub: Hub) -> None:
    handovers = await handovers_of_both(hub)
    await hub.tell(HAPPENED, X, crn_merge(X, Y, 5))
    asked = WithdrawHandover(handovers[X], "Not needed")
    await hand_over(hub.database, await person(hub, "Z01T019"), asked, cause="r", now=NOW)
    await hub.tell(HAPPENED, X, crn_unmerge(Y, X, 9))
    assert [state for _, _, state, _ in await hub.rows(HANDED)] == ["WITHDRAWN", "PLANNED"]


async def test_a_handover_that_a_merge_completed_is_open_again_when_the_merge_is_taken_back(hub: Hub) -> None:
    """The other record names the one who is to take the case over, and is no word about the person any more then."""
    handovers = await handovers_of_both(hub)
    withdrawn = WithdrawHandover(handovers[X], "To another")
    chief = await person(hub, "Z01T019")
    await hand_over(hub.database, chief, withdrawn, cause="r", now=NOW)
    planned = PlanHandover(await case_of(hub, X), HandoverKind.MANAGER, DAY, "Moves", None, "Z01T011")
    await hand_over(hub.database, chief, planned, cause="r", now=NOW)
    await hub.tell(SUPERVISION, Y, supervision("Z01T011", order(date="2025-03-02")), minutes=4)
    before = await hub.rows(HANDED)
    later = NOW + timedelta(hours=1)
    await hub.tell(HAPPENED, X, crn_merge(X, Y, 5), now=later)
    home = await case_of(hub, X)
    assert (await hub.rows(HANDED))[-1][1:3] == (home, "COMPLETED")
    manager = "select s.code from offender_case c join staff s on s.id = c.om_staff_id where c.id = $1"
    assert await hub.one(manager, home) == "Z01T011"
    seq = await hub.one(NEWEST_EVENT)
    await hub.tell(HAPPENED, X, crn_unmerge(Y, X, 9), now=later)
    assert await hub.rows(HANDED) == before
    assert ("HandoverReopened", home) in await hub.rows(TOLD, seq)
    assert (await hub.one(manager, home), await hub.one("select count(*) from holder_decision")) == ("Z01T010", 0)

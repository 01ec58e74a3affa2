"""What thin events of the community side point at, and what their details say."""

from datetime import UTC, datetime
from typing import Any

import pytest

from hub.connectors.community.details import DETAILS, decode_allocation, decode_tier
from hub.connectors.community.events import decode_event
from hub.domain.reports import AllocationKind, AllocationReported, TierPublished
from hub.errors import Rejected
from tests.connectors.messages import BROKER_TIME, message

EVENTS, CRN = "community.domain-event.v1", "Z123456"
# In the shape that the allocation system answers; made up.
ALLOCATED: dict[str, Any] = {
    "id": "Made-Up-1",
    "staffId": 1,
    "staffCode": "Z01T011",
    "teamCode": "Z01T01",
    "createdBy": "Madeup, Olwen",
    "createdDate": "2026-10-28T10:30:54.023+01:00",
    "eventNumber": 2,
    "sensitiveNotes": True,
}
TIER: dict[str, Any] = {"tierScore": "D2", "calculationId": "c9", "calculationDate": "2026-10-23T18:25:43.511Z"}


def thin(name: str, address: str, **told: Any) -> Any:
    """What a thin event is read to."""
    ids = {"identifiers": [{"type": "CRN", "value": CRN}]}
    body = {"eventType": name, "version": 2, "occurredAt": "2026-10-28T11:00:00Z", "personReference": ids}
    body |= {"additionalInformation": told, "detailUrl": f"https://source.example{address}"}
    return decode_event(message(EVENTS, CRN, body))[0]


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("person.community.manager.allocated", "/allocation/person/6abd8aa1-7552"),
        ("person.community.manager.transferred", "/allocation/person/6abd8aa1-7552"),
        ("event.manager.allocated", "/allocation/event/made-up"),
        ("requirement.manager.allocated", "/allocation/requirements/7851970b"),
        ("licence-condition.manager.allocated", "/allocation/licence-conditions/7851970b"),
    ],
)
def test_a_thin_allocation_is_kept_and_its_detail_awaited(name: str, address: str) -> None:
    record = thin(name, address, allocationId="a1")
    assert isinstance(record, AllocationReported)
    assert record.detail is not None
    assert (record.detail.source, record.detail.path, record.detail.reference) == ("workload", address, "a1")


def test_an_allocation_that_says_who_needs_no_detail() -> None:
    record = thin("event.manager.allocated", "/allocation/event/x", allocationId="a1", staffCode="Z01T011")
    assert record.detail is None


@pytest.mark.parametrize(("address", "version"), [("/v3/crn/Z123456/tier/c1", 3), ("/crn/Z123456/tier/c1", 2)])
def test_a_thin_tier_is_kept_and_its_detail_awaited(address: str, version: int) -> None:
    record = thin("tier.calculation.complete", address, calculationId="c1")
    assert isinstance(record, TierPublished)
    assert (record.version, record.value) == (version, None)
    assert record.detail is not None
    assert (record.detail.source, record.detail.reference) == ("tier", "c1")


def detail(body: Any, event: str, path: str = "/", reference: str | None = "a1") -> Any:
    """The message that a detail call makes of a body."""
    said = {"hub_detail_event": event, "hub_detail_path": path}
    return message(EVENTS, CRN, body, **said, **({"hub_detail_reference": reference} if reference else {}))


def test_who_was_allocated() -> None:
    record, _ = decode_allocation(detail(ALLOCATED, "event.manager.allocated"))
    assert record == AllocationReported(
        crn=CRN,
        kind=AllocationKind.SENTENCE,
        reference="a1",
        transfer=False,
        staff_code="Z01T011",
        team_code="Z01T01",
        sentence_reference="sentence 2",
        at=datetime(2026, 10, 28, 9, 30, 54, 23000, tzinfo=UTC),
        time_assumed=False,
    )


def test_without_a_date_the_allocation_began_when_it_was_read_and_is_marked() -> None:
    record, _ = decode_allocation(detail({**ALLOCATED, "createdDate": ""}, "Person.Community.Manager.Transferred"))
    assert (record.at, record.time_assumed, record.transfer) == (BROKER_TIME, True, True)


def test_which_tier_was_calculated() -> None:
    record, _ = decode_tier(detail(TIER, "tier.calculation.complete", "/v2/crn/Z123456/tier/c1", "c1"))
    assert (record.reference, record.version, record.value) == ("c1", 2, "D2")
    assert record.at == datetime(2026, 10, 23, 18, 25, 43, 511000, tzinfo=UTC)
    unnumbered, _ = decode_tier(detail(TIER, "tier.calculation.complete", "/crn/Z123456/tier/c9", None))
    assert (unnumbered.reference, unnumbered.version) == ("c9", None)


@pytest.mark.parametrize(
    ("read", "told"),
    [
        (decode_allocation, detail({**ALLOCATED, "staffCode": None}, "event.manager.allocated")),
        (decode_allocation, detail(ALLOCATED, "made.up.event")),
        (decode_allocation, detail(ALLOCATED, "event.manager.allocated", reference=None)),
        (decode_tier, detail({"calculationId": "c1"}, "tier.calculation.complete")),
        (decode_tier, detail({"tierScore": "D2"}, "tier.calculation.complete", reference=None)),
    ],
)
def test_a_detail_that_does_not_say_what_is_awaited(read: Any, told: Any) -> None:
    with pytest.raises(Rejected) as rejected:
        read(told)
    assert rejected.value.code == "WrongShape"


def test_nobody_is_allocated_to_a_code_that_nobody_can_have() -> None:
    long: dict[str, Any] = {"staffCode": "Z" * 21}
    with pytest.raises(Rejected, match="MalformedIdentifier"):
        decode_allocation(detail({**ALLOCATED, **long}, "event.manager.allocated"))
    with pytest.raises(Rejected, match="MalformedIdentifier"):
        thin("event.manager.allocated", "/allocation/event/x", allocationId="a1", **long)


@pytest.mark.parametrize("odd", ["/allocation/person/../x", "/allocation/person/a%2Fb", "//evil/crn/Z123456/tier/1"])
def test_no_path_leads_out_of_its_place(odd: str) -> None:
    assert all(one.path.fullmatch(odd) is None for one in DETAILS)

from datetime import UTC, datetime, timedelta

import pytest

from hub.domain.access import Actor, CaseReach, Role, Service
from hub.domain.lead.contact import AnswerContactRequest, RecordContactRequest, check_answer, check_request
from hub.domain.lead.reach import ContactWay
from hub.domain.recording import check_recorder
from hub.errors import BrokenRule

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def asked(at: datetime = NOW, about: str = " A visit. ") -> RecordContactRequest:
    return RecordContactRequest(1, at, ContactWay.GENERAL_WING_APPLICATION, about)


def test_a_request_is_kept_without_blanks_around_it() -> None:
    assert check_request(asked(), NOW) == "A visit."
    assert check_answer(AnswerContactRequest(1, " Yes. "), answered=False) == "Yes."


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (asked(NOW + timedelta(seconds=1)), "AskedInTheFuture"),
        (asked(about=" "), "TextNeeded"),
        (asked(about="x" * 2001), "TextTooLong"),
    ],
)
def test_requests_that_are_refused(command: RecordContactRequest, code: str) -> None:
    with pytest.raises(BrokenRule) as refused:
        check_request(command, NOW)
    assert refused.value.code == code


def test_a_request_is_answered_once() -> None:
    with pytest.raises(BrokenRule) as refused:
        check_answer(AnswerContactRequest(1, "Yes."), answered=True)
    assert refused.value.code == "RequestAnswered"


@pytest.mark.parametrize(
    ("role", "reach", "code"),
    [
        (Role.CASE_ADMINISTRATOR, CaseReach(om_team_code="T1"), None),
        (Role.OFFENDER_SUPERVISOR, CaseReach(os_staff_id=9), None),
        (Role.KEY_WORKER, CaseReach(om_team_code="T1"), "RecordingNotYours"),
        (Role.OFFENDER_MANAGER, CaseReach(om_team_code="T2"), "CaseNotFound"),
        (Role.OFFENDER_MANAGER, None, "CaseNotFound"),
        (Role.AUDITOR, CaseReach(om_team_code="T1"), "CaseNotFound"),
    ],
)
def test_who_records(role: Role, reach: CaseReach | None, code: str | None) -> None:
    actor = Actor("a", Service.COMMUNITY, frozenset({role}), "Z9", 9, "T1")
    if code is None:
        assert check_recorder(actor, reach) == 9
        return
    with pytest.raises(BrokenRule) as refused:
        check_recorder(actor, reach)
    assert refused.value.code == code

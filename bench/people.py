"""Made-up people for the benchmark: by seed, as rows for COPY, the same ones each time.

Every case has both services' records, two sentences in one span, the Offender Manager holders of that span, an
Offender Supervisor where it is in custody, and a plan of 3 objectives, 2-3 interventions each, 2-3 steps each.
"""

import random
from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from asyncpg import Range

from bench.words import FORENAMES, INTERVENTIONS, OBJECTIVES, OFFENCES, STEPS, SURNAMES
from hub.domain.access import Service
from hub.domain.custody import CustodyState
from hub.domain.phase import Phase
from hub.domain.plan import InterventionStatus, ObjectiveStatus, Serves, StepOwner, StepStatus
from hub.domain.records import LimitSource

Row = tuple[Any, ...]

# Everything is dated from this day, never from the clock, so that the same seed gives the same rows.
TODAY = date(2026, 1, 5)
RECORDED = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)

COLUMNS: dict[str, str] = {
    "staff": "id service code forename surname grade email team_code team_name establishment_code told_at",
    "offender_case": "id forename surname date_of_birth name_source awaiting_snapshot phase phase_reason om_staff_id "
    "om_team_code os_staff_id prison_code limited created_at updated_at",
    "source_record": "id case_id service key linked_by awaiting_snapshot",
    "identifier": "case_id source_record_id kind value raw valid",
    "person_record": "source_record_id case_id forename surname date_of_birth gender source_time",
    "access_limit": "case_id source_record_id kind email told_by",
    "custody_record": "source_record_id case_id state status_text booking_id prison_code prison_name location "
    "legal_status release_on source_time time_assumed",
    "span": "id case_id during",
    "sentence": "case_id source_record_id service source_reference description custodial active imposed_on length "
    "length_unit offence release_on expires_on licence_expires_on span_id source_time",
    "offender_manager_holder": "case_id during staff_id due_at cause reason",
    "offender_supervisor_allocation": "case_id during staff_id cause case_version",
    "sentence_plan": "id case_id span_id version created_by_id created_at updated_at",
    "objective": "id case_id plan_id position title target serves need_area target_date status",
    "intervention": "id case_id plan_id objective_id position name nature mandatory_for_manager "
    "mandatory_for_offender provider starts_on ends_on status completed_on outcome",
    "step": "case_id plan_id objective_id intervention_id position description owner due_on status progress",
}


@dataclass(frozen=True)
class Shape:
    """How many people, and the seed they come from. In custody: four of five, about 1,000 to a prison."""

    people: int = 100_000
    seed: int = 1907

    @property
    def prisons(self) -> int:
        """How many prisons; each has SUPERVISORS Offender Supervisors."""
        return max(2, round(self.people * 0.8 / 1000))

    @property
    def teams(self) -> int:
        """How many community teams; each has MANAGERS Offender Managers."""
        return max(2, self.people // 500)


MANAGERS = 10
SUPERVISORS = 20


@dataclass(frozen=True)
class _Staff:
    """Who works on a case, as far as the rows of the case need it."""

    manager_id: int | None
    team_code: str | None
    supervisor_id: int | None
    prison: int | None


def prison_code(prison: int) -> str:
    """The code of the prison with this number, from 0."""
    return f"Q{prison // 26:X}{chr(ord('A') + prison % 26)}"


def supervisor_codes(shape: Shape, prison: int) -> list[str]:
    """The staff codes of the Offender Supervisors of a prison: the benchmark's viewers."""
    return [f"OS{_supervisor_id(shape, prison, place):06d}" for place in range(SUPERVISORS)]


def _supervisor_id(shape: Shape, prison: int, place: int) -> int:
    return shape.teams * MANAGERS + prison * SUPERVISORS + place + 1


class MadeUpPeople:
    """Writes one case after another into `rows`: table name -> rows in the order of COLUMNS."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.rows: dict[str, list[Row]] = defaultdict(list)
        self._random = random.Random(shape.seed)
        self._objective_ids, self._intervention_ids = count(1), count(1)

    def add_staff(self) -> None:
        """Every Offender Manager and Offender Supervisor; their ids are counted in this order."""
        for number in range(self.shape.teams * MANAGERS):
            team = f"T{number // MANAGERS:04d}"
            where = (team, f"Made-up team {team}", None)
            self._add_member(number + 1, Service.COMMUNITY, f"OM{number + 1:06d}", where)
        for prison in range(self.shape.prisons):
            for place in range(SUPERVISORS):
                number = _supervisor_id(self.shape, prison, place)
                code = f"OS{number:06d}"
                self._add_member(number, Service.CUSTODY, code, (None, None, prison_code(prison)))

    def _add_member(self, number: int, service: Service, code: str, where: tuple[str | None, ...]) -> None:
        forename, surname = self._random.choice(FORENAMES), self._random.choice(SURNAMES)
        email = f"{code.lower()}@staff.example"
        self.rows["staff"].append((number, service, code, forename, surname, None, email, *where, RECORDED))

    def add_case(self, case: int) -> None:
        """Everything about one offender; `case` is the case id, from 1."""
        chance = self._random
        born = date(1950, 1, 1) + timedelta(days=chance.randrange(20_000))
        name = (chance.choice(FORENAMES), chance.choice(SURNAMES), born)
        imposed = TODAY - timedelta(days=chance.randrange(30, 1500))
        staff = self._staff(case)
        self._add_records(case, name, staff)
        self._add_custody(case, staff)
        self._add_sentences(case, imposed)
        self._add_team(case, staff, imposed)
        self._add_plan(case, staff, imposed)

    def _staff(self, case: int) -> _Staff:
        chance = self._random
        manager = chance.randrange(self.shape.teams * MANAGERS)
        if case % 20 == 0:
            manager_id = team_code = None
        else:
            manager_id, team_code = manager + 1, f"T{manager // MANAGERS:04d}"
        if case % 5 == 0:
            return _Staff(manager_id, team_code, None, None)
        prison = chance.randrange(self.shape.prisons)
        supervisor = _supervisor_id(self.shape, prison, chance.randrange(SUPERVISORS))
        return _Staff(manager_id, team_code, supervisor, prison)

    def _add_records(self, case: int, name: tuple[str, str, date], staff: _Staff) -> None:
        custody, community = 2 * case - 1, 2 * case
        number, crn = f"Z{case % 10_000:04d}{_letters(case // 10_000)}", f"X{case:06d}"
        limited = case % 100 == 1
        phase = Phase.COMMUNITY if staff.prison is None else Phase.PRE_RELEASE if case % 8 == 0 else Phase.CUSTODY
        prison = None if staff.prison is None else prison_code(staff.prison)
        reach = (staff.manager_id, staff.team_code, staff.supervisor_id, prison, limited)
        self.rows["offender_case"].append(
            (case, *name, Service.CUSTODY, False, phase, "Made-up reason", *reach, RECORDED, RECORDED)
        )
        for record, service, kind, key in (
            (custody, Service.CUSTODY, "PRISON_NUMBER", number),
            (community, Service.COMMUNITY, "CRN", crn),
        ):
            self.rows["source_record"].append((record, case, service, key, "IDENTIFIER", False))
            self.rows["identifier"].append((case, record, kind, key, key, True))
            self.rows["person_record"].append((record, case, *name, None, RECORDED))
        if limited:
            self.rows["access_limit"].append(
                (case, community, "EXCLUSION", f"relative{case}@nobody.example", LimitSource.LIST)
            )

    def _add_custody(self, case: int, staff: _Staff) -> None:
        inside = staff.prison is not None
        state = CustodyState.IN_PRISON if inside else CustodyState.RELEASED
        code = prison_code(staff.prison) if staff.prison is not None else None
        prison = f"Made-up Prison {staff.prison}" if inside else None
        cell = f"{self._random.choice('ABCDE')}-{1 + case % 3}-{case % 40:03d}" if inside else None
        release = TODAY + timedelta(days=self._random.randrange(30, 900)) if inside else None
        row = (2 * case - 1, case, state, "ACTIVE IN" if inside else "INACTIVE OUT", str(1_200_000 + case))
        self.rows["custody_record"].append((*row, code, prison, cell, "SENTENCED", release, RECORDED, False))

    def _add_sentences(self, case: int, imposed: date) -> None:
        chance = self._random
        months = chance.choice((12, 18, 24, 36, 48))
        ends = imposed + timedelta(days=30 * months)
        self.rows["span"].append((case, case, Range(_instant(imposed), None)))
        for record, service, custodial, text in (
            (2 * case - 1, Service.CUSTODY, True, "Standard determinate sentence"),
            (2 * case, Service.COMMUNITY, False, "Community order"),
        ):
            length = (months if custodial else 12, "MONTHS", chance.choice(OFFENCES))
            dates = (imposed + timedelta(days=15 * months), ends, ends) if custodial else (None, ends, None)
            described = (case, record, service, f"{case}-1", text, custodial, True, imposed)
            self.rows["sentence"].append((*described, *length, *dates, case, RECORDED))

    def _add_team(self, case: int, staff: _Staff, imposed: date) -> None:
        since = _instant(imposed)
        if case % 3 == 0:
            handover = since + timedelta(days=20)
            before = self._random.randrange(self.shape.teams * MANAGERS) + 1
            self.rows["offender_manager_holder"].append((case, Range(since, handover), before, None, "made-up", None))
            since = handover
        due = None if staff.manager_id else since + timedelta(days=3)
        reason = "Made-up handover" if case % 3 == 0 else None
        now = (case, Range(since, None), staff.manager_id, due, "made-up", reason)
        self.rows["offender_manager_holder"].append(now)
        if staff.supervisor_id:
            allocation = (case, Range(since, None), staff.supervisor_id, "made-up", 1)
            self.rows["offender_supervisor_allocation"].append(allocation)

    def _add_plan(self, case: int, staff: _Staff, imposed: date) -> None:
        made = _instant(imposed)
        self.rows["sentence_plan"].append((case, case, case, 1, staff.manager_id, made, made))
        for place, (area, title) in enumerate(self._random.sample(OBJECTIVES, 3), 1):
            number = next(self._objective_ids)
            due = imposed + timedelta(days=200 * place)
            words = (title, "Agreed with the offender", Serves.CRIMINOGENIC_NEED, area, due, ObjectiveStatus.ACTIVE)
            self.rows["objective"].append((number, case, case, place, *words))
            for position in range(1, self._random.randrange(3, 5)):
                self._add_intervention(case, number, position, imposed)

    def _add_intervention(self, case: int, objective: int, position: int, imposed: date) -> None:
        chance, number = self._random, next(self._intervention_ids)
        name, nature, provider = chance.choice(INTERVENTIONS)
        begins = imposed + timedelta(days=30 * position)
        ends = begins + timedelta(days=90)
        done = (InterventionStatus.COMPLETED, ends, "Attended every session")
        stands = done if chance.random() < 0.3 else (InterventionStatus.IN_PROGRESS, None, None)
        words = (name, nature, True, nature == "RESTRICTIVE", provider, begins, ends, *stands)
        self.rows["intervention"].append((number, case, case, objective, position, *words))
        for place in range(1, chance.randrange(3, 5)):
            status = StepStatus.COMPLETED if stands is done else chance.choice(_OPEN_STEPS)
            what = (chance.choice(STEPS), chance.choice(_OWNERS), begins + timedelta(days=20 * place), status, None)
            self.rows["step"].append((case, case, objective, number, place, *what))


_OPEN_STEPS = (StepStatus.NOT_STARTED, StepStatus.IN_PROGRESS)
_OWNERS = (StepOwner.OFFENDER, StepOwner.OFFENDER_MANAGER, StepOwner.OFFENDER_SUPERVISOR)


def _instant(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _letters(number: int) -> str:
    return chr(ord("A") + number // 26 % 26) + chr(ord("A") + number % 26)


def facts(shape: Shape) -> dict[str, int]:
    """The shape as plain values, for the mark on the database and for reports."""
    return asdict(shape)

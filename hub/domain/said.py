"""What each service's records say of a case, gathered from the records for the table of agreement.

Of several records of a service, the one that counts speaks first: the prison record that has the person now, the
community record that names the manager; what only another holds still counts. One that its service merged away comes
after those that live.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from hub.domain.access import Service
from hub.domain.agreement import Said
from hub.domain.case import HeldRecord, HeldSentence, HeldSupervision
from hub.domain.custody import Place
from hub.domain.identifiers import IdentifierKind
from hub.domain.person import PersonDetails
from hub.domain.phase import CommunitySide

K = IdentifierKind
EVERY_SENTENCE_ENDED = "EVERY_SENTENCE_ENDED"


def said_by_custody(records: Sequence[HeldRecord], main: int | None, place: Place | None) -> Said:
    """The prison records' word; `main` is the id of the record that counts, `place` where it has the person."""
    mine = _first(records, Service.CUSTODY, main)
    custody = mine[0].custody if mine and mine[0].id == main else None
    booked = [one for record in mine[:1] for one in record.sentences if _of_booking(one, record)]
    return Said(
        person=person_of(mine),
        prison_numbers=_own_numbers(mine),
        crns=_numbers(mine, K.CRN),
        pncs=_numbers(mine, K.PNC),
        cros=_numbers(mine, K.CRO),
        whereabouts=place.state if place else None,
        prison=(place.prison_name or place.prison_code) if place else None,
        legal_status=custody.legal_status if custody else None,
        imposed_on=_days(one.given.imposed_on for one in booked),
        release_on=_days(one.given.release_on for one in booked),
        expires_on=_days(one.given.expires_on for one in booked),
        licence_expires_on=_days(one.given.licence_expires_on for one in booked),
    )


def said_by_community(
    records: Sequence[HeldRecord],
    told: HeldSupervision | None,
    side: CommunitySide,
    over: frozenset[int],
    *,
    limited: bool,
) -> Said:
    """The community records' word; `told` is what counts of who manages, `over` the sentences that have ended."""
    main = next((record.id for record in records if told and record.supervision is told), None)
    mine = _first(records, Service.COMMUNITY, main)
    runs = [one for record in mine for one in record.sentences if one.given.custodial and one.id not in over]
    return Said(
        person=person_of(mine),
        prison_numbers=_numbers(mine, K.PRISON_NUMBER),
        crns=_own_numbers(mine),
        pncs=_numbers(mine, K.PNC),
        cros=_numbers(mine, K.CRO),
        whereabouts=EVERY_SENTENCE_ENDED if side.all_ended else side.says,
        imposed_on=_days(one.given.imposed_on for one in runs),
        release_on=_days(one.given.release_on for one in runs),
        expires_on=_days((one.given.expires_on for one in runs), last=True),
        licence_expires_on=_days((one.given.licence_expires_on for one in runs), last=True),
        manager=told.manager if told and told.manager_id is not None else None,
        limited=limited,
    )


def person_of(records: Iterable[HeldRecord]) -> PersonDetails | None:
    """The details of the first record that gives a name; of one that its service merged away where no other does."""
    named = (record for record in records if record.person and record.person.named)
    return next((record.person for record in sorted(named, key=lambda record: record.merged)), None)


def _first(records: Sequence[HeldRecord], service: Service, main: int | None) -> list[HeldRecord]:
    """The service's records, the one that counts first, then those that live, by their keys."""
    mine = [record for record in records if record.service is service]
    return sorted(mine, key=lambda record: (record.id != main, record.merged, record.key))


def _of_booking(sentence: HeldSentence, record: HeldRecord) -> bool:
    booking = record.custody.booking_id if record.custody else None
    return sentence.given.reference == f"booking {booking}"


def _own_numbers(records: Sequence[HeldRecord]) -> tuple[str, ...]:
    """The numbers of the records themselves; one that its service merged away comes after those that live."""
    return tuple(record.key for record in sorted(records, key=lambda record: record.merged))


def _numbers(records: Sequence[HeldRecord], kind: IdentifierKind) -> tuple[str, ...]:
    """The valid numbers of that kind, record by record; within a record the highest first, whichever came first."""
    held = [value for record in records for value in sorted(record.numbers.get(kind, ()), reverse=True)]
    return tuple(dict.fromkeys(held))


def _days(days: Iterable[date | None], *, last: bool = False) -> tuple[date, ...]:
    return tuple(sorted({day for day in days if day is not None}, reverse=last))

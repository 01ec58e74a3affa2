"""Who the person is: what each service says, and which of the two the case shows."""

from datetime import date

from hub.domain.access import Service
from hub.domain.value import Value


class Alias(Value):
    """Another name or birth date that a record gives for the person."""

    forename: str | None = None
    surname: str | None = None
    date_of_birth: date | None = None


class PersonDetails(Value):
    """A person as one record describes them. Names are as the source writes them; nothing is tidied.

    `birth_unread`: the record gives a date of birth that can't be read, which says nothing against the one held.
    """

    forename: str | None = None
    middle_names: tuple[str, ...] = ()
    surname: str | None = None
    date_of_birth: date | None = None
    gender: str | None = None
    aliases: tuple[Alias, ...] = ()
    postcodes: tuple[str, ...] = ()
    birth_unread: bool = False

    @property
    def named(self) -> bool:
        """Whether the record gives any name at all."""
        return bool(self.forename or self.surname)


class Shown(Value):
    """The name and date of birth that the case shows, with the service that says so and the reason for taking it."""

    forename: str | None
    surname: str | None
    date_of_birth: date | None
    service: Service | None
    reason: str


def shown(custody: PersonDetails | None, community: PersonDetails | None, *, in_custody: bool) -> Shown:
    """Which record's name the case shows: that of the service that has the person now, if it gives a name.

    In prison the person was identified at reception; outside, the community record is the one that is kept up.
    A date of birth missing there is taken from the other record. Source: hub.
    """
    order = [(Service.CUSTODY, custody), (Service.COMMUNITY, community)]
    first, second = order if in_custody else reversed(order)
    for (service, person), (_, other) in ((first, second), (second, first)):
        if person is not None and person.named:
            born = person.date_of_birth or (other.date_of_birth if other else None)
            return Shown(person.forename, person.surname, born, service, _reason(service, in_custody))
    return Shown(None, None, None, None, "No record gives a name yet.")


def contradicts(one: PersonDetails | None, other: PersonDetails | None) -> bool:
    """Whether two records can hardly be one person: both the surname and the date of birth are known and differ."""
    if one is None or other is None:
        return False
    if None in (one.date_of_birth, other.date_of_birth) or not one.surname or not other.surname:
        return False
    return one.date_of_birth != other.date_of_birth and one.surname.casefold() != other.surname.casefold()


def _reason(service: Service, in_custody: bool) -> str:
    has_the_person = (service is Service.CUSTODY) == in_custody
    side = "prison" if service is Service.CUSTODY else "community"
    if has_the_person:
        return f"The person is {'in' if in_custody else 'not in'} custody: the {side} record's name is shown."
    return f"Only the {side} record gives a name."

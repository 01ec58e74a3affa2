"""What the community side's messages look like on the wire. The field names are theirs and stop here.

Shapes: personal details, access limitations and supervisions, as the probation case system hands them out.
"""

from hub.connectors.wire import Flag, Text, Wire


class OtherIds(Wire):
    """The numbers of a person."""

    crn: Text = None
    previous_crn: Text = None
    noms_number: Text = None
    pnc_number: Text = None
    cro_number: Text = None


class OtherName(Wire):
    """One of an offender's `offenderAliases`."""

    first_name: Text = None
    surname: Text = None
    date_of_birth: Text = None


class Address(Wire):
    """One of an offender's addresses."""

    postcode: Text = None


class ContactDetails(Wire):
    """How to reach an offender."""

    addresses: list[Address] | None = None


class Offender(Wire):
    """Personal details; every field may be missing."""

    first_name: Text = None
    middle_names: list[str] | str | None = None
    surname: Text = None
    date_of_birth: Text = None
    gender: Text = None
    offender_aliases: list[OtherName] | None = None
    contact_details: ContactDetails | None = None
    other_ids: OtherIds | None = None
    current_restriction: Flag = None
    current_exclusion: Flag = None


class Named(Wire):
    """Somebody on a list of access limitations."""

    email: Text = None


class Limitations(Wire):
    """Who may not see the case, and who alone may; the body names nobody, the key does."""

    crn: Text = None
    excluded_from: list[Named] | None = None
    restricted_to: list[Named] | None = None


class Name(Wire):
    """A name in two parts."""

    forename: Text = None
    surname: Text = None


class Team(Wire):
    """A team."""

    code: Text = None
    description: Text = None


class CommunityManager(Wire):
    """The manager; `allocated` false, or `unallocated` true, means that the person named stands for nobody."""

    code: Text = None
    name: Name | None = None
    email: Text = None
    team: Team | None = None
    allocated: Flag = None
    unallocated: Flag = None


class CourtSentence(Wire):
    """What a court imposed."""

    description: Text = None
    date: Text = None
    length: Text = None
    length_units: Text = None
    expected_end_date: Text = None
    termination_date: Text = None


class Offence(Wire):
    """An offence."""

    description: Text = None


class Supervision(Wire):
    """One case before a court or under sentence; without a sentence it waits for one."""

    number: Text = None
    active: Flag = None
    custodial: Flag = None
    sentence: CourtSentence | None = None
    main_offence: Offence | None = None


class MappaDetail(Wire):
    """The MAPPA registration that stands; level and category as numbers."""

    level: Text = None
    level_description: Text = None
    category: Text = None
    category_description: Text = None
    start_date: Text = None
    review_date: Text = None


class Registered(Wire):
    """One line of the register: a dynamic risk, or a status of the person."""

    code: Text = None
    description: Text = None
    start_date: Text = None
    review_date: Text = None


class Supervisions(Wire):
    """The supervision record; the body names nobody, the key does."""

    crn: Text = None
    community_manager: CommunityManager | None = None
    supervisions: list[Supervision] | None = None
    mappa_detail: MappaDetail | None = None
    dynamic_risks: list[Registered] | None = None
    person_status: list[Registered] | None = None

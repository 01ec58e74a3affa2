"""The wire shape of a staff snapshot; the published form is hub/messaging/contracts/staff.snapshot.v1.json."""

from hub.connectors.wire import Text, Wire


class Name(Wire):
    """A name in two parts."""

    forename: Text = None
    surname: Text = None


class Place(Wire):
    """A team or an establishment."""

    code: Text = None
    description: Text = None


class Staff(Wire):
    """One member of staff; every field but the code may be missing."""

    code: Text = None
    name: Name | None = None
    grade: Text = None
    email: Text = None
    employer: Text = None
    team: Place | None = None
    establishment: Place | None = None
    area: Text = None
    from_: Text = None
    to: Text = None

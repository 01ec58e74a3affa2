"""The local development issuer: signs tokens for made-up people where no real issuer is configured.

Its private key lies in a file that only its owner can read; every process of one hub uses the same file.
"""

import asyncio
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from hub.auth.tokens import Key
from hub.domain.access import Role, Service
from hub.errors import HubError
from hub.settings import Settings
from hub.store.caseload.workload import DEMO_STAFF, Workload, to_try_as
from hub.store.database import Database

ISSUER = "http://hub.localhost/development-issuer"
LIFETIME = timedelta(days=1)
KEY_FILE = "development.pem"
"""The key's file in the data folder, unless HUB_DEVELOPMENT_KEY names another."""


@dataclass(frozen=True)
class Person:
    """Somebody made up, whom a developer can be. `id` stays the same as long as the staff record does."""

    id: str
    label: str
    role: Role
    service: Service
    staff_code: str | None = None
    email: str | None = None


class Issuer:
    """Knows the people of a hub's database and signs tokens for them."""

    def __init__(self, key_file: Path | None, database_url: str, audience: str = Settings.audience) -> None:
        self.key = read_key(key_file) if key_file else ECKey.generate_key("P-256")
        self._database_url = database_url
        self._audience = audience

    def issue(self, person: Person, now: datetime | None = None) -> tuple[str, datetime]:
        """A token for the person, and when it expires."""
        issued_at = now or datetime.now(UTC)
        expires_at = issued_at + LIFETIME
        claims: dict[str, Any] = {
            "iss": ISSUER,
            "aud": self._audience,
            "sub": person.id,
            "name": person.label,
            "service": person.service,
            "roles": [person.role],
            "iat": int(issued_at.timestamp()),
            "exp": int(expires_at.timestamp()),
        }
        claims |= {"staff_code": person.staff_code} if person.staff_code else {}
        claims |= {"email": person.email} if person.email else {}
        return jwt.encode({"alg": "ES256", "kid": self.key.thumbprint()}, claims, self.key), expires_at

    async def find_people(self) -> list[Person]:
        """The people to be, from the staff of this hub's database; those without a staff record always."""
        database = Database(self._database_url, size=1)
        try:
            async with database.transaction() as tx:
                community = await to_try_as(tx, Service.COMMUNITY)
                custody = await to_try_as(tx, Service.CUSTODY)
        finally:
            await database.close()
        return choose(community, custody)

    def people(self) -> list[Person]:
        """The same, for a command line."""
        return asyncio.run(self.find_people())

    def token(self, person_id: str) -> str:
        """A token for one of `people`; raises HubError for an id that is none of theirs."""
        for person in self.people():
            if person.id == person_id:
                return self.issue(person)[0]
        raise HubError(f"There is nobody called {person_id!r} here: `hub token` prints the list.")

    def ready_tokens(self) -> list[tuple[Person, str]]:
        """A token for an Offender Manager and one for an Offender Supervisor, where the staff holds such."""
        people = self.people()
        wanted = (Role.OFFENDER_MANAGER, Role.OFFENDER_SUPERVISOR)
        found = [next((person for person in people if person.role is role), None) for role in wanted]
        return [(person, self.issue(person)[0]) for person in found if person]

    def public_keys(self) -> dict[str, Any]:
        """The key set as `/.well-known/jwks.json` shows it."""
        public = self.key.as_dict(private=False)
        return {"keys": [{**public, "kid": self.key.thumbprint(), "use": "sig", "alg": "ES256"}]}


class OwnKeys:
    """The development issuer's key, as the verifier asks for it."""

    def __init__(self, issuer: Issuer) -> None:
        self._key = issuer.key
        self._id = issuer.key.thumbprint()

    async def key(self, key_id: str | None) -> Key | None:
        """The key, if it is the one meant."""
        return self._key if key_id in (None, self._id) else None


def choose(community: Sequence[Workload], custody: Sequence[Workload]) -> list[Person]:
    """Whom a developer can be: the demo's staff, filled up with those with most cases; one of every other role."""
    people = [_person(Role.OFFENDER_MANAGER, member) for member in _of_role(Role.OFFENDER_MANAGER, community, 3)]
    people += [_person(Role.OFFENDER_SUPERVISOR, member) for member in _of_role(Role.OFFENDER_SUPERVISOR, custody, 3)]
    # an administrator and a team manager hold no case, and reach those of their team
    others = sorted(
        (member for member in community if not member.both_sides), key=lambda member: (member.held > 0, -member.reached)
    )
    for role in (Role.CASE_ADMINISTRATOR, Role.TEAM_MANAGER):
        found = _of_role(role, others, 1)
        people += [_person(role, member) for member in found]
        others = [member for member in others if member not in found]
    # who sees both sides of a review may decide it; to part what was joined takes two
    deciding = [member for member in community if member.both_sides and not member.held]
    people += [_person(Role.TEAM_MANAGER, member) for member in _of_role(Role.TEAM_MANAGER, deciding, 2)[:2]]
    without_record = ((Role.AUDITOR, "Madeup Auditor"), (Role.OPERATOR, "Madeup Operator"))
    people += [
        Person(role.lower(), f"{name}, {role_words(role)}", role, Service.COMMUNITY) for role, name in without_record
    ]
    return people


def _of_role(role: Role, members: Sequence[Workload], fewest: int) -> list[Workload]:
    """Those whom the demo has in the role, and as many others, in their order, as it takes to be `fewest`."""
    ours = [member for member in members if member.code in DEMO_STAFF[role]]
    elsewhere = {code for codes in DEMO_STAFF.values() for code in codes}
    others = [member for member in members if member.code not in elsewhere]
    return ours + others[: max(0, fewest - len(ours))]


def _person(role: Role, member: Workload) -> Person:
    label = ", ".join(part for part in (member.name or member.code, role_words(role), member.place) if part)
    identity = f"{role}-{member.code}".lower().replace("_", "-")
    return Person(identity, label, role, member.service, member.code, member.email)


def role_words(role: Role) -> str:
    """The role as people say it: "Offender Manager"."""
    return role.replace("_", " ").title()


def key_file(settings: Settings) -> Path | None:
    """Where the key lies: HUB_DEVELOPMENT_KEY, else in the data folder; None where neither is set."""
    if settings.development_key:
        return Path(settings.development_key).expanduser()
    return settings.data / KEY_FILE if settings.data else None


def ensure_key(path: Path) -> None:
    """Make the key if there is none; two processes at once end with the same one."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, fresh = tempfile.mkstemp(dir=path.parent, prefix=path.name)  # readable by its owner only
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(ECKey.generate_key("P-256").as_pem(private=True))
        os.link(fresh, path)
    except FileExistsError:
        pass  # the other process was first: its key counts
    finally:
        Path(fresh).unlink()


def read_key(path: Path) -> ECKey:
    """The key in the file, made first if there is none. Raises HubError for a file that can't be used."""
    try:
        ensure_key(path)
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise HubError(f"The key file {path} can be read by others: chmod 600 {path}, or delete it for a new key.")
        key = ECKey.import_key(path.read_bytes())
    except (OSError, JoseError, ValueError) as fault:
        raise HubError(
            f"The key file {path} can't be used ({type(fault).__name__}): delete it for a new key."
        ) from None
    if not key.is_private or key.curve_name != "P-256":
        raise HubError(f"The key file {path} holds no private P-256 key: delete it for a new one.")
    return key

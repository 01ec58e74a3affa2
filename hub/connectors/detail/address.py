"""Where a record may be fetched: only from base addresses that are configured, only by paths that are declared.

A message names an address (`detailUrl`); whoever can send a message could so have the hub call any host. So that host
is never called: it is compared with the configured one, and only the path is used, after it was matched as a whole.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from hub.errors import SettingInvalid

# Scheme, host with port, path; what follows the path is not used.
ADDRESS = re.compile(r"(?P<scheme>https?)://(?P<host>[^/?#\s\\]+)(?P<path>/[^?#\s\\]*)?", re.IGNORECASE | re.ASCII)
DEFAULT_PORTS = {"http": ":80", "https": ":443"}
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
LONGEST = 500
SETTING, NAMES_SETTING = "HUB_DETAIL_ADDRESSES", "HUB_DETAIL_NAMES"


@dataclass(frozen=True)
class Place:
    """An address in two parts: `origin` (scheme, host and port, canonical), and `path`."""

    origin: str
    path: str


def read_address(text: str) -> Place | None:
    """The address that a message names, or None where the text is none."""
    found = ADDRESS.match(text.strip()[:LONGEST])
    if found is None:
        return None
    scheme = found["scheme"].lower()
    return Place(f"{scheme}://{found['host'].lower().removesuffix(DEFAULT_PORTS[scheme])}", found["path"] or "/")


def read_base_addresses(setting: str, sources: Iterable[str]) -> dict[str, str]:
    """Source -> base address without a slash at its end, from `source=https://host/base,...`.

    Raises SettingInvalid for a source that no connector names, and for an address that can't be trusted.
    """
    known, found = sorted(set(sources)), {}
    for entry in filter(None, (part.strip() for part in setting.split(","))):
        source, _, address = (part.strip() for part in entry.partition("="))
        if source not in known:
            raise SettingInvalid(f"{SETTING} names the source {source!r}; the hub knows {', '.join(known)}.")
        found[source] = base_address(SETTING, address)
    return found


def read_names(setting: str, configured: Iterable[str]) -> dict[str, frozenset[str]]:
    """Source -> the origins under which events name it beside its base address, from `source=https://host,...`.

    None of them is called: what an event names there is asked for at the base address. Raises SettingInvalid for a
    source without a base address, for an address that can't be trusted, and for one with a path.
    """
    known = sorted(set(configured))
    found: dict[str, set[str]] = {}
    for entry in filter(None, (part.strip() for part in setting.split(","))):
        source, _, address = (part.strip() for part in entry.partition("="))
        if source not in known:
            raise SettingInvalid(
                f"{NAMES_SETTING} names the source {source!r}, which has no base address: "
                f"{SETTING} has {', '.join(known) or 'none'}."
            )
        place = read_address(base_address(NAMES_SETTING, address))
        if place is None or place.path != "/":
            raise SettingInvalid(
                f"{NAMES_SETTING} holds {address!r}: name the host only, like https://gateway.example."
            )
        found.setdefault(source, set()).add(place.origin)
    return {source: frozenset(origins) for source, origins in found.items()}


def base_address(variable: str, address: str) -> str:
    """The address as it is called. Raises SettingInvalid where it is no https address (http on this machine)."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        parts = urlsplit("")
    local = parts.scheme == "http" and parts.hostname in LOOPBACK
    if not (parts.scheme == "https" or local) or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise SettingInvalid(
            f"{variable} must hold an https address without user, query and fragment, like https://api.example/base; "
            "http is taken for this machine only."
        )
    return address.rstrip("/")

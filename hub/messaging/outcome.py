"""How a message ends: Applied, Ignored or Rejected, always with a name, never in silence."""

from dataclasses import dataclass
from enum import StrEnum

from hub.connectors.connector import Message, Provenance
from hub.errors import Ignored, Rejected

REPLAY_ID_HEADER = "hub_replay_id"
REPLAY_ITEM_HEADER = "hub_replay_item"


class End(StrEnum):
    """The three ends."""

    APPLIED = "Applied"
    IGNORED = "Ignored"
    REJECTED = "Rejected"


@dataclass(frozen=True)
class Outcome:
    """One message's end. `code` names the reason (empty for Applied), `detail` holds no personal data."""

    end: End
    code: str = ""
    detail: str = ""

    @classmethod
    def of(cls, raised: Ignored | Rejected) -> "Outcome":
        """The outcome that a connector's or an action's exception stands for."""
        return cls(End.IGNORED if isinstance(raised, Ignored) else End.REJECTED, raised.code, raised.detail)

    def __str__(self) -> str:
        why = ": ".join(part for part in (self.code, self.detail) if part)
        return f"{self.end}({why})" if why else str(self.end)


def unread_words(provenance: Provenance) -> str:
    """A warning that names the fields which hold something that can't be read, "" where there are none."""
    return f"unreadable: {', '.join(provenance.unread)}" if provenance.unread else ""


def replay_of(message: Message) -> tuple[str, str] | None:
    """The replay's id and the item's name, where the message is sent by `hub replay`."""
    replay_id, item = message.header(REPLAY_ID_HEADER), message.header(REPLAY_ITEM_HEADER)
    return (replay_id, item) if replay_id and item else None

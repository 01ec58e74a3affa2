"""`hub check-message FILE`: which topic a message belongs to, and what would become of it. Needs no Kafka.

Only what the message itself decides can be told: whether the hub knows the person, and whether a newer record is held,
shows when it is sent.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from hub.connectors.connector import Message
from hub.connectors.json_reader import read_json
from hub.errors import HubError, Ignored, Rejected
from hub.messaging.contracts import CONTRACTS, validator
from hub.messaging.dispatch import CONNECTORS
from hub.messaging.message_file import MessageFile, Overrides, read_message_file
from hub.messaging.outcome import Outcome, unread_words
from hub.messaging.topics import BY_NAME


@dataclass(frozen=True)
class Verdict:
    """What would become of a message: `text` for people to read, `accepted` where it would be acted on."""

    text: str
    accepted: bool


def check_message(path: Path, *, topic: str | None = None, key: str | None = None) -> Verdict:
    """Decode the file as its topic's connector would. Raises HubError where the file or the topic can't be used."""
    if not path.is_file():
        raise HubError(f"{path} is no file: name a message file, *.json.")
    try:
        file = read_message_file(path, path.name, Overrides(topic=topic, key=key))
    except Ignored as ignored:
        return Verdict(f"would not be sent: {Outcome.of(ignored)}", accepted=False)
    head = f"topic  {file.topic}\nkey    {_shown(file.key)}\nshape  {file.shape}\n"
    try:
        if len(file.value or b"") > (largest := BY_NAME[file.topic].largest):
            raise Rejected("TooLarge", f"{len(file.value or b'')} bytes; the topic takes {largest}")
        record, read = CONNECTORS[file.topic].decode(_message(file))
    except (Ignored, Rejected) as ended:
        faults = "".join(f"\n  {fault}" for fault in _faults(file)) if ended.code == "InvalidCommand" else ""
        return Verdict(f"{head}would be  {Outcome.of(ended)}{faults}", accepted=False)
    warning = f"; {unread_words(read)}" if read.unread else ""
    return Verdict(f"{head}would be  acted on as {type(record).__name__}{warning}", accepted=True)


def _shown(key: bytes | None) -> str:
    return "(none)" if key is None else key.decode("utf-8", "replace")


def _faults(file: MessageFile) -> list[str]:
    """Every place where the body does not fit its topic's contract, and the keyword that it does not fit."""
    name = next(contract.name for contract in CONTRACTS if file.topic in contract.topics)
    errors = validator(name).iter_errors(read_json(file.value or b"null"))
    found = ((error.json_path, error.validator) for error in errors)
    return sorted({f"{path} does not fit `{keyword}` of {name}" for path, keyword in found})


def _message(file: MessageFile) -> Message:
    return Message(file.topic, 0, 0, file.key, file.value, file.headers, datetime.now(UTC))

"""`hub replay FOLDER`: send message files as they are, and say of each what became of it.

Every record carries the replay's id and the file's name; the dispatcher keeps how it ended beside its effect, and the
replay reads that back. So what is told is what happened, not what was sent.
"""

import asyncio
import time
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from aiokafka.errors import KafkaError, MessageSizeTooLargeError
from rich.console import Console

from hub.errors import Ignored
from hub.messaging.broker import Broker, connect, producer
from hub.messaging.dispatch import CONNECTORS
from hub.messaging.message_file import MessageFile, Overrides, files_of, read_message_file
from hub.messaging.outcome import REPLAY_ID_HEADER, REPLAY_ITEM_HEADER, End, Outcome
from hub.settings import Settings
from hub.store.database import Database
from hub.store.messages import inbox

ASK_AGAIN = 0.2  # seconds
NO_ANSWER = "no outcome in time: is `hub sync` running?"

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class FileOutcome:
    """How one file ended; `outcome` is None where nothing was heard in time."""

    name: str
    topic: str | None
    outcome: Outcome | None

    @property
    def text(self) -> str:
        """The outcome for people to read."""
        return str(self.outcome) if self.outcome else NO_ANSWER


async def replay(settings: Settings, folder: Path, overrides: Overrides, *, within: float, console: Console) -> int:
    """Send the folder's files and print what became of each; the exit code: 1 where a file has no outcome in time.

    Raises HubError where the folder, an option, Kafka or the database can't be used.
    """
    with progress_console(console).status("Replaying") as status:

        def told(ended: int, of: int) -> None:
            status.update(f"Replaying: {ended} of {of} have ended")

        results = await replay_folder(settings, folder, overrides, within=within, progress=told)
    width = max((len(result.name) for result in results), default=0)
    for result in results:
        console.print(f"{result.name:<{width}}  {result.text}", markup=False, soft_wrap=True)
    ends = Counter(str(result.outcome.end) if result.outcome else "without outcome" for result in results)
    console.print(", ".join(f"{number} {end}" for end, number in sorted(ends.items())) or "The folder holds no file.")
    return 1 if any(result.outcome is None for result in results) else 0


def progress_console(console: Console) -> Console:
    """Where progress is shown: beside the report, or on the terminal while the report goes into a file."""
    return console if console.is_terminal else Console(stderr=True)


async def replay_folder(
    settings: Settings,
    folder: Path,
    overrides: Overrides,
    *,
    within: float,
    progress: Progress = lambda ended, of: None,
) -> list[FileOutcome]:
    """Send the folder's files and wait, `within` seconds since the last outcome, for what became of each."""
    outcomes: dict[str, FileOutcome] = {}
    to_send: list[MessageFile] = []
    for path in files_of(folder):
        name = path.relative_to(folder).as_posix().encode("utf-8", "replace").decode()
        try:
            to_send.append(_readable(read_message_file(path, name, overrides)))
        except Ignored as ignored:
            outcomes[name] = FileOutcome(name, None, Outcome.of(ignored))
        except OSError as fault:
            outcomes[name] = FileOutcome(name, None, Outcome(End.REJECTED, "UnreadableFile", type(fault).__name__))
    replay_id = uuid.uuid4().hex
    outcomes.update(await _send(Broker.of(settings), replay_id, to_send))
    sent = [file for file in to_send if file.name not in outcomes]
    database = Database(settings.database_url, size=1)
    try:
        outcomes.update(await _outcomes(database, replay_id, sent, within, progress))
    finally:
        await database.close()
    return [outcomes[name] for name in sorted(outcomes)]


def _readable(file: MessageFile) -> MessageFile:
    if file.topic not in CONNECTORS:
        raise Ignored("NotReadYet", f"{file.shape}: this hub does not take {file.topic} yet")
    return file


async def _send(broker: Broker, replay_id: str, files: Sequence[MessageFile]) -> dict[str, FileOutcome]:
    """Send the files in order; those that the broker does not take have their outcome at once."""
    refused: dict[str, FileOutcome] = {}
    client = producer(broker)
    try:
        await connect(client, broker)
        for file in files:
            marks = ((REPLAY_ID_HEADER, replay_id.encode()), (REPLAY_ITEM_HEADER, file.name.encode()))
            try:
                await client.send_and_wait(file.topic, file.value, file.key, headers=[*file.headers, *marks])
            except KafkaError as fault:
                code = "TooLarge" if isinstance(fault, MessageSizeTooLargeError) else "NotSent"
                refused[file.name] = FileOutcome(
                    file.name, file.topic, Outcome(End.REJECTED, code, f"not sent: {type(fault).__name__}")
                )
    finally:
        await client.stop()
    return refused


async def _outcomes(
    database: Database, replay_id: str, files: Sequence[MessageFile], patience: float, progress: Progress
) -> dict[str, FileOutcome]:
    """What the dispatcher reported of each file, waiting as long as outcomes keep coming."""
    ended: dict[str, Outcome] = {}
    deadline = time.monotonic() + patience
    while len(ended) < len(files) and time.monotonic() < deadline:
        async with database.transaction() as tx:
            reports = await inbox.reported(tx, replay_id)
        if len(reports) > len(ended):
            deadline = time.monotonic() + patience
            ended = {row.item: Outcome(End(row.outcome), row.code or "", row.detail or "") for row in reports}
            progress(len(ended), len(files))
        else:
            await asyncio.sleep(ASK_AGAIN)
    return {file.name: FileOutcome(file.name, file.topic, ended.get(inbox.storable(file.name))) for file in files}

"""What the prison side's thin events point at."""

import re

from hub.connectors.connector import Detail
from hub.connectors.custody.translate import decode_prisoner

DETAILS = (
    Detail(
        name="prisoner record",
        source="prisoner-search",
        event_types=("prisoner-offender-search.prisoner.created", "prisoner-offender-search.prisoner.updated"),
        path=re.compile(r"/prisoner/(?P<key>[A-Z]\d{4}[A-Z]{2})", re.ASCII),
        topic="custody.prisoner.snapshot.v1",
        decode=decode_prisoner,
    ),
)

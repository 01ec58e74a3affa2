"""What the assessment system's thin events point at."""

import re

from hub.connectors.assessment.translate import decode_assessment
from hub.connectors.connector import Detail

DETAILS = (
    Detail(
        name="assessment summary",
        source="oasys",
        event_types=("assessment.summary.produced", "risk.flag.tier.change"),
        path=re.compile(r"/eor/oasys/ass/asssumm/(?P<key>[A-Za-z]\d{6})/ALLOW/\d{1,18}/[A-Z_]{1,40}", re.ASCII),
        topic="community.assessment.snapshot.v1",
        decode=decode_assessment,
    ),
)

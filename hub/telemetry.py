"""Logs and counters. Neither ever holds personal data: no names, identifiers, documents, variables, message bodies."""

import json
import logging
import sys
from datetime import UTC, datetime

from prometheus_client import Counter, Gauge, Histogram

MESSAGES = Counter("hub_kafka_messages_total", "Messages by topic and how they ended", ["topic", "outcome", "code"])
PROCESSING = Histogram("hub_kafka_batch_seconds", "Time of one batch, fetch to commit", ["topic"])
LAG = Gauge("hub_kafka_consumer_lag_records", "Records not yet worked on", ["group", "topic", "partition"])
LAG_SECONDS = Gauge(
    "hub_kafka_consumer_lag_seconds", "Age of the oldest record not yet worked on", ["group", "topic", "partition"]
)
REBALANCES = Counter("hub_kafka_rebalances_total", "Times that partitions were taken or given", ["group"])
DEAD_LETTERS = Counter("hub_dlq_total", "Messages that went to the dead letters", ["topic", "code"])
DETAIL_CALLS = Counter("hub_detail_calls_total", "Calls for the record that an event points at", ["source", "answer"])
DETAIL_SECONDS = Histogram("hub_detail_call_seconds", "Time of one detail call", ["source"])
DETAIL_BREAKERS = Gauge("hub_detail_breaker_open", "1 while a failing source is left alone", ["source"])
DETAILS_AWAITED = Gauge("hub_details_awaited", "Records that wait for their detail", ["source"])
READING_AGE = Histogram(
    "hub_reading_age_seconds",
    "From the service's reading of a record to the hub's taking it, newest readings only",
    ["topic"],
    buckets=(0.1, 0.5, 1, 5, 30, 60, 300, 900, 3600, 14_400, 86_400, 604_800),
)
OUTBOX_PENDING = Gauge("hub_outbox_pending", "Events not yet published")
OUTBOX_PUBLISHED = Counter("hub_outbox_published_total", "Events published", ["topic"])
REQUESTS = Counter("hub_graphql_requests_total", "GraphQL operations by kind and outcome", ["operation", "outcome"])
READ_PATH = Counter(
    "hub_graphql_read_path_total", "How reads were answered: compiled, or completed in Python", ["path"]
)
SUBSCRIPTIONS = Gauge("hub_graphql_subscriptions", "Subscriptions open now")


class JsonLines(logging.Formatter):
    """One JSON object a line, for log stores."""

    def format(self, record: logging.LogRecord) -> str:
        """Time, level, logger and message; an exception as its type's name only, for its text may hold data."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
        return json.dumps(line, ensure_ascii=False)


def configure_logging(form: str, level: str) -> None:
    """Send the hub's log lines to standard error, as `text` or `json`."""
    handler = logging.StreamHandler(sys.stderr)
    plain = logging.Formatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s", datefmt="%H:%M:%S")
    handler.setFormatter(JsonLines() if form == "json" else plain)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for noisy in ("sqlalchemy", "alembic", "asyncio", "httpx"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # Its errors are ours to tell: hub/messaging says in a sentence what does not answer.
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)

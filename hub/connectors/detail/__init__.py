"""Detail calls: an event says that something has changed, and the record itself is fetched from its source.

address.py   where a record may be fetched: configured base addresses, and the path that an event gives
awaited.py   a thin event -> the record that waits for its detail
token.py     OAuth2 client credentials
breaker.py   a source that fails is left alone for a while
client.py    one bounded GET; with token.py the only I/O of the room

When a call is made, again or given up is a rule (hub/domain/detail.py); who makes it is hub/messaging/detail.py.
"""

from hub.connectors.detail.awaited import awaited

__all__ = ["DETAIL_EVENT_HEADER", "DETAIL_PATH_HEADER", "DETAIL_REFERENCE_HEADER", "awaited"]

# What a message that is a detail says of the event that pointed at it: its type, the path, its number of the thing.
DETAIL_EVENT_HEADER = "hub_detail_event"
DETAIL_PATH_HEADER = "hub_detail_path"
DETAIL_REFERENCE_HEADER = "hub_detail_reference"

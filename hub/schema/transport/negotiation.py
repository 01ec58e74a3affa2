"""Media types: which one the client sent, which ones it takes. Read properly, with q-values and wildcards."""

from dataclasses import dataclass
from functools import lru_cache

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"
EVENT_STREAM = "text/event-stream"
HTML = "text/html"


@dataclass(frozen=True)
class Acceptable:
    """What the client takes: `json` names the type for a single answer, None if it takes none of ours.

    `stream` is true where it takes events; `html` only where it names text/html, as browsers do.
    """

    json: str | None
    stream: bool
    html: bool


@lru_cache(maxsize=512)
def acceptable(header: bytes | None) -> Acceptable:
    """Read an Accept header; without one, anything goes and application/json is answered."""
    if header is None or not header.strip():
        return Acceptable(JSON, stream=False, html=False)
    ranges = _ranges(header.decode("latin-1"))
    json, graphql = _quality(ranges, JSON), _quality(ranges, GRAPHQL)
    # Named as well as plain JSON, the type that was made for us wins; by a wildcard alone, plain JSON does.
    preferred = graphql >= json if GRAPHQL in ranges else graphql > json
    best = GRAPHQL if preferred else JSON
    return Acceptable(
        json=best if max(json, graphql) > 0 else None,
        stream=EVENT_STREAM in ranges and ranges[EVENT_STREAM] > 0,
        html=HTML in ranges and ranges[HTML] > 0,
    )


@lru_cache(maxsize=512)
def is_json(content_type: bytes | None) -> bool:
    """Whether a Content-Type says JSON in UTF-8: `application/json`, `application/json; charset=utf-8`."""
    if content_type is None:
        return False
    media_type, *parameters = (part.strip().lower() for part in content_type.decode("latin-1").split(";"))
    charsets = {p.partition("=")[2].strip().strip('"') for p in parameters if p.partition("=")[0].strip() == "charset"}
    return media_type == JSON and charsets <= {"utf-8", "utf8"}


def _ranges(text: str) -> dict[str, float]:
    """Media range -> its q; parameters other than q are left aside, what can't be read is left out."""
    ranges: dict[str, float] = {}
    for part in text.split(","):
        media_range, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                quality = _number(value.strip())
        if "/" in media_range:
            ranges[media_range] = max(quality, ranges.get(media_range, 0.0))
    return ranges


def _number(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0


def _quality(ranges: dict[str, float], media_type: str) -> float:
    """The q of the most specific range that covers the type."""
    for media_range in (media_type, media_type.partition("/")[0] + "/*", "*/*"):
        if media_range in ranges:
            return ranges[media_range]
    return 0.0

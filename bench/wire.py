"""HTTP requests as bytes, prepared before the clock runs, and the file in which they go to the load generator."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def request_bytes(port: int, document: str, variables: dict[str, Any], token: str | None) -> bytes:
    """One GraphQL request over HTTP/1.1 to 127.0.0.1, with a bearer token where there is one."""
    body = json.dumps({"query": document, "variables": variables}, separators=(",", ":")).encode()
    lines = [
        "POST /graphql HTTP/1.1",
        f"host: 127.0.0.1:{port}",
        "content-type: application/json",
        "accept: application/json",
        f"content-length: {len(body)}",
    ]
    if token:
        lines.append(f"authorization: Bearer {token}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def write_requests(path: Path, requests: Iterable[bytes]) -> None:
    """Write requests one after another, each behind a line with its length in bytes."""
    with path.open("wb") as file:
        for request in requests:
            file.write(b"%d\n%s\n" % (len(request), request))


def read_requests(path: Path) -> list[bytes]:
    """The requests of such a file."""
    requests = []
    with path.open("rb") as file:
        while size := file.readline():
            requests.append(file.read(int(size)))
            file.readline()
    return requests

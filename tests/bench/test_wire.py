"""Prepared requests: whole HTTP, and the same after a trip through their file."""

import json
from pathlib import Path

from bench.wire import read_requests, request_bytes, write_requests


def test_a_request_is_whole() -> None:
    head, _, body = request_bytes(8400, "{ me { name } }", {"id": "7"}, "abc").partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0] == "POST /graphql HTTP/1.1"
    assert f"content-length: {len(body)}" in lines
    assert "authorization: Bearer abc" in lines
    assert json.loads(body) == {"query": "{ me { name } }", "variables": {"id": "7"}}


def test_without_a_token_nobody_is_named() -> None:
    assert b"authorization" not in request_bytes(8400, "{ me }", {}, None)


def test_requests_survive_their_file(tmp_path: Path) -> None:
    requests = [request_bytes(8400, "{\n a\n}\n", {"id": str(number)}, None) for number in range(3)]
    write_requests(tmp_path / "requests", requests)
    assert read_requests(tmp_path / "requests") == requests

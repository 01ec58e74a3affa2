"""JSON from outside: a value, or a rejection with a name."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.connectors.json_reader import kind_of, pick, read_json, read_object, without_blanks
from hub.errors import Rejected


@pytest.mark.parametrize(
    ("value", "read"),
    [
        pytest.param(b'{"a": 1}', {"a": 1}, id="plain"),
        pytest.param(b'\xef\xbb\xbf{"a": 1}', {"a": 1}, id="byte-order mark"),
        pytest.param(b' \r\n{"a": 1}\n', {"a": 1}, id="white space"),
        pytest.param(b'{"a": 1, "a": 1}', {"a": 1}, id="a field twice, the same"),
        pytest.param(b'{"a": -9223372036854775807}', {"a": -(2**63) + 1}, id="a wide integer"),
        pytest.param(b'{"a": "\\u00e9"}', {"a": "é"}, id="an escaped letter"),
        pytest.param(b'{"a": "\\ud83d\\ude00"}', {"a": "😀"}, id="a surrogate pair"),
        pytest.param(b"[" * 90 + b"]" * 90, None, id="90 levels"),
        pytest.param(b"[" + b"[]," * 500 + b"[]]", None, id="many brackets, two levels"),
    ],
)
def test_readable(value: bytes, read: object) -> None:
    found = read_json(value)
    assert found == read if read is not None else found


@pytest.mark.parametrize(
    ("value", "code"),
    [
        pytest.param(b"", "UnreadableJson", id="empty"),
        pytest.param(b" \n", "UnreadableJson", id="blank"),
        pytest.param(b'{"a":', "UnreadableJson", id="cut off"),
        pytest.param(b'{"EventNumber":,"a":1}', "UnreadableJson", id="a missing number"),
        pytest.param(b"{'a': 1}", "UnreadableJson", id="single quotes"),
        pytest.param(b'{"a": 1} {"b": 2}', "UnreadableJson", id="two values"),
        pytest.param(b'{"a": "\xff"}', "UnreadableJson", id="not UTF-8"),
        pytest.param('{"a": 1}'.encode("utf-16"), "UnreadableJson", id="UTF-16"),
        pytest.param(bytes(range(256)), "UnreadableJson", id="bytes of all kinds"),
        pytest.param(b'{"a": NaN}', "UnreadableJson", id="NaN"),
        pytest.param(b'{"a": -Infinity}', "UnreadableJson", id="infinity"),
        pytest.param(b'{"a": 1, "a": 2}', "DuplicateField", id="a field twice, two values"),
        pytest.param(b'{"a": 9223372036854775808}', "NumberTooLarge", id="a 64-bit number and one"),
        pytest.param(b'{"a": ' + b"9" * 5000 + b"}", "NumberTooLarge", id="5,000 digits"),
        pytest.param(b'{"a": 1e999}', "NumberTooLarge", id="1e999"),
        pytest.param(b"[" * 101 + b"]" * 101, "NestedTooDeeply", id="101 levels"),
        pytest.param(b"[" * 200_000 + b"]" * 200_000, "NestedTooDeeply", id="200,000 levels"),
        pytest.param(b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "NestedTooDeeply", id="50,000 objects"),
        pytest.param(b'{"a": "\\u0000"}', "UnstorableText", id="NUL in a text"),
        pytest.param(b'{"\\u0000": 1}', "UnstorableText", id="NUL in a name"),
        pytest.param(b'["\\ud800"]', "UnstorableText", id="half of a surrogate pair"),
    ],
)
def test_unreadable(value: bytes, code: str) -> None:
    with pytest.raises(Rejected) as rejected:
        read_json(value)
    assert rejected.value.code == code


@pytest.mark.parametrize(("value", "kind"), [(b"[1]", "a list"), (b'"Ann"', "a text"), (b"null", "null")])
def test_only_an_object_is_an_object(value: bytes, kind: str) -> None:
    with pytest.raises(Rejected) as rejected:
        read_object(value)
    assert (rejected.value.code, rejected.value.detail) == ("NotAnObject", f"the value is {kind}")


def test_a_value_of_four_megabytes_is_read() -> None:
    assert len(read_object(b'{"text": "' + b"x" * 4_000_000 + b'"}')["text"]) == 4_000_000


@pytest.mark.parametrize(
    ("source", "names", "found"),
    [
        pytest.param({"eventType": "x"}, ("eventType",), "x", id="exact"),
        pytest.param({"EventType": "x"}, ("eventType",), "x", id="another case"),
        pytest.param({"EventType": "x", "eventType": "y"}, ("eventType",), "y", id="exact wins"),
        pytest.param({"a": "", "b": 0}, ("a", "b"), 0, id="blank counts as nothing"),
        pytest.param({"a": None}, ("a",), None, id="null"),
        pytest.param({}, ("a",), None, id="missing"),
    ],
)
def test_pick(source: dict[str, object], names: tuple[str, ...], found: object) -> None:
    assert pick(source, *names) == found


def test_blanks_become_nothing_at_every_level() -> None:
    assert without_blanks({"a": "", "b": ["", {"c": ""}], "d": " "}) == {"a": None, "b": [None, {"c": None}], "d": " "}


@pytest.mark.parametrize(
    ("value", "kind"),
    [(None, "null"), (True, "true or false"), (1.5, "a number"), ("", "a text"), ([], "a list"), ({}, "an object")],
)
def test_kinds_have_names(value: object, kind: str) -> None:
    assert kind_of(value) == kind


@pytest.mark.parametrize(
    "text",
    [
        '{"a":1,"a":2}',
        '{"a" :1,"a":2}',
        '{"a":1,"b":{"c":[{"d":1,"d":2}]}}',
        '{"a":"\\":","a":2}',
        '{"a":1,"a":2,"b" : 3}',
        '[{"x":"\\"y\\":1","x":0}]',
    ],
)
def test_a_name_given_twice_is_found_however_the_text_is_written(text: str) -> None:
    with pytest.raises(Rejected, match="DuplicateField"):
        read_json(text)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(1 - 2**63, 2**63 - 1)
    | st.text(alphabet='ab":{}[], \\é')
    | st.floats(-1e9, 1e9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(alphabet='ab":'), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES, st.sampled_from([None, 1]), st.sampled_from([(",", ":"), (" , ", " : ")]), st.booleans())
def test_the_quick_way_reads_what_the_careful_way_reads(
    value: Any, indent: int | None, separators: tuple[str, str], escaped: bool
) -> None:
    text = json.dumps(value, indent=indent, separators=separators, ensure_ascii=escaped)
    assert read_json(text) == value

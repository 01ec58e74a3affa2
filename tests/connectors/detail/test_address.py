import pytest

from hub.connectors.detail.address import Place, base_address, read_address, read_base_addresses, read_names
from hub.errors import SettingInvalid


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("https://Records.Example/prisoner/Z1234ZY", Place("https://records.example", "/prisoner/Z1234ZY")),
        ("https://records.example:443/a?b=c#d", Place("https://records.example", "/a")),
        ("http://records.example:80", Place("http://records.example", "/")),
        ("http://records.example:8080/a", Place("http://records.example:8080", "/a")),
        ("http://localhost:{dev.port}/eor/1", Place("http://localhost:{dev.port}", "/eor/1")),  # a template, unfilled
        # whoever reads an address otherwise than we do is not called at all: the origin is compared as a text
        ("https://records.example@evil.example/a", Place("https://records.example@evil.example", "/a")),
        ("https://evil.example\\@records.example/a", Place("https://evil.example", "/")),
        ("https://a.example/prisoner/Z1234ZY - see there", Place("https://a.example", "/prisoner/Z1234ZY")),
        ("/prisoner/Z1234ZY", None),
        ("file:///etc/passwd", None),
        ("None", None),
        ("", None),
    ],
)
def test_the_address_that_an_event_names(text: str, place: Place | None) -> None:
    assert read_address(text) == place


def test_base_addresses() -> None:
    setting = " tier=https://tier.example/v2/ , oasys=http://127.0.0.1:9000 ,"
    assert read_base_addresses(setting, ["oasys", "tier"]) == {
        "tier": "https://tier.example/v2",
        "oasys": "http://127.0.0.1:9000",
    }
    assert read_base_addresses("", ["oasys"]) == {}


@pytest.mark.parametrize(
    "setting",
    [
        "nobody=https://a.example",
        "tier",
        "tier=",
        "tier=ftp://a.example",
        "tier=http://a.example",  # not this machine: https
        "tier=https://user:word@a.example",
        "tier=https://a.example?x=1",
        "tier=https://a.example:port",
        "tier=https://",
    ],
)
def test_a_base_address_that_cant_be_trusted_is_refused(setting: str) -> None:
    with pytest.raises(SettingInvalid) as refused:
        read_base_addresses(setting, ["tier"])
    assert "HUB_DETAIL_ADDRESSES" in str(refused.value)
    assert "word" not in str(refused.value)


def test_names_of_sources_behind_a_gateway() -> None:
    setting = "tier=https://Gateway.Example:443, tier=https://old.example/ ,oasys=http://localhost:9000"
    assert read_names(setting, ["oasys", "tier"]) == {
        "tier": frozenset({"https://gateway.example", "https://old.example"}),
        "oasys": frozenset({"http://localhost:9000"}),
    }
    assert read_names("", []) == {}


@pytest.mark.parametrize(
    "setting",
    ["oasys=https://a.example", "tier", "tier=http://a.example", "tier=https://a.example/base", "tier=https://"],
)
def test_a_name_that_cant_be_used_is_refused(setting: str) -> None:
    with pytest.raises(SettingInvalid, match="HUB_DETAIL_NAMES"):
        read_names(setting, ["tier"])


def test_the_setting_at_fault_is_named() -> None:
    with pytest.raises(SettingInvalid, match="HUB_DETAIL_TOKEN_URL"):
        base_address("HUB_DETAIL_TOKEN_URL", "http://tokens.example")

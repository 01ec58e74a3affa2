"""How the settings become the options of every client: who the hub is, whom it believes, and no password told."""

import re
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hub.errors import DependencyUnavailable, SettingInvalid
from hub.messaging import broker
from hub.messaging.broker import Broker, connect
from hub.settings import Settings

AT = {"kafka_bootstrap": "kafka.example:9093"}
LOGIN = {"kafka_username": "hub", "kafka_password": "hidden"}
SHOWN = {"sasl_plain_username": "hub", "sasl_plain_password": "hidden"}


@pytest.mark.parametrize(
    ("settings", "options", "encrypted"),
    [
        pytest.param({}, {"security_protocol": "PLAINTEXT"}, False, id="open"),
        pytest.param({"kafka_protocol": "SSL"}, {"security_protocol": "SSL"}, True, id="encrypted"),
        pytest.param(
            {"kafka_protocol": "SASL_PLAINTEXT", **LOGIN},
            {"security_protocol": "SASL_PLAINTEXT", "sasl_mechanism": "SCRAM-SHA-512", **SHOWN},
            False,
            id="a password inside a closed network",
        ),
        pytest.param(
            {"kafka_protocol": "SASL_SSL", "kafka_mechanism": "PLAIN", **LOGIN},
            {"security_protocol": "SASL_SSL", "sasl_mechanism": "PLAIN", **SHOWN},
            True,
            id="a password, encrypted",
        ),
    ],
)
def test_settings_become_options(settings: dict[str, str], options: dict[str, Any], encrypted: bool) -> None:
    made = dict(Broker.of(Settings(**AT, **settings)).options)
    trust = made.pop("ssl_context", None)
    assert made == {"bootstrap_servers": "kafka.example:9093", **options}
    assert bool(trust) == encrypted
    if trust:
        assert trust.check_hostname
        assert trust.verify_mode is ssl.CERT_REQUIRED


@pytest.mark.parametrize(
    ("kind", "make"),
    [
        ("AIOKafkaConsumer", lambda at: broker.consumer(at, "group")),
        ("AIOKafkaProducer", broker.producer),
        ("AIOKafkaAdminClient", broker.administration),
    ],
)
def test_every_client_gets_them(kind: str, make: Callable[[Broker], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    got: dict[str, Any] = {}
    monkeypatch.setattr(broker, kind, lambda **options: got.update(options))
    at = Broker.of(Settings(**AT, kafka_protocol="SASL_SSL", **LOGIN))
    make(at)
    assert got.items() >= at.options.items()


def test_no_client_is_made_elsewhere() -> None:
    made = re.compile(r"AIOKafka(Consumer|Producer|AdminClient)\(|bootstrap_servers")
    room = Path(broker.__file__).parents[1]
    assert [file.name for file in sorted(room.rglob("*.py")) if made.search(file.read_text())] == ["broker.py"]


@pytest.mark.parametrize(
    ("setting", "variable"),
    [("kafka_ca_file", "HUB_KAFKA_CA_FILE"), ("kafka_certificate_file", "HUB_KAFKA_CERTIFICATE_FILE")],
)
@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_file_that_cannot_be_used_is_told(setting: str, variable: str, content: str | None, tmp_path: Path) -> None:
    file = tmp_path / "file.pem"
    if content:
        file.write_text(content)
    with pytest.raises(SettingInvalid, match=f"{variable}.* can't be used"):
        Broker.of(Settings(**AT, kafka_protocol="SSL", kafka_key_file=str(file), **{setting: str(file)}))


def test_the_password_is_not_told() -> None:
    at = Broker.of(Settings(**AT, kafka_protocol="SASL_PLAINTEXT", **LOGIN))
    assert "hidden" not in repr(at)


@pytest.mark.parametrize("protocol", ["PLAINTEXT", "SASL_PLAINTEXT"])
async def test_what_is_said_where_nobody_answers(protocol: str) -> None:
    at = Broker.of(Settings(kafka_bootstrap="127.0.0.1:1", kafka_protocol=protocol, **LOGIN))
    client = broker.administration(at)
    with pytest.raises(DependencyUnavailable, match=r"Kafka does not answer at 127\.0\.0\.1:1") as refused:
        await connect(client, at)
    await client.close()
    assert ("does not let the hub in over SASL_PLAINTEXT" in str(refused.value)) == (protocol != "PLAINTEXT")

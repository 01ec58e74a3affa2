"""Settings: read once from the environment, refused with a sentence, shown without secrets."""

from decimal import Decimal

import pytest

from hub.errors import SettingInvalid
from hub.settings import Settings


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("HUB_DATABASE_URL", "mysql://hub@db/hub", "must start with postgresql://"),
        ("HUB_PORT", "eighty", "a port is a number from 1 to 65535"),
        ("HUB_PORT", "0", "a port is a number from 1 to 65535"),
        ("HUB_KAFKA_PORT", "70000", "HUB_KAFKA_PORT is '70000'"),
        ("HUB_LOG_FORMAT", "xml", "set it to text or json"),
        ("HUB_LOG_LEVEL", "loud", "set it to debug, info, warning or error"),
        ("HUB_REQUESTS_PER_SECOND", "many", "set it to a whole number"),
        ("HUB_ISSUER", "http://issuer.example", "starts with https://"),
        ("HUB_CASE_POINTS", "1=20,2=40,3=70", "like 1=10,2=10,3=10,4=10,none=10"),
        ("HUB_CASE_POINTS", "1=20,2=40,3=70,4=120,none=many", "a whole number for each name"),
        ("HUB_CASE_POINTS", "1=20,1=20,2=40,3=70,4=120,none=1", "a whole number for each name"),
        ("HUB_GRADE_POINTS", "PSO=2176,PO=2176", "like OFFENDER_MANAGER=10"),
        ("HUB_FULL_TIME_HOURS", "0", "like 37 or 37.5"),
        ("HUB_FULL_TIME_HOURS", "much", "like 37 or 37.5"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_with_a_sentence(variable: str, value: str, says: str) -> None:
    with pytest.raises(SettingInvalid, match=says):
        Settings.from_environment({variable: value})


KAFKA = {"HUB_KAFKA_BOOTSTRAP": "kafka.example:9093"}
LOGIN = {"HUB_KAFKA_USERNAME": "hub", "HUB_KAFKA_PASSWORD": "hidden"}


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"HUB_KAFKA_SECURITY_PROTOCOL": "TLS"}, "set it to PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL"),
        ({"HUB_KAFKA_SASL_MECHANISM": "GSSAPI"}, "set it to SCRAM-SHA-512, SCRAM-SHA-256 or PLAIN"),
        ({"HUB_KAFKA_SECURITY_PROTOCOL": "SSL"}, "the embedded broker does not know: set HUB_KAFKA_BOOTSTRAP"),
        ({**KAFKA, "HUB_KAFKA_SECURITY_PROTOCOL": "SASL_SSL"}, "HUB_KAFKA_USERNAME is not set"),
        (
            {**KAFKA, "HUB_KAFKA_SECURITY_PROTOCOL": "SASL_SSL", "HUB_KAFKA_USERNAME": "hub"},
            "HUB_KAFKA_PASSWORD is not set",
        ),
        ({**KAFKA, **LOGIN}, "HUB_KAFKA_USERNAME is set, but HUB_KAFKA_SECURITY_PROTOCOL is PLAINTEXT"),
        (
            {**KAFKA, **LOGIN, "HUB_KAFKA_SECURITY_PROTOCOL": "SASL_PLAINTEXT", "HUB_KAFKA_CA_FILE": "/ca.pem"},
            "HUB_KAFKA_CA_FILE is set, but",
        ),
        (
            {**KAFKA, "HUB_KAFKA_SECURITY_PROTOCOL": "SSL", "HUB_KAFKA_CERTIFICATE_FILE": "/hub.pem"},
            "HUB_KAFKA_KEY_FILE is not set",
        ),
        (
            {**KAFKA, "HUB_KAFKA_SECURITY_PROTOCOL": "SSL", "HUB_KAFKA_KEY_FILE": "/hub.key"},
            "HUB_KAFKA_CERTIFICATE_FILE is not set",
        ),
    ],
)
def test_a_way_to_kafka_that_lacks_a_part_or_has_one_too_many(environment: dict[str, str], says: str) -> None:
    with pytest.raises(SettingInvalid, match=says) as refused:
        Settings.from_environment(environment)
    assert "hidden" not in str(refused.value)


def test_an_empty_variable_counts_as_not_set() -> None:
    assert Settings.from_environment({"HUB_PORT": ""}).port == 8400


def test_a_secret_shows_only_whether_it_is_set() -> None:
    shown = Settings.from_environment({"HUB_DATABASE_URL": "postgresql://hub:secret@db/hub"}).shown()
    assert shown["HUB_DATABASE_URL"] == "(set)"
    assert "secret" not in str(shown)
    login = {**KAFKA, **LOGIN, "HUB_KAFKA_SECURITY_PROTOCOL": "SASL_SSL"}
    shown = Settings.from_environment(login).shown()
    assert (shown["HUB_KAFKA_USERNAME"], shown["HUB_KAFKA_PASSWORD"]) == ("hub", "(set)")
    assert "hidden" not in str(shown)
    assert Settings().shown()["HUB_DATABASE_URL"] == "(not set)"


def test_every_setting_says_what_it_is_for() -> None:
    assert all(Settings.about(variable) for variable in Settings().shown())


def test_origins_are_separated_by_commas() -> None:
    settings = Settings.from_environment({"HUB_CORS_ORIGINS": "https://a.example, https://b.example,"})
    assert settings.origins == ("https://a.example", "https://b.example")


def test_a_real_issuer_ends_development() -> None:
    assert Settings().development
    assert not Settings.from_environment({"HUB_ISSUER": "https://issuer.example"}).development


def test_tables_of_points_are_read() -> None:
    settings = Settings.from_environment({"HUB_CASE_POINTS": "4=9, 3=7,2=5,1=3,none=6", "HUB_FULL_TIME_HOURS": "37.5"})
    assert settings.case_points == {"1": 3, "2": 5, "3": 7, "4": 9, "none": 6}
    assert settings.grade_points == {"OFFENDER_MANAGER": 2176, "OFFENDER_MANAGER_HIGHER": 2176}
    assert settings.full_time_hours == Decimal("37.5")

"""Every setting, named once. Read from the environment at the start, never later.

`hub status` prints them without secrets; docs/settings is this file.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

from hub.errors import SettingInvalid

KAFKA_PROTOCOLS = ("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL")
CASE_TIERS = ("1", "2", "3", "4", "none")
GRADES = ("OFFENDER_MANAGER", "OFFENDER_MANAGER_HIGHER")
SASL_MECHANISMS = ("SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN")


@dataclass(frozen=True)
class Setting:
    """Where a setting comes from and what it is for; `secret` values are never shown."""

    variable: str
    about: str
    secret: bool = False


def setting(variable: str, about: str, default: str = "", *, secret: bool = False) -> str:
    """A dataclass field that remembers its environment variable."""
    return field(default=default, metadata={"setting": Setting(variable, about, secret)})


@dataclass(frozen=True)
class Settings:
    """The hub's settings as text; the properties below give them their types and check them."""

    database_url: str = setting(
        "HUB_DATABASE_URL",
        "PostgreSQL 18 or later, postgresql://user:password@host:port/name; empty: the embedded server of `hub up`",
        secret=True,
    )
    kafka_bootstrap: str = setting(
        "HUB_KAFKA_BOOTSTRAP", "Kafka brokers, host:port,host:port; empty: the embedded broker of `hub up`"
    )
    kafka_protocol: str = setting(
        "HUB_KAFKA_SECURITY_PROTOCOL", "PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL, as the broker asks", "PLAINTEXT"
    )
    kafka_mechanism: str = setting(
        "HUB_KAFKA_SASL_MECHANISM", "SCRAM-SHA-512, SCRAM-SHA-256 or PLAIN, where the protocol is SASL", "SCRAM-SHA-512"
    )
    kafka_username: str = setting("HUB_KAFKA_USERNAME", "who the hub is to Kafka, where the protocol is SASL")
    kafka_password: str = setting("HUB_KAFKA_PASSWORD", "the password of HUB_KAFKA_USERNAME", secret=True)
    kafka_ca_file: str = setting(
        "HUB_KAFKA_CA_FILE", "PEM file of who vouches for the brokers, where the protocol is SSL; empty: the system's"
    )
    kafka_certificate_file: str = setting(
        "HUB_KAFKA_CERTIFICATE_FILE", "PEM file of the hub's own certificate, where the brokers ask for one"
    )
    kafka_key_file: str = setting("HUB_KAFKA_KEY_FILE", "PEM file of that certificate's private key")
    host: str = setting("HUB_HOST", "address that `hub serve` listens on", "127.0.0.1")
    port_text: str = setting("HUB_PORT", "port that `hub serve` listens on", "8400")
    postgres_port: str = setting("HUB_POSTGRES_PORT", "port of the embedded PostgreSQL; empty: any free one")
    kafka_port: str = setting("HUB_KAFKA_PORT", "port of the embedded Kafka; empty: any free one")
    data_folder: str = setting("HUB_DATA", "folder of the embedded services' data; empty: chosen and printed")
    cors_origins: str = setting("HUB_CORS_ORIGINS", "origins of front ends, comma separated: https://plan.example")
    requests_text: str = setting(
        "HUB_REQUESTS_PER_SECOND", "GraphQL requests a second that one client may make; 0: as many as come", "100"
    )
    metrics_port: str = setting(
        "HUB_METRICS_PORT", "port at which `hub sync`, `relay` or `clock` answers /metrics; empty: none"
    )
    log_format: str = setting("HUB_LOG_FORMAT", "text or json", "text")
    log_level: str = setting("HUB_LOG_LEVEL", "debug, info, warning or error", "info")
    issuer: str = setting("HUB_ISSUER", "OpenID Connect issuer, https://...; empty: the local development issuer")
    audience: str = setting("HUB_AUDIENCE", "audience that a token must name", "sentence-plan-hub")
    development_key: str = setting(
        "HUB_DEVELOPMENT_KEY", "file with the development issuer's private key", "", secret=True
    )

    detail_addresses: str = setting(
        "HUB_DETAIL_ADDRESSES",
        "where events' records are fetched, source=https://host/base,...; without: they wait for their snapshot",
    )
    detail_names: str = setting(
        "HUB_DETAIL_NAMES",
        "other names of a source in events' addresses, as behind a gateway, source=https://host,...; the base address "
        "is called",
    )
    detail_token_url: str = setting("HUB_DETAIL_TOKEN_URL", "token endpoint for detail calls (OAuth2), https://...")
    detail_client_id: str = setting("HUB_DETAIL_CLIENT_ID", "the hub's client id at that token endpoint")
    detail_client_secret: str = setting(
        "HUB_DETAIL_CLIENT_SECRET", "the hub's client secret at that token endpoint", secret=True
    )

    case_points_text: str = setting(
        "HUB_CASE_POINTS",
        "points that a case takes by its tier from 1 to 4, `none` while it awaits one",
        "1=20,2=40,3=70,4=120,none=70",
    )
    grade_points_text: str = setting(
        "HUB_GRADE_POINTS",
        "points that somebody has in full time, by grade",
        "OFFENDER_MANAGER=2176,OFFENDER_MANAGER_HIGHER=2176",
    )
    full_time_hours_text: str = setting("HUB_FULL_TIME_HOURS", "hours of a week in full time", "37")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read every setting; raises SettingInvalid with a sentence for a value that can't be used."""
        values = {
            f.name: environment[f.metadata["setting"].variable]
            for f in fields(cls)
            if environment.get(f.metadata["setting"].variable)
        }
        settings = cls(**values)
        settings.check()
        return settings

    def check(self) -> None:
        """Refuse what can't work before anything starts."""
        if self.database_url and urlsplit(self.database_url).scheme not in ("postgresql", "postgres"):
            raise SettingInvalid(
                "HUB_DATABASE_URL must start with postgresql://, like postgresql://hub:PASSWORD@db.example:5432/hub"
            )
        if self.log_format not in ("text", "json"):
            raise SettingInvalid(f"HUB_LOG_FORMAT is {self.log_format!r}: set it to text or json.")
        if self.log_level not in ("debug", "info", "warning", "error"):
            raise SettingInvalid(f"HUB_LOG_LEVEL is {self.log_level!r}: set it to debug, info, warning or error.")
        if self.issuer and not self.issuer.startswith("https://"):
            raise SettingInvalid(f"HUB_ISSUER is {self.issuer!r}: an issuer's address starts with https://.")
        for variable, text in (
            ("HUB_POSTGRES_PORT", self.postgres_port),
            ("HUB_KAFKA_PORT", self.kafka_port),
            ("HUB_METRICS_PORT", self.metrics_port),
        ):
            _ = text and _port(variable, text)
        _ = self.port, self.requests_per_second
        _ = self.case_points, self.grade_points, self.full_time_hours
        self._check_kafka()

    def _check_kafka(self) -> None:
        """Refuse a way to reach Kafka that lacks a part, or has one that it would not use."""
        protocol = self.kafka_protocol
        for variable, value, known in (
            ("HUB_KAFKA_SECURITY_PROTOCOL", protocol, KAFKA_PROTOCOLS),
            ("HUB_KAFKA_SASL_MECHANISM", self.kafka_mechanism, SASL_MECHANISMS),
        ):
            if value not in known:
                raise SettingInvalid(f"{variable} is {value!r}: set it to {', '.join(known[:-1])} or {known[-1]}.")
        if protocol != "PLAINTEXT" and not self.kafka_bootstrap:
            raise SettingInvalid(
                f"HUB_KAFKA_SECURITY_PROTOCOL is {protocol}, which the embedded broker does not know: "
                "set HUB_KAFKA_BOOTSTRAP to the brokers that it is for, or leave it empty."
            )
        sasl, ssl = protocol.startswith("SASL"), protocol.endswith("SSL")
        for variable, value, used, needed in (
            ("HUB_KAFKA_USERNAME", self.kafka_username, sasl, sasl),
            ("HUB_KAFKA_PASSWORD", self.kafka_password, sasl, sasl),
            ("HUB_KAFKA_CA_FILE", self.kafka_ca_file, ssl, False),
            ("HUB_KAFKA_CERTIFICATE_FILE", self.kafka_certificate_file, ssl, bool(self.kafka_key_file)),
            ("HUB_KAFKA_KEY_FILE", self.kafka_key_file, ssl, bool(self.kafka_certificate_file)),
        ):
            if value and not used:
                raise SettingInvalid(
                    f"{variable} is set, but HUB_KAFKA_SECURITY_PROTOCOL is {protocol}, which does not use it: "
                    "set the protocol that the brokers ask for, or leave this one empty."
                )
            if needed and not value:
                raise SettingInvalid(f"{variable} is not set, and the way to Kafka ({protocol}) needs it: set it too.")

    @property
    def port(self) -> int:
        """The port of `hub serve`, 1 to 65535."""
        return _port("HUB_PORT", self.port_text)

    @property
    def requests_per_second(self) -> int:
        """What one client may ask for on average; 0 is no limit."""
        if not self.requests_text.isdecimal() or len(self.requests_text) > 9:
            raise SettingInvalid(
                f"HUB_REQUESTS_PER_SECOND is {self.requests_text!r}: set it to a whole number, like 100; 0 is no limit."
            )
        return int(self.requests_text)

    @property
    def case_points(self) -> dict[str, int]:
        """The points that a case takes, by tier."""
        return _table("HUB_CASE_POINTS", self.case_points_text, CASE_TIERS)

    @property
    def grade_points(self) -> dict[str, int]:
        """The points that somebody has in full time, by grade."""
        return _table("HUB_GRADE_POINTS", self.grade_points_text, GRADES)

    @property
    def full_time_hours(self) -> Decimal:
        """The hours of a week in full time."""
        hours = self.full_time_hours_text
        if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,4})?", hours) or not Decimal(hours):
            raise SettingInvalid(f"HUB_FULL_TIME_HOURS is {hours!r}: set it to the hours of a week, like 37 or 37.5.")
        return Decimal(hours)

    @property
    def origins(self) -> tuple[str, ...]:
        """Origins whose pages may call the hub; none unless set."""
        return tuple(origin.strip() for origin in self.cors_origins.split(",") if origin.strip())

    @property
    def development(self) -> bool:
        """Whether the local development issuer signs tokens: only where no real issuer is configured."""
        return not self.issuer

    @property
    def data(self) -> Path | None:
        """The folder chosen for embedded data, if one was."""
        return Path(self.data_folder).expanduser() if self.data_folder else None

    @classmethod
    def about(cls, variable: str) -> str:
        """What the setting of that environment variable is for."""
        settings = (f.metadata["setting"] for f in fields(cls))
        return str(next(found.about for found in settings if found.variable == variable))

    def shown(self) -> dict[str, str]:
        """Variable -> value for people to read; a secret shows only whether it is set."""
        rows = {}
        for f in fields(self):
            about: Setting = f.metadata["setting"]
            value = getattr(self, f.name)
            rows[about.variable] = ("(set)" if value else "(not set)") if about.secret else value
        return rows


def _table(variable: str, text: str, names: tuple[str, ...]) -> dict[str, int]:
    """A table written as name=number,name=number with every name once; raises SettingInvalid for another."""
    parts = [part.strip().partition("=") for part in text.split(",")]
    table = {name: int(number) for name, _, number in parts if re.fullmatch("[0-9]{1,6}", number)}
    if len(table) != len(parts) or set(table) != set(names):
        example = ",".join(f"{name}=10" for name in names)
        raise SettingInvalid(f"{variable} is {text!r}: set it to a whole number for each name, like {example}.")
    return table


def _port(variable: str, text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise SettingInvalid(f"{variable} is {text!r}: a port is a number from 1 to 65535.")
    return int(text)

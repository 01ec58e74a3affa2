"""What a command needs to be set before it begins."""

from hub.errors import SettingInvalid
from hub.settings import Settings


def need(settings: Settings, *, database: bool = True, kafka: bool = True) -> None:
    """Raises SettingInvalid with what to do where the database or Kafka is not named and no `hub up` runs."""
    if database and not settings.database_url:
        raise SettingInvalid(
            "HUB_DATABASE_URL is not set and no `hub up` is running: set it to a PostgreSQL 18 server "
            "(postgresql://user:password@host:port/name), or use `hub up`, which brings its own."
        )
    if kafka and not settings.kafka_bootstrap:
        raise SettingInvalid(
            "HUB_KAFKA_BOOTSTRAP is not set and no `hub up` is running: set it to a broker (host:port), "
            "or use `hub up`, which brings its own."
        )

"""Alembic, driven from code: bring a database to the newest schema."""

from pathlib import Path

from alembic.config import Config

from alembic import command

SCRIPTS = Path(__file__).resolve().parents[2] / "alembic"


def upgrade(database_url: str) -> None:
    """Run every migration that the database does not have yet; safe to run again, and from two processes at once."""
    command.upgrade(configuration(database_url), "head")


def configuration(database_url: str) -> Config:
    """Alembic's configuration; the URL travels as an attribute, so that a `%` in a password does no harm."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["database_url"] = database_url
    return config

"""What `hub up` prints when everything runs: where it is, who you can be, what to try, where the data lie."""

import json
import shlex
from pathlib import Path

from rich.console import Console

from hub.auth import development
from hub.embedded.home import Running
from hub.embedded.postgres import EmbeddedPostgres
from hub.schema.examples import ready_examples
from hub.settings import Settings


def show(console: Console, settings: Settings, state: Running) -> None:
    """Print it; tokens only where the development issuer signs them."""
    console.print(f"\n[bold green]The hub runs.[/bold green]\n  GraphiQL  {state.address}/graphiql")
    console.print(f"  GraphQL   {state.address}/graphql\n  Kafka     {state.kafka_bootstrap}")
    tokens = _tokens(settings, state)
    for label, token in tokens.items():
        console.print(f"\n  A token for {label}, good for a day:")
        console.out(f"  {token}")
    if tokens:
        _examples(console, state, next(reversed(tokens.values())))
    _data(console, settings, state)
    console.print("\n[bold]Ctrl-C[/bold] stops everything. Logs: " + state.logs)


def _tokens(settings: Settings, state: Running) -> dict[str, str]:
    if not settings.development:
        return {}
    issuer = development.Issuer(Path(state.development_key), state.database_url)
    return {person.label: token for person, token in issuer.ready_tokens()}


def _examples(console: Console, state: Running, token: str) -> None:
    console.print("\n  Operations to try, in GraphiQL (menu Examples) or here:")
    console.out(f"  TOKEN={token}")
    for example in ready_examples(state.database_url):
        console.print(f"\n  [bold]{example.name}[/bold]: {example.description}")
        console.out("  " + curl(state.address, example.query, example.variables))


def curl(address: str, query: str, variables: dict[str, object]) -> str:
    """The operation as one curl line, for a shell in which TOKEN is set; a subscription comes as a stream of events."""
    body = json.dumps({"query": " ".join(query.split()), "variables": variables})
    stream = "-N -H 'Accept: text/event-stream' " if query.lstrip().startswith("subscription") else ""
    return (
        f"curl -s {stream}{address}/graphql -H 'Content-Type: application/json' "
        f'-H "Authorization: Bearer $TOKEN" -d {shlex.quote(body)}'
    )


def _data(console: Console, settings: Settings, state: Running) -> None:
    if settings.database_url:
        console.print("\n  The data lie in the database of HUB_DATABASE_URL.")
        return
    folder = EmbeddedPostgres(Path(state.data_folder)).data_folder
    console.print(f"\n  The data lie in {folder}\n  To delete them: hub down; rm -rf {folder} {state.data_folder}")

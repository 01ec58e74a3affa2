"""GraphiQL over HTTP: the page at `/graphiql`, its assets at `/graphiql/static/`, and their headers.

The page holds no script of its own: what it must know (paths, development or not) is in data- attributes of its body.
"""

import re
from html import escape
from pathlib import Path

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from hub.graphiql.manifest import STATIC, Manifest, read_manifest

ASSETS = "/graphiql/static"

# Paths of the development issuer and its examples, by the name of the data- attribute that carries them.
DEVELOPMENT_PATHS = {"people": "/dev/people", "token": "/dev/token", "examples": "/dev/examples"}

GUARDS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

NOT_BUILT = (
    "GraphiQL's page is not built. Run `python -m hub.graphiql.build` where the hub is installed, "
    "then load this page again."
)

HTML = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>GraphiQL: sentence plan hub</title>
<link rel="icon" href="data:,">
{head}</head>
<body{attributes}>
{body}
</body>
</html>
"""


def routes(*, development: bool, endpoint: str = "/graphql", static: Path = STATIC) -> list[BaseRoute]:
    """The routes of GraphiQL.

    `development` says that the development issuer answers at the paths of DEVELOPMENT_PATHS: the page then offers
    its people and examples.
    `endpoint` is the GraphQL path, for requests and sockets. `static` holds what `hub.graphiql.build` made.
    """

    def show(request: Request) -> Response:
        manifest = read_manifest(static)
        if manifest is None:
            html = HTML.format(head="", attributes="", body=f"<p>{escape(NOT_BUILT)}</p>")
            return _page(html, 503, request)
        return _page(_graphiql(manifest, endpoint, development), 200, request)

    return [Route("/graphiql", show), Mount(ASSETS, _Assets(static / "assets"))]


def _graphiql(manifest: Manifest, endpoint: str, development: bool) -> str:
    data = {"endpoint": endpoint, "development": str(development).lower()}
    if development:
        data |= DEVELOPMENT_PATHS
    return HTML.format(
        head=(
            f'<link rel="stylesheet" href="{ASSETS}/{manifest.style}">\n'
            f'<script type="module" src="{ASSETS}/{manifest.script}"></script>\n'
        ),
        attributes="".join(f' data-{name}="{escape(value)}"' for name, value in data.items()),
        body=(
            '<header id="bar" class="graphiql-container"></header>\n'
            '<main id="graphiql"><p class="hub-loading">GraphiQL is loading. It needs JavaScript.</p></main>'
        ),
    )


def _page(html: str, status: int, request: Request) -> Response:
    headers = {"Content-Security-Policy": content_security_policy(request.headers.get("host", ""))}
    return HTMLResponse(html, status, headers | GUARDS | {"Cache-Control": "no-cache"})


def content_security_policy(host: str) -> str:
    """The page's policy: everything from this address, and sockets to `host`, the request's Host header.

    'self' covers sockets in today's browsers; naming the host serves those where it does not. A host that is
    no plain name and port is left out.
    """
    sockets = f" ws://{host} wss://{host}" if re.fullmatch(r"[A-Za-z0-9.-]+(:\d{1,5})?", host) else ""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "worker-src 'self'",
            f"connect-src 'self'{sockets}",
            "style-src 'self' 'unsafe-inline'",  # Monaco, the editor, writes its styles into the page
            "font-src 'self' data:",
            "img-src 'self' data:",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )


class _Assets(StaticFiles):
    """Files whose names hold the hash of their content: a browser may keep them for ever. Each lies gzipped beside."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, check_dir=False)

    async def check_config(self) -> None:
        """Let a missing folder be: until the page is built there are no assets, and 404 says so."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        headers = GUARDS | {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
        # the policy that counts inside a worker is that of the worker's own file
        headers |= {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}
        response = await self._zipped(path, scope) or await super().get_response(path, scope)
        response.headers.update(headers)
        return response

    async def _zipped(self, path: str, scope: Scope) -> Response | None:
        if "gzip" not in Headers(scope=scope).get("accept-encoding", ""):
            return None
        try:
            response = await super().get_response(path + ".gz", scope)
        except HTTPException:
            return None
        response.headers["Content-Encoding"] = "gzip"
        return response

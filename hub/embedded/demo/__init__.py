"""Made-up people, sent through Kafka as both services would send real ones.

people.py   who they are and what happened to them, by a seed
staff.py    who works with them
custody.py  what the prison side sends
community.py what the probation side sends, plan commands included
feed.py     sends it all, in order, and waits until the hub has taken it
"""

from hub.embedded.demo.feed import feed

__all__ = ["feed"]

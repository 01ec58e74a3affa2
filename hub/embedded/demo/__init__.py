"""Made-up people, sent through Kafka as both services would send real ones, and their first shared plans.

feed.py        the front door: all of it in order, with bars and a summary
people.py      who they are and where they stand       staff.py       who works with them
custody.py     what the prison side sends              community.py   what the probation side sends
messages.py    all of that as messages, part by part   sending.py     sends them and waits until they are taken
goals.py       what the plans are about                plans.py       the commands that make the plans
replies.py     the hub's answers to the commands       supervisors.py allocates Offender Supervisors
summary.py     what the hub holds then, as figures
"""

from hub.embedded.demo.feed import feed

__all__ = ["feed"]

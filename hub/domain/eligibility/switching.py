"""Switching a type of sentence off, so that its length gives no manager, and on again.

*What* says "may ... depends on the type of sentence" where *planning* says "will" for 12 months or more: the hub
follows *planning*, and a type can be switched off with a reason (domain: "Who has an Offender Manager"). Who decided it
is kept beside who did it. Types are named as the services' records do, by code or description. Who may, and when: hub.
"""

from datetime import date

from hub.domain.access import Actor, Capability, Service
from hub.domain.eligibility.facts import type_key
from hub.domain.value import Value
from hub.errors import BrokenRule, BrokenRules

LONGEST_TEXT = 1000
LONGEST_NAME = 200


class SwitchOff(Value):
    """Sentences that the service's records call `named` give no manager by their length.

    From `first_on` (None: today) to `last_on` (None: until it is switched on). `decided_by`: whose decision it is.
    """

    service: Service
    named: str
    reason: str
    decided_by: str
    first_on: date | None = None
    last_on: date | None = None


class SwitchOn(Value):
    """They give one by their length again, from now on."""

    service: Service
    named: str
    reason: str


class SwitchAllowed(Value):
    """The type switched off, as it is kept: `key` is the name that types are compared by."""

    service: Service
    named: str
    key: str
    reason: str
    decided_by: str
    first_on: date
    last_on: date | None


RULES: dict[str, tuple[str, str, str | None]] = {
    "SwitchingNotYours": (
        "Your roles do not allow you to switch types of sentence off or on.",
        "Ask an operator of the hub, and tell who decided it.",
        None,
    ),
    "TypeNotKnown": (
        "No sentence that the hub holds is called so by that service's records.",
        "Read `sentenceTypes`, and send a code or a description of that service as it stands there.",
        "type",
    ),
    "SwitchedOffAlready": (
        "The type is switched off, or is to be.",
        "Nothing is to be done; for other days, switch it on first.",
        "type",
    ),
    "NotSwitchedOff": ("The type is not switched off.", "Read `sentenceTypeSwitches` again.", "type"),
    "FirstDayPast": (
        "The first day lies in the past: what was answered until today is not rewritten.",
        "Send today or a later day.",
        "firstOn",
    ),
    "LastDayBeforeFirst": ("The last day lies before the first.", "Send a last day that does not.", "lastOn"),
    "DeciderNeeded": ("Who decided it is kept.", "Send their name or office.", "decidedBy"),
    "DeciderTooLong": (f"A name has at most {LONGEST_NAME} characters.", "Shorten it.", "decidedBy"),
    "ReasonNeeded": ("A type of sentence is switched with a reason.", "Send the reason.", "reason"),
    "ReasonTooLong": (f"A reason has at most {LONGEST_TEXT} characters.", "Shorten the reason.", "reason"),
}


def check_switcher(actor: Actor) -> None:
    """Raises BrokenRule SwitchingNotYours."""
    if not actor.may(Capability.CHANGE_SETTINGS):
        raise BrokenRule("SwitchingNotYours", *RULES["SwitchingNotYours"])


def check_off(command: SwitchOff, *, known: bool, off: bool, today: date) -> SwitchAllowed:
    """The switch, allowed. `known`: a sentence is called so; `off`: a switch of it stands or is to come.

    Raises BrokenRules with every rule that says no.
    """
    first_on, decided_by = command.first_on or today, command.decided_by.strip()
    _refuse(
        ("TypeNotKnown", not known),
        ("SwitchedOffAlready", off),
        ("FirstDayPast", first_on < today),
        ("LastDayBeforeFirst", command.last_on is not None and command.last_on < first_on),
        ("DeciderNeeded", not decided_by),
        ("DeciderTooLong", len(decided_by) > LONGEST_NAME),
        *_of_reason(command.reason),
    )
    return SwitchAllowed(
        service=command.service,
        named=command.named.strip(),
        key=type_key(command.named),
        reason=command.reason.strip(),
        decided_by=decided_by,
        first_on=first_on,
        last_on=command.last_on,
    )


def check_on(command: SwitchOn, *, off: bool) -> str:
    """The reason without blanks around it. Raises BrokenRules: NotSwitchedOff, ReasonNeeded, ReasonTooLong."""
    _refuse(("NotSwitchedOff", not off), *_of_reason(command.reason))
    return command.reason.strip()


def _of_reason(reason: str) -> tuple[tuple[str, bool], ...]:
    plain = reason.strip()
    return (("ReasonNeeded", not plain), ("ReasonTooLong", len(plain) > LONGEST_TEXT))


def _refuse(*found: tuple[str, bool]) -> None:
    rules = tuple(BrokenRule(name, *RULES[name]) for name, stands in found if stands)
    if rules:
        raise BrokenRules(rules)

"""The family of errors, drawn at the front door.

HubError                    a command ends with this sentence and exit code 1
├── SettingInvalid          a setting is missing or can't be read
├── DependencyUnavailable   no database, no Kafka, no Node: what to do is in the sentence
└── UnauditedWrite          a transaction about people tried to commit without an audit line

BrokenRule                  a rule of the domain says no; travels to the caller by name
BrokenRules                 several do
Unauthenticated             a token came and can't be accepted; the text says why, and never quotes it
Ignored, Rejected           how a message can end besides Applied
"""

from dataclasses import dataclass, field


class HubError(Exception):
    """An error whose text is a sentence for the person at the keyboard: what is wrong and what to do."""


class SettingInvalid(HubError):
    """A setting is missing or can't be read; the text names the variable and a value that would do."""


class DependencyUnavailable(HubError):
    """PostgreSQL, Kafka or Node can't be reached; the text says what to start or to set."""


class UnauditedWrite(HubError):
    """A transaction wrote facts about people and holds no audit line: a fault of the program."""


@dataclass(eq=False)
class BrokenRule(Exception):
    """A rule says no.

    `code` says what is so (`InterventionAlreadyEnded`), `message` is a sentence without personal data,
    `remedy` says what the caller can do. `field` names the input at fault, where one is.
    """

    code: str
    message: str
    remedy: str
    field: str | None = None

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class Unauthenticated(Exception):
    """The bearer token can't be accepted; the text says in plain words why, and holds nothing of the token."""


@dataclass(eq=False)
class BrokenRules(Exception):
    """Several rules say no, each as a `BrokenRule`; at least one."""

    rules: tuple[BrokenRule, ...]

    def __str__(self) -> str:
        return ", ".join(rule.code for rule in self.rules)


@dataclass(frozen=True)
class FieldConflict:
    """One field that both sides changed: the caller's value and the one that is held now."""

    field: str
    yours: object
    current: object


@dataclass(eq=False)
class VersionConflict(Exception):
    """The node changed since the version that the caller had read, in a field that the caller sends."""

    node: str
    expected_version: int
    current_version: int
    fields: tuple[FieldConflict, ...] = field(default_factory=tuple)
    # Whose facts the answer shows, for the audit of reads.
    case_ids: tuple[int, ...] = ()

    def __str__(self) -> str:
        names = ", ".join(conflict.field for conflict in self.fields)
        return (
            f"VersionConflict: {self.node} is at version {self.current_version}, not {self.expected_version} ({names})"
        )


@dataclass(eq=False)
class Ignored(Exception):
    """The message is understood and needs nothing done; `code` says why (`AlreadySeen`, `OlderThanHeld`).

    `kept`: what its transaction wrote so far is to be committed, audit line and all; else it is rolled back.
    """

    code: str
    detail: str = ""
    kept: bool = False

    def __str__(self) -> str:
        return f"Ignored({self.code}{': ' + self.detail if self.detail else ''})"


@dataclass(eq=False)
class Rejected(Exception):
    """The message can't be taken; its bytes go to the dead letters under `code` (`UnreadableJson`)."""

    code: str
    detail: str = ""

    def __str__(self) -> str:
        return f"Rejected({self.code}{': ' + self.detail if self.detail else ''})"

"""What can be wrong with a read: at start-up, at compiling, in what the caller asks."""

from hub.errors import HubError


class DeclarationInvalid(HubError):
    """A declaration of the schema names what does not exist, or promises what can't be proved; stops the start."""


class UnguardedStatement(Exception):
    """A compiled statement would read a table of a person without a predicate of its own: a fault of the compiler."""


class BadInput(Exception):
    """An argument can't be used; the text is a sentence for the caller and never repeats personal data."""


class TooManyEdges(Exception):
    """A selection follows more edges than one statement should hold; the text is a sentence for the caller."""


class CapabilityMissing(Exception):
    """The caller may see the case, but not this part of it; the text is a sentence for the caller."""

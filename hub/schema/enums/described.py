"""What a closed list is in the contract: the enum, its description, and that of each of its values."""

from collections.abc import Mapping
from enum import Enum

# Enum -> its description, then that of each of its values.
Described = dict[type[Enum], tuple[str, Mapping[str, str]]]

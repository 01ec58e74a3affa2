"""Licences: whether one is active, as the reports about it together say."""

from datetime import datetime

from msgspec.structs import replace

from hub.domain.value import Value


class Licence(Value):
    """When a licence was last activated and last inactivated; None where that was not told."""

    activated_at: datetime | None = None
    inactivated_at: datetime | None = None

    @property
    def active(self) -> bool:
        """Whether it is active now; of two reports at one moment, the inactivation counts."""
        if self.activated_at is None:
            return False
        return self.inactivated_at is None or self.activated_at > self.inactivated_at

    def told(self, *, active: bool, at: datetime) -> "Licence":
        """The licence with one more report: the newest of each sort counts, whatever order they arrive in."""
        if active:
            return replace(self, activated_at=max(at, self.activated_at or at))
        return replace(self, inactivated_at=max(at, self.inactivated_at or at))

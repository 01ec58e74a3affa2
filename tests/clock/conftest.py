from tests.actions.conftest import hub

__all__ = ["hub"]

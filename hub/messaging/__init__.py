"""The room messaging."""

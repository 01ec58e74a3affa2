"""The room reads."""

"""The room actions."""

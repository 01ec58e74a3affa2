"""The room clock."""

"""The room schema."""

"""The room connectors."""

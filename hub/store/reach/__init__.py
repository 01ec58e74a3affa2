"""Which cases exist for whom."""

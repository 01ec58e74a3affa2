"""Intake: how fast records and events come in, beside the same work written per message and a bare COPY."""

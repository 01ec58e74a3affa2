"""What offenders ask and are told, and what is recorded of it."""

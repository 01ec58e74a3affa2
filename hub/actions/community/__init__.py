"""What the probation side says."""

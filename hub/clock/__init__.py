"""What is due at a date: one leader decides again what days change, and clears what is no longer kept."""

"""What named persons decide and record by hand, once for each key."""

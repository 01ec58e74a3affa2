"""What the world hears of changes: the events, in words."""

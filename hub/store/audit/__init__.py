"""Who read and who wrote what, when and why."""

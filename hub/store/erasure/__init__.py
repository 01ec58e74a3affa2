"""Erasing a person, and remembering that it was done."""

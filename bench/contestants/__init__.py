"""The contestants, each in a file of its own."""

"""What the services' own records are, every reading of each, and how far each source was read."""

"""Many cases together: what staff hold and can take on, and the figures."""

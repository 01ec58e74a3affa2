"""What goes from one case to another with its records."""

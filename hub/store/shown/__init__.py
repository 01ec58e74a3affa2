"""Values and lists that reads make of more than a column."""

"""Who leads day to day, how the manager is reached, and what is recorded of that by hand."""

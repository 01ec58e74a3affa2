"""Who holds a case, who else is in its team, and staff."""

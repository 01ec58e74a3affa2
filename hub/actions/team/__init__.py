"""Who holds a case and who is in its team: what people decide, and what the services say of staff."""

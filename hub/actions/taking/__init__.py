"""How every message of a source is taken, from the first look to the audit line."""

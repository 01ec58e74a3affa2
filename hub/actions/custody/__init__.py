"""What the prison side says."""

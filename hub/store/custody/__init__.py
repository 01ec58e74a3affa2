"""What the prison's records say: custody, movements, sentences."""

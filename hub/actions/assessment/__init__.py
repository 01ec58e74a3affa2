"""What the assessment system says."""

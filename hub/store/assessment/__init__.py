"""What the assessment system says: assessments with their parts, and scores."""

"""The shared sentence plan and its history."""

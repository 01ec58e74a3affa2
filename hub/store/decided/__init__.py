"""The facts of a case together, and what is decided on them."""

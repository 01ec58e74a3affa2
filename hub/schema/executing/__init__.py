"""How a document is read, weighed, kept and answered."""

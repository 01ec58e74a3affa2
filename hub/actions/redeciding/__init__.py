"""A case is decided anew: what follows from its facts, and everything that follows the case."""

"""Messages on their way: which were taken, which go out, which could not be taken, which wait."""

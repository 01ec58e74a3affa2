"""The benchmark of three reads: the hub beside plain Strawberry and PostGraphile, on one database."""

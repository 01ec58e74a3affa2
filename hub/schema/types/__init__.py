"""What can be read: the types of the contract, each with where its fields live."""

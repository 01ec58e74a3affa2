"""One folder for each outside system: its bytes in, our own records out; its vocabulary stops there."""

"""The commands of the hub: `hub --help` lists them, `hub COMMAND --help` tells each."""

"""How well people are told apart: the hub's matcher beside Splink, on the FEBRL data sets and on made-up records."""

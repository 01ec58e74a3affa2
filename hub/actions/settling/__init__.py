"""Whose record a message is: settled before anything of it is taken."""

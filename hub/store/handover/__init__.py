"""Handovers in two hands, and what hangs on them."""

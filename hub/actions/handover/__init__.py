"""Handovers in two hands."""

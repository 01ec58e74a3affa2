"""The roots of reads."""

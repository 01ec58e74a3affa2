"""Use cases: fetch, decide, save. One function is one transaction and leaves one audit line."""

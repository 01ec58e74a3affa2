"""Scored matching of people: how likely two records that share no checked identifier are one person.

The way through: a record becomes a `Description` (description.py); pairs that share a key are looked at (blocking.py);
each comparison falls into its first level that holds (levels.py, comparisons.py); levels carry weights (weights.py),
which add up to a score (score.py, frequencies.py); twins.py and decision.py say what may follow, clusters.py whether
many records hang together. estimate.py finds weights from data. Method: Fellegi and Sunter (1969); weights are
logarithms to base 2 of how much likelier a level is for one person than for two.
"""

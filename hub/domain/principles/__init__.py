"""The four principles, made measurable (guide, "What are the principles"; the measures: hub), and agreement of records.

A figure that nothing is known for says so, and never nought.

figure         what a figure is: known, not yet known, or nothing to measure
continuity     managers, gaps, handovers, changes of supervisor and key worker over a span
consistency    contradictory directions, clashing appointments, like failures answered unlike
commitment     contacts and reviews held against those due
consolidation  objectives achieved and built on, new behaviour recognised
records        how far the two services' records agree
measures       every figure under a name, in one order
"""

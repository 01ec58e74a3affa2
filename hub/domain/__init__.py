"""The rules of offender management: pure, no input or output, no clock, no framework.

One file for each capability; the same word names the file in every other room.
A rule takes facts and `today` or `now` as arguments and answers with its reason.
"""

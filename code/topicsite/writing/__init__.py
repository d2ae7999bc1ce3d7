"""Entries and whole sites come into being and change.

How an entry is laid out in its file, new entries from answers or from an issue, new ids with all
that pointed to the old ones, a new site from the templates in `start`, and what a change means to a
learner. It makes texts; the command that was called puts them into place.
"""

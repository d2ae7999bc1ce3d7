"""Files and version control, and nothing of topics.

Files are read in one go and written whole or not at all; git is asked what was, what changed, when,
and where it can be edited; a finished folder takes the place of the last one, of which only what
builds have made is touched. What the files say is nothing to this room, but for the settings that
say where a project keeps its pages.
"""

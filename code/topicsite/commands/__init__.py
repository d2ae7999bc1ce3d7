"""The commands for those who write entries, one to a module; `cli` puts them together.

Each imports what it needs when it is called, so that none of them slows another down.
"""

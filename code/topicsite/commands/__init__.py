"""The commands, one to a module of the same name; `cli` puts them together.

A command takes the words of the command line, calls the rooms below, prints, and gives an exit
code: 1 for findings, 2 for a wrong call. It decides nothing else. Each imports what it needs when
it is called, so that none of them slows another down.
"""

"""Are the links alive? What the catalog and the pages link to, asked politely and remembered.

`states` and `ledger` are what the rest of the site knows of this room.
"""

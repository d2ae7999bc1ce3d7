"""Are the links alive? What entries and pages link to, asked politely and remembered.

Addresses are found, asked within each host's limits, and what was seen goes into the ledger, which
alone decides what counts as gone. `states` and `ledger` are what the pages know of this room; it
knows nothing of pages, rules or models.
"""

"""What is wrong, and how it is told.

One finding with its place, the table of all rules, and the forms in which findings are printed: for
people, for editors, for other programs; and how far a long work is. It finds nothing itself, and
knows no entry and no file beyond a path and a span.
"""

"""What an entry may say, and the validated whole.

Entries are pydantic models, the catalog holds all that are right, and everything else is derived
from these: pages, the schemas for editors, forms, questions on the command line. A room of values:
it knows nothing of files, YAML or HTML, and does not say where in a file something is wrong.
"""

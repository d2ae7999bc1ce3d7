"""The second door: a site as files, for any generator of sites or for none.

The written pages, the pages of examples and the generated ones become finished HTML here, as the
plugin makes them; then each is written as Markdown that every host passes through untouched, with
settings for it, or as a plain page of our own. It runs examples and reads the project's files. It
knows no MkDocs, no command and no terminal: what it asks of a host is in `hosted.py` alone.
"""

from topicsite.pages.settings import PagesError
from topicsite.pages.writing import Written, write_pages

__all__ = ["PagesError", "Written", "write_pages"]

"""What readers search in: records made from the catalog and from pages' own text, and their index.

The index is many small files, of which a search loads the few that its words need; what reads them
in the browser is `assets/search/`. It knows no MkDocs, reads no page that is finished, and writes
nothing.
"""

from topicsite.search.index import FOLDER, build_index
from topicsite.search.records import Record, page_records, records_of
from topicsite.search.sections import sections_of
from topicsite.search.spelling import Spelling, spelling_of

__all__ = [
    "FOLDER",
    "Record",
    "Spelling",
    "build_index",
    "page_records",
    "records_of",
    "sections_of",
    "spelling_of",
]

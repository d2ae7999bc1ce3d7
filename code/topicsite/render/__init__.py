"""From the catalog to finished HTML: pure functions, no file is read but the templates.

Blocks for markers, generated pages, measurements, notebooks, figures, formulas, forms. Text from
entries is escaped here, once. It knows no MkDocs, no network and no clock.
"""

from topicsite.render.blocks import (
    MarkerError,
    MarkersError,
    fill_markers,
    line_of,
    measured_files,
)
from topicsite.render.elements import element_files
from topicsite.render.glossary import definitions
from topicsite.render.head import Needs, head, with_head
from topicsite.render.headings import Heading, headings, listed
from topicsite.render.lost import Surroundings, lost_links, told
from topicsite.render.pages import (
    GeneratedPage,
    Redirect,
    example_page,
    file_at,
    generated_pages,
    redirects,
)
from topicsite.render.site import Site, root_of
from topicsite.render.tables import box_tables
from topicsite.render.terms import with_terms

__all__ = [
    "GeneratedPage",
    "Heading",
    "MarkerError",
    "MarkersError",
    "Needs",
    "Redirect",
    "Site",
    "Surroundings",
    "box_tables",
    "definitions",
    "element_files",
    "example_page",
    "file_at",
    "fill_markers",
    "generated_pages",
    "head",
    "headings",
    "line_of",
    "listed",
    "lost_links",
    "measured_files",
    "redirects",
    "root_of",
    "told",
    "with_head",
    "with_terms",
]

"""From the catalog to finished HTML: pure functions, no file is read but the templates.

Blocks for markers, generated pages, measurements, notebooks, figures, formulas, forms. Text from
entries is escaped here, once. It knows no MkDocs, no network and no clock.
"""

from topicsite.render.blocks import MarkerError, fill_markers, measured_files
from topicsite.render.elements import element_files
from topicsite.render.headings import Heading, anchors, headings
from topicsite.render.pages import (
    GeneratedPage,
    Redirect,
    example_page,
    generated_pages,
    redirects,
)
from topicsite.render.site import Site
from topicsite.render.tables import box_tables

__all__ = [
    "GeneratedPage",
    "Heading",
    "MarkerError",
    "Redirect",
    "Site",
    "anchors",
    "box_tables",
    "element_files",
    "example_page",
    "fill_markers",
    "generated_pages",
    "headings",
    "measured_files",
    "redirects",
]

"""Custom elements of a site's own: their scripts and styles lie with the site, named after them.

A page that holds a `<bubble-sort>` loads `assets/bubble-sort.js` and `assets/bubble-sort.css` of
the site's `docs`, whichever of the two is there; other pages load neither. The script comes late:
see `assets/page/nearby.js`.
"""

from __future__ import annotations

import re
from typing import Final

_ELEMENT: Final = re.compile(r"<([a-z][a-z0-9]*(?:-[a-z0-9]+)+)[\s>]")


def element_files(html: str) -> list[str]:
    """The files that the custom elements of a page may have, as addresses below the root."""
    names = dict.fromkeys(_ELEMENT.findall(html))
    return [f"assets/{name}.{kind}" for name in names for kind in ("js", "css")]

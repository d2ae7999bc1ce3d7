"""What Lighthouse thinks of a page of each type: four scores, and what it would have otherwise."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from tests.bench.measure import run
from tests.browser.browsing import find_chromium, serve

LIGHTHOUSE: Final = "lighthouse@12.8.2"
PROJECT: Final = Path(__file__).parents[2]
PAGES: Final = (
    *("", "backpropagation/", "examples/sensitivity/", "catalogue/", "plan/", "progress/"),
    *("tags/", "tags/chain-rule/", "backpropagation/glossary/", "checked/", "add/", "about/"),
)
CATEGORIES: Final = ("performance", "accessibility", "best-practices", "seo")
FLAGS: Final = "--headless=new --no-sandbox --disable-gpu"
LIMIT: Final = 180
"""Seconds for one page."""


def report(chromium: str, address: str) -> dict[str, Any]:
    """All that Lighthouse says of a page, as on a phone.

    Raises:
        subprocess.SubprocessError: if it fails, or does not end.
    """
    npx = shutil.which("npx")
    if npx is None:
        sys.exit("there is no npx on the PATH; install Node.js 20 or newer")
    command = [npx, "--yes", LIGHTHOUSE, address, "--output=json", "--quiet"]
    command += [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={FLAGS}"]
    # Chromium is found by Lighthouse in the variable alone.
    done = subprocess.run(
        ["env", f"CHROME_PATH={chromium}", *command],
        capture_output=True,
        check=True,
        timeout=LIMIT,
    )
    return json.loads(done.stdout)  # type: ignore[no-any-return]  # JSON


def missed(found: dict[str, Any]) -> list[str]:
    """The audits that count and were not passed in full."""
    counted = {
        audit["id"]
        for category in found["categories"].values()
        for audit in category["auditRefs"]
        if audit["weight"]
    }
    audits = found["audits"]
    return [
        f"{name} {audits[name]['score']} {audits[name].get('displayValue', '')}".rstrip()
        for name in sorted(counted)
        if audits[name]["score"] is not None and audits[name]["score"] < 1
    ]


def _pack(site: Path) -> None:
    """Compress all files where they are: hosts send them so, and a plain server does not."""
    for file in site.rglob("*"):
        if file.is_file():
            file.write_bytes(gzip.compress(file.read_bytes(), 6))


def main() -> None:
    """Print the scores of the pages that are named, or of one of each type."""
    chromium = find_chromium()
    if chromium is None:
        sys.exit("there is no Chromium on the PATH; install it with: apt install chromium")
    with tempfile.TemporaryDirectory() as temporary:
        site = Path(temporary) / "site"
        mkdocs = str(Path(sys.executable).parent / "mkdocs")
        run([mkdocs, "build", "--quiet", "--site-dir", str(site)], PROJECT)
        print("\t".join(("page", *CATEGORIES)))
        _pack(site)
        with serve(site, headers={"Content-Encoding": "gzip"}) as root:
            for address in sys.argv[1:] or PAGES:
                found = report(chromium, root + address)
                scores = (found["categories"][name]["score"] for name in CATEGORIES)
                said = ["-" if score is None else str(round(100 * score)) for score in scores]
                print("\t".join((address or "(home)", *said)), flush=True)
                for one in missed(found):
                    print(f"\t{one}", flush=True)


if __name__ == "__main__":
    main()

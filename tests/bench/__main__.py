"""Measure, and write into `docs/measurements` what was found: all parts, or those named."""

from __future__ import annotations

import argparse

from tests.bench import catalogue, importing, in_page, links, network, planning, site, tape

PARTS = {
    "site": site.measure,
    "network": network.measure,
    "tape": tape.measure,
    "links": links.measure,
    "import": importing.measure,
    "python": in_page.measure,
    "planning": planning.measure,
    "catalogue": catalogue.measure,
}


def main() -> None:
    """Take the names of parts from the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("part", nargs="*", choices=[*PARTS, []], help=", ".join(PARTS))
    for name in parser.parse_args().part or PARTS:
        PARTS[name]()


if __name__ == "__main__":
    main()

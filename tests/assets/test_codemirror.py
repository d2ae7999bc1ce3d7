"""The vendored editor is what its README says."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "code/topicsite/assets/codemirror"


def test_the_bundle_is_the_one_that_was_written_down() -> None:
    bundle = (FOLDER / "codemirror.js").read_bytes()
    assert hashlib.sha256(bundle).hexdigest() in (FOLDER / "README.md").read_text()
    assert b"sourceMappingURL" not in bundle


def test_every_package_of_the_bundle_is_pinned_under_its_licence() -> None:
    packages = json.loads((FOLDER / "package-lock.json").read_text())["packages"]
    inside = {name: entry for name, entry in packages.items() if name and "esbuild" not in name}
    assert inside["node_modules/codemirror"]["version"] == "6.0.2"
    for name, entry in inside.items():
        assert entry["license"] == "MIT", name
        assert entry["integrity"].startswith("sha512-"), name
        assert "resolved" not in entry, name
    assert "MIT License" in (FOLDER / "LICENSE").read_text()

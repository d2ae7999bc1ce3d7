"""What is put on a site: complete, consistent, the same again, and it starts."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from tests.children import run
from topicsite.runtime import Bundle, PrecompileError, make_bundle
from topicsite.runtime.pinned import FILES, VERSION
from topicsite.runtime.precompile import compiled_own

CODE = Path(__file__).parents[2] / "code"
PROGRAM = """
import { pathToFileURL } from "node:url";
const [folder, starter, own] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(starter));
const python = await loadPyodide({
  indexURL: folder + "/",
  env: { MPLBACKEND: "agg" },
  packages: ["numpy", "matplotlib"],
});
const { readFileSync } = await import("node:fs");
const content = new Uint8Array(readFileSync(own));
python.unpackArchive(content, "zip", { extractDir: "/lib/python3.12/site-packages" });
console.log(
  python.runPython(`
import io, json
import backprop, matplotlib.pyplot as plt, numpy as np, numpy.testing
figure, axes = plt.subplots()
axes.set_title(r"$\\\\partial L / \\\\partial w$")
drawn = io.StringIO()
figure.savefig(drawn, format="svg")
json.dumps({
    "origins": [backprop.__file__, np.__file__, json.__file__],
    "numpy": np.__version__,
    "drawn": "</svg>" in drawn.getvalue(),
    "sum": float(np.arange(4.0) @ np.arange(4.0)),
})
`),
);
"""


@pytest.fixture(scope="module")
def precompiled(cache: Path, node: str) -> Bundle:
    return make_bundle(cache, [CODE / "backprop"], node)


@pytest.fixture(params=["precompiled", "as shipped"])
def made(request: pytest.FixtureRequest, cache: Path) -> Bundle:
    if request.param == "precompiled":
        found: Bundle = request.getfixturevalue("precompiled")
        return found
    return make_bundle(cache, [CODE / "backprop"], None)


def test_a_package_of_the_site_brings_what_it_imports(cache: Path, tmp_path: Path) -> None:
    texts = {
        "plots": "import matplotlib.pyplot as plt",
        "numbers_only": "import numpy",
        "pictures": "import plots\nfrom PIL import Image",
    }
    packages = [tmp_path / name for name in texts]
    for package in packages:
        package.mkdir()
        (package / "__init__.py").write_text(texts[package.name])
    made = make_bundle(cache, packages, None)
    content = made.files["manifest.json"]
    assert isinstance(content, bytes)
    manifest = json.loads(content)
    loaded = manifest["packages"]
    assert loaded["plots"] == loaded["matplotlib"]
    assert set(loaded["matplotlib"]) <= set(loaded["pictures"])
    assert [name for name in loaded["pictures"] if name.startswith("pillow")]
    assert "numbers_only" not in loaded
    assert not [name for names in loaded.values() for name in names if name.startswith("numpy")]
    assert (manifest["python"], manifest["libraries"]) == ("3.12", [])


def test_the_manifest_says_what_is_there(made: Bundle, tmp_path: Path) -> None:
    made.write(tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_bytes())
    assert manifest["pyodide"] == VERSION
    assert manifest["precompiled"] is made.precompiled
    assert set(manifest["files"]) == {path.name for path in tmp_path.iterdir()} - {"manifest.json"}
    for name, known in manifest["files"].items():
        content = (tmp_path / name).read_bytes()
        assert known == {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    lock = json.loads((tmp_path / "pyodide-lock.json").read_bytes())
    for entry in lock["packages"].values():
        assert manifest["files"][entry["file_name"]]["sha256"] == entry["sha256"]
    assert (manifest["own"], manifest["session"]) == (["backprop.zip"], "session.zip")
    assert {"pyodide.js", "pyodide.asm.wasm", "backprop.zip", "session.zip"} <= set(
        manifest["start"]
    )
    for names in (manifest["start"], *manifest["packages"].values()):
        assert set(names) <= set(manifest["files"])
    digest = hashlib.sha256((tmp_path / "manifest.json").read_bytes()).hexdigest()
    assert made.version == digest[:12]


def test_as_shipped_means_as_shipped(cache: Path) -> None:
    files = make_bundle(cache, [], None).files
    for file in FILES:
        if file.name != "pyodide.mjs":
            assert files[file.name] == cache / file.name


def test_any_change_of_the_sites_own_package_gives_another_version(
    cache: Path, tmp_path: Path
) -> None:
    package = shutil.copytree(CODE / "backprop", tmp_path / "backprop")
    before = make_bundle(cache, [package], None).version
    assert make_bundle(cache, [package], None).version == before
    (package / "tape.py").write_bytes((package / "tape.py").read_bytes() + b"\n")
    assert make_bundle(cache, [package], None).version != before


def test_it_starts_and_draws(made: Bundle, cache: Path, node: str, tmp_path: Path) -> None:
    made.write(tmp_path)
    program = tmp_path / "start.mjs"
    program.write_text(PROGRAM)
    arguments = [str(tmp_path), str(cache.resolve() / "pyodide.mjs"), f"{tmp_path}/backprop.zip"]
    done = run([node, program, *arguments])
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert (found["numpy"], found["drawn"], found["sum"]) == ("2.0.2", True, 14.0)
    suffix = "pyc" if made.precompiled else "py"
    assert found["origins"] == [
        "/lib/python3.12/site-packages/backprop/__init__.py",
        f"/lib/python3.12/site-packages/numpy/__init__.{suffix}",
        f"/lib/python312.zip/json/__init__.{suffix}",
    ]


def test_compiling_gives_the_same_bytes_again(
    precompiled: Bundle, cache: Path, node: str, tmp_path: Path
) -> None:
    again = tmp_path / "cache"
    again.mkdir()
    for file in FILES:
        (again / file.name).symlink_to(cache.resolve() / file.name)
    made = make_bundle(again, [CODE / "backprop"], node)
    assert made.files["manifest.json"] == precompiled.files["manifest.json"]
    kept = [path.stat().st_mtime_ns for path in again.glob("compiled-*/*.zip")]
    assert len(kept) == 3
    # What is in the cache is not made again, unless it is no longer what was made.
    make_bundle(again, [CODE / "backprop"], node)
    assert [path.stat().st_mtime_ns for path in again.glob("compiled-*/*.zip")] == kept
    [own] = again.glob("compiled-*/backprop.zip")
    own.write_bytes(b"half")
    mended = make_bundle(again, [CODE / "backprop"], node)
    assert mended.version == precompiled.version
    assert own.stat().st_size > 100_000
    assert not list(again.glob("incoming-*"))


def test_a_module_that_cannot_be_compiled_is_named(cache: Path, node: str, tmp_path: Path) -> None:
    from topicsite.runtime.bundle import pack

    (tmp_path / "shop").mkdir()
    (tmp_path / "shop/__init__.py").write_text("total = (1 +\n")
    with pytest.raises(
        PrecompileError, match=r"shop/__init__\.py.*\n.*\n?.*SyntaxError|SyntaxError"
    ):
        compiled_own(cache, node, {"shop.zip": pack(tmp_path / "shop")})
    assert not list(cache.glob("incoming-*"))

"""Archives are rewritten the same way every time, and what they hold still imports."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from pathlib import Path

from tests.children import run
from topicsite.runtime.bundle import pack
from topicsite.runtime.rewrite import rewrite

FILES = {
    "shop/__init__.py": b'"""A shop."""\nfrom shop.till import total\n',
    "shop/till.py": b"def total(prices):\n    return sum(prices) / (len(prices) - 2)\n",
    "shop/stock.py": b"ITEMS = frozenset({'pear', 'apple', 'plum'})\n",
    "shop/data.bin": bytes(range(256)),
    "shop/till.pyi": b"def total(prices: list[int]) -> float: ...\n",
    "shop/include/shop.h": b"#define SHOP\n",
}


def archive(when: tuple[int, int, int, int, int, int] = (2024, 5, 6, 7, 8, 10)) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as new:
        new.writestr("shop/", b"")
        for name, content in FILES.items():
            new.writestr(zipfile.ZipInfo(name, when), content)
    return written.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as read:
        return {name: read.read(name) for name in read.namelist()}


def test_chosen_modules_take_the_place_of_their_sources_and_nothing_unread_stays() -> None:
    files = unpacked(rewrite(archive(), "/lib", {"shop/__init__.py", "shop/till.py"}))
    assert list(files) == ["shop/__init__.pyc", "shop/till.pyc", "shop/stock.py", "shop/data.bin"]
    assert files["shop/data.bin"] == FILES["shop/data.bin"]


def test_where_all_are_compiled_the_sources_stay() -> None:
    files = unpacked(rewrite(archive(), "/lib"))
    tag = sys.implementation.cache_tag
    compiled = {f"shop/__pycache__/{name}.{tag}.pyc" for name in ("__init__", "till", "stock")}
    assert set(files) == set(FILES) | compiled


def test_no_clock_and_no_order_of_hashes_is_in_the_result(tmp_path: Path) -> None:
    assert rewrite(archive(), "/lib") == rewrite(archive((2026, 1, 1, 0, 0, 0)), "/lib")
    program = (
        "import sys, hashlib; from tests.runtime.test_rewrite import archive\n"
        "from topicsite.runtime.rewrite import rewrite\n"
        "print(hashlib.sha256(rewrite(archive(), '/lib')).hexdigest())"
    )
    digests = {
        run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": "0"},
            cwd=Path(__file__).parents[2],
            check=True,
        ).stdout
        for _ in range(2)
    }
    assert len(digests) == 1


def test_compiled_modules_are_used_and_show_their_place(tmp_path: Path) -> None:
    """With the sources beside them a traceback quotes its line; the bytecode is never refreshed."""
    for name, content in unpacked(rewrite(archive(), str(tmp_path))).items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    stock = tmp_path / "shop/stock.py"
    stock.write_text("raise SystemExit('the source was read')\n")
    done = run([sys.executable, "-c", "import shop, shop.stock; shop.total([1, 2])"], cwd=tmp_path)
    assert f'File "{tmp_path}/shop/till.py", line 2, in total' in done.stderr
    assert "return sum(prices) / (len(prices) - 2)" in done.stderr
    assert "the source was read" not in done.stderr


def test_a_package_is_packed_without_what_running_it_leaves_behind(tmp_path: Path) -> None:
    package = tmp_path / "shop"
    for name, content in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    before = pack(package)
    (package / "__pycache__").mkdir()
    (package / "__pycache__/till.cpython-311.pyc").write_bytes(b"compiled")
    os.utime(package / "till.py", (0, 0))
    assert pack(package) == before
    assert unpacked(before) == FILES

"""Whatever the code in a cell does, the cell is answered, and the next one runs with all names."""

from __future__ import annotations

import json
import sys
import threading

import pytest

from tests.assets.sessions import run
from topicsite.assets.python import session
from topicsite.assets.python.cell_errors import LONGEST, LONGEST_MESSAGE

RAISED = "class E(Exception):\n"
# An exception that is hostile, and how the account of it ends.
EXCEPTIONS = {
    "a __str__ that prints and returns nothing": (
        RAISED + "    def __str__(self):\n        print('bad')\nraise E()",
        "E: its text cannot be shown, because its __str__ fails"
        " (TypeError: __str__ returned non-string (type NoneType))",
    ),
    "a __str__ that raises": (
        RAISED + "    def __str__(self): return 1 / 0\nraise E()",
        "E: its text cannot be shown, because its __str__ fails"
        " (ZeroDivisionError: division by zero)",
    ),
    "a __str__ that raises itself": (
        RAISED + "    def __str__(self): raise self\nraise E()",
        "E: its text cannot be shown, because its __str__ fails (E)",
    ),
    "a __str__ that leaves": (
        RAISED + "    def __str__(self): raise SystemExit(3)\nraise E()",
        "E: its text cannot be shown, because its __str__ fails (SystemExit: 3)",
    ),
    "a __str__ without end": (
        RAISED + "    def __str__(self): return str(self)\nraise E()",
        "E: its text cannot be shown, because its __str__ fails"
        " (RecursionError: maximum recursion depth exceeded)",
    ),
    "a __repr__ in what it holds": (
        "class A:\n    def __repr__(self): return 1\nraise ValueError(A(), 2)",
        "ValueError: its text cannot be shown, because its __str__ fails"
        " (TypeError: __repr__ returned non-string (type int))",
    ),
    "a text of a class that lies": (
        "class S(str):\n    def __len__(self): return -5\n"
        "    def __str__(self): return 1 / 0\n"
        + RAISED
        + "    def __str__(self): return S('own')\nraise E()",
        "E: own",
    ),
    "no attribute can be read": (
        RAISED + "    def __getattribute__(self, name): raise SystemExit\n"
        "    def __str__(self): return 'mute'\nraise E()",
        "E: mute",
    ),
    "a class without a name": (
        "class M(type):\n    def __getattribute__(self, name): 1 / 0\n"
        "class E(Exception, metaclass=M): pass\nraise E('of M')",
        "E: of M",
    ),
    "a name that is no text": (RAISED + "    pass\nE.__module__ = 3\nraise E('x')", "E: x"),
    "a module with a strange name": (RAISED + "    __module__ = 'm'\nraise E('x')", "m.E: x"),
    "a class that lies about itself": (
        RAISED + "    __class__ = property(lambda self: 1 / 0)\nraise E('x')",
        "E: x",
    ),
    "a class that claims to be another": (
        RAISED + "    __class__ = SyntaxError\nraise E('x')",
        "E: x",
    ),
    "a __bool__ that fails": (RAISED + "    def __bool__(self): 1 / 0\nraise E('x')", "E: x"),
    "its own __traceback__": (
        RAISED + "    __traceback__ = property(lambda self: 1 / 0)\nraise E('x')",
        "E: x",
    ),
    "its own __cause__": (
        RAISED + "    __cause__ = property(lambda self: 5)\nraise E('x')",
        "E: x",
    ),
    "causes in a circle": (
        "a, b = ValueError('a'), ValueError('b')\na.__cause__, b.__cause__ = b, a\nraise a",
        "ValueError: a",
    ),
    "itself as its context": (
        "a = ValueError('a')\na.__context__ = a\nraise a",
        "ValueError: a",
    ),
    "a long chain of causes": (
        "e = None\nfor i in range(20_000):\n"
        "    new = ValueError(i)\n    new.__cause__ = e\n    e = new\nraise e",
        "ValueError: 19999",
    ),
    "a group in a group, without end": (
        "g = ExceptionGroup('g', [ValueError(1)])\n"
        "for _ in range(5000): g = ExceptionGroup('g', [g])\nraise g",
        "ExceptionGroup: g (1 sub-exception)",
    ),
    "a group of many": (
        "raise ExceptionGroup('g', [ValueError(i) for i in range(50_000)])",
        "ExceptionGroup: g (50000 sub-exceptions)",
    ),
    "notes that are no notes": (
        RAISED + "    pass\ne = E('x')\ne.__notes__ = 5\nraise e",
        "E: x\n5",
    ),
    "a note that cannot be shown": (
        "class A:\n    def __str__(self): return 1 / 0\n"
        "e = ValueError('x')\ne.__notes__ = [A(), 'b']\nraise e",
        "ValueError: x\n<note str() failed>\nb",
    ),
    "a syntax error of the reader's making": (
        "raise SyntaxError('odd', ({}, [], object(), 5))",
        "SyntaxError: odd",
    ),
    "a syntax error in code that was put together": (
        "compile('1 +', 'mine', 'exec')",
        "mine, line 1\n    1 +\nSyntaxError: invalid syntax",
    ),
    "leaving": ("import sys\nsys.exit('over')", "SystemExit: over"),
    "leaving a generator": ("raise GeneratorExit", "GeneratorExit"),
    "the outermost of all exceptions": ("raise BaseException('all')", "BaseException: all"),
    "a class that cannot be made": (
        RAISED + "    def __init__(self): 1 / 0\nraise E",
        "ZeroDivisionError: division by zero",
    ),
    "no exception": ("raise 5", "TypeError: exceptions must derive from BaseException"),
}


def plain(traceback: str) -> str:
    """Without the carets, which versions of Python set differently."""
    return "\n".join(row for row in traceback.split("\n") if set(row) - {*" ~^"} or not row)


@pytest.mark.parametrize("name", EXCEPTIONS)
def test_a_hostile_exception_is_told_and_costs_no_names(name: str) -> None:
    source, end = EXCEPTIONS[name]
    run("keep = 1")
    result, pieces = run(source, "cell 2")
    assert result["status"] == "error"
    told = result["error"]
    # How deep the recursion was decides which call ends it.
    account = plain(told["traceback"]).replace(" while getting the str of an object", "")
    assert account.endswith(end)
    assert pieces[-1] == {"kind": "error", **told}
    assert [piece["text"] for piece in pieces[:-1]] == ["bad\n"] * ("prints" in name)
    assert "session.py" not in told["traceback"]
    assert "cell_" not in told["traceback"]
    assert told["cell"] in ("cell 2", "mine")
    assert run("keep")[1] == [{"kind": "value", "text": "1"}]


def test_a_group_is_told_with_its_members_and_their_places() -> None:
    result, _ = run(
        "found = []\nfor one in ('1', 'x'):\n    try:\n        int(one) / 0\n"
        "    except Exception as error:\n        found.append(error)\n"
        "raise ExceptionGroup('several', found)"
    )
    assert plain(result["error"]["traceback"]).splitlines() == [
        "  | cell 1, line 7",
        "  |     raise ExceptionGroup('several', found)",
        "  | ExceptionGroup: several (2 sub-exceptions)",
        "  +-+---------------- 1 ----------------",
        "    | cell 1, line 4",
        "    |     int(one) / 0",
        *["    |     ~~~~~~~~~^~~"],
        "    | ZeroDivisionError: division by zero",
        "    +---------------- 2 ----------------",
        "    | cell 1, line 4",
        "    |     int(one) / 0",
        *["    |     ^^^^^^^^"],
        "    | ValueError: invalid literal for int() with base 10: 'x'",
        "    +------------------------------------",
    ]
    assert (result["error"]["cell"], result["error"]["line"]) == ("cell 1", 7)


def test_a_text_that_looks_like_a_traceback_stays_as_it_is() -> None:
    quoted = '  File "secret.py", line 3\nTraceback (most recent call last):\n  x'
    result, _ = run(f"raise ValueError({quoted!r})")
    assert result["error"]["traceback"].endswith(f"ValueError: {quoted}")


def test_an_account_is_no_longer_than_a_page_can_hold() -> None:
    result, _ = run("raise ValueError('x' * 5_000_000)")
    assert len(result["error"]["traceback"]) < LONGEST + 100
    assert len(result["error"]["message"]) < LONGEST_MESSAGE + 100
    assert "4,998,000 more characters" in result["error"]["message"]


# What spoils Python for everybody.
SPOILT = {
    "no print": ("import builtins\ndel builtins.print"),
    "no builtins": ("import builtins\nvars(builtins).clear()"),
    "builtins that are others": (
        "import builtins\n"
        "for name in ('str', 'len', 'isinstance', 'type', 'BaseException', 'map'):\n"
        "    vars(builtins)[name] = None"
    ),
    "no names": ("globals().clear()"),
    "other builtins for the names": ("__builtins__ = {}"),
    "names that are no texts": ("globals()[5] = 6"),
    "another name": ("del __name__"),
    "no JSON": ("import json\njson.dumps = json.loads = None\ndel json.encoder"),
    "no tracebacks": (
        "import traceback, linecache\ntraceback.TracebackException = None\n"
        "traceback.StackSummary.format = None\nlinecache.getline = linecache.getlines = 1\n"
        "linecache.cache.clear()"
    ),
    "no modules": ("import sys\nsys.modules.clear()"),
    "another table of modules": ("import sys\nsys.modules = None"),
    "main replaced": ("import sys\nsys.modules['__main__'] = 5"),
    "no regular expressions": ("import re\nre.sub = re.compile = None"),
    "a clock that stands": ("import time\ntime.monotonic = time.sleep = None"),
    "pprint that fails": ("import pprint\npprint.pformat = pprint.PrettyPrinter = None"),
    "a closed stream": ("import sys\nsys.stdout.close()\nsys.stderr.close()"),
    "no stream": ("import sys\nsys.stdout = sys.stderr = None"),
    "a stream that fails": (
        "import sys\nclass Bad:\n    def write(self, text): 1 / 0\n    def flush(self): 1 / 0\n"
        "sys.stdout = sys.stderr = Bad()"
    ),
    "a stream that vanishes": ("import sys\ndel sys.stdout, sys.stderr"),
    "a trace that fails": ("import sys\nsys.settrace(lambda *_: 1 / 0)"),
    "a profile that fails": ("import sys\nsys.setprofile(lambda *_: None)"),
    "little room to recurse": ("import sys\nsys.setrecursionlimit(60)"),
    "what is said at the exit": ("import atexit\natexit.register(print);"),
    "hooks": ("import sys\nsys.excepthook = sys.displayhook = sys.unraisablehook = None"),
    "the page's own side": (
        "from topicsite.assets.python import session, cell_errors, cell_output\n"
        "del session.explain, session.execute, cell_errors.linecache\n"
        "session.run = cell_output.json = None"
    ),
    "warnings that fail": ("import warnings\nwarnings.showwarning = warnings.formatwarning = None"),
    "a thread that goes on": (
        "import threading\nthreading.Thread(target=lambda: print(1 / 0), daemon=True).start()"
    ),
}


@pytest.mark.parametrize("name", SPOILT)
def test_what_a_cell_spoils_does_not_reach_the_page(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    table, modules = sys.modules, dict(sys.modules)
    monkeypatch.setattr(threading, "excepthook", lambda *_: None)
    session.main.keep = 1  # type: ignore[attr-defined]
    try:
        result, pieces = run(SPOILT[name])
        spoilt = {
            "done": json.loads(session.run("5", "cell 2", True, lambda _: None))["status"],
            "names": json.loads(session.names()),
            "call": json.loads(session.call("def main(given):\n    return given", "1")),
            "error": run("1 / 0", "cell 3")[0]["error"]["message"],
        }
    finally:
        # The same table: whatever is written in C knows no other.
        sys.modules = table
        table.clear()
        table.update(modules)
    if name == "a trace that fails":  # it is called once more, when the cell has ended
        assert result["error"]["line"] == 2
    else:
        assert (result, pieces) == ({"status": "done"}, [])
    assert spoilt["done"] == "done"
    assert ("keep" in spoilt["names"]) == (name != "no names")
    assert spoilt["call"] == {"status": "done", "value": 1}
    assert spoilt["error"] == "division by zero"


def test_what_is_printed_after_all_was_spoilt_comes_out() -> None:
    result, pieces = run(
        "import builtins, json, json.encoder, time\nsay = print\n"
        "json.dumps = json.encoder.JSONEncoder = json.encoder.encode_basestring_ascii = None\n"
        "time.monotonic = None\nvars(builtins).clear()\nsay('still')"
    )
    assert result == {"status": "done"}
    assert pieces == [{"kind": "stdout", "text": "still\n"}]
    _, pieces = run("print('again')\n1 / 0")
    assert [piece["kind"] for piece in pieces] == ["stdout", "error"]

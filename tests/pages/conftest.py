"""A small project with much on its pages, its site by the plugin, and its pages for hosts."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.built.projects import LIMIT, PATHS, build, environment, once, small_project
from tests.built.test_build import table
from tests.built.test_running import with_example
from tests.children import run

TOPICSITE = Path(sys.executable).parent / "topicsite"

SETTINGS = """\
site_name: Sorting
theme:
  name: material
  palette: {primary: indigo}
plugins: [topicsite, mkdocs-jupyter]
nav:
  - Home: index.md
  - topics
  - Ways: [{'Other page': other.md}]
  - tags/index.md
markdown_extensions:
  - pymdownx.details
  - footnotes
  - pymdownx.superfences:
      custom_fences:
        - name: mermaid
          class: mermaid
          format: !!python/name:pymdownx.superfences.fence_code_format
extra_css: [assets/own.css]
validation: {nav: {omitted_files: ignore}, links: {anchors: warn}}
"""
TOPIC = """\
---
description: "What is *not* emphasis: a description."
---
# All of `sort(a_b*c)` and $n^2 * m_i$ #1

Between $a_1 * b_1$ and $c_2 * d_2$, see [another](../other.md#far-down), [the program][p] and
[measured](../data.json?raw=1).[^1]

[p]: ../examples/addition.py
[^1]: A note, with *stress*.

$$\\begin{aligned}
x &= y_1 * y_2 \\\\
  &= z_1
\\end{aligned}$$

```python
def first():
    return "<b>" * 2


# two empty lines above, and **none** below
```

??? note "To open"

    A paragraph within.

## The *second* `part_one` { #own-id }

| Number | Word |
| -----: | ---- |
|      1 | one  |

![A mark](../assets/own.svg)

<!-- topicsite: paths -->

<!-- topicsite: resources -->

### Less than 3 < 4 & more

<own-element>It stays.</own-element>

<!-- topicsite: tags -->

<!-- topicsite: output example=addition cell=drawn -->
"""
PROGRAM = f"""\
{table("a/sum | 4 | 4 | reproduced")}

# %% [markdown]
# ## Less is $a_1 < b_1 * c_1$
#
# Some `code_here * there`, and a [link](https://example.org/a_b_c).

# %% tags=["name:drawn"]
from IPython.display import HTML

# Nothing is here.


HTML("<b>bold_one * two</b>")
"""
OTHER = """\
---
title: Quite *another*
formerly: [old.html]
---
Text.

## Far down

[Home](index.md) [Topic](t/index.md)
"""


def write(project: Path) -> Path:
    """A project on whose pages much stands that Markdown could take for something else."""
    small_project(project)
    with_example(project, PROGRAM)
    files = {
        "mkdocs.yml": SETTINGS.replace("[topicsite,", "[{topicsite: {python: false}},"),
        "docs/t/index.md": TOPIC,
        "docs/other.md": OTHER,
        "docs/assets/own.css": "own-element { display: block; }\n",
        "docs/assets/own-element.js": "export default 1;\n",
        "docs/assets/own.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
        "docs/data.json": "{}\n",
        "docs/.hidden.md": "# No\n",
    }
    for name, text in files.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text)
    with (project / "resources/t/topic.yml").open("a") as topic:
        topic.write(
            PATHS.format(topic="t")
            .replace("t-0", "a")
            .replace("resource: t-1", "example: addition")
        )
    return project


def pages(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command, in a process of its own as it runs examples."""
    return run([TOPICSITE, "pages", *arguments], env=environment(), limit=LIMIT)


@pytest.fixture(scope="session")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with its site by the plugin, and its pages in `out` and `plain`."""

    def make(folder: Path) -> None:
        done = build(write(folder))
        assert done.returncode == 0, done.stderr
        for out, flags in (("out", []), ("plain", ["--plain"])):
            written = pages(folder / out, "--root", folder, *flags)
            assert written.returncode == 0, written.stderr

    return once(tmp_path_factory, "rich", make)


@pytest.fixture
def project(rich: Path, tmp_path: Path) -> Path:
    """The same, which a test may change."""
    return shutil.copytree(rich, tmp_path / "rich")

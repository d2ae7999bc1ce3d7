"""What a site owner may set for topicsite in `mkdocs.yml`."""

from __future__ import annotations

from mkdocs.config import config_options
from mkdocs.config.base import Config

from topicsite.plugin.python import PythonOption


class TopicsiteConfig(Config):  # type: ignore[no-untyped-call]  # MkDocs types its base half
    """What a site owner may set in `mkdocs.yml`."""

    resources = config_options.Type(str, default="resources")
    """The folder of topics, relative to `mkdocs.yml`."""
    examples = config_options.Type(str, default="code/examples")
    """The folder of runnable examples, relative to `mkdocs.yml`; it need not exist."""
    python = PythonOption()
    """Whether code can be run in the page, on pages of examples and where front matter says so;
    and which of Pyodide's packages it may import besides NumPy and Matplotlib."""
    ledger = config_options.Type(str, default="links.ledger")
    """What `topicsite links` saw, relative to `mkdocs.yml`; it need not exist."""
    messages = config_options.Type(str, default="messages")
    """A folder of messages of the site's own, `<language>.po`, relative to `mkdocs.yml`; it need
    not exist. They come before those that the generator brings."""
    verdicts = config_options.Type(str, default="verdicts.ledger")
    """What `topicsite prove` noted, relative to `mkdocs.yml`; it need not exist."""

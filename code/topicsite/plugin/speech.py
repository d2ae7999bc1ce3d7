"""The language that a site speaks: that of its theme, with the site's own messages."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from topicsite.building import look
from topicsite.language.catalogs import MessagesError
from topicsite.language.locales import Language, ours


class Speech:
    """Knows the language of each build: a plugin for several languages builds several times."""

    def __init__(self) -> None:
        self._regions: dict[str, str] = {}

    def language(self, config: MkDocsConfig, own: Path) -> Language:
        """The language of the theme, with what the site's own messages say.

        Args:
            config: the build's configuration; the theme is told a language that it knows.
            own: the folder of the site's own messages, which need not exist.

        Raises:
            PluginError: if these cannot be read.
        """
        code = str(config.theme.get("language") or "en")
        # Material need not know a region: then it speaks the language, and we do both.
        spoken = look.spoken(config.theme.dirs, code)
        if spoken != code:
            self._regions[spoken], config.theme["language"] = code, spoken
        code = self._regions.get(spoken, code)
        if not own.is_dir():
            return ours(code)
        try:
            return Language(code, own)
        except MessagesError as error:
            raise PluginError(str(error)) from None

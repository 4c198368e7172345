"""The fonts of a theme and the style sheets read with them, kept for the pages that share them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from weasyprint import CSS
from weasyprint.text.fonts import FontConfiguration

from reportgen.problems import Problem
from reportgen.rendering.fetching import BASE
from reportgen.rendering.font_folder import fonts_of
from reportgen.rendering.fonts import FontFace, faces_digest
from reportgen.rendering.weasy_files import ProjectFiles
from reportgen.rendering.weasy_pool import StylePool
from reportgen.rendering.weasy_shelf import end_page, forget
from reportgen.world import digest


@dataclass(frozen=True)
class _Sheet:
    """A style sheet that has been read, the files that it asked for, what was wrong with it."""

    css: CSS
    asked: Mapping[str, str | None]
    problems: tuple[Problem, ...]


class Fonts(FontConfiguration):  # type: ignore[misc]  # WeasyPrint has no types
    """Knows the faces of a theme, and whether a page has added faces of its own."""

    def __init__(self, faces: Sequence[FontFace]) -> None:
        with fonts_of(faces):
            super().__init__()
        self.changed = False
        self.pool = StylePool()
        self._sheets: dict[tuple[str, str], _Sheet] = {}

    def sheet(self, name: str, files: ProjectFiles, problems: list[Problem]) -> CSS:
        """A style sheet of the theme, read once for all pages that have the same fonts.

        Each page is told what the reading told, and asks for the files that it asked for, so
        that a page depends on them whether it was the first or not.
        """
        data = files.fetch(BASE + name).read()
        key = (name, digest(data))
        known = self._sheets.get(key)
        if known is not None and _still(known.asked, files):
            problems += known.problems
            return known.css
        found = len(problems)
        files.asked.clear()
        css = CSS(string=data, base_url=BASE + name, url_fetcher=files, font_config=self)
        self.pool.keep(css)
        self._sheets[key] = _Sheet(css, dict(files.asked), tuple(problems[found:]))
        return css

    def told(self) -> set[Problem]:
        """What the reading of the sheets told, which every page is told again."""
        return {found for sheet in self._sheets.values() for found in sheet.problems}

    def add_font_face(self, rule_descriptors: Any, url_fetcher: Any) -> None:
        """Add a face that a page has of its own, which nothing known before knows of."""
        self.changed = True
        # What was measured and drawn, and sizes that go by a letter, were those of other fonts.
        forget(self)
        self.strut_layouts.clear()
        self.pool.forget()
        super().add_font_face(rule_descriptors, url_fetcher)


def _still(asked: Mapping[str, str | None], files: ProjectFiles) -> bool:
    """True where everything that was asked for is as it was; it is asked for again."""
    for url in asked:
        with suppress(ValueError):  # it was refused before, and is again
            files.fetch(url)
    return all(files.asked[url] == known for url, known in asked.items())


READY: dict[tuple[int, str], Fonts] = {}


@contextmanager
def ready_fonts(faces: Sequence[FontFace]) -> Iterator[Fonts]:
    """The font configuration of these faces, kept for the next page that has the same.

    Why not always kept: a face that one page added would change the look of the next.
    """
    key = (os.getpid(), faces_digest(faces))
    if key not in READY:
        READY[key] = Fonts(faces)
    fonts = READY[key]
    try:
        yield fonts
    finally:
        end_page(fonts)
        if fonts.changed:
            del READY[key]

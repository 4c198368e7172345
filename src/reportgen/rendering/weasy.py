"""Layout by WeasyPrint, which `weasy*.py` alone import; `pdf.py` imports this one when needed."""

from __future__ import annotations

import functools
import logging
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, time
from typing import Any

from reportgen.rendering import weasy_importing  # noqa: F401  it imports WeasyPrint

# isort: split
from weasyprint import HTML
from weasyprint import Attachment as _Attachment

from reportgen.problems import Place, Problem, ProblemsError, problem
from reportgen.rendering.archival import make_archival
from reportgen.rendering.attachment import Attachment
from reportgen.rendering.fetching import BASE, Fetch, file_name
from reportgen.rendering.fonts import FontFace
from reportgen.rendering.inspecting import Layout
from reportgen.rendering.pdf import UNFIT
from reportgen.rendering.pdf_actions import link_problems
from reportgen.rendering.structure import Origins
from reportgen.rendering.tagging import mend_tags
from reportgen.rendering.weasy_files import ProjectFiles, response
from reportgen.rendering.weasy_fonts import Fonts, ready_fonts
from reportgen.rendering.weasy_places import Places
from reportgen.rendering.weasy_private import noting_origins
from reportgen.rendering.weasy_shortcuts import shortcuts

POINTS = 0.75
"""Of a CSS pixel, 1/96 of an inch."""

LARGEST_PAGE = 14_400

_THEN = "315532800"
"""1 January 1980, in seconds of Unix: when a font was changed, as far as it says."""

_LOGGER = logging.getLogger("weasyprint")
_IN_SHEET = re.compile(r" at (\d+):(\d+)")


def lay_out(
    html: str,
    *,
    fetch: Fetch,
    faces: Sequence[FontFace],
    variant: str,
    sheets: Sequence[str] = (),
    attachments: Sequence[Attachment] = (),
) -> tuple[bytes, int, list[Problem]]:
    """The bytes of the PDF, its number of pages, and every problem that came up."""
    files = ProjectFiles(fetch)
    with _at_work(files, faces) as (fonts, problems):
        try:
            page = HTML(string=html, base_url=BASE, url_fetcher=files)
            styles = [fonts.sheet(name, files, problems) for name in sheets]
            document = page.render(font_config=fonts, pdf_variant=variant, stylesheets=styles)
            _check_sizes(document.pages)
            links: list[Problem] = []
            with noting_origins() as origins:
                finish = functools.partial(_finish, origins, links)
                files_inside = [_attached(one) for one in attachments]
                data = document.write_pdf(
                    pdf_variant=variant, finisher=finish, attachments=files_inside
                )
        except (MemoryError, ProblemsError):
            raise  # the first is the worker's matter: it is of no use any more
        except Exception as error:
            if not files.problems:
                raise ProblemsError([_failure(error)]) from error
            return b"", 0, files.problems
    return data, len(document.pages), files.problems + links + problems


def anchors_by_page(
    html: str, *, fetch: Fetch, faces: Sequence[FontFace], sheets: Sequence[str]
) -> list[list[str]]:
    """Page by page, the ids that stand on it, from top to bottom."""
    with _laid_out(html, fetch, faces, sheets) as document:
        return [
            sorted(page.anchors, key=lambda id_: page.anchors[id_][1]) for page in document.pages
        ]


def lay_out_to_inspect(
    html: str, *, fetch: Fetch, faces: Sequence[FontFace], sheets: Sequence[str]
) -> Layout:
    """Where the numbered blocks of a page stand, and a plain PDF to draw the pages from.

    Raises:
        ProblemsError: a page is larger than PDF has them.
    """
    with _laid_out(html, fetch, faces, sheets) as document:
        _check_sizes(document.pages)
        places = Places()
        for page in document.pages:
            places.add(page)
        return Layout(tuple(places.sheets), tuple(places.parts), document.write_pdf())


@contextmanager
def _laid_out(
    html: str, fetch: Fetch, faces: Sequence[FontFace], sheets: Sequence[str]
) -> Iterator[Any]:
    """A document of WeasyPrint, to be looked at and not published; its messages go nowhere."""
    files = ProjectFiles(fetch)
    with _at_work(files, faces) as (fonts, problems):
        styles = [fonts.sheet(name, files, problems) for name in sheets]
        page = HTML(string=html, base_url=BASE, url_fetcher=files)
        yield page.render(font_config=fonts, stylesheets=styles)


@contextmanager
def _at_work(
    files: ProjectFiles, faces: Sequence[FontFace]
) -> Iterator[tuple[Fonts, list[Problem]]]:
    """The fonts of these faces and the list that messages go to, while a page is laid out.

    Where a page is told something of its styles, the next is told the same: nothing that was
    worked out for this one is taken over.
    """
    with _messages(files) as problems, ready_fonts(faces) as fonts, shortcuts(), _outside_time():
        try:
            yield fonts, problems
        except BaseException:
            fonts.pool.forget()
            raise
        styles = {found for found in problems if found.code == "style-ignored"}
        if not styles <= fonts.told():
            fonts.pool.forget()


@contextmanager
def _outside_time() -> Iterator[None]:
    """While it lasts, fonts that fontTools changes get one time (reproducible-builds.org)."""
    name, before = "SOURCE_DATE_EPOCH", os.environ.get("SOURCE_DATE_EPOCH")
    os.environ[name] = _THEN
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


def _finish(origins: Origins, links: list[Problem], document: Any, pdf: Any) -> None:
    links.extend(link_problems(pdf))
    mend_tags(pdf, origins, [page.height for page in document.pages])
    make_archival(pdf)


def _check_sizes(pages: Sequence[Any]) -> None:
    """Nothing, where a reader can show every page: PDF has a largest one (ISO 32000-1, annex C)."""
    widest = max(max(page.width, page.height) for page in pages) * POINTS
    if widest > LARGEST_PAGE:
        most = f"PDF has {LARGEST_PAGE:,} at most"
        message = f"{UNFIT}: a page is {widest:,.0f} points wide or high; {most}"
        hint = "look at `@page { size: ... }` in the styles"
        raise ProblemsError([problem("pdf-error", message, None, hint)])


def _attached(attachment: Attachment) -> _Attachment:
    """The attachment as WeasyPrint takes it; from an address, since only that says what it is.

    Not from one that holds the data: Python remembers the last addresses that it has parsed.
    """
    day = datetime.combine(attachment.day, time.min)
    return _Attachment(
        url=f"{BASE}{attachment.name}",
        url_fetcher=lambda url: response(url, attachment.data, attachment.media_type),
        name=attachment.name,
        description=attachment.description,
        created=day,
        modified=day,
        relationship=attachment.relationship,
    )


def _failure(error: Exception) -> Problem:
    if isinstance(error, RecursionError):
        message = f"{UNFIT}: its elements stand inside one another too deeply"
        hint = "about a hundred levels are possible; look for tags that are not closed"
        return problem("too-deep", message, None, hint)
    message = f"{UNFIT}: {type(error).__name__}: {error}".rstrip(": ")
    hint = "take the last change of the template or its styles back; if it stays, report it to us"
    return problem("pdf-error", message, None, hint)


class _Collector(logging.Handler):
    def __init__(self, files: ProjectFiles) -> None:
        super().__init__(logging.WARNING)
        self.files = files
        self.problems: list[Problem] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name == _LOGGER.name:
            found = self._problem(str(record.msg), record.getMessage(), record.args)
            if found is not None:
                self.problems.append(found)

    def _problem(self, form: str, text: str, values: Any) -> Problem | None:
        """What a message of WeasyPrint means to the person whose page it is."""
        first = str(values[0]) if isinstance(values, tuple) and values else ""
        name = file_name(first) or first
        if form.startswith(("Failed to load image", "Failed to render SVG image")):
            if first in self.files.failed:
                return None  # told already, and better
            shown = name if len(name) <= 80 else f"{name[:77]}..."
            hint = "open it in a viewer, and save it again as PNG, JPEG or SVG"
            return problem("bad-image", f"the image `{shown}` cannot be read", None, hint)
        if form.startswith("Failed to load stylesheet"):
            return None  # a refusal, told already
        if form.startswith(("No anchor", "Content discarded: target points")):
            anchor = first.removeprefix("#")
            hint = "give a heading or block that `id`, or change the link"
            return problem("broken-link", f"nothing has the id `{anchor}`", None, hint)
        if form.startswith("Anchor defined twice"):
            return problem("broken-link", f"two parts of the page have the id `{first}`")
        if form.startswith(".notdef glyph"):
            char, code = values
            message = f"no font has the character `{char}` (U+{code:04X})"
            return problem("missing-glyph", message, None, "bring a font that has it in a theme")
        if form.startswith("Font-face"):
            return problem("missing-font", f"the font `{first}` cannot be loaded")
        if form.startswith(("Missing required", "Image ")):
            return problem("not-accessible", _plain(text))
        return problem("style-ignored", _plain(text), self._place(text))

    def _place(self, text: str) -> Place | None:
        found = _IN_SHEET.search(text)
        if found is None or self.files.sheet is None:
            return None
        return Place(self.files.sheet, int(found[1]), int(found[2]))


def _plain(text: str) -> str:
    line = " ".join(_IN_SHEET.sub("", text).split()).rstrip(".")
    return line[:1].lower() + line[1:]


@contextmanager
def _messages(files: ProjectFiles) -> Iterator[list[Problem]]:
    """While it lasts, WeasyPrint's messages become problems."""
    collector = _Collector(files)
    level, propagate = _LOGGER.level, _LOGGER.propagate
    _LOGGER.addHandler(collector)
    _LOGGER.setLevel(logging.WARNING)
    _LOGGER.propagate = False
    try:
        yield collector.problems
    finally:
        _LOGGER.removeHandler(collector)
        _LOGGER.setLevel(level)
        _LOGGER.propagate = propagate

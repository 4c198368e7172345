"""Layout by WeasyPrint. The one module that imports it; `pdf.py` imports this one when needed."""

from __future__ import annotations

import functools
import logging
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, NoReturn

from reportgen.rendering import weasy_importing  # noqa: F401  it imports WeasyPrint

# isort: split
from weasyprint import CSS, HTML
from weasyprint import Attachment as _Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from reportgen.problems import Place, Problem, ProblemsError, problem
from reportgen.rendering.archival import make_archival
from reportgen.rendering.attachment import Attachment
from reportgen.rendering.fetching import BASE, Fetch, file_name, inline_image, is_remote
from reportgen.rendering.font_folder import fonts_of
from reportgen.rendering.fonts import FontFace, faces_digest
from reportgen.rendering.images import check_image
from reportgen.rendering.inspecting import Layout
from reportgen.rendering.pdf import UNFIT
from reportgen.rendering.pdf_actions import link_problems
from reportgen.rendering.structure import Origins
from reportgen.rendering.tagging import mend_tags
from reportgen.rendering.weasy_places import Places
from reportgen.rendering.weasy_pool import StylePool
from reportgen.rendering.weasy_private import noting_origins
from reportgen.rendering.weasy_shelf import end_page, forget
from reportgen.rendering.weasy_shortcuts import shortcuts
from reportgen.world import digest

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
    files = _ProjectFiles(fetch)
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
    files = _ProjectFiles(fetch)
    with _at_work(files, faces) as (fonts, problems):
        styles = [fonts.sheet(name, files, problems) for name in sheets]
        page = HTML(string=html, base_url=BASE, url_fetcher=files)
        yield page.render(font_config=fonts, stylesheets=styles)


@contextmanager
def _at_work(
    files: _ProjectFiles, faces: Sequence[FontFace]
) -> Iterator[tuple[_Fonts, list[Problem]]]:
    """The fonts of these faces and the list that messages go to, while a page is laid out.

    Where a page is told something of its styles, the next is told the same: nothing that was
    worked out for this one is taken over.
    """
    with _messages(files) as problems, _fonts(faces) as fonts, shortcuts(), _outside_time():
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
        url_fetcher=lambda url: _response(url, attachment.data, attachment.media_type),
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


class _ProjectFiles(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Answers from the project only. WeasyPrint swallows errors here, so they are kept."""

    def __init__(self, fetch: Fetch) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._answer = fetch
        self.problems: list[Problem] = []
        self.failed: set[str] = set()
        self.asked: dict[str, str | None] = {}
        self.sheet: str | None = None

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # noqa: ARG002  WeasyPrint's signature
        """The file that the address means."""
        self.asked[url] = None
        name = url if is_remote(url) and not url.startswith(BASE) else file_name(url)
        try:
            image = inline_image(url)
            if image is not None:
                check_image(url, *image)
                return _response(url, *image)
            if name is None:
                self._refuse(url, _refusal(url))
            found = self._answer(name)
        except ProblemsError as error:
            self._refuse(url, *error.problems)
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            self._refuse(url, problem("cannot-read", f"`{name}` cannot be read: {why}"))
        if found is None and is_remote(str(name)):
            self._refuse(url, _refusal(url))
        if found is None:
            hint = "the path is counted from the project folder, then from the theme"
            self._refuse(url, problem("unknown-asset", f"there is no file `{name}`", None, hint))
        if found.media_type == "text/css":
            self.sheet = name
        self.asked[url] = digest(found.data)
        return _response(url, found.data, found.media_type)

    def _refuse(self, url: str, *problems: Problem) -> NoReturn:
        self.failed.add(url)
        self.problems.extend(problems)
        raise ValueError("refused")


def _response(url: str, data: bytes, media_type: str) -> URLFetcherResponse:
    return URLFetcherResponse(url, data, {"Content-Type": media_type})


def _refusal(url: str) -> Problem:
    shown = url if len(url) <= 80 else f"{url[:77]}..."
    hint = "put the file into the project and write its path; nothing comes from the network"
    return problem("refused-asset", f"`{shown}` is not read", None, hint)


@dataclass(frozen=True)
class _Sheet:
    """A style sheet that has been read, the files that it asked for, what was wrong with it."""

    css: CSS
    asked: Mapping[str, str | None]
    problems: tuple[Problem, ...]


class _Fonts(FontConfiguration):  # type: ignore[misc]  # WeasyPrint has no types
    """Knows the faces of a theme, and whether a page has added faces of its own."""

    def __init__(self, faces: Sequence[FontFace]) -> None:
        with fonts_of(faces):
            super().__init__()
        self.changed = False
        self.pool = StylePool()
        self._sheets: dict[tuple[str, str], _Sheet] = {}

    def sheet(self, name: str, files: _ProjectFiles, problems: list[Problem]) -> CSS:
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
        self.changed = True
        # What was measured and drawn, and sizes that go by a letter, were those of other fonts.
        forget(self)
        self.strut_layouts.clear()
        self.pool.forget()
        super().add_font_face(rule_descriptors, url_fetcher)


def _still(asked: Mapping[str, str | None], files: _ProjectFiles) -> bool:
    """True where everything that was asked for is as it was; it is asked for again."""
    for url in asked:
        with suppress(ValueError):  # it was refused before, and is again
            files.fetch(url)
    return all(files.asked[url] == known for url, known in asked.items())


_READY: dict[tuple[int, str], _Fonts] = {}


@contextmanager
def _fonts(faces: Sequence[FontFace]) -> Iterator[_Fonts]:
    """The font configuration of these faces, kept for the next page that has the same.

    Why not always kept: a face that one page added would change the look of the next.
    """
    key = (os.getpid(), faces_digest(faces))
    if key not in _READY:
        _READY[key] = _Fonts(faces)
    fonts = _READY[key]
    try:
        yield fonts
    finally:
        end_page(fonts)
        if fonts.changed:
            del _READY[key]


class _Collector(logging.Handler):
    def __init__(self, files: _ProjectFiles) -> None:
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
def _messages(files: _ProjectFiles) -> Iterator[list[Problem]]:
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

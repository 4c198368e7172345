"""A PDF from the HTML of a brief. Importing this module loads no WeasyPrint; the first PDF does."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version

from reportgen.machine import LIBRARIES, install_line, library_version, missing_libraries
from reportgen.problems import CODES, Problem, ProblemsError, problem, sort_problems
from reportgen.rendering.attachment import Attachment
from reportgen.rendering.fetching import Fetch
from reportgen.rendering.fonts import FontFace
from reportgen.rendering.tracing import Block, anchored, first_beyond

VARIANT = "pdf/a-3a"

Engine = Callable[..., tuple[bytes, int, list[Problem]]]
"""Takes a page and the rest of what `render_pdf` was given; gives the bytes of the PDF, how many
pages it has, and every problem that came up."""

UNFIT = "the page cannot be laid out"
"""How a message about a page as a whole begins; who knows which page it is puts its name there."""
"""What WeasyPrint is asked for; `archival.py` makes it PDF/UA-1, too."""


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished PDF.

    Attributes:
        data: The bytes of the file.
        pages: How many pages it has.
        problems: What a project may judge for itself: style lines without effect, missing glyphs.
    """

    data: bytes = field(repr=False)
    pages: int
    problems: tuple[Problem, ...] = ()


@functools.cache
def layout_versions() -> tuple[str, ...]:
    """Name and version of everything that decides the bytes of a PDF, without loading it."""
    python = [f"{name} {version(name)}" for name in ("weasyprint", "pydyf", "tinycss2", "pyphen")]
    return (*python, *(f"{library.name} {library_version(library)}" for library in LIBRARIES))


def render_pdf(
    html: str,
    *,
    fetch: Fetch,
    faces: Sequence[FontFace],
    sheets: Sequence[str] = (),
    attachments: Sequence[Attachment] = (),
    lay_out: Engine | None = None,
) -> Pdf:
    """The PDF of a page: tagged, with bookmarks; the same bytes for the same input.

    Title, author and language come from the page itself. System fonts are not used. Relative
    addresses in the page and its style sheets are names for `fetch`; there is no network.

    Args:
        html: The whole page.
        fetch: Gives styles, images and fonts by name.
        faces: The faces of the theme; style sheets call them by family, without @font-face.
        sheets: Names of the style sheets that all pages share; they are read once a process, and
            what the page says itself goes before them.
        attachments: The files that it carries.
        lay_out: Does the work in another process; without it this one does.

    Raises:
        ProblemsError: Where a file was refused, missing or damaged, the page could not be laid
            out, or Pango is not there.
    """
    data, pages, found = (lay_out or engine())(
        html, fetch=fetch, faces=faces, variant=VARIANT, sheets=sheets, attachments=attachments
    )
    stopping = [p for p in found if not CODES[p.code].adjustable]
    if stopping:
        raise ProblemsError(sort_problems(stopping))
    return Pdf(data, pages, sort_problems(found))


def block_beyond(
    html: str, pages: int, *, fetch: Fetch, faces: Sequence[FontFace], sheets: Sequence[str]
) -> Block | None:
    """The block of a page written with origins that begins after so many pages, if one does."""
    from reportgen.rendering.weasy import anchors_by_page

    anchored_html, blocks = anchored(html)
    found = anchors_by_page(anchored_html, fetch=fetch, faces=faces, sheets=sheets)
    return first_beyond(found, blocks, pages)


def engine() -> Engine:
    """What lays pages out, loaded when it is asked for: `rendering.weasy.lay_out`.

    Raises:
        ProblemsError: Pango is not there.
    """
    try:
        with warnings.catch_warnings():
            # None are, on purpose: each set of faces has a configuration of its own.
            warnings.filterwarnings("ignore", message="No fonts configured in FontConfig")
            from reportgen.rendering.weasy import lay_out
    except OSError as error:  # a shared library that the system lacks
        raise ProblemsError([_no_pango()]) from error
    return lay_out


def _no_pango() -> Problem:
    missing = missing_libraries(needed_only=True)
    hint = "`reportgen doctor` tells what is missing"
    if missing:
        hint = f"{install_line(missing)}; or build without PDF: reportgen build --format html"
    return problem("no-pango", "Pango is missing, without which no PDF can be made", None, hint)

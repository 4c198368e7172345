"""A page fitted to its medium: self-contained for the screen, linked to styles for the PDF."""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from reportgen.model.paper import Paper, read_paper
from reportgen.problems import ProblemsError, problem
from reportgen.rendering.drawings import css_addresses
from reportgen.rendering.fonts import FontFace, font_face_css
from reportgen.rendering.functions import ASSET, HEAD
from reportgen.rendering.page import Page
from reportgen.rendering.stacking import with_labels
from reportgen.rendering.theme import TOKENS, Files

SCREEN, PRINT = "styles/screen.css", "styles/print.css"
PRINT_SHEETS = (TOKENS, PRINT)
"""The style sheets of paper, in their order."""

TURNED = "styles/right-to-left.css"
"""Read after them where the brief is written from right to left."""

_CHART_WORDS = re.compile(
    r"""(<title id="([\w-]+)-t">)([^<]*)(</title>\s*<desc id="\2-d">)([^<]*)"""
)
"""What `clean_svg` writes first into a chart."""

_ASSET = re.compile(ASSET.format("([^<>]+)"))
POLICY = (
    "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'"
)
"""The screen page loads nothing and runs nothing, whatever stands in it."""

_START = re.compile(
    r"\s*<!DOCTYPE html>\s*<html(?: (?:lang|dir|class)=\"[\w -]*\")*>\s*<head>\n?", re.IGNORECASE
)
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


def screen_html(
    page: Page,
    files: Files,
    faces: Sequence[FontFace],
    sheet: str = SCREEN,
    scripts: Iterable[str] = (),
    *,
    beside: bool = False,
) -> str:
    """One page with everything inside: styles, fonts and images; no address leads outside.

    `scripts` are those that may run; `beside` lets pictures load that lie with the page.
    """
    styles = _embedded_faces(tuple(faces)) + _styles(files, TOKENS) + _styles(files, sheet)
    head = _facts(page.facts) + Markup(
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
    )
    # A style sheet is of the theme, not of the data: it stands as it is.
    head += Markup("<style>\n{}</style>").format(Markup(styles))
    html = with_policy(with_labels(page.html), scripts, beside=beside)
    html = html.replace(HEAD, str(head), 1)
    return _ASSET.sub(lambda match: _embedded(files, Markup(match[1]).unescape()), html)


def script_sources(scripts: Iterable[str]) -> str:
    """These scripts and no others, as a policy names them (CSP, hash-source)."""
    digests = [
        base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode()
        for script in scripts
    ]
    return " ".join(f"'sha256-{digest}'" for digest in digests)


def with_policy(html: str, scripts: Iterable[str] = (), *, beside: bool = False) -> str:
    """The page with its Content-Security-Policy before anything that a template wrote.

    Browsers heed it for what stands behind it. `markup.py` lets no script through but those that
    ship; this holds where a browser should read a page otherwise than that module does.
    """
    told = script_sources(scripts)
    policy = POLICY.replace("img-src", "img-src 'self'") if beside else POLICY
    policy += f"; script-src {told}" if told else ""
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    start = _START.match(html)
    # Without a head of the usual form it goes before everything: browsers open the head for it.
    at = start.end() if start else 0
    return html[:at] + meta + html[at:]


def print_html(page: Page) -> str:
    """The page for layout under `PRINT_SHEETS`: its images by name, its paper size set."""
    style = Markup("<style>@page {{ size: {}; }}{}</style>").format(
        page.facts["paper"], _other_paper(page.facts["paper"])
    )
    head = _facts(page.facts) + style
    if page.facts["direction"] == "rtl":
        head += Markup('\n<link rel="stylesheet" href="{}">').format(TURNED)
    html = _CHART_WORDS.sub(_spoken_chart, page.html.replace(HEAD, str(head), 1))
    return _ASSET.sub(lambda match: match[1], html)


def _spoken_chart(match: re.Match[str]) -> str:
    """A chart's words for the PDF, whose tags take the title alone as the text alternative."""
    opened, _, title, between, description = match.groups()
    stop = "" if title.endswith((".", "?", "!", ":")) else "."
    return f"{opened}{title}{stop} {description}{between}{description}"


def _other_paper(name: str) -> Markup:
    """The measures of paper that is not A4, which print.css takes it to be.

    Why not always: styles that hang on a page's own sheet are not shared with other pages.
    """
    paper = read_paper(name) or Paper()
    if paper.millimetres == Paper().millimetres:
        return Markup("")
    width, height = paper.millimetres
    rule = " :root {{ --page-width: {:g}mm; --page-height: {:g}mm; }}"
    return Markup(rule.format(width, height))


def _facts(facts: Mapping[str, Any]) -> Markup:
    lines = [
        Markup('<meta charset="utf-8">'),
        Markup("<title>{}</title>").format(str.__str__(facts["title"])),
    ]
    authors = [facts["publisher"]] if facts["publisher"] else facts["contributors"]
    author = ", ".join(str.__str__(name) for name in authors)
    named = {"author": author, "dcterms.date": facts["as_of"]}
    lines += [
        Markup('<meta name="{}" content="{}">').format(name, str.__str__(str(value)))
        for name, value in named.items()
        if value
    ]
    return Markup("\n").join(lines) + Markup("\n")


def _styles(files: Files, name: str) -> str:
    raw = files(name)
    if raw is None:
        raise ProblemsError((problem("unknown-asset", f"the theme has no {name}"),))
    return _as_style(name, raw)


@functools.lru_cache(maxsize=32)
def _as_style(name: str, raw: bytes) -> str:
    """A style sheet as it stands in a page; made once for all pages."""
    css = _COMMENT.sub("", raw.decode("utf-8"))
    for address in css_addresses(css):
        if address and not address.startswith(("data:", "#")):
            hint = "write the image into the style sheet as a data: address, or leave it out"
            message = (
                f"`{address[:80]}` in {name} is not inside the page, which must need nothing else"
            )
            raise ProblemsError((problem("refused-asset", message, None, hint),))
    return css.replace("</", "<\\/")


@functools.lru_cache(maxsize=4)
def _embedded_faces(faces: tuple[FontFace, ...]) -> str:
    """The fonts as they stand in a page; made once for all pages of a theme."""
    return font_face_css(faces, embed=True).replace("</", "<\\/")


def _embedded(files: Files, name: str) -> str:
    found = files.fetch(name)
    if found is None:
        raise ProblemsError((problem("unknown-asset", f"there is no image '{name}'"),))
    return f"data:{found.media_type};base64,{base64.b64encode(found.data).decode()}"

"""The one look of all problems, on a terminal or in a file."""

from __future__ import annotations

import unicodedata

from reportgen.problems.severity import Severity
from reportgen.problems.values import Place, Problem

_RESET, _BOLD, _BLUE, _CYAN = "\x1b[0m", "\x1b[1m", "\x1b[34m", "\x1b[36m"
_COLOURS = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m", Severity.OFF: _BLUE}
_LONGEST = 110  # characters of a source line that are shown
_LONGEST_MESSAGE = 500


def format_problem(found: Problem, *, color: bool = False) -> str:
    """The problem as lines of text, without a final line break.

    Readable without colour: the words carry everything. Source text is shown with control
    characters made visible, so that data cannot drive the terminal that it is shown on.
    """

    def paint(style: str, text: str) -> str:
        return f"{style}{text}{_RESET}" if color else text

    label = paint(_COLOURS[found.severity], f"{found.severity.value}[{found.code}]")
    message = paint(_BOLD, plain(found.message))
    place = found.place
    start = "" if place is None else f"{visible(place.file)}:{place.line}:{place.column}: "
    lines = [f"{start}{label}: {message}"]
    if place is not None and place.text.strip():
        source, mark = _excerpt(place)
        number = str(place.line)
        bar = paint(_BLUE, "|")
        lines.append(f"    {paint(_BLUE, number)} {bar} {source}".rstrip())
        lines.append(f"    {' ' * len(number)} {bar} {paint(_COLOURS[found.severity], mark)}")
    if found.hint:
        lines.append(f"{paint(_CYAN, 'hint')}: {plain(found.hint)}")
    return "\n".join(lines)


def visible(text: str) -> str:
    r"""The text with characters that steer a terminal or hide as `\x1b`, `\u202e`; `\n` stays."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(char if char == "\n" or not _steers(char) else _escape(char) for char in text)


def plain(text: str) -> str:
    """The text, or its beginning, made visible: a message may quote what somebody has written."""
    return visible(text if len(text) <= _LONGEST_MESSAGE else f"{text[:_LONGEST_MESSAGE]}...")


def _excerpt(place: Place) -> tuple[str, str]:
    """The part of the source line to show, and the marks to stand under it."""
    text = place.text.replace("\n", " ").replace("\r", " ")
    column = min(max(place.column - 1, 0), len(text))
    width = max(1, min(place.width, max(len(text) - column, 1)))
    start = 0 if len(text) <= _LONGEST else max(0, min(column - _LONGEST // 2, len(text)))
    shown = text[start : start + _LONGEST]
    before, marked = shown[: column - start], shown[column - start : column - start + width]
    lead, tail = ("..." if start else ""), ("..." if start + _LONGEST < len(text) else "")
    source = lead + _flat(shown) + tail
    marks = "^" * max(1, _columns(_flat(marked)))
    return source, " " * (len(lead) + _columns(_flat(before))) + marks


def _flat(text: str) -> str:
    return visible(text.replace("\t", " ")).replace("\n", " ")


def _columns(text: str) -> int:
    """How many cells of a terminal the text takes."""
    return sum(
        0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in text
    )


def _steers(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def _escape(char: str) -> str:
    number = ord(char)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"

"""Lines of YAML as a person writes them, and the same lines with the text in quotation marks."""

from __future__ import annotations

import re

_LINE = re.compile(
    r"""(?P<lead>\s*(?:-\s+)*               # indentation, list marks
        (?:(?:"[^"]*"|'[^']*'|[^\s"'#\[\]{},&*!|>%@`:-][^:#]*?)\s*:\s+)?)   # key and colon
        (?P<value>.*)""",
    re.VERBOSE,
)
_OUTSIDE_WORD = {mark: re.compile(rf"(?<!\w){mark}|{mark}(?!\w)") for mark in "'\""}
_COMMENT = re.compile(r"\s+#(\s.*)?$")


def split_line(line: str) -> tuple[str, str]:
    """What stands before the value of a line (indentation, dashes, key), and the value."""
    match = _LINE.match(line)
    if match is None:  # cannot be: every part may be empty
        return "", line
    return match["lead"], match["value"].rstrip()


def unquoted(text: str) -> str:
    """The text without quotation marks that were meant to stand around the whole of it.

    `'Coast's Trust'` is meant so: the mark inside is an apostrophe. `"A" and "B"` is not.
    """
    mark, inner = text[:1], text[1:-1]
    if len(text) < 2 or mark not in ("'", '"') or text[-1] != mark:
        return text
    return inner if mark in inner and not _OUTSIDE_WORD[mark].search(inner) else text


def quoted(text: str) -> str:
    """The text in quotation marks, so that YAML reads it as it stands.

    A comment behind it, written with a blank after the hash, stays outside.
    """
    comment = _COMMENT.search(text)
    tail = text[comment.start() :].rstrip() if comment else ""
    text = text[: comment.start()] if comment else text
    if '"' not in text and "\\" not in text:
        return f'"{text}"{tail}'
    return "'" + text.replace("'", "''") + "'" + tail

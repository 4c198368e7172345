"""Prose: text with `{look-ups}` and `[@source, locator]` notes in it, and files of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportgen.documents.decoding import decode
from reportgen.documents.document import Document
from reportgen.documents.parsing import read_source
from reportgen.documents.source import Source
from reportgen.problems import Problem

_PART = re.compile(r"\{\{|\}\}|\{([^{}\n]*)\}|\[(@[^\[\]\n]*)\]|[{}]|\[@")
_PATH = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*")
_CITED = re.compile(r"@([A-Za-z0-9][A-Za-z0-9_-]*)\s*(?:,\s*(.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Literal:
    """Text that stands as it is, in Markdown."""

    text: str


@dataclass(frozen=True, slots=True)
class LookUp:
    """`{a.b}`: a value that is looked up.

    Attributes:
        path: The words between the points.
        offset: Where the brace stands in the text.
        width: How many characters the look-up takes, braces included.
    """

    path: tuple[str, ...]
    offset: int
    width: int


@dataclass(frozen=True, slots=True)
class Citation:
    """`[@icd, para. 3; @vss]`: a note that names sources.

    Attributes:
        items: Each source's id with the locator in it, or None.
        offset: Where the bracket stands in the text.
        width: How many characters the note takes, brackets included.
    """

    items: tuple[tuple[str, str | None], ...]
    offset: int
    width: int


@dataclass(frozen=True, slots=True)
class ProseFault:
    """A brace or bracket that cannot be read, and what to do; it stands as it is."""

    text: str
    offset: int
    message: str
    hint: str


Part = Literal | LookUp | Citation | ProseFault


def parse_prose(body: str) -> tuple[Part, ...]:
    """The text in parts, in their order; doubled braces are plain braces."""
    parts: list[Part] = []
    literal = ""
    end = 0
    for match in _PART.finditer(body):
        literal += body[end : match.start()]
        end = match.end()
        found = match.group()
        if found in {"{{", "}}"}:
            literal += found[0]
            continue
        if literal:
            parts.append(Literal(literal))
            literal = ""
        parts.append(_special(match))
    literal += body[end:]
    if literal:
        parts.append(Literal(literal))
    return tuple(parts)


def _special(match: re.Match[str]) -> Part:
    found, at = match.group(), match.start()
    if match[1] is not None:
        path = match[1].strip()
        if _PATH.fullmatch(path):
            return LookUp(tuple(path.split(".")), at, len(found))
        return ProseFault(
            found,
            at,
            f"`{found}` is not a look-up",
            "look-ups are ids and fields joined by points, and never compute; "
            "a brace that is to be printed is written twice",
        )
    if match[2] is not None:
        cited = [_CITED.fullmatch(item.strip()) for item in match[2].split(";")]
        items = tuple((item[1], (item[2] or "").strip() or None) for item in cited if item)
        if len(items) == len(cited):
            return Citation(items, at, len(found))
        hint = "write `[@source, para. 3]`, several as `[@one; @two]`"
        return ProseFault(found, at, f"`{found}` is not a note", hint)
    if found == "[@":
        hint = "write `[@source, para. 3]` on one line"
        return ProseFault(found, at, "a note begins here and is not closed", hint)
    twice = found * 2
    return ProseFault(
        found, at, f"a single `{found}`", f"write `{twice}` for a brace that is to be printed"
    )


def split_front_matter(
    name: str, raw: bytes
) -> tuple[Document | None, str, int, tuple[Problem, ...]]:
    """The front matter, the body, the number of the body's first line, and what is wrong.

    Front matter is YAML between two lines `---` at the very start. Its document counts lines as
    the file does.
    """
    source, refused = decode(name, raw)
    if source is None:
        return None, "", 1, refused
    lines = source.lines
    if lines[0].rstrip() != "---":
        return None, source.text, 1, ()
    end = next((n for n, line in enumerate(lines) if n and line.rstrip() == "---"), None)
    if end is None:
        return None, source.text, 1, ()
    body = "\n".join(lines[end + 1 :])
    front = "\n".join(["", *lines[1:end]]) + "\n"  # an empty line in place of `---` keeps count
    if not front.strip():
        return None, body, end + 2, ()
    document, problems = read_source(Source(name, front))
    return document, body, end + 2, problems

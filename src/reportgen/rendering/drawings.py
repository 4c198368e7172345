"""SVG files before anything draws them: no program, nothing from outside, no entities of their own.

The file is read by expat as a stream of events; nothing is built from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from xml.parsers import expat

from reportgen.rendering.fetching import inline_image

DEEPEST = 200
MOST_ELEMENTS = 200_000

_REFUSED = frozenset(
    {"script", "foreignobject", "iframe", "object", "embed", "audio", "video", "canvas", "handler"}
)
_LINKS = frozenset({"a"})
_ADDRESSES = frozenset({"href", "src", "data", "base", "from", "to", "values", "by"})
_WEB = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)
_CSS_COMMENT = re.compile(r"/\*.*?(\*/|\Z)", re.DOTALL)
_CSS_ADDRESS = re.compile(
    r"(?:url|src)\(\s*[\"']?([^\"')]*)|(@import)|((?<![\w-])image(?:-set)?\()", re.IGNORECASE
)

Inner = Callable[[bytes, str], str | None]
"""The fault of an image that a drawing holds, by its bytes and media type."""


class _FaultError(Exception):
    """Something that a drawing may not hold; ends the reading."""


def drawing_fault(data: bytes, inner: Inner) -> str | None:
    """What is wrong with an SVG file, to stand after its name; None where it may be drawn."""
    reader = _Reader(inner)
    try:
        reader.read(data)
    except _FaultError as error:
        return str(error)
    except expat.ExpatError as error:
        return f"is no XML: {expat.ErrorString(error.code)} on line {error.lineno}"
    except (ValueError, RecursionError, UnicodeError) as error:
        return f"is no XML: {error}"
    return None


def css_addresses(css: str) -> list[str]:
    """What a piece of CSS asks for: addresses of url(), and `@import` or `image()` themselves."""
    plain = _CSS_COMMENT.sub(" ", _unescaped(css))
    return [
        (m[1] if m[1] is not None else m[2] or m[3]).strip() for m in _CSS_ADDRESS.finditer(plain)
    ]


def _unescaped(css: str) -> str:
    if "\\" not in css:
        return css

    def letter(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[2]
        number = int(match[1], 16)
        return chr(number) if 0 < number < 0x110000 else "\ufffd"

    return _ESCAPE.sub(letter, css)


class _Reader:
    """One reading of one drawing."""

    def __init__(self, inner: Inner) -> None:
        self._inner = inner
        self._open: list[str] = []
        self._count = 0
        self._style: list[str] = []

    def read(self, data: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.ProcessingInstructionHandler = self._instruction
        parser.buffer_text = True
        parser.Parse(data, True)  # noqa: FBT003  expat's own signature

    def _doctype(self, name: str, _: str | None, __: str | None, own: int) -> None:
        if own:
            raise _FaultError("has entities of its own in its DOCTYPE; save it as plain SVG")
        if name.lower() != "svg":
            raise _FaultError(f"is no SVG but `{name}`")

    def _instruction(self, target: str, _: str) -> None:
        raise _FaultError(f"holds the instruction `<?{target[:40]}?>`; save it as plain SVG")

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        tag = _local(name)
        self._count += 1
        if not self._open and tag != "svg":
            raise _FaultError(f"is no SVG: it begins with `<{tag[:40]}>`")
        if tag in _REFUSED:
            raise _FaultError(f"holds `<{tag}>`, which drawings may not")
        if len(self._open) >= DEEPEST:
            raise _FaultError(f"is nested more than {DEEPEST} deep")
        if self._count > MOST_ELEMENTS:
            raise _FaultError(f"has more than {MOST_ELEMENTS:,} elements")
        self._open.append(tag)
        for key, value in attributes.items():
            self._attribute(tag, _local(key), value)

    def _attribute(self, tag: str, key: str, value: str) -> None:
        if key.startswith("on"):
            raise _FaultError(f"holds a program in `{key}`")
        if key == "attributename" and _local(value.rpartition(":")[2]) in _ADDRESSES:
            raise _FaultError("changes an address by an animation")
        if key in ("href", "src", "data", "base"):
            self._address(tag, value.strip())
        for address in css_addresses(value) if "(" in value or "@" in value else ():
            self._asked(address)

    def _address(self, tag: str, address: str) -> None:
        if tag in _LINKS and _WEB.match(address):
            return
        if not address:
            return
        self._asked(address)

    def _asked(self, address: str) -> None:
        """An address that a drawing asks for: a part of itself, or an image written into it."""
        if address.startswith("#"):
            return
        found = inline_image(address)
        if found is None:
            raise _FaultError(f"asks for `{address[:60]}`; put everything into the one file")
        fault = self._inner(*found)
        if fault is not None:
            raise _FaultError(fault)

    def _text(self, text: str) -> None:
        if self._open and self._open[-1] == "style":
            self._style.append(text)

    def _end(self, name: str) -> None:
        del name
        if self._open.pop() == "style":
            for address in css_addresses("".join(self._style)):
                self._asked(address)
            self._style.clear()


def _local(name: str) -> str:
    return name.rpartition(" ")[2].lower()

"""Bytes to text: the size, the encoding, and characters that have no business in a text."""

from __future__ import annotations

import re

from reportgen.documents.source import Source
from reportgen.problems import Problem, problem, visible

LARGEST = 20 * 1024 * 1024  # bytes

# NEL, LS and PS break lines for YAML 1.1 and for nobody else, so lines would be counted wrongly.
_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff"
# Overrides and isolates; the marks U+200E and U+200F reorder nothing and stay.
_TURNING = "\u202a-\u202e\u2066-\u2069"
_REFUSED = re.compile(f"[{_CONTROL}{_TURNING}]")
_MANY = 20  # places told of one file
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # byte order marks; without one every other byte is NUL


def decode(name: str, raw: bytes) -> tuple[Source | None, tuple[Problem, ...]]:
    r"""The text with `\n` line breaks and without a byte order mark, or what is wrong with it."""
    if len(raw) > LARGEST:
        return None, (
            problem(
                "too-large",
                f"the file has {len(raw) / 1024**2:.0f} MB, more than {LARGEST // 1024**2} MB",
                Source(name, "").at(0, 0),
                "put its records into several smaller files",
            ),
        )
    if raw[:2] in _UTF_16 or raw.count(0) > len(raw) // 4:
        return None, (_utf16(name),)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, (_not_utf8(name, raw, error),)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    source = Source(name, text)
    found = tuple(
        refused_character(source, match.start(), match.group())
        for _, match in zip(range(_MANY), _REFUSED.finditer(text), strict=False)
    )
    return (None, found) if found else (source, ())


def refused_characters(text: str) -> list[str]:
    """The characters of a value that may not stand in a text, for instance from an escape."""
    return _REFUSED.findall(text)


def refused_character(source: Source, offset: int, character: str) -> Problem:
    """The problem of one character that may not stand in a text."""
    place = source.at_offset(offset)
    shown = f"U+{ord(character):04X}"
    if re.match(f"[{_TURNING}]", character):
        return problem(
            "direction-override",
            f"a hidden character ({shown}) turns the direction of the text",
            place,
            "delete it; text is printed in the direction of its own letters",
        )
    if character == "\ufeff":
        hint = "delete it; it comes from joining two files"
    elif character in "\x85\u2028\u2029":
        hint = "replace this line separator by an ordinary line break"
    else:
        hint = "delete it"
    return problem("control-character", f"the character {shown} cannot be printed", place, hint)


def _utf16(name: str) -> Problem:
    place, hint = Source(name, "").at(0, 0), "save it with the encoding UTF-8"
    return problem("not-utf-8", "the file is saved as UTF-16", place, hint)


def _not_utf8(name: str, raw: bytes, error: UnicodeDecodeError) -> Problem:
    # Latin-1 gives every byte a letter, so that columns can be counted and the line shown.
    before = raw[: error.start].decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    rest = raw[error.start : error.start + 200].decode("cp1252", "replace")
    start = before.rfind("\n") + 1
    line = before[start:] + re.split(r"[\r\n]", rest, maxsplit=1)[0]
    place = Source(name, "\n" * before.count("\n") + line).at(
        before.count("\n"), len(before) - start
    )
    guess = f": as Windows-1252 this line reads `{visible(line.strip())}`" if line.strip() else ""
    return problem(
        "not-utf-8",
        f"the file is not UTF-8 (byte 0x{raw[error.start]:02X})",
        place,
        f"save it with the encoding UTF-8{guess}",
    )

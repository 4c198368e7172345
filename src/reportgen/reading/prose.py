"""What prose looks up and cites, and figures that it repeats by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reportgen.documents import Citation, Literal, LookUp, ProseFault, parse_prose
from reportgen.links import address_fault
from reportgen.model import COLLECTIONS
from reportgen.model.base import Noun
from reportgen.model.dataset import Dataset
from reportgen.model.evidence import Figure, Prose
from reportgen.model.fields import HIDDEN, fields_of
from reportgen.model.images import IMAGES
from reportgen.problems import Place, Problem, did_you_mean, nearest, problem
from reportgen.reading.origin import BODIES, Origin
from reportgen.reading.references import Index

_NUMBER = re.compile(
    r"(?<![\w.,/-])(?P<grouped>\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+)(?![\w/-]|[.,]\d)"
    r"|(?<![\w.,/-])(?P<plain>\d+(?:[.,]\d+)?)(?![\w/-]|[.,]\d)"
)
_LINK = re.compile(
    r"\]\(\s*<?([^\s()<>]+)"  # [words](address)
    r"|<([A-Za-z][A-Za-z0-9+.-]*:[^\s<>]*)>"  # <address>
    r"|^ {0,3}\[[^\]\n@]+\]:\s*<?([^\s<>]+)",  # [name]: address
    re.MULTILINE,
)
_ABOVE = re.compile(r"(?:\A|\n[ \t]*\n|^[ ]{0,3}#[^\n]*\n)[ \t\n]{0,3}\Z", re.MULTILINE)
_BELOW = re.compile(r"[ \t]*(?:\Z|\n[ \t]*(?:\n|\Z))")
_WORD = re.compile(r"\s*(\w+)")
_SHORT = 3  # numbers of fewer digits stand for too many things to tell without their unit
_YEARS = range(1900, 2101)


@dataclass(frozen=True)
class Known:
    """What prose may look up.

    Attributes:
        index: The ids of all collections.
        figures: The figures that the model accepts, by id.
        own: The records of the user's own collections.
    """

    index: Index
    figures: Mapping[str, Figure]
    own: Mapping[str, Mapping[str, Mapping[str, Any]]]


def check_prose(text: Prose, origin: Origin, known: Known) -> Iterator[Problem]:
    """The problems of a text in all its languages, each with its own place."""
    for language, body in text.bodies.items():
        path = (BODIES, language)
        yield from _links(body, origin, path)
        offset = 0
        for part in parse_prose(body):
            match part:
                case Literal():
                    yield from _typed(part.text, body, offset, language, path, origin, known)
                case LookUp():
                    offset = part.offset + part.width
                    place = origin.place_in(path, part.offset, part.width)
                    yield from _look_up(part.path, place, known)
                    yield from _inside_text(part, body, place, known)
                case Citation():
                    offset = part.offset + part.width
                    yield from _cited(part, path, origin, known)
                case ProseFault():
                    offset = part.offset + len(part.text)
                    place = origin.place_in(path, part.offset, len(part.text))
                    yield problem("prose-syntax", part.message, place, part.hint)


def _links(body: str, origin: Origin, path: tuple[str, str]) -> Iterator[Problem]:
    """Links of Markdown whose addresses briefs may not link to."""
    for match in _LINK.finditer(body):
        at = next(group for group in (1, 2, 3) if match[group] is not None)
        address = match[at]
        if address.startswith(("#", "{")):
            continue
        fault = address_fault(address)
        if fault is not None:
            place = origin.place_in(path, match.start(at), len(address))
            hint = "write an address that begins with https://; images are placed by templates"
            yield problem("bad-link", f"the link `{address[:60]}` {fault}", place, hint)


def _look_up(path: tuple[str, ...], place: Place, known: Known) -> Iterator[Problem]:
    first, *rest = path
    shown = "{" + ".".join(path) + "}"
    if first == "dataset":
        yield from _field(Dataset, rest, shown, place)
    elif first in COLLECTIONS and (rest or not known.index.has("figures", first)):
        yield from _record(first, rest, shown, place, known)
    elif first in known.own and rest:
        yield from _own(first, rest, shown, place, known)
    elif not known.index.has("figures", first):
        figures = list(known.index.ids.get("figures", ()))
        collections = [*COLLECTIONS, *known.own]
        if rest and nearest(first, [*figures, *collections]) is None:
            hint = did_you_mean(first, collections, kind="collections")
        else:
            hint = did_you_mean(
                first, [*figures, *collections] if rest else figures, kind="figures"
            )
        for collection in () if rest else COLLECTIONS:
            if first in known.index.ids.get(collection, ()):
                hint = f"did you mean `{{{collection}.{first}}}`?"
        yield problem("unknown-look-up", f"`{shown}` looks up no figure", place, hint)
    elif rest:
        yield from _field(Figure, rest, shown, place)


def _inside_text(part: LookUp, body: str, place: Place, known: Known) -> Iterator[Problem]:
    """A problem where a picture stands inside a paragraph, a list or a table."""
    if part.path[:1] != (IMAGES,) or len(part.path) != 2 or not known.index.has(*part.path):
        return
    before, behind = body[: part.offset], body[part.offset + part.width :]
    if not (_ABOVE.search(before) and _BELOW.match(behind)):
        message = f"`{{{'.'.join(part.path)}}}` prints a picture, which is no part of a sentence"
        hint = "give it a paragraph of its own, with an empty line above and below it"
        yield problem("prose-syntax", message, place, hint)


def _record(
    collection: str, rest: list[str], shown: str, place: Place, known: Known
) -> Iterator[Problem]:
    if not rest:
        hint = f"write `{{{collection}.ID}}`"
        yield problem("unknown-look-up", f"`{shown}` names a whole collection", place, hint)
    elif not known.index.has(collection, rest[0]):
        hint = did_you_mean(rest[0], known.index.ids.get(collection, ()), kind="ids")
        message = f"`{shown}`: there is no `{rest[0]}` in {collection}"
        yield problem("unknown-look-up", message, place, hint)
    elif rest[1:]:
        yield from _field(COLLECTIONS[collection], rest[1:], shown, place)


def _own(
    collection: str, rest: list[str], shown: str, place: Place, known: Known
) -> Iterator[Problem]:
    records = known.own[collection]
    if known.index.unknown(collection):
        return
    if rest[0] not in records:
        hint = did_you_mean(rest[0], records, kind="ids")
        message = f"`{shown}`: there is no `{rest[0]}` in {collection}"
        yield problem("unknown-look-up", message, place, hint)
    elif rest[1:] and rest[1] not in records[rest[0]]:
        hint = did_you_mean(rest[1], records[rest[0]], kind="fields")
        message = f"`{shown}`: the record has no field `{rest[1]}`"
        yield problem("unknown-look-up", message, place, hint)


def _field(noun: type[Noun], path: list[str], shown: str, place: Place) -> Iterator[Problem]:
    """A problem where the path leads to no field that a brief may print."""
    if not path:
        yield problem("unknown-look-up", f"`{shown}` names no field", place, "add `.title`")
        return
    fields = {name: kind for name, kind in fields_of(noun).items() if name not in HIDDEN}
    kind = fields.get(path[0])
    if kind is None:
        message = f"`{shown}`: {noun.__name__.lower()} has no field `{path[0]}`"
        hint = did_you_mean(path[0], fields, kind="fields", limit=40)
        yield problem("unknown-look-up", message, place, hint)
    elif len(path) > 1 and kind.noun is not None and issubclass(kind.noun, Noun):
        yield from _field(kind.noun, path[1:], shown, place)
    elif len(path) > 1:
        message = f"`{shown}`: `{path[0]}` has no fields of its own"
        yield problem("unknown-look-up", message, place, f"leave `.{path[1]}` out")


def _cited(
    part: Citation, path: tuple[str, str], origin: Origin, known: Known
) -> Iterator[Problem]:
    for source, _ in part.items:
        if known.index.has("sources", source):
            continue
        place = origin.place_in(path, part.offset, part.width)
        sources = known.index.ids.get("sources", ())
        hint = did_you_mean(source, sources, kind="sources")
        yield problem("unknown-source", f"there is no source `{source}`", place, hint)


def _typed(
    text: str,
    body: str,
    start: int,
    language: str,
    path: tuple[str, str],
    origin: Origin,
    known: Known,
) -> Iterator[Problem]:
    """Warnings where the text repeats the value of a figure."""
    for match in _NUMBER.finditer(text):
        number = _read(match)
        figure = _of_value(number, match, text[match.end() :], language, known)
        if figure is None:
            continue
        at = body.find(match.group(), start)
        start = max(start, at + len(match.group()))
        yield problem(
            "typed-figure",
            f"`{match.group()}` is the figure `{figure}`, typed by hand",
            origin.place_in(path, max(at, 0), len(match.group())),
            f"write `{{{figure}}}`, or `{{{figure}.value}}` for the number alone",
        )


def _of_value(
    number: Decimal, match: re.Match[str], rest: str, language: str, known: Known
) -> str | None:
    digits = len(str(abs(number)).replace(".", ""))
    year = match["grouped"] is None and number in _YEARS
    telling = digits >= _SHORT and not year
    for id_, figure in known.figures.items():
        if figure.value != number or figure.qualifier in {"identifier", "ordinal"}:
            continue
        if telling or _unit_follows(figure, rest, language):
            return id_
    return None


def _unit_follows(figure: Figure, rest: str, language: str) -> bool:
    if figure.unit is None:
        return False
    unit = _WORD.match(figure.unit.find(language, language)[0])
    word = _WORD.match(rest)
    return bool(unit and word and unit[1].casefold() == word[1].casefold())


def _read(match: re.Match[str]) -> Decimal:
    if match["grouped"] is not None:
        return Decimal(re.sub(r"\D", "", match["grouped"]))
    return Decimal(match["plain"].replace(",", "."))

"""Functions of the template language. Each takes the page first; templates leave that out."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from reportgen.model.images import IMAGES
from reportgen.problems import Problem, ProblemsError, problem
from reportgen.rendering.draft import Draft, Heading
from reportgen.rendering.gaps import gaps
from reportgen.rendering.image_figure import image_figure
from reportgen.rendering.joining import COMMA
from reportgen.rendering.labels import N_
from reportgen.rendering.look_ups import Printers, look_up
from reportgen.rendering.prose import prose_markup
from reportgen.rendering.quantities import (
    as_of_text,
    bare_length,
    comparable_figures,
    counted,
    number_markup,
    quantity_markup,
    unit_markup,
)
from reportgen.rendering.sectioned import section_text
from reportgen.rendering.theme import media_type
from reportgen.rendering.values import LocalText, spoken
from reportgen.rendering.view import View
from reportgen.rendering.wording import filled
from reportgen.world import DATA

HEAD = "<!--head-->"
"""Where the styles of the medium go."""

ASSET = "<asset:{}>"
"""The address of an image, until the medium says how to reach it.

No text of the data can hold one, since everything from the data is escaped."""

LOCATORS = {
    "para.": N_("para. {place}"),
    "p.": N_("p. {place}"),
    "pp.": N_("pp. {place}"),
    "sect.": N_("sect. {place}"),
    "art.": N_("art. {place}"),
}


def head(_: Draft) -> Markup:
    """The styles and fonts of the medium: embedded for the screen, linked for print."""
    return Markup(HEAD)


def asset(draft: Draft, path: str) -> Markup:
    """The address of an image: `data/images/x.png`, or a file of the theme.

    Raises:
        ProblemsError: there is no such file, it may not be read, it is of no kind that pages show,
            or an image that cannot be drawn.
    """
    try:
        if draft.fetch(path) is not None:
            return Markup(ASSET).format(path)
    except ProblemsError as error:
        raise ProblemsError(_where_data_says(draft, path, error.problems)) from error
    what = f"there is no file '{path}'"
    if media_type(path) is None and draft.files(path) is not None:
        what = f"'{path}' is no image that pages show"
    hint = "the path is counted from the project folder, then from the theme: data/images/x.png"
    found = problem("unknown-asset", what, None, hint)
    raise ProblemsError(_where_data_says(draft, path, (found,)))


def _where_data_says(draft: Draft, path: str, problems: Iterable[Problem]) -> list[Problem]:
    """The problems of an image, at the line of the data that names it, where it is the data."""
    place = draft.views.written(path.removeprefix(f"{DATA}/"))
    return [p if p.place else dataclasses.replace(p, place=place) for p in problems]


def heading(draft: Draft, level: int, text: Any, id: str | None = None) -> Markup:
    """A heading with an anchor, entered into the contents."""
    anchor = draft.unique_id(id or Markup(escape(text)).striptags())
    draft.headings.append(Heading(level, anchor, Markup(escape(text)).striptags()))
    return Markup('<h{0} id="{1}">{2}</h{0}>').format(level, anchor, text)


def contents(draft: Draft) -> list[dict[str, Any]]:
    """The headings so far, as rows of level, id and text."""
    return [{"level": h.level, "id": h.id, "text": h.text} for h in draft.headings]


def cite(draft: Draft, cited: Any) -> Markup:
    """References to the notes of a record, or of a list of its `sources`; nothing for none."""
    citations = cited.get("sources") if isinstance(cited, View) else cited
    # Two quotes from one place are one note: its number stands once.
    places: dict[Any, list[Mapping[str, Any]]] = {}
    for citation in citations or ():
        if citation["id"] is not None:
            key = (citation["id"].address, citation["locator"])
            places.setdefault(key, []).append(citation)
    marks = [_mark(draft, found) for found in places.values()]
    if not marks:
        return Markup("")
    return Markup('<span class="note-refs">{}</span>').format(Markup(COMMA).join(marks))


def _mark(draft: Draft, citations: Sequence[Mapping[str, Any]]) -> Markup:
    note, reference = draft.note(citations)
    title = filled(draft.wording.gettext("Note {number}"), number=note.number)
    return Markup(
        '<a class="note-ref" href="#{}" id="{}" role="doc-noteref" aria-label="{}">'
        "<sup>{}</sup></a>"
    ).format(note.id, reference, title, note.number)


def notes(draft: Draft) -> list[dict[str, Any]]:
    """The notes of the page by number, each with its source, place, quotes and references.

    A quote belongs to the references that cite it, not to all that lead to its place.
    """
    return [
        {
            "number": note.number,
            "id": note.id,
            "source": note.source,
            "source_id": f"source-{note.source.address[1]}",
            "locator": locator(draft, note.locator),
            "references": list(note.references),
            "quotes": [{"text": text, "references": refs} for text, refs in note.quotes.items()],
        }
        for note in draft.notes()
    ]


def bibliography(draft: Draft) -> list[dict[str, Any]]:
    """The sources that the notes cite, each once, in the order of first citation."""
    rows: dict[str, dict[str, Any]] = {}
    for note in draft.notes():
        id_ = note.source.address[1]
        row = rows.setdefault(id_, {"id": f"source-{id_}", "source": note.source, "notes": []})
        row["notes"].append(note.number)
    return list(rows.values())


def locator(draft: Draft, text: str | None) -> str | None:
    """A place in a source with its abbreviation in the brief's language: `đoạn 4`."""
    if text is None:
        return None
    word, _, place = text.partition(" ")
    if word in LOCATORS and place:
        return filled(draft.wording.gettext(LOCATORS[word]), place=place)
    return text


def name(draft: Draft, record: Any, *, full: bool = False) -> Markup:
    """The name in full with the acronym the first time on a page, afterwards the acronym.

    Args:
        draft: The page in hand.
        record: A partner, or anything else with a name or a title.
        full: Always the name in full, as a table of partners wants it.
    """
    if not isinstance(record, View):
        return escape(record)
    long = _long(record)
    acronym = record.get("acronym")
    if not acronym or str(acronym) == str(long):
        return escape(long)
    if draft.first_use(record.address, str(acronym)) or full:
        if f"({acronym})" in long:
            return escape(long)
        return Markup("{} ({})").format(long, _bare(acronym))
    return Markup('<abbr title="{}">{}</abbr>').format(str.__str__(long), _bare(acronym))


def _long(record: View) -> Any:
    return record["name"] if "name" in record else record["title"]


def _bare(text: Any) -> str:
    # An acronym is a proper name: it is no fallback in a language that has no other form of it.
    return str.__str__(text)


def acronyms(draft: Draft) -> list[dict[str, Any]]:
    """The acronyms that the page has used, with their names, by acronym."""
    return [
        {
            "acronym": acronym,
            "name": _long(record),
            "lang": getattr(_long(record), "language", None),
        }
        for acronym, record in draft.acronyms()
    ]


def quantity(draft: Draft, figure: View, *, note: bool = True) -> Markup:
    """A figure with qualifier, number, unit and the references to its notes."""
    text = quantity_markup(draft.wording, figure)
    return text + cite(draft, counted(figure)) if note else text


def quantity_parts(draft: Draft, figure: View) -> dict[str, Any]:
    """The same in pieces, for a layout of its own: number, unit, as_of, notes.

    `length` is that of the number without its qualifier, in letters.
    """
    number = number_markup(draft.wording, figure, with_unit=True)
    return {
        "number": number,
        "length": bare_length(number),
        "unit": unit_markup(draft.wording, figure),
        "as_of": as_of_text(draft.wording, figure),
        "notes": cite(draft, counted(figure)),
    }


def comparable(_: Draft, figures: Iterable[View]) -> bool:
    """Whether one scale can show these figures: of one kind, and of like size."""
    return comparable_figures(tuple(figures))


def picture(draft: Draft, image: Any, class_: str = "") -> Markup:
    """A record of `images` as a figure with its caption and credit; nothing for none.

    Args:
        draft: The page in hand.
        image: The picture, or None.
        class_: A further class, for the style sheets.
    """
    if image is None:
        return Markup("")
    if not isinstance(image, View) or image.address[0] != IMAGES:
        raise TypeError("picture() prints a record of `images`")
    return image_figure(draft, image, asset, cite, class_)


def as_of(draft: Draft, figure: View) -> str:
    """`as of 2024`, or `undated`."""
    return as_of_text(draft.wording, figure)


def _text(draft: Draft, place: Any) -> LocalText | None:
    if not isinstance(place, str):  # a template may hand over anything
        raise TypeError("the place of a text is a name in quotation marks, such as 'purpose'")
    own, shared = f"{draft.report}-{place}", place
    if draft.views.has("texts", own):
        return draft.views.prose(own)
    manifest = draft.manifest
    if manifest and place in manifest.headings and draft.views.has("texts", draft.report):
        found = draft.views.prose(
            draft.report,
            lambda body, language: section_text(manifest, place, body, draft.words(language)),
        )
        if found is not None:
            return found
    return draft.views.prose(shared) if draft.views.has("texts", shared) else None


def has_prose(draft: Draft, place: str) -> bool:
    """True where the data has a text for this place."""
    return _text(draft, place) is not None


def prose(draft: Draft, place: str, level: int = 3) -> Markup:
    """The text for a place; nothing where there is none.

    It is `{report}-{place}`, else what stands under the heading of the place in the text
    `{report}`, else `{place}`.

    A text in another language than the brief's is wholly in that language, its figures and names
    too, and is marked. `level` is that of the highest heading inside it.
    """
    text = _text(draft, place)
    if text is None:
        return Markup("")
    speaking = draft.speaking(text.language) if text.fallback and text.language else draft
    body = prose_markup(
        text,
        lambda path: look_up(speaking, Printers(quantity, name, picture), path),
        lambda items: _cited(speaking, items),
        level,
    )
    if not text.fallback:
        return body
    mark = Markup('<p class="fallback-mark">{}</p>\n').format(text.mark) if text.mark else ""
    return Markup('{}<div{} class="fallback">{}</div>').format(
        mark, spoken(text.language or ""), body
    )


def _cited(draft: Draft, items: Iterable[tuple[str, str | None]]) -> Markup:
    sources = [
        {"id": draft.views.record("sources", id_), "locator": place, "quote": None}
        for id_, place in items
        if draft.views.has("sources", id_)
    ]
    return cite(draft, sources)


def chart(
    draft: Draft,
    spec: Any,
    title: Any,
    description: Any,
    values: Iterable[Mapping[str, Any]] | None = None,
) -> Markup:
    """A Vega-Lite chart as inline SVG: a mapping, or the name of `charts/NAME.vl.yaml`."""
    from reportgen.rendering.charting import chart_markup

    return chart_markup(draft, spec, title, description, values)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "head": head,
    "asset": asset,
    "heading": heading,
    "contents": contents,
    "cite": cite,
    "notes": notes,
    "bibliography": bibliography,
    "name": name,
    "acronyms": acronyms,
    "quantity": quantity,
    "quantity_parts": quantity_parts,
    "picture": picture,
    "as_of": as_of,
    "comparable": comparable,
    "prose": prose,
    "has_prose": has_prose,
    "chart": chart,
    "gaps": gaps,
}

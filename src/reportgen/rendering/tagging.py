"""The tags of a finished PDF, mended where WeasyPrint's own do not hold up to PDF/UA-1.

WeasyPrint tags each box of the layout. Here the boxes of one element become one tag again, whether
lines, columns or pages divide it; what only groups falls away; lists, tables, contents, notes and
links get the types, attributes and words that ISO 32000-1 (14.8) has for them.
"""

from __future__ import annotations

from collections.abc import Sequence

import pydyf

from reportgen.rendering.structure import Attached, Edges, Mark, Node, Origins, Structure
from reportgen.rendering.table_tags import mend_table

Kid = Node | Mark | Attached

ROLES = {
    "nav": "Sect",
    "aside": "Sect",
    "header": "Div",
    "footer": "Div",
    "figure": "Div",
    "q": "Quote",
    "code": "Code",
}
"""Of elements for which WeasyPrint knows none."""

_BLOCKS_ONLY = frozenset({"Document", "Part", "Art", "Sect", "Div", "BlockQuote"})
"""Types that group blocks and have no words of their own."""
_INLINE = frozenset({"Span", "Link", "Quote", "Code"})
_TEXTS = frozenset({"P", "Div", "Sect", "Art", "BlockQuote", "LI"})
"""Types of what can be a note: a heading or a table that a call leads to stays what it is."""
_ITEM = frozenset({"LI", "LBody"})
_REPEATED = frozenset({"THead", "TFoot"})
_POINTS = 0.75
"""PDF points in a CSS pixel."""


def mend_tags(pdf: pydyf.PDF, origins: Origins, heights: Sequence[float]) -> None:
    """Mend the tags of a PDF, whose pages have these heights in CSS pixels."""
    structure = Structure(pdf, origins)
    structure.make_running_heads_artifacts()
    document = structure.document
    _name(document, str(pdf.catalog["Lang"].string))
    _simplify(document)
    _join(document, structure)
    _mend_lists(document)
    _mend_contents(document)
    _mend_notes(document)
    for node in document.walk():
        if node.role == "Link":
            _mend_link(node, structure)
        elif node.role == "Table":
            mend_table(node)
        elif node.role == "Figure" and node.origin and node.origin.edges:
            edges = _on_page(node.origin.edges, heights[node.origin.page])
            node.attributes("/Layout")["BBox"] = pydyf.Array(edges)
    structure.write()


def _name(node: Node, language: str, item: Node | None = None) -> None:
    """Give what WeasyPrint has no type for its type, and other languages their name.

    `item` is that of a list around it, if there is one.
    """
    for kid in node.nodes():
        spoken = kid.attribute("lang") or language
        if kid.origin and kid.origin.footnote and kid.role != "Link":
            kid.role = "Note"
        elif kid.role in _ITEM and item and _is_same(kid, item) and node.role != "LI":
            kid.role = "NonStruct"  # a box inside that of the item
        elif kid.origin and kid.role == "NonStruct":
            kid.role = ROLES.get(kid.origin.tag, "NonStruct")
        if spoken != language:
            kid.language = spoken
            if kid.role == "NonStruct":
                kid.role = "Span"
        _name(kid, spoken, kid if kid.role in _ITEM else item)


def _simplify(node: Node) -> None:
    """Take out what only groups, and make paragraphs of words that stand between blocks."""
    kids: list[Kid] = []
    for kid in node.kids:
        if isinstance(kid, Node):
            _simplify(kid)
            if _says_nothing(kid, node):
                kids += kid.kids
                continue
        kids.append(kid)
    node.kids = kids
    if node.role in _BLOCKS_ONLY:
        _make_paragraphs(node)


def _says_nothing(node: Node, parent: Node) -> bool:
    if node.language:
        return False
    if node.role in ("NonStruct", "Span"):
        return True
    if node.role == "Div":
        return node.origin is None or node.origin.tag != "figure"
    if node.role == "Link" and parent.role == "Link":
        return True
    return node.role == parent.role and _is_same(node, parent)


def _is_same(one: Node, other: Node) -> bool:
    """Whether both are boxes of the same element, or of the same part that its styles make."""
    if one.origin is None or other.origin is None:
        return False
    return one.origin.element is other.origin.element and one.origin.tag == other.origin.tag


def _make_paragraphs(node: Node) -> None:
    loose = [not isinstance(kid, Node) or kid.role in _INLINE for kid in node.kids]
    if not any(loose):
        return
    if all(loose) and node.role == "Div":
        node.role = "P"
        return
    kids: list[Kid] = []
    open_: Node | None = None
    for kid, is_loose in zip(node.kids, loose, strict=True):
        if not is_loose:
            open_ = None
            kids.append(kid)
            continue
        if open_ is None:
            open_ = Node("P")
            kids.append(open_)
        open_.kids.append(kid)
    node.kids = kids


def _join(node: Node, structure: Structure) -> None:
    """Make one tag of an element that lines, columns or pages divide.

    The head of a table that stands again on the next page is no part of the table.
    """
    known: dict[tuple[int, str, str], Node] = {}
    kids: list[Kid] = []
    for kid in node.kids:
        if not isinstance(kid, Node) or kid.origin is None:
            kids.append(kid)
            continue
        key = (id(kid.origin.element), kid.origin.tag, kid.role)
        first = known.setdefault(key, kid)
        if first is kid:
            kids.append(kid)
        elif kid.role in _REPEATED:
            structure.make_artifacts(dict.fromkeys(kid.marks()))
            _hand_over_links(kid, first, structure)
        else:
            first.kids += kid.kids
    node.kids = kids
    for kid in node.nodes():
        _join(kid, structure)


def _hand_over_links(again: Node, first: Node, structure: Structure) -> None:
    """A link in the head of a table leads on from every page."""
    for node in again.walk():
        for attached in [kid for kid in node.kids if isinstance(kid, Attached)]:
            own = next((other for other in first.walk() if _is_same(other, node)), None)
            if own is None:
                structure.take_off(attached)
            else:
                own.kids.append(attached)


def _mend_lists(document: Node) -> None:
    """Lists that hold items only, items that hold a label and a body (PDF/UA-1, 7.2)."""
    for node in document.walk():
        if node.role == "L":
            node.kids = _terms([_item(kid) for kid in node.kids])
            continue
        node.kids = _gathered(node.kids)
        if node.role == "LI":
            _wrap_body(node)


def _gathered(kids: list[Kid]) -> list[Kid]:
    """Items that stand in no list, in lists: those that a style has taken out of theirs."""
    found: list[Kid] = []
    list_: Node | None = None
    for kid in kids:
        if not isinstance(kid, Node) or kid.role != "LI":
            found.append(kid)
            list_ = None
        elif list_ is None:
            list_ = Node("L", [kid])
            found.append(list_)
        else:
            list_.kids.append(kid)
    return found


def _item(kid: Kid) -> Node:
    if isinstance(kid, Node) and kid.role in ("LI", "L", "Caption"):
        return kid
    return Node("LI", [kid])


def _terms(items: list[Node]) -> list[Kid]:
    """Terms and what is said of them, as labels and bodies of one item."""
    kids: list[Kid] = []
    term: Node | None = None
    for item in items:
        tag = item.origin.tag if item.origin else ""
        if tag == "dt":
            bodies = [kid for kid in item.nodes() if kid.role == "LBody"]
            for body in bodies:
                body.role = "Lbl"
            if term is not None and all(kid.role == "Lbl" for kid in term.nodes()):
                term.kids += item.kids  # a second term for the same thing
                continue
            term = item
        elif tag == "dd" and term is not None:
            term.kids += item.kids
            continue
        else:
            term = None
        kids.append(item)
    return kids


def _wrap_body(item: Node) -> None:
    """Put what an item holds beside its labels into one body (`<li><p>`)."""
    labels = [kid for kid in item.kids if isinstance(kid, Node) and kid.role == "Lbl"]
    others = [kid for kid in item.kids if kid not in labels]
    if all(isinstance(kid, Node) and kid.role == "LBody" for kid in others):
        return
    body = Node("LBody")
    for kid in others:
        body.kids += kid.kids if isinstance(kid, Node) and kid.role == "LBody" else [kid]
    item.kids = [*labels, body]


def _mend_contents(document: Node) -> None:
    """The list in `role="doc-toc"` as contents: TOC, TOCI, and in it what leads to the place."""
    for part in document.walk():
        if part.attribute("role") != "doc-toc":
            continue
        for node in part.walk():
            if node.role == "L":
                node.role = "TOC"
            elif node.role == "LI":
                node.role = "TOCI"
                node.kids = [made for kid in node.kids for made in _entry(kid)]


def _entry(kid: Kid) -> list[Kid]:
    if not isinstance(kid, Node) or kid.role != "LBody":
        return [kid]
    nested: list[Kid] = [one for one in kid.nodes() if one.role in ("L", "TOC")]
    return [Node("Reference", [one for one in kid.kids if one not in nested]), *nested]


def _mend_notes(document: Node) -> None:
    """Footnotes, and what the calls of notes (`role="doc-noteref"`) lead to, as notes (7.9)."""
    called = {
        (node.attribute("href") or "").removeprefix("#")
        for node in document.walk()
        if node.role == "Link" and node.attribute("role") == "doc-noteref"
    }
    notes = [
        node
        for node in document.walk()
        if node.role == "Note" or (node.role in _TEXTS and node.attribute("id") in called)
    ]
    for number, node in enumerate(notes, start=1):
        note = node
        bodies = [kid for kid in node.nodes() if kid.role == "LBody"]
        if bodies:
            note = Node("Note", bodies[0].kids)
            bodies[0].kids = [note]
        note.role, note.id = "Note", f"note-{number}"


def _mend_link(link: Node, structure: Structure) -> None:
    """A link owns its annotations, one a line, and says in words where it leads (7.18.5)."""
    found = list(link.attached())
    for node in link.walk():
        node.kids = [kid for kid in node.kids if not isinstance(kid, Attached)]
    own: list[Attached] = []
    for attached in found:
        page = structure.page_of(attached)
        beside = [other for other in own if structure.page_of(other) == page]
        if any(_take_in(other.annotation, attached.annotation) for other in beside):
            structure.take_off(attached)
        else:
            own.append(attached)
    link.kids += own
    words = _words(link)
    if words:
        for attached in own:
            attached.annotation["Contents"] = pydyf.String(words)


def _words(link: Node) -> str:
    """What a link says: its label, else its text, else that of its image."""
    if link.origin is None:
        return ""
    element = link.origin.element
    told = element.get("aria-label") or "".join(element.itertext())
    if not told.strip():
        told = next((image.get("alt") for image in element.iter() if image.get("alt")), "")
    return " ".join(told.split())


def _take_in(outer: pydyf.Dictionary, inner: pydyf.Dictionary) -> bool:
    """Whether the inner annotation is on the line of the outer, which then takes its room in.

    On one line: it begins and ends within the outer and shares some height with it, as the raised
    number of a note does; half a point is play.
    """
    x1, y1, x2, y2 = _rectangle(inner)
    left, bottom, right, top = _rectangle(outer)
    if x1 < left - 0.5 or x2 > right + 0.5 or y2 <= bottom or y1 >= top:
        return False
    outer["Rect"] = pydyf.Array((left, min(bottom, y1), right, max(top, y2)))
    return True


def _rectangle(annotation: pydyf.Dictionary) -> Edges:
    x1, y1, x2, y2 = (float(edge) for edge in annotation["Rect"])
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _on_page(edges: Edges, height: float) -> list[float]:
    """Edges in the points of the page, counted from its bottom left."""
    left, top, right, bottom = edges
    return [round(value * _POINTS, 3) for value in (left, height - bottom, right, height - top)]

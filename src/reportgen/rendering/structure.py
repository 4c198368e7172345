"""The structure tree of a PDF as nodes that can be moved about (ISO 32000-1, 14.7).

Read from the objects of a finished PDF before they are written, and put back into them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pydyf

Edges = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Origin:
    """What of the page a tag comes from.

    Attributes:
        element: The element; of a pseudo-element, the one that has it.
        tag: Its name, with that of the pseudo-element: `a::after`.
        page: The page's index.
        edges: Left, top, right and bottom of an image, in CSS pixels of the page.
        footnote: Whether it is set as a footnote.
    """

    element: Any
    tag: str
    page: int
    edges: Edges | None
    footnote: bool


@dataclass(slots=True)
class Origins:
    """The origins of tags by the number of their object, and the tags of running heads.

    `running`: the margin box (`@top-left`), and the objects of what is in it.
    """

    of: dict[int, Origin] = field(default_factory=dict)
    running: list[tuple[str, list[Any]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of marked content."""

    page: int
    number: int


@dataclass(eq=False, slots=True)
class Attached:
    """An annotation that belongs to a tag."""

    holder: Any
    annotation: Any


@dataclass(eq=False, slots=True)
class Node:
    """One structure element.

    Attributes:
        role: Its type without a slash: `P`, `TH`.
        kids: Its parts in reading order.
        origin: What of the page it comes from, where that is known.
        language: Where it differs from that around it.
        id: What other tags know it by.
        thing: Its object; made when it is needed.
    """

    role: str
    kids: list[Node | Mark | Attached] = field(default_factory=list)
    origin: Origin | None = None
    language: str | None = None
    id: str | None = None
    thing: Any = None

    def nodes(self) -> Iterator[Node]:
        """The nodes among its parts."""
        return (kid for kid in self.kids if isinstance(kid, Node))

    def walk(self) -> Iterator[Node]:
        """It and every node below, in reading order."""
        ahead = [self]
        while ahead:
            node = ahead.pop()
            yield node
            ahead += [kid for kid in reversed(node.kids) if isinstance(kid, Node)]

    def marks(self) -> Iterator[Mark]:
        """Every piece of content in it and below."""
        return (kid for node in self.walk() for kid in node.kids if isinstance(kid, Mark))

    def attached(self) -> Iterator[Attached]:
        """Every annotation in it and below."""
        return (kid for node in self.walk() for kid in node.kids if isinstance(kid, Attached))

    def attribute(self, name: str) -> str | None:
        """An attribute of the element that it comes from; none of a pseudo-element's."""
        if self.origin is None or ":" in self.origin.tag:
            return None
        found = self.origin.element.get(name)
        return None if found is None else str(found)

    def attributes(self, owner: str) -> Any:
        """Its attributes in the PDF, made where there are none: /Table, /Layout."""
        if "A" not in self.thing:
            self.thing["A"] = pydyf.Dictionary({"O": owner})
        return self.thing["A"]


class Structure:
    """The tree of one PDF, its root `document`; `write` puts it back."""

    def __init__(self, pdf: pydyf.PDF, origins: Origins) -> None:
        self._pdf = pdf
        self._origins = origins
        self._read: dict[int, Any] = {}
        self._pages = {_number(ref): at for at, ref in enumerate(pdf.page_references)}
        self._root = self._found(pdf.catalog["StructTreeRoot"])
        self.document = self._node(self._found(self._root["K"][0]))

    def _found(self, reference: bytes) -> Any:
        return self._pdf.objects[_number(reference)]

    def _node(self, thing: Any) -> Node:
        self._read[thing.number] = thing
        page = self._pages[_number(thing["Pg"])] if "Pg" in thing else 0
        node = Node(thing["S"][1:], [], self._origins.of.get(thing.number), thing=thing)
        for kid in thing["K"]:
            if isinstance(kid, int):
                node.kids.append(Mark(page, kid))
                continue
            found = self._found(kid)
            if found["Type"] == "/OBJR":
                self._read[found.number] = found
                node.kids.append(Attached(found, self._found(found["Obj"])))
            else:
                node.kids.append(self._node(found))
        return node

    def page_of(self, annotation: Attached) -> int:
        """The index of the page that an annotation is on."""
        return self._pages[_number(annotation.holder["Pg"])]

    def take_off(self, attached: Attached) -> None:
        """Remove an annotation from its page."""
        annotation = attached.annotation
        self._found(attached.holder["Pg"])["Annots"].remove(annotation.reference)
        self._drop(annotation)

    def write(self) -> None:
        """Put the tree back, with the parents that content and annotations have in it now."""
        marks: list[dict[int, bytes]] = [{} for _ in self._pages]
        annotations: list[bytes] = []
        kept: set[int] = set()
        self._write(self.document, self._root.reference, marks, annotations, kept)
        numbers: list[Any] = []
        for page, known in enumerate(marks):
            last = max(known, default=-1)
            array = pydyf.Array(known.get(number, b"null") for number in range(last + 1))
            numbers += (page, array)
        for number, owner in enumerate(annotations, len(marks)):
            numbers += (number, owner)
        self._found(self._root["ParentTree"])["Nums"] = pydyf.Array(numbers)
        for number, thing in self._read.items():
            if number not in kept:
                self._drop(thing)

    def _write(
        self,
        node: Node,
        parent: bytes,
        marks: Sequence[dict[int, bytes]],
        annotations: list[bytes],
        kept: set[int],
    ) -> bytes:
        thing = node.thing
        if thing is None:
            thing = node.thing = pydyf.Dictionary({"Type": "/StructElem"})
            self._pdf.add_object(thing)
        reference: bytes = thing.reference
        kept.add(thing.number)
        thing["S"], thing["P"] = f"/{node.role}", parent
        if node.language:
            thing["Lang"] = pydyf.String(node.language)
        if node.id:
            thing["ID"] = pydyf.String(node.id)
        page = next((kid.page for kid in node.kids if isinstance(kid, Mark)), None)
        if page is not None:
            thing["Pg"] = self._pdf.page_references[page]
        parts = thing["K"] = pydyf.Array()
        for kid in node.kids:
            if isinstance(kid, Node):
                parts.append(self._write(kid, reference, marks, annotations, kept))
            elif isinstance(kid, Mark):
                marks[kid.page][kid.number] = reference
                parts.append(kid.number if kid.page == page else self._elsewhere(kid))
            else:
                kept.add(kid.holder.number)
                kid.annotation["StructParent"] = len(marks) + len(annotations)
                annotations.append(reference)
                parts.append(kid.holder.reference)
        return reference

    def _elsewhere(self, mark: Mark) -> Any:
        page = self._pdf.page_references[mark.page]
        return pydyf.Dictionary({"Type": "/MCR", "Pg": page, "MCID": mark.number})

    def _drop(self, thing: Any) -> None:
        """Leave nothing of an object; others keep their numbers."""
        nothing = _Nothing()
        nothing.number = thing.number
        self._pdf.objects[thing.number] = nothing

    def make_artifacts(self, kinds: Mapping[Mark, str | None]) -> None:
        """Take content out of what is read, as it only repeats what a page carries.

        Args:
            kinds: The content, each with what it is on its page: Header, Footer or nothing.
        """
        by_page: dict[int, dict[int, str | None]] = {}
        for mark, kind in kinds.items():
            by_page.setdefault(mark.page, {})[mark.number] = kind
        for page, wanted in by_page.items():
            content = self._found(self._found(self._pdf.page_references[page])["Contents"]).stream
            for at in range(len(content) - 1, 0, -1):
                item = content[at]
                if isinstance(item, pydyf.Dictionary) and item.get("MCID") in wanted:
                    kind = wanted.pop(item["MCID"])
                    told = {"Type": "/Pagination", **({"Subtype": f"/{kind}"} if kind else {})}
                    content[at - 1], content[at] = "/Artifact", pydyf.Dictionary(told)
                    if not wanted:
                        break

    def make_running_heads_artifacts(self) -> None:
        """Take what stands in the margins of the pages out of what is read."""
        kinds: dict[Mark, str | None] = {}
        for place, things in self._origins.running:
            for thing in things:
                if thing["Type"] == "/OBJR":
                    self.take_off(Attached(thing, self._found(thing["Obj"])))
                else:
                    page = self._pages[_number(thing["Pg"])]
                    kind = "Header" if place.startswith("@top") else "Footer"
                    kinds |= {Mark(page, kid): kind for kid in thing["K"] if isinstance(kid, int)}
                self._drop(thing)
        self.make_artifacts(kinds)


class _Nothing(pydyf.Object):  # type: ignore[misc]  # pydyf has no types
    @property
    def data(self) -> bytes:
        return b"null"


def _number(reference: bytes) -> int:
    return int(reference.split(b" ", 1)[0])

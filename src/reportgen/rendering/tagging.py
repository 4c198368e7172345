"""The tags of a finished PDF mended where WeasyPrint's own do not hold up to PDF/UA-1.

Works on the objects that a finisher is given (WeasyPrint's public hook), before they are written.
"""

from __future__ import annotations

from typing import Any

import pydyf

_IN_LIST = ("/LI", "/L", "/Caption")
_IN_ITEM = ("/Lbl", "/LBody")


def mend_tags(pdf: pydyf.PDF) -> None:
    """Lists that hold items only, items that hold a body, links that own their annotations."""
    tree = _Tree(pdf)
    for element in tree.elements():
        if element["S"] == "/L":
            tree.lift_items(element)
    for element in tree.elements():
        if element["S"] == "/LI":
            tree.wrap_body(element)
        elif element["S"] != "/Link":
            tree.give_to_link(element)


class _Tree:
    """The structure tree, its elements found by their references."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self._pdf = pdf
        self._by_reference: dict[bytes, Any] = {
            thing.reference: thing for thing in pdf.objects if isinstance(thing, pydyf.Dictionary)
        }

    def elements(self) -> list[Any]:
        """Every structure element, in the order in which they were made."""
        return [d for d in self._by_reference.values() if d.get("Type") == "/StructElem"]

    def _kids(self, element: Any) -> list[tuple[Any, Any]]:
        """(what stands in K, the dictionary that it means or None for marked content)."""
        return [(kid, self._by_reference.get(kid)) for kid in element["K"]]

    def lift_items(self, element: Any) -> None:
        """Take out what stands between a list and its items (`<dl><div><dt>`; PDF/UA-1 7.2-20)."""
        kids: list[Any] = []
        for kid, found in self._kids(element):
            if found is None or found.get("S") in _IN_LIST:
                kids.append(kid)
                continue
            self.lift_items(found)
            for inner, inner_found in self._kids(found):
                if inner_found is not None:
                    inner_found["P"] = element.reference
                kids.append(inner)
        element["K"] = pydyf.Array(kids)

    def wrap_body(self, item: Any) -> None:
        """Put what an item holds beside its label into one body (`<li><p>`; PDF/UA-1 7.2-19)."""
        kids = self._kids(item)
        if all(found is not None and found.get("S") in _IN_ITEM for _, found in kids):
            return
        body = pydyf.Dictionary({"Type": "/StructElem", "S": "/LBody", "P": item.reference})
        if "Pg" in item:
            body["Pg"] = item["Pg"]
        self._pdf.add_object(body)
        self._by_reference[body.reference] = body
        labels = [kid for kid, found in kids if found is not None and found.get("S") == "/Lbl"]
        inner: list[Any] = []
        for kid, found in kids:
            if kid in labels:
                continue
            if found is not None and found.get("S") == "/LBody":
                inner += found["K"]
                self._adopt(body, found["K"])
            else:
                inner.append(kid)
        self._adopt(body, inner)
        body["K"] = pydyf.Array(inner)
        item["K"] = pydyf.Array([*labels, body.reference])

    def _adopt(self, parent: Any, kids: list[Any]) -> None:
        for kid in kids:
            found = self._by_reference.get(kid)
            if found is not None and "P" in found:
                found["P"] = parent.reference

    def give_to_link(self, element: Any) -> None:
        """Move the annotations of a part of a link to the link itself (`<a><sup>`; 7.18.5-1).

        WeasyPrint makes one annotation for each box in a link. One that stands on the same line
        as another of the link adds nothing and is joined to it.
        """
        link = self._link_above(element)
        if link is None:
            return
        for kid, found in self._kids(element):
            if found is None or found.get("Type") != "/OBJR":
                continue
            element["K"].remove(kid)
            annotation = self._by_reference[found["Obj"]]
            page = self._by_reference[found["Pg"]]["Annots"]
            beside = [other for other in self._annotations(link) if other.reference in page]
            if any(_joined(other, annotation) for other in beside):
                page.remove(annotation.reference)
                self._unlist(annotation)
            else:
                link["K"].append(kid)
                self._unlist(annotation, link)

    def _link_above(self, element: Any) -> Any | None:
        above = self._by_reference.get(element.get("P"))
        while above is not None and above.get("S") != "/Link":
            above = self._by_reference.get(above.get("P"))
        return above

    def _annotations(self, link: Any) -> list[Any]:
        references = [f for _, f in self._kids(link) if f is not None and f.get("Type") == "/OBJR"]
        return [self._by_reference[reference["Obj"]] for reference in references]

    def _unlist(self, annotation: Any, owner: Any | None = None) -> None:
        """Say in the parent tree that the annotation belongs to another element, or to none."""
        root = self._by_reference[self._pdf.catalog["StructTreeRoot"]]
        numbers = self._by_reference[root["ParentTree"]]["Nums"]
        position = numbers[::2].index(annotation["StructParent"]) * 2
        if owner is None:
            del numbers[position : position + 2]
            del annotation["StructParent"]
        else:
            numbers[position + 1] = owner.reference


def _joined(outer: Any, inner: Any) -> bool:
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


def _rectangle(annotation: Any) -> tuple[float, float, float, float]:
    x1, y1, x2, y2 = (float(edge) for edge in annotation["Rect"])
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)

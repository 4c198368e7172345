"""The machine of test_exact.py, first part: a project, and edits of its data."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.building.exact_pieces import (
    AUDIENCES,
    INNER,
    MACROS,
    MANIFEST,
    OUTER,
    PIECES,
    RECORDS,
    TEXTS,
    WORDS,
    Data,
    page,
)
from tests.workshop import write_shipped


class DataEdits(RuleBasedStateMachine):
    """A project of which somebody edits the data; `check` is called after every few edits."""

    def __init__(self) -> None:
        super().__init__()
        self.room = Path(tempfile.mkdtemp(prefix="exact-"))
        self.shipped = write_shipped(self.room / "shipped")
        self.project = self.room / "project"
        self.seen: set[str] = set()
        self.data: Data = {
            "partners": {
                "a": {"name": "Anna", "acronym": "A"},
                "b": {"name": {"en": "Ben", "vi": "Ba"}, "acronym": "B"},
            },
            "programmes": {"a": {"title": "First", "partners": ["a"]}},
            "figures": {"a": {"label": "Many", "value": 3, "sources": ["a"]}},
            "sources": {"a": {"title": "A book", "creator": "b"}, "b": {"title": "A paper"}},
            "groups": {},
            "people": {},
            "texts": {"context": {"en": "There are {a} of {partners.a}."}},
            "things": {},
        }
        self.configuration: dict[str, Any] = {
            "languages": ["en", "vi"],
            "reports": {
                "page": {"template": "page"},
                "sheet": {"template": "sheet", "each": "partners"},
                "inside": {"template": "page", "audience": "internal", "formats": ["pdf"]},
            },
        }
        self.comment = 0
        self.built = False
        self.lost = False

    def check(self) -> None:
        """Compare what is built with what should be."""
        raise NotImplementedError

    def teardown(self) -> None:
        try:
            self.check()
        finally:
            shutil.rmtree(self.room)

    @initialize(
        one=st.lists(st.integers(0, len(PIECES) - 1), max_size=8),
        two=st.lists(st.integers(0, len(PIECES) - 1), max_size=5),
    )
    def start(self, one: list[int], two: list[int]) -> None:
        self.pages = {"page": one, "sheet": two}
        self.put("templates/macros.html.j2", MACROS[0])
        self.put("templates/outer.html.j2", OUTER[0])
        self.put("templates/inner.html.j2", INNER)
        self.put("data/images/logo.png", "logo")
        self.put("templates/images/seal.png", "seal")
        self.put("templates/page.yaml", yaml.safe_dump(MANIFEST))
        self.put("templates/sheet.yaml", yaml.safe_dump(MANIFEST))
        self.write()
        self.write_pages()

    def put(self, name: str, text: str | bytes | None, root: Path | None = None) -> None:
        """Write a file, or with None take it away."""
        path = (root or self.project) / name
        if text is None:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def write(self) -> None:
        self.put("reportgen.yaml", yaml.safe_dump(self.configuration, sort_keys=False))
        for name, rows in self.data.items():
            records = [{"id": id_, **row} for id_, row in rows.items()]
            text = yaml.safe_dump(records, sort_keys=False) + "# note\n" * (self.comment % 3)
            self.put(f"data/{name}.yaml", text if records else None)

    def write_pages(self) -> None:
        for name, pieces in self.pages.items():
            comment = f"{{# {self.comment} #}}" if self.comment else ""
            self.put(f"templates/{name}.html.j2", page(pieces, comment))

    def after(self, then: int) -> None:
        self.write()
        self.write_pages()
        if then == 0:
            self.check()

    # Edits of the data

    @rule(id_=RECORDS, name=TEXTS, acronym=WORDS, audience=AUDIENCES, then=st.integers(0, 2))
    def partner(self, id_: str, name: Any, acronym: str, audience: str | None, then: int) -> None:
        row = {"name": name, "acronym": acronym}
        self.data["partners"][id_] = row | ({"audience": audience} if audience else {})
        self.after(then)

    @rule(
        kind=st.sampled_from(["partners", "programmes", "figures", "sources", "groups", "people"]),
        id_=RECORDS,
        then=st.integers(0, 2),
    )
    def remove(self, kind: str, id_: str, then: int) -> None:
        self.data[kind].pop(id_, None)
        self.after(then)

    @rule(kind=st.sampled_from(["partners", "figures", "programmes"]), then=st.integers(0, 2))
    def reorder(self, kind: str, then: int) -> None:
        self.data[kind] = dict(reversed(self.data[kind].items()))
        self.after(then)

    @rule(old=RECORDS, new=st.sampled_from(["a", "b", "c", "d"]), then=st.integers(0, 2))
    def rename(self, old: str, new: str, then: int) -> None:
        rows = self.data["partners"]
        if old in rows and new not in rows:
            self.data["partners"] = {new if k == old else k: v for k, v in rows.items()}
        self.after(then)

    @rule(
        id_=RECORDS,
        of=st.lists(RECORDS, unique=True, max_size=2),
        title=TEXTS,
        then=st.integers(0, 2),
    )
    def programme(self, id_: str, of: list[str], title: Any, then: int) -> None:
        known = [one for one in of if one in self.data["partners"]]
        self.data["programmes"][id_] = {"title": title, "partners": known}
        self.after(then)

    @rule(id_=RECORDS, of=st.lists(RECORDS, unique=True, max_size=2), then=st.integers(0, 2))
    def group(self, id_: str, of: list[str], then: int) -> None:
        known = [one for one in of if one in self.data["partners"]]
        self.data["groups"][id_] = {"title": f"Group {id_}", "members": known}
        self.after(then)

    @rule(id_=RECORDS, name=WORDS, then=st.integers(0, 2))
    def person(self, id_: str, name: str, then: int) -> None:
        self.data["people"][id_] = {"name": name}
        self.after(then)

    @rule(id_=RECORDS, creator=st.sampled_from(["a", "b", "c", "somebody"]), then=st.integers(0, 2))
    def source(self, id_: str, creator: str, then: int) -> None:
        self.data["sources"][id_] = {"title": f"Book {id_}", "creator": creator}
        self.after(then)

    @rule(id_=RECORDS, successor=RECORDS, then=st.integers(0, 2))
    def successor(self, id_: str, successor: str, then: int) -> None:
        if id_ < successor and {id_, successor} <= set(self.data["partners"]):
            self.data["partners"][id_]["valid"] = {"until": "2020", "successor": successor}
        self.after(then)

    @rule(
        id_=RECORDS,
        value=st.integers(0, 3),
        cited=st.sampled_from([[], ["a"], ["b"]]),
        time=st.sampled_from([None, "2020"]),
        then=st.integers(0, 2),
    )
    def figure(self, id_: str, value: int, cited: list[str], time: str | None, then: int) -> None:
        known = [one for one in cited if one in self.data["sources"]]
        self.data["figures"][id_] = {
            "label": "Many",
            "value": value,
            "sources": known,
            "time": time,
        }
        self.after(then)

    @rule(
        id_=st.sampled_from(["context", "page-context", "more"]),
        text=st.sampled_from([None, "Short.", "See {a}.", "See [@b].", "A *word*."]),
        then=st.integers(0, 2),
    )
    def text(self, id_: str, text: str | None, then: int) -> None:
        self.data["texts"].pop(id_, None)
        if text:
            self.data["texts"][id_] = {"en": text}
        self.after(then)

    @rule(
        name=st.sampled_from(["context.vi", "more.en", "sheet-context.en"]),
        text=st.sampled_from([None, "File.", "File two."]),
        then=st.integers(0, 2),
    )
    def text_file(self, name: str, text: str | None, then: int) -> None:
        self.put(f"data/texts/{name}.md", text)
        self.after(then)

    @rule(
        id_=RECORDS,
        row=st.sampled_from([None, {}, {"size": 1}, {"size": None}, {"size": 1, "x": [1]}]),
        then=st.integers(0, 2),
    )
    def thing(self, id_: str, row: Mapping[str, Any] | None, then: int) -> None:
        self.data["things"].pop(id_, None)
        if row is not None:
            self.data["things"][id_] = dict(row)
        self.after(then)

    @rule(title=TEXTS, publisher=st.sampled_from([None, "a", "Somebody"]), then=st.integers(0, 2))
    def dataset(self, title: Any, publisher: str | None, then: int) -> None:
        card = {"title": title} | ({"publisher": publisher} if publisher else {})
        self.put("data/dataset.yaml", yaml.safe_dump(card))
        self.after(then)

"""The machine of test_exact.py, second part: edits of templates, styles, fonts and settings."""

from __future__ import annotations

from typing import Any

import yaml
from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.building.exact_data import DataEdits
from tests.building.exact_pieces import (
    BASE,
    BRANDS,
    CATALOGUE,
    INNER,
    MACROS,
    MARK,
    OUTER,
    PIECES,
)
from tests.workshop import small_font


class ThemeEdits(DataEdits):
    """A project of which somebody edits everything but the built files."""

    # Edits of the theme

    @rule(
        name=st.sampled_from(["page", "sheet"]),
        pieces=st.lists(st.integers(0, len(PIECES) - 1), max_size=8),
        then=st.integers(0, 1),
    )
    def template(self, name: str, pieces: list[int], then: int) -> None:
        self.pages[name] = pieces
        self.after(then)

    @rule(
        file=st.sampled_from(
            [
                *(("macros.html.j2", text) for text in MACROS),
                *(("outer.html.j2", text) for text in (*OUTER, None)),
                ("inner.html.j2", INNER),
                ("inner.html.j2", INNER.replace("length", "list | length")),
                *(("part.html.j2", text) for text in (None, "a part", "{{ partners | length }}")),
                *(("first.html.j2", text) for text in (None, "the first")),
                *(("data/odd.html.j2", text) for text in (None, "odd one", "odd two")),
                *(("base.html.j2", text) for text in (None, BASE, BASE.replace("mine", "ours"))),
                *(
                    ("styles/print.css", text)
                    for text in (None, "@page {}", "@import url(styles/more.css);", "p { odd: 1 }")
                ),
                *(("styles/more.css", text) for text in (None, "p {}", "p { color: red }")),
                *(("styles/screen.css", text) for text in (None, "p {}")),
                *(("styles/tokens.css", text) for text in (None, ":root { --ink: #222222 }")),
                *(("images/seal.png", text) for text in ("seal", "other", None)),
                *(
                    ("locale/vi.po", text)
                    for text in (None, CATALOGUE, CATALOGUE.replace("WORD", "ban"))
                ),
                *(("locale/en.po", text) for text in (None, CATALOGUE)),
                *(("styles/index.css", text) for text in (None, "p {}")),
                *(("index.html.j2", text) for text in (None, "{{ head() }}{{ index.number }}")),
            ]
        ),
        below=st.sampled_from([False, False, True]),
        then=st.integers(0, 2),
    )
    def theme_file(self, file: tuple[str, str | None], then: int, *, below: bool) -> None:
        name, text = file
        needed = name.startswith(("styles/", "base", "locale/vi", "index"))
        if not below:
            self.put(f"templates/{name}", text)
        elif text is not None and (name != "base.html.j2"):
            self.put(name, text, self.shipped)
        elif not needed:
            self.put(name, None, self.shipped)
        self.after(then)

    @rule(brand=st.sampled_from(BRANDS), size=st.integers(8, 9), then=st.integers(0, 2))
    def brand(self, brand: str | None, size: int, then: int) -> None:
        self.put("_brand.yml", brand)
        self.put("mark.svg", MARK.format(size))
        self.after(then)

    @rule(data=st.sampled_from(["logo", "another", None]), then=st.integers(0, 2))
    def image(self, data: str | None, then: int) -> None:
        self.put("data/images/logo.png", data)
        self.after(then)

    @rule(
        faces=st.sampled_from([None, 1, 2]),
        letters=st.sampled_from(["", "é"]),
        then=st.integers(0, 2),
    )
    def fonts(self, faces: int | None, letters: str, then: int) -> None:
        rows = [
            {"family": "Small", "weight": weight, "style": "normal", "file": "small"}
            for weight in (400, 700)
        ]
        self.put("templates/fonts/fonts.yaml", yaml.safe_dump(rows[:faces]) if faces else None)
        self.put("templates/fonts/small.ttf", small_font(letters) if letters else None)
        self.after(then)

    # Edits of the settings

    @rule(
        change=st.sampled_from(
            [
                ("as_of", None),
                ("as_of", "2024-04-24"),
                ("as_of", "2025-01-01"),
                ("audience", "internal"),
                ("audience", "public"),
                ("status", "draft"),
                ("paper", "A5"),
                ("languages", ["vi", "en"]),
                ("languages", ["en"]),
                ("formats", ["html"]),
                ("formats", ["pdf", "html"]),
                ("checks", {"unused-record": "off"}),
                ("checks", {"style-ignored": "error"}),
            ]
        ),
        then=st.integers(0, 2),
    )
    def setting(self, change: tuple[str, Any], then: int) -> None:
        self.configuration[change[0]] = change[1]
        if change[1] is None:
            del self.configuration[change[0]]
        self.after(then)

    @rule(
        report=st.sampled_from(["page", "sheet", "inside"]),
        change=st.sampled_from(
            [
                ("title", "Another"),
                ("title", {"en": "In English", "vi": "Tieng Viet"}),
                ("pages", "1"),
                ("pages", "1-9"),
                ("pages", "9"),
                ("params", {"who": "a"}),
                ("params", {"who": "b", "word": "said"}),
                ("sections", ["y"]),
                ("output", "elsewhere/{id}"),
                ("output", "moved"),
                ("where", {"acronym": ["A", "one"]}),
                ("formats", ["html"]),
                ("template", "page"),
                ("template", "sheet"),
            ]
        ),
        then=st.integers(0, 2),
    )
    def report(self, report: str, change: tuple[str, Any], then: int) -> None:
        name, value = change
        own = self.configuration["reports"].setdefault(report, {"template": "page"})
        own[name] = value
        if (name == "where" or value == "elsewhere/{id}") != (report == "sheet") and name in (
            "where",
            "output",
        ):
            del own[name]
        self.after(then)

    @rule(report=st.sampled_from(["page", "sheet", "inside"]), then=st.integers(0, 2))
    def report_goes(self, report: str, then: int) -> None:
        self.configuration["reports"].pop(report, None)
        self.after(then)

    @rule(then=st.integers(0, 2))
    def undo_settings(self, then: int) -> None:
        for own in self.configuration["reports"].values():
            for name in ("pages", "title", "params", "output", "where", "sections"):
                own.pop(name, None)
        self.after(then)

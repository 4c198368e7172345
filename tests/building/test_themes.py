"""What is built from what is known stays right while themes change.

Files appear on a level, go, move to another one; themes get other parents.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from reportgen.building.ejecting import copies, eject, upgrade
from reportgen.building.snapshots import pack, unpack
from reportgen.customising.originals import State
from reportgen.model.lookup import Level
from tests.running import write_project
from tests.workshop import build, cheap, files_of, small_font, write_shipped

FILES = {
    "reportgen.yaml": "languages: [en, vi]\ntheme: themes/office\nreports:\n"
    "  page: {template: page}\n  state: {template: page, theme: themes/state}\n"
    "  plain: {template: page, theme: default}\n",
    "data/partners.yaml": "- {id: a, name: Anna}\n",
    "themes/office/theme.yaml": "name: Office\nextends: themes/state\n",
    "themes/state/theme.yaml": "name: State\n",
    "templates/page.yaml": "title: A page\n",
    "templates/page.html.j2": '{% extends "base.html.j2" %}{% block body %}{{ super() }}'
    "<h1>{{ _('Hello') }}</h1>{% include 'part.html.j2' ignore missing %}"
    "{% from 'macros.html.j2' import show %}{{ show(partners) }}{% endblock %}",
}
SHIPPED = {
    "macros.html.j2": "{% macro show(rows) %}{{ rows | length }}{% endmacro %}",
    "styles/more.css": "p {}",
}
LEVELS = ("templates", "themes/office", "themes/state", "")
CATALOGUE = (
    'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Hello"\nmsgstr "{}"\n'
)
BASE = '{% extends "!base.html.j2" %}{% block body %}<p>more</p>{{ super() }}{% endblock %}'
TEXTS: Mapping[str, tuple[str, ...]] = {
    # The same text on more than one level: only the level tells them apart.
    "base.html.j2": (BASE, BASE.replace("more", "less")),
    "part.html.j2": ("part", 'more{% include "!part.html.j2" ignore missing %}'),
    "macros.html.j2": (
        (
            '{% from "!macros.html.j2" import show as below %}'
            "{% macro show(rows) %}[{{ below(rows) }}]{% endmacro %}"
        ),
    ),
    "styles/tokens.css": (":root { --ink: #000022 }", ":root { --ink: #220000 }"),
    "styles/print.css": ("@import url(styles/more.css);", "@page { margin: 1cm }"),
    "styles/more.css": ("p { color: red }",),
    "styles/index.css": ("a { color: red }",),
    "locale/en.po": (CATALOGUE.format("Good day"), CATALOGUE.format("Hi")),
    "page.yaml": ("title: Another page\n",),
}
CARDS = ("name: Office\nextends: themes/state\n", "name: Office\n")


class Room:
    """A project with themes, what ships, and everything that was ever laid out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.project = write_project(folder / "project", FILES)
        self.shipped = write_project(write_shipped(folder / "shipped"), SHIPPED)
        self.seen: set[str] = set()
        self.written: tuple[str, ...] = ()

    def put(self, level: str, name: str, text: str | bytes | None) -> None:
        path = (self.project / level if level else self.shipped) / name
        if text is None:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def check(self) -> None:
        """Build; build a copy from nothing; compare. A second build does nothing."""
        with cheap(self.shipped) as laid_out:
            result = build(self.project)
        assert result.ok, result.problems
        assert not self.seen.intersection(laid_out), "laid out from what had been laid out before"
        self.seen.update(laid_out)
        self.written = tuple(sorted(written.path for written in result.written))
        copy = self.folder / "copy"
        shutil.copytree(self.project, copy, ignore=shutil.ignore_patterns("build", ".reportgen"))
        try:
            with cheap(self.shipped):
                clean = build(copy)
            assert {str(p) for p in result.problems} == {str(p) for p in clean.problems}
            assert files_of(self.project / "build") == files_of(copy / "build")
            with cheap(self.shipped) as laid_out:
                again = build(self.project)
            assert (laid_out, again.written) == ([], ())
        finally:
            shutil.rmtree(copy)


@pytest.fixture
def room(tmp_path: Path) -> Room:
    found = Room(tmp_path)
    found.check()
    return found


def briefs(room: Room) -> set[str]:
    """The reports of which the last build has written something, in whatever language."""
    names = {Path(path).stem for path in room.written}
    return names - {"index"}


@pytest.mark.parametrize(
    ("level", "reports"),
    [
        ("templates", {"page", "state", "plain"}),
        ("themes/office", {"page"}),
        ("themes/state", {"page", "state"}),
    ],
)
@pytest.mark.parametrize("name", ["part.html.j2", "styles/tokens.css", "macros.html.j2"])
def test_a_file_that_appears_and_goes_concerns_the_briefs_of_that_level(
    room: Room, level: str, reports: set[str], name: str
) -> None:
    room.put(level, name, TEXTS[name][0])
    room.check()
    assert briefs(room) == reports
    room.put(level, name, None)
    room.check()
    assert briefs(room) == reports


def test_what_no_brief_looks_for_builds_nothing(room: Room) -> None:
    room.put("themes/state", "sections/other.html.j2", "other")
    room.put("themes/idle", "theme.yaml", "name: Idle\n")
    room.put("themes/idle", "part.html.j2", "idle")
    room.check()
    assert room.written == ()


def test_the_index_has_the_theme_of_the_project(room: Room) -> None:
    room.put("themes/state", "styles/index.css", "a { color: red }")
    room.check()
    assert room.written == ("index.html",)
    room.put("themes/state", "locale/en.po", CATALOGUE.format("Hi").replace("Hello", "Briefs"))
    room.check()
    assert "index.html" in room.written


def test_the_same_text_on_another_level_has_others_below_it(room: Room) -> None:
    """Copied to the theme below, moved from there: only where it was found tells them apart."""
    for level in ("templates", "themes/office", "themes/state"):
        room.put(level, "base.html.j2", BASE)
        room.check()
    for level in ("templates", "themes/office", "themes/state"):
        room.put(level, "base.html.j2", None)
        room.check()
        assert briefs(room)


def test_another_parent_and_another_theme_of_a_report(room: Room) -> None:
    room.put("themes/state", "part.html.j2", "state")
    room.check()
    room.put("themes/office", "theme.yaml", "name: Office\n")
    room.check()
    assert briefs(room) == {"page"}
    room.put("", "unrelated.txt", "x")
    configuration = FILES["reportgen.yaml"].replace("theme: default", "theme: themes/state")
    room.put(".", "reportgen.yaml", configuration)
    room.check()
    assert briefs(room) == {"plain"}


def test_a_font_of_a_theme_concerns_its_briefs_alone(room: Room) -> None:
    room.put("themes/office", "fonts/small.ttf", small_font("é"))
    room.check()
    assert briefs(room) == {"page"}


def test_whatever_somebody_edits_is_built_exactly(tmp_path: Path) -> None:
    """A random editor, the same each time."""
    room, chance = Room(tmp_path), random.Random(6)
    for number in range(45):
        name = chance.choice(list(TEXTS))
        text = chance.choice((*TEXTS[name], None))
        level = chance.choice(LEVELS[:-1])
        if name == "page.yaml" and level == "templates":
            text = FILES["templates/page.yaml"]
        room.put(level, name, text)
        if chance.random() < 0.15:
            room.put("themes/office", "theme.yaml", chance.choice(CARDS))
        if number % 3 == 0:
            room.check()


def test_a_copy_stands_to_the_theme_that_it_was_copied_from(tmp_path: Path) -> None:
    room = Room(tmp_path)
    room.put("themes/state", "part.html.j2", "one\n\n\nfour\n")
    with cheap(room.shipped):
        assert eject(room.project, "part") == "templates/part.html.j2"
        (copy,) = copies(room.project)
        assert (copy.state, copy.original) == (State.SAME, "themes/state/part.html.j2")
        room.put("templates", "part.html.j2", "ours\n\n\nfour\n")
        room.put("themes/state", "part.html.j2", "one\n\n\ntheirs\n")
        (copy,) = copies(room.project)
        assert copy.state is State.MOVED_ON
        told = [p.message for p in build(room.project).problems if p.code == "original-moved-on"]
        assert told == ["themes/state/part.html.j2 has changed since this copy was made"]
        assert [one.done for one in upgrade(room.project)] == ["merged"]
    assert (room.project / copy.path).read_text("utf-8") == "ours\n\n\ntheirs\n"


def test_themes_travel_to_machines_that_share_no_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Room(tmp_path)
    room.put("themes/idle", "theme.yaml", "name: Idle\n")
    installed = write_project(tmp_path / "installed", {"theme.yaml": "name: Ministry\n"})
    monkeypatch.setattr("reportgen.building.snapshots.theme_folder", {"ministry": installed}.get)
    levels = [Level("project", "themes/office"), Level("theme ministry"), Level("theme gone")]
    project, _, themes = unpack(pack(room.project, room.shipped, levels))
    assert {"themes/office/theme.yaml", "templates/page.yaml"} <= set(files_of(project))
    assert "themes/idle/theme.yaml" not in files_of(project)
    assert files_of(themes) == {"ministry/theme.yaml": b"name: Ministry\n"}

"""Files are judged once: what is kept of one is used while it is the same, and never after."""

from __future__ import annotations

import json
import weakref
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from reportgen.documents import parse_yaml
from reportgen.reading import Reading, harvest, judging, kept_rows, read_project
from reportgen.reading.sheets import Sheets
from reportgen.reading.validation import validate
from reportgen.shipped import templates_root
from reportgen.world import World, digest
from tests.small import Shelf

FILES = {
    "reportgen.yaml": "languages: [en, vi]\nreports:\n  brief: {template: country-brief}\n",
    "data/partners.yaml": """\
- id: ilo
  name: {en: Labour Organization, vi: Tổ chức Lao động}
  acronym: ILO
- id: adb
  name: Asian Development Bank
""",
    "data/programmes.yaml": """\
- id: work
  title: Decent work
  partners: [ilo]
  budgets: [{value: 1.250, currency: USD}]
- id: more
  title: {en: More work, vi: Thêm việc}
  parent: work
""",
    "data/figures/many.yaml": "defaults: {qualifier: nearly}\nrecords: [{id: a, label: A, value: 3}]\n",
    "data/figures/more.yaml": "id: b\nlabel: B\nvalue: 4\n",
    "data/texts.yaml": "- {id: brief, en: 'There are {a} of them.'}\n",
    "data/things.yaml": "- {id: a, size: 1}\n",
}


@dataclass
class Work:
    """What a reading had to do."""

    parsed: list[str] = field(default_factory=list)
    judged: int = 0


class Room:
    """A project on disk and what is kept of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.shelf = Shelf()
        self.program = "program"
        for name, text in FILES.items():
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        text = (self.folder / name).read_text("utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def read(self) -> tuple[Reading, Work]:
        """A reading with what is kept, which must tell what a reading from nothing tells."""
        work = Work()

        def parsed(name: str, raw: bytes) -> object:
            work.parsed.append(name)
            return parse_yaml(name, raw)

        def judged(*args: Any) -> object:
            work.judged += 1
            return validate(*args)

        with patch.object(harvest, "parse_yaml", parsed), patch.object(judging, "validate", judged):
            found = read_project(self.world(), Sheets(self.shelf, self.program))
        clean = read_project(self.world())
        assert found.problems == clean.problems
        assert (found.project is None) == (clean.project is None)
        if found.project is not None and clean.project is not None:
            assert {k: dict(v) for k, v in found.project.records.items()} == {
                k: dict(v) for k, v in clean.project.records.items()
            }
            assert found.project.own == clean.project.own
            for collection, records in clean.project.records.items():
                assert list(found.project.records[collection]) == list(records)
                for id_, row in records.rows.items():
                    kept = found.project.records[collection].rows[id_]
                    assert (kept.digest, kept.audience) == (row.digest, row.audience)
                    assert list(kept.references) == list(row.references)
                    at = (collection, id_, ("id",))
                    assert found.project.find(*at) == clean.project.find(*at)
        return found, work

    def world(self) -> World:
        return World(self.folder, templates_root(), environment={})


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


ALWAYS = ["data/texts.yaml", "data/things.yaml"]
"""Prose is judged with all records, and so is what a schema of one's own may change."""


def test_a_file_that_is_the_same_is_neither_parsed_nor_judged_again(room: Room) -> None:
    first, work = room.read()
    assert {one.code for one in first.problems} >= {"ambiguous-number", "missing-translation"}
    assert work.judged == 7
    again, work = room.read()
    assert again.problems == first.problems
    assert (work.parsed, work.judged) == (ALWAYS, 1)


def test_of_several_files_only_the_one_that_changed_is_judged(room: Room) -> None:
    room.read()
    room.change("data/partners.yaml", "acronym: ILO", "acronym: BIT")
    found, work = room.read()
    assert work.parsed == ["data/partners.yaml", *ALWAYS]
    assert found.project is not None
    assert found.project.records["partners"]["ilo"].model_dump()["acronym"]["plain"] == "BIT"


def test_lines_are_those_of_the_file_as_it_is(room: Room) -> None:
    room.read()
    room.change("data/programmes.yaml", "- id: work", "\n\n- id: work")
    found, _ = room.read()
    (told,) = [one for one in found.problems if one.code == "ambiguous-number"]
    assert told.place is not None
    assert told.place.line == 6


CLEAN = """\
- id: ilo
  name: {en: Labour Organization, vi: Tổ chức Lao động}
  acronym: ILO
- id: adb
  name: {en: Development Bank, vi: Ngân hàng Phát triển}
- id: undp
  name: {en: Development Programme, vi: Chương trình Phát triển}
"""
EDITS: dict[str, tuple[str, str, int]] = {
    "a word": ("Development Bank", "Bank", 1),
    "a reference": ("acronym: ILO", "groups: [many]", 1),
    "a line above": ("- id: ilo", "# the first\n- id: ilo", 0),
    "another order": (
        CLEAN,
        CLEAN[CLEAN.index("- id: adb") :] + CLEAN[: CLEAN.index("- id: adb")],
        0,
    ),
    "one more": ("- id: undp", "- {id: iom, name: {en: Migration, vi: Di cư}}\n- id: undp", 1),
    "one less": (CLEAN[CLEAN.index("- id: undp") :], "", 0),
    "another id": ("- id: adb", "- id: aiib", 1),
    "an id twice": ("- id: undp", "- id: adb", 1),
    "a record twice": (CLEAN, CLEAN + CLEAN[: CLEAN.index("- id: adb")], 0),
    "a mistake": ("acronym: ILO", "colour: red", 1),
    "a language that no brief has": ("vi: Ngân hàng", "fr: Banque, vi: Ngân hàng", 1),
    "a translation less": (", vi: Ngân hàng Phát triển", "", 1),
}


@pytest.mark.parametrize(("old", "new", "judged"), EDITS.values(), ids=EDITS)
def test_of_a_file_that_changed_only_the_records_that_changed_are_judged(
    room: Room, old: str, new: str, judged: int
) -> None:
    room.write("data/groups.yaml", "- {id: many, title: {en: Many, vi: Nhiều}}\n")
    room.write("data/partners.yaml", CLEAN)
    room.read()
    room.change("data/partners.yaml", old, new)
    after, work = room.read()  # told as by a reading from nothing
    assert work.judged == 1 + judged  # the text is judged each time
    again, _ = room.read()
    assert again.problems == after.problems


def test_where_something_was_wrong_all_records_are_judged_again(room: Room) -> None:
    room.write("data/partners.yaml", CLEAN.replace(", vi: Ngân hàng Phát triển", ""))
    assert "missing-translation" in {one.code for one in room.read()[0].problems}
    room.change("data/partners.yaml", "Labour", "The Labour")
    assert room.read()[1].judged == 1 + 3


def test_another_setting_of_languages_judges_the_languages_of_all_records(room: Room) -> None:
    room.write("data/partners.yaml", CLEAN)
    room.read()
    room.change("reportgen.yaml", "[en, vi]", "[en, vi, lo]")
    room.change("data/partners.yaml", "Labour", "The Labour")
    found, work = room.read()
    told = [one.message for one in found.problems if "partners" in str(one.place)]
    assert (work.judged, len(told)) == (1 + 1, 3)


def test_what_is_kept_of_a_file_is_the_same_however_it_came_about(room: Room) -> None:
    room.write("data/partners.yaml", CLEAN.replace("Labour", "Work"))
    room.read()
    room.write("data/partners.yaml", CLEAN)
    room.read()
    kept, room.shelf = dict(room.shelf.held), Shelf()
    room.read()
    slot = next(key for key, value in kept.items() if b"undp" in value)
    told, anew = (json.loads(one[slot].split(b"\n")[0]) for one in (kept, room.shelf.held))
    assert set(anew.pop("characters")) <= set(told.pop("characters"))
    assert told == anew
    assert kept[slot].split(b"\n")[1:] == room.shelf.held[slot].split(b"\n")[1:]


VIETNAMESE = digest("Tổ chức Lao động".encode())[:12]
CHANGES: dict[str, Callable[[Room], None]] = {
    "a record that others refer to is gone": lambda room: room.change(
        "data/partners.yaml", "- id: ilo", "- id: iom"
    ),
    "an id is taken by another file": lambda room: room.write(
        "data/partners/new.yaml", "id: ilo\nname: Again\n"
    ),
    "an id is taken by a file that was judged before": lambda room: room.change(
        "data/figures/many.yaml", "id: a,", "id: b,"
    ),
    "a ring closes": lambda room: room.change(
        "data/programmes.yaml", "  partners: [ilo]", "  partners: [ilo]\n  parent: more"
    ),
    "another language": lambda room: room.change("reportgen.yaml", "[en, vi]", "[en]"),
    "another first language": lambda room: room.change("reportgen.yaml", "[en, vi]", "[vi, en]"),
    "a language of one report": lambda room: room.change(
        "reportgen.yaml", "country-brief}", "country-brief, languages: [en, fr]}"
    ),
    "a translation that is stale": lambda room: room.write(
        "translations.lock",
        f"version: 1\ntexts:\n  partners.ilo.name: {{vi: 000000000000 {VIETNAMESE}}}\n",
    ),
    "a file that is broken": lambda room: room.change(
        "data/figures/more.yaml", "label: B", "label"
    ),
    "a file that is gone": lambda room: (room.folder / "data/figures/more.yaml").unlink(),
    "a figure that a text prints": lambda room: room.change(
        "data/figures/many.yaml", "id: a,", "id: c,"
    ),
    "a default": lambda room: room.change("data/figures/many.yaml", "nearly", "nearby"),
    "a level": lambda room: room.change(
        "reportgen.yaml", "reports:", "checks: {ambiguous-number: error}\nreports:"
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_is_told_as_if_nothing_had_been_kept(
    room: Room, change: Callable[[Room], None]
) -> None:
    before, _ = room.read()
    change(room)
    after, _ = room.read()
    assert after.problems != before.problems or after.project != before.project
    for name in ("data/partners/new.yaml", "translations.lock"):
        (room.folder / name).unlink(missing_ok=True)
    for name, text in FILES.items():
        room.write(name, text)
    back, _ = room.read()
    assert back.problems == before.problems


def test_another_program_judges_anew(room: Room) -> None:
    room.read()
    room.program = "another"
    assert room.read()[1].judged == 7


def test_nothing_is_kept_of_a_project_that_is_wrong(room: Room) -> None:
    room.change("data/programmes.yaml", "[ilo]", "[ilx]")
    room.read()
    assert room.shelf.held == {}


def _head(raw: bytes, **changed: object) -> bytes:
    head, *rest = raw.split(b"\n")
    return b"\n".join([json.dumps({**json.loads(head), **changed}).encode(), *rest])


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: raw[:40],
        lambda _: b"",
        lambda raw: raw.rpartition(b"\n")[0],
        lambda raw: b"[]\n" + raw,
        lambda raw: _head(raw, kinds=[]),
        lambda raw: _head(raw, references=[["x"]]),
        lambda raw: _head(raw, problems=[{}]),
        lambda raw: _head(raw, verdict=None),
        lambda raw: _head(raw, ids=None),
    ],
)
def test_an_entry_of_another_form_counts_as_none(
    room: Room, damage: Callable[[bytes], bytes]
) -> None:
    room.read()
    key = next(key for key, raw in room.shelf.held.items() if b"Decent work" in raw)
    room.shelf.held[key] = damage(room.shelf.held[key])
    _, work = room.read()
    assert "data/programmes.yaml" in work.parsed


def test_of_the_records_of_a_kept_file_only_the_latest_stay(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_rows.KeptRow, "latest", deque(maxlen=2))
    room.read()
    found, _ = room.read()
    assert found.project is not None
    partners = found.project.records["partners"]
    first = partners["ilo"]
    assert partners["ilo"] is first
    gone = weakref.ref(partners["adb"])
    assert gone() is not None
    kept = [found.project.records["programmes"][id_] for id_ in ("work", "more")]
    assert gone() is None
    assert partners["ilo"] is first  # somebody holds it
    assert kept[1].id == "more"

"""How much work an edit makes: traces that are opened, pages that are written, PDFs laid out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from pydantic import BaseModel

from reportgen.building.fingerprints import Fingerprints
from reportgen.building.pipeline import Result
from reportgen.building.store import Store
from reportgen.model.base import Noun
from reportgen.model.relations import Relations
from reportgen.wanted import Options, Wanted
from tests.workshop import Layouts, build, cheap, files_of, write_shipped

PARTNERS = 12
PROJECT = """\
languages: [en]
formats: [pdf]
checks: {unused-record: off}
reports:
  profile: {template: profile, each: partners}
"""
PROFILE = """\
{% extends "base.html.j2" %}{% block body %}<h1>{{ brief.title }}</h1>
{{ record.name }} {{ sources.shared.title }}
{% for programme in record.programmes %}{{ programme.title }}{% endfor %}
{% if record.id == "p3" %}{{ sources.rare.title }}{% endif %}
{% include "part.html.j2" %}
{% endblock %}
"""
SOURCES = "- {id: shared, title: Used by all}\n- {id: rare, title: Used by one}\n"


@dataclass
class Work:
    """What a build had to do."""

    result: Result
    laid_out: Layouts
    traces: list[str] = field(default_factory=list)
    made: list[str] = field(default_factory=list)

    @property
    def done(self) -> int:
        """How many briefs were written anew."""
        return len(self.result.reasons)


class Workshop:
    """A portfolio of small profiles."""

    def __init__(self, room: Path) -> None:
        self.folder, self.shipped = room / "project", write_shipped(room / "shipped")
        (self.shipped / "part.html.j2").write_text("<p>part</p>\n", "utf-8")
        self.write("reportgen.yaml", PROJECT)
        self.write("templates/profile.html.j2", PROFILE)
        self.write("templates/profile.yaml", "title: A profile\n")
        self.write("data/sources.yaml", SOURCES)
        self.write("data/partners.yaml", self.partners())
        self.write("data/programmes.yaml", self.programmes("p1"))

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def partners(self, **changed: str) -> str:
        rows = (f"p{number}" for number in range(PARTNERS))
        return "".join(f"- {{id: {id_}, name: {changed.get(id_, id_)}}}\n" for id_ in rows)

    def programmes(self, partner: str) -> str:
        return f"- {{id: work, title: Work, partners: [{partner}]}}\n"

    def build(self) -> Work:
        with cheap(self.shipped) as laid_out, self._counted() as (traces, made):
            result = build(self.folder)
        assert result.ok, result.problems
        return Work(result, laid_out, traces, made)

    def plan(self) -> dict[str, str]:
        """What would be built, and why."""
        with cheap(self.shipped):
            return build(self.folder, Options(dry_run=True)).reasons

    @contextmanager
    def _counted(self) -> Iterator[tuple[list[str], list[str]]]:
        traces: list[str] = []
        made: list[str] = []
        trace = Store.trace
        validate: Any = vars(BaseModel)["model_validate"].__func__

        def opened(store: Store, name: str) -> object:
            traces.append(name)
            return trace(store, name)

        def validated(kind: type[Noun], value: object) -> Any:
            made.append(kind.__name__)
            return validate(kind, value)

        with (
            patch.object(Store, "trace", opened),
            patch.object(Noun, "model_validate", classmethod(validated)),
        ):
            yield traces, made


@pytest.fixture
def shop(tmp_path: Path) -> Workshop:
    made = Workshop(tmp_path)
    first = made.build()
    assert (first.done, len(first.laid_out)) == (PARTNERS, PARTNERS)
    return made


def test_of_one_record_only_its_own_brief_is_looked_into(shop: Workshop) -> None:
    shop.write("data/partners.yaml", shop.partners(p3="Another"))
    work = shop.build()
    assert list(work.result.reasons) == ["profile[p3, en]"]
    assert work.traces == ["profile[p3, en]"]
    assert len(work.laid_out) == 1


def test_records_that_nobody_looks_into_are_not_made(shop: Workshop) -> None:
    shop.write("data/partners.yaml", shop.partners(p1="Another"))
    work = shop.build()
    assert list(work.result.reasons) == ["profile[p1, en]"]
    assert work.made.count("Partner") == PARTNERS  # the index names them all
    assert work.made.count("Programme") == 1
    assert work.made.count("Source") == 1


def test_a_record_that_all_use_renders_what_prints_it(shop: Workshop) -> None:
    shop.write("data/sources.yaml", SOURCES.replace("Used by one", "Used once"))
    assert list(shop.build().result.reasons) == ["profile[p3, en]"]
    shop.write("data/sources.yaml", SOURCES.replace("Used by all", "Used everywhere"))
    assert len(shop.build().laid_out) == PARTNERS
    # A field that no brief prints is none of their business, though they print the record.
    shop.write("data/sources.yaml", SOURCES.replace("Used by all", "Used everywhere, date: 2024"))
    work = shop.build()
    assert (work.done, work.laid_out) == (0, [])
    assert len(work.traces) == PARTNERS
    shop.write("data/partners.yaml", shop.partners(p3="Another"))
    assert len(shop.build().traces) == 1  # what the traces said is known from then on


def test_a_comment_in_a_template_that_all_share_lays_nothing_out(shop: Workshop) -> None:
    (shop.shipped / "part.html.j2").write_text("{# one word #}<p>part</p>\n", "utf-8")
    work = shop.build()
    assert (work.done, work.laid_out) == (PARTNERS, [])
    assert work.result.rendered == 0


def test_what_one_build_took_for_granted_the_next_does_not(shop: Workshop) -> None:
    """A relation changes, and a later edit that changes none must not hide it."""
    built = files_of(shop.folder / "build")
    shop.write("data/programmes.yaml", shop.programmes("p2"))
    shop.build()
    shop.write("data/partners.yaml", shop.partners(p5="Five"))
    assert list(shop.build().result.reasons) == ["profile[p5, en]"]
    shop.write("data/partners.yaml", shop.partners())
    shop.write("data/programmes.yaml", shop.programmes("p1"))
    shop.build()
    assert files_of(shop.folder / "build") == built


def test_a_build_of_some_briefs_settles_nothing_for_the_others(shop: Workshop) -> None:
    shop.write("data/programmes.yaml", shop.programmes("p2"))
    with cheap(shop.shipped):
        build(shop.folder, Options(Wanted(where={"id": ["p5"]})))
    assert sorted(shop.build().result.reasons) == ["profile[p1, en]", "profile[p2, en]"]


def test_records_that_only_some_briefs_have_seen_anew_are_looked_at_again(shop: Workshop) -> None:
    """The collection is then as it was when the ledger was written, and p2 is not built for it."""
    shop.write("data/partners.yaml", shop.partners(p1="One", p2="Two"))
    with cheap(shop.shipped):
        build(shop.folder, Options(Wanted(where={"id": ["p1"]})))
    assert list(shop.build().result.reasons) == ["profile[p2, en]"]


def test_no_record_of_a_collection_that_is_as_it_was_is_looked_at(shop: Workshop) -> None:
    shop.write("data/programmes.yaml", shop.programmes("p1").replace("Work", "Decent work"))
    looked: list[str] = []
    record = Fingerprints._record

    def counted(self: Fingerprints, collection: str, id_: str) -> str:
        looked.append(collection)
        return record(self, collection, id_)

    with patch.object(Fingerprints, "_record", counted):
        reasons = shop.plan()
    assert list(reasons) == ["profile[p1, en]"]
    assert set(looked) == {"programmes", "dataset"}


def test_what_nobody_has_read_any_more_is_forgotten(shop: Workshop) -> None:
    (path,) = (shop.folder / ".reportgen/cache/ledgers").iterdir()
    before = len(json.loads(path.read_bytes())["keys"])
    sizes = set()
    for number in range(12):
        shop.write("data/partners.yaml", shop.partners(p3=f"Name {number}"))
        shop.build()
        sizes.add(len(json.loads(path.read_bytes())["keys"]))
    assert max(sizes) <= before / 0.9 + 1
    assert len(sizes) > 1  # they are not numbered anew each time


def test_relations_are_found_once(shop: Workshop) -> None:
    shop.write("data/programmes.yaml", shop.programmes("p2"))
    found: list[int] = []
    start = Relations.__init__

    def counted(self: Relations, *args: Any) -> None:
        found.append(1)
        start(self, *args)

    with patch.object(Relations, "__init__", counted):
        shop.build()
    assert len(found) == 1


@pytest.mark.parametrize(
    "lost", ["{", "[]", '{"format": 0}', "manifest", "keys", "digests", "states", "on", "jobs"]
)
def test_a_ledger_that_is_damaged_or_not_of_this_folder_counts_as_none(
    shop: Workshop, lost: str
) -> None:
    (path,) = (shop.folder / ".reportgen/cache/ledgers").iterdir()
    value = json.loads(path.read_bytes())
    if lost == "on":
        next(iter(value["jobs"].values()))["on"] = [10**6]
    elif lost in value:
        value[lost] = [[]]
    path.write_text(json.dumps(value) if lost in ("on", *value) else lost, "utf-8")
    (shop.folder / "reportgen.yaml").write_text(PROJECT + "# a comment\n", "utf-8")
    work = shop.build()
    assert len(work.traces) == PARTNERS
    assert (work.done, work.laid_out) == (0, [])


def test_a_format_that_was_not_built_before_is_missing(shop: Workshop) -> None:
    shop.write("reportgen.yaml", PROJECT.replace("[pdf]", "[html, pdf]"))
    assert shop.build().done == PARTNERS  # the settings are others
    with cheap(shop.shipped):
        build(shop.folder, Options(Wanted(formats=("html",)), force=True))
    for path in (shop.folder / "build/en").rglob("*.pdf"):
        path.unlink()
    work = shop.build()
    assert (work.done, work.laid_out) == (PARTNERS, [])
    assert len(list((shop.folder / "build/en").rglob("*.pdf"))) == PARTNERS


def test_a_file_that_somebody_changed_is_built_again(shop: Workshop) -> None:
    target = shop.folder / "build/en/profile/p3.pdf"
    before = target.read_bytes()
    target.write_bytes(before[:-1] + b"X")
    work = shop.build()
    assert list(work.result.reasons.values()) == ["en/profile/p3.pdf was changed by hand"]
    assert target.read_bytes() == before


def test_a_manifest_that_somebody_changed_is_not_believed(shop: Workshop) -> None:
    path = shop.folder / "build/manifest.json"
    before = path.read_bytes()
    path.write_bytes(before.replace(b'"pages": 1', b'"pages": 7', 1))
    shop.build()
    assert path.read_bytes() == before


def test_what_is_kept_can_all_be_thrown_away(shop: Workshop) -> None:
    cache = shop.folder / ".reportgen/cache"
    Store(cache).prune(0)
    assert [path for path in cache.rglob("*") if path.is_file()] == []
    work = shop.build()
    assert work.done == PARTNERS

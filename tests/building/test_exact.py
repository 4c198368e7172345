"""What is built from what is known is, byte for byte, what is built from nothing.

A machine edits a project at random: data, prose, templates, overrides, styles, fonts, images,
words, settings. After every few edits it builds, copies the project without what was built, builds
the copy, and compares. It also knows everything that was ever laid out, so a PDF that is laid out
again from the same input is an error too.
"""

from __future__ import annotations

import shutil
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from reportgen.building.pipeline import Result
from reportgen.wanted import Options, Wanted
from tests.building.exact_pieces import CATALOGUE, MACROS, PIECES
from tests.building.exact_theme import ThemeEdits
from tests.workshop import build, cheap, files_of


class Exact(ThemeEdits):
    """A project that somebody edits; `check` compares what is built with what should be."""

    layout: Any = None

    # What builds do

    @rule()
    def comments(self) -> None:
        """Comments in YAML and templates: nothing is laid out."""
        self.check()
        self.comment += 1
        self.write()
        self.write_pages()
        result, _ = self.incremental(Options())
        assert result.rendered == 0 or self.lost
        self.check()

    @rule(
        wanted=st.sampled_from(
            [
                Wanted(formats=("html",)),
                Wanted(languages=("en",)),
                Wanted(reports=("page",)),
                Wanted(parameters={"word": "given"}),
                Wanted(where={"id": ["a"]}),
            ]
        ),
        then=st.integers(0, 2),
    )
    def part(self, wanted: Wanted, then: int) -> None:
        """A build of some briefs only; whatever it leaves, the next full build is exact."""
        self.incremental(Options(wanted))
        self.after(then)

    @rule(path=st.integers(0, 9), how=st.sampled_from(["change", "remove"]))
    def hand(self, path: int, how: str) -> None:
        """Somebody changes or removes a file that is built."""
        found = [p for p in sorted((self.project / "build").rglob("*")) if p.is_file()]
        found = [p for p in found if p.name != "manifest.json"]
        if found and self.built:
            chosen = found[path % len(found)]
            if how == "remove":
                chosen.unlink()
            else:
                chosen.write_bytes(b"changed")
            self.check()

    @precondition(lambda self: self.built)
    @rule(how=st.sampled_from(["objects", "jobs", "states", "flip", "manifest"]))
    def lose(self, how: str) -> None:
        """Parts of the cache go, or are damaged."""
        cache = self.project / ".reportgen" / "cache"
        if how == "manifest":
            (self.project / "build" / "manifest.json").unlink(missing_ok=True)
        elif how == "flip":
            for path in sorted(cache.glob("objects/*/*")):
                path.write_bytes(path.read_bytes()[:-1] + b"?")
            self.seen.clear()
            self.lost = True
        else:
            shutil.rmtree(cache / how, ignore_errors=True)
            if how == "objects":
                self.seen.clear()
            self.lost |= how == "objects"
        self.check()

    def incremental(self, options: Options) -> tuple[Result, list[str]]:
        with cheap(self.shipped, layout=self.layout) as laid_out:
            result = build(self.project, options)
        again = [key for key in laid_out if key in self.seen]
        assert not again, "a PDF was laid out from what had been laid out before"
        self.seen.update(laid_out)
        return result, laid_out

    def check(self) -> None:
        """Build; build a copy from nothing; compare."""
        result, _ = self.incremental(Options())
        copy = self.room / "copy"
        shutil.copytree(self.project, copy, ignore=shutil.ignore_patterns("build", ".reportgen"))
        with cheap(self.shipped, layout=self.layout):
            clean = build(copy)
        try:
            assert told(result) == told(clean)
            assert result.ok == clean.ok
            ours, theirs = files_of(self.project / "build"), files_of(copy / "build")
            if clean.ok:
                assert sorted(ours) == sorted(theirs)
                assert [name for name in ours if ours[name] != theirs[name]] == []
            else:  # a brief that failed keeps its old files
                for name in ("manifest.json", "index.html"):
                    theirs.pop(name, None)
                assert {name: ours.get(name) for name in theirs} == theirs
            again, laid_out = self.incremental(Options())
            assert laid_out == []
            assert told(again) == told(result)
            if result.ok:
                assert again.written == ()
        finally:
            shutil.rmtree(copy)
        self.built = True


def told(result: Result) -> list[tuple[str, str, str]]:
    """The problems, without those of a file that somebody changed."""
    return [
        (found.code, found.message, str(found.place))
        for found in result.problems
        if found.code != "changed-by-hand"
    ]


def lay_out_for_real(html: str, **given: Any) -> Any:
    from reportgen.rendering.weasy import lay_out

    return lay_out(html, **given)


class ExactlyLaidOut(Exact):
    """The same with real PDFs."""

    layout = staticmethod(lay_out_for_real)


PROFILE = settings(
    max_examples=25,
    stateful_step_count=12,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)

TestExact = Exact.TestCase
TestExact.settings = PROFILE

TestExactlyLaidOut = pytest.mark.slow(ExactlyLaidOut.TestCase)
TestExactlyLaidOut.settings = settings(PROFILE, max_examples=4, stateful_step_count=5)


def test_a_walk_through_every_kind_of_edit() -> None:
    """Short, and the same each time: what once was wrong stays right."""
    at = Exact()
    at.start(list(range(len(PIECES))), [0, 3, 10])
    try:
        at.check()
        at.thing("a", {}, 0)  # a collection of one's own appears: a name that templates test
        at.thing("a", {"size": None}, 0)
        at.thing("a", {"size": 1, "x": [1]}, 0)
        at.person("c", "Carla", 0)
        at.source("a", "c", 0)
        at.partner("c", "Carl", "C", None, 0)  # the same id in the collection that goes first
        at.partner("b", "Ben", "B", "internal", 0)
        at.figure("b", 2, ["b"], None, 0)
        at.reorder("figures", 0)  # gaps stand in the order of the data
        at.theme_file(("styles/print.css", "@import url(styles/more.css);"), 2, below=False)
        at.theme_file(("styles/more.css", "p {}"), 0, below=False)
        at.comments()
        at.theme_file(("styles/print.css", "p { odd: 1 }"), 0, below=False)
        at.comments()  # a warning is no reason to lay out again
        at.theme_file(("macros.html.j2", MACROS[1]), 0, below=False)
        at.theme_file(("locale/en.po", CATALOGUE), 0, below=False)
        at.theme_file(("data/odd.html.j2", "odd"), 0, below=False)
        at.report("page", ("pages", "9"), 0)
        at.undo_settings(0)
        at.remove("programmes", "a", 0)
        at.rename("c", "d", 0)
    finally:
        at.teardown()

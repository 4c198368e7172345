"""A project that is published by a fake clock, and what readers then find."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from reportgen.building.loading import open_world
from reportgen.problems import ProblemsError
from reportgen.publishing.making import Asked, Outcome, make_due
from reportgen.publishing.state import State, from_json
from reportgen.publishing.storage import Folder
from reportgen.wanted import Options
from reportgen.world import World, digest
from tests.running import write_project

PAGE = (
    '<!DOCTYPE html><html lang="en"><head>{{ head() }}</head><body><main>'
    "<h1>NAME</h1><p>as of {{ brief.as_of }}</p></main></body></html>\n"
)
TEMPLATES = {
    "templates/sheet.html.j2": PAGE.replace("NAME", "{{ record.name }}"),
    "templates/sheet.yaml": "title: A sheet\n",
    "templates/news.html.j2": PAGE,
    "templates/news.yaml": "title: News\n",
}
PARTNERS = "- {id: a, name: Anna}\n- {id: b, name: Ben}\n"
CONFIGURATION = """\
languages: [en]
formats: [html]
timezone: Asia/Ho_Chi_Minh
publish: {to: site, ledger: ledger}
reports:
  news: {template: news, schedule: monthly}
  sheet: {template: sheet, each: partners, schedule: weekly}
"""
_AS_OF = re.compile(rb"as of ([^<]*)<")
_MADE = {"site", "ledger", "build", ".reportgen"}


def project(folder: Path, configuration: str = CONFIGURATION, partners: str = PARTNERS) -> Path:
    """A project of two cheap reports; only HTML, which needs no layout."""
    files = {**TEMPLATES, "reportgen.yaml": configuration, "data/partners.yaml": partners}
    return write_project(folder, files)


def world(folder: Path, now: str) -> World:
    """The world of a project at a time (ISO 8601, with its distance from UTC)."""
    return open_world(folder, environment={}, now=datetime.fromisoformat(now))


def wake(folder: Path, now: str, *reports: str, **asked: Any) -> Outcome:
    """What `reportgen build --due` does at a time; problems are in the outcome."""
    options = asked.pop("options", Options())
    try:
        return make_due(world(folder, now), Asked(options, reports, **asked))
    except ProblemsError as error:
        return Outcome(error.problems)


def made(outcome: Outcome) -> list[tuple[str, str, str]]:
    """(report, slot, what became of it) of the editions of a run."""
    return [(one.report, one.slot, one.state) for one in outcome.editions]


def readers(folder: Path) -> dict[str, bytes]:
    """What lies where editions are published."""
    site = folder / "site"
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def as_of(page: bytes) -> str:
    """The date that a page prints."""
    match = _AS_OF.search(page)
    assert match is not None, page
    return match[1].decode()


def shown(folder: Path) -> dict[str, str]:
    """Path -> date printed, of the current briefs."""
    pages = readers(folder).items()
    return {path: as_of(data) for path, data in pages if path.startswith("en/")}


def archived(folder: Path) -> list[str]:
    """The folders of the published editions."""
    return sorted(
        {"/".join(p.split("/")[1:3]) for p in readers(folder) if p.startswith("editions/")}
    )


def ledger(folder: Path) -> State:
    """The newest version of the ledger."""
    return from_json(max((folder / "ledger").glob("0*.json")).read_bytes())


def catalogue(folder: Path) -> Mapping[str, Any]:
    """What `editions.json` says."""
    found: Mapping[str, Any] = json.loads(readers(folder)["editions.json"])
    return found


def check_readers(folder: Path) -> None:
    """What readers find is what the ledger says: no file more, none less, each as it was built."""
    files, state = readers(folder), ledger(folder)
    published = [one for one in state.editions if one.state == "published" and one.files]
    assert catalogue(folder)["revision"] == state.revision
    assert archived(folder) == sorted(one.folder for one in published)
    listed = {"editions.json", "manifest.json", *json.loads(files["manifest.json"])["outputs"]}
    for path, entry in json.loads(files["manifest.json"])["outputs"].items():
        assert digest(files[path]) == entry["digest"], path
    for one in published:
        raw = files[f"editions/{one.folder}/manifest.json"]
        assert digest(raw) == one.digest
        listed.add(f"editions/{one.folder}/manifest.json")
        outputs = json.loads(raw)["outputs"]
        assert len(outputs) == one.files
        for path, entry in outputs.items():
            assert digest(files[f"editions/{one.folder}/{path}"]) == entry["digest"]
            listed.add(f"editions/{one.folder}/{path}")
            if path.endswith(".html"):
                printed = as_of(files[f"editions/{one.folder}/{path}"])
                assert printed == one.as_of.isoformat()
    assert set(files) == listed


class Watch:
    """What the versions of a ledger say one after another: what was published, and how often.

    Attributes:
        published: (report, slot) -> how often it became published.
        begun: The same -> the bytes that readers got first, by path.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._last = State()
        self.published: Counter[tuple[str, str]] = Counter()
        self.begun: dict[str, dict[str, bytes]] = {}

    def look(self) -> None:
        """Read the new versions; what readers had of an edition, they must have still."""
        before = self._last.number
        for path in sorted((self._folder / "ledger").glob("0*.json")):
            if int(path.stem) > self._last.number:
                self._next(from_json(path.read_bytes()))
        if self._last.number == before:
            return
        files = readers(self._folder)
        current = {f"{one.report}/{one.slot}": one.state for one in self._last.editions}
        for name, state in current.items():
            base = f"editions/{name}/"
            found = {p: data for p, data in files.items() if p.startswith(base)}
            found.pop(f"{base}manifest.json", None)
            if state == "published":
                begun = self.begun.setdefault(name, found)
                assert all(found.get(path) == data for path, data in begun.items()), name
                begun.update(found)

    def _next(self, state: State) -> None:
        assert state.number == self._last.number + 1
        before = {one.folder: one for one in self._last.editions}
        for one in state.editions:
            known = before.get(one.folder)
            if one.state == "published" and (known is None or known.state != "published"):
                self.published[one.report, one.slot] += 1
            if known is not None and known.digest and known.digest != one.digest:
                assert set(one.failed) < set(known.failed), one.folder
        assert set(before) <= {one.folder for one in state.editions}
        self._last = state


class Killed(BaseException):
    """A death at a chosen step."""


@contextmanager
def dying(step: int, *, after: bool) -> Iterator[list[str]]:
    """While it lasts, the step-th write to a storage is the last: not done, or just done."""
    done: list[str] = []

    def dies(name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def write(self: Folder, path: str, *rest: Any) -> Any:
            done.append(f"{name} {self.shown}/{path}")
            if len(done) == step and not after:
                raise Killed
            result = method(self, path, *rest)
            if len(done) == step:
                raise Killed
            return result

        return write

    with ExitStack() as stack:
        for name in ("write", "create", "remove"):
            stack.enter_context(patch.object(Folder, name, dies(name, getattr(Folder, name))))
        yield done

"""A project that is published by a fake clock, and what readers then find."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from reportgen.building.loading import open_world
from reportgen.problems import ProblemsError
from reportgen.publishing.making import Asked, Outcome, make_due
from reportgen.publishing.state import State, from_json
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
    return from_json(max((folder / "ledger").glob("*.json")).read_bytes())


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

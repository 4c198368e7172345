"""A generated portfolio for benchmarks: made-up partners, programmes, agreements and figures.

    python -m benchmarks.portfolio FOLDER --partners 100

writes a whole project. The same arguments give the same bytes.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path
from typing import Any

import yaml

# fmt: off
ENGLISH = (
    "decent", "work", "skills", "training", "social", "protection", "labour", "market", "youth",
    "inclusion", "gender", "equality", "employment", "migration", "safety", "health", "insurance",
    "dialogue", "standards", "inspection", "statistics", "rural", "enterprise", "green", "jobs",
)
VIETNAMESE = (
    "việc", "làm", "bền", "vững", "kỹ", "năng", "đào", "tạo", "an", "sinh", "xã", "hội", "thị",
    "trường", "lao", "động", "bình", "đẳng", "giới", "thanh", "niên", "di", "cư", "bảo", "hiểm",
)
# fmt: on
GROUPS = ("un-system", "banks", "bilateral", "ngos")
SOURCE = {"date": 2026, "description": "No brief prints this sentence."}
STATUSES = ("pipeline", "implementation", "finalisation", "closed")

PROJECT = """\
languages: [en, vi]
formats: [{format}]
reports:
  partner-profile:
    template: {template}
    title: "{{name}}"
    each: partners
    output: partners/{{id}}
    languages: [en]
"""

CHARTED = {
    "templates/charted-profile.html.j2": """\
{# The shipped profile with a chart of its own at the end: no two partners have the same. #}
{% extends "partner-profile.html.j2" %}
{% from "macros/charts.html.j2" import chart_figure with context %}
{% block body %}
{{ super() }}
{% set drawn = namespace(rows=[]) %}
{% for programme in record.programmes %}
{% set drawn.rows = drawn.rows + [{"label": programme.title | plain, "value": loop.index,
   "text": programme.period | period | plain, "open": false}] %}
{% endfor %}
{{ chart_figure("partners-by-group", "chart", _("Programmes"), record.name | plain, drawn.rows) }}
{% endblock %}
""",
    "templates/charted-profile.yaml": """\
title: Partner profile with a chart
each: partners
sections: [identity, programmes, agreements, priorities, events, positions, people, gaps]
""",
}

TABLE = """\
languages: [en, vi]
formats: [pdf]
reports:
  agreements-register:
    template: agreements-register
    languages: [en]
"""

LABELS = {
    "multilateral": "multilateral organisation",
    "government": "government",
    "international-ngo": "international NGO",
    "pipeline": "in preparation",
    "implementation": "in implementation",
    "finalisation": "in finalisation",
    "closed": "closed",
    "mou": "memorandum of understanding",
    "framework": "cooperation framework",
    "minutes": "minutes of cooperation",
}
"""The words that a brief prints for codes, for an engine that does not know the code lists."""


class _Plain(yaml.CSafeDumper):
    """Writes YAML as people do: what is said twice is written twice, without anchors."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  PyYAML's signature
        return True


def text(pick: random.Random, count: int) -> dict[str, str]:
    """A phrase in both languages."""
    english = " ".join(pick.choices(ENGLISH, k=count)).capitalize()
    vietnamese = " ".join(pick.choices(VIETNAMESE, k=count)).capitalize()
    return {"en": english, "vi": vietnamese}


def collections(partners: int) -> dict[str, list[dict[str, Any]]]:
    """Collection -> records; three programmes and two agreements a partner."""
    pick = random.Random(partners)  # noqa: S311  made-up data, not secrets
    cite = [{"id": "made-up", "locator": "para. 1"}]
    found: dict[str, list[dict[str, Any]]] = {
        "sources": [{"id": "made-up", "title": "Made-up source of the benchmark", **SOURCE}],
        "groups": [{"id": g, "title": text(pick, 2), "complete": True} for g in GROUPS],
        "partners": [],
        "programmes": [],
        "agreements": [],
        "events": [],
        "figures": [],
    }
    for number in range(partners):
        id_ = f"partner-{number:04}"
        found["partners"].append(
            {
                "id": id_,
                "name": text(pick, 4),
                "acronym": f"P{number}",
                "type": pick.choice(("multilateral", "government", "international-ngo")),
                "groups": [pick.choice(GROUPS)],
                "description": text(pick, 30),
                "sources": cite,
            }
        )
        for place in range(3):
            found["programmes"].append(programme(pick, id_, place, partners))
        for place in range(2):
            found["agreements"].append(
                {
                    "id": f"{id_}-agreement-{place}",
                    "title": text(pick, 8),
                    "type": pick.choice(("mou", "framework", "minutes")),
                    "dates": {"signed": f"20{pick.randint(10, 25)}"},
                    "parties": [{"partner": id_, "status": "signed", "as_of": 2026}],
                    "sources": cite,
                }
            )
        found["events"].append(
            {
                "id": f"{id_}-event",
                "title": text(pick, 6),
                "date": f"20{pick.randint(10, 25)}",
                "partners": [id_],
                "sources": cite,
            }
        )
    return found


def programme(pick: random.Random, partner: str, place: int, partners: int) -> dict[str, Any]:
    """A programme with two outcomes, its partner and one more."""
    other = f"partner-{pick.randrange(partners):04}"
    return {
        "id": f"{partner}-programme-{place}",
        "title": text(pick, 7),
        "status": pick.choice(STATUSES),
        "period": f"20{pick.randint(15, 22)}/20{pick.randint(23, 29)}",
        "description": text(pick, 25),
        "participants": [{"partner": partner, "role": "implementing"}],
        "partners": [other],
        "results": [{"type": "outcome", "title": text(pick, 12)} for _ in range(2)],
        "sources": [{"id": "made-up", "locator": f"para. {place + 2}"}],
    }


def facts(found: dict[str, list[dict[str, Any]]], partner: dict[str, Any]) -> dict[str, Any]:
    """What the profile of a partner prints, as plain values for an engine of its own.

    Notes are numbered as they are cited from top to bottom; the first is the partner's own.
    """
    id_ = partner["id"]
    groups = {group["id"]: group["title"]["en"] for group in found["groups"]}
    notes = [partner["sources"][0]["locator"]]

    def note(record: dict[str, Any]) -> int:
        locator = record["sources"][0]["locator"]
        if locator not in notes:
            notes.append(locator)
        return notes.index(locator) + 1

    programmes = [
        {
            "title": p["title"]["en"],
            "role": "implementing" if p["participants"][0]["partner"] == id_ else None,
            "period": p["period"].replace("/", "–"),
            "status": LABELS[p["status"]],
            "note": note(p),
        }
        for p in found["programmes"]
        if id_ in (p["participants"][0]["partner"], *p["partners"])
    ]
    agreements = [
        {
            "title": a["title"]["en"],
            "type": LABELS[a["type"]],
            "signed": a["dates"]["signed"],
            "note": note(a),
        }
        for a in found["agreements"]
        if a["parties"][0]["partner"] == id_
    ]
    events = [
        {"title": e["title"]["en"], "date": e["date"], "note": note(e)}
        for e in sorted(found["events"], key=lambda e: str(e["date"]))
        if id_ in e["partners"]
    ]
    return {
        "name": partner["name"]["en"],
        "acronym": partner["acronym"],
        "type": LABELS[partner["type"]],
        "group": groups[partner["groups"][0]],
        "description": partner["description"]["en"],
        "programmes": programmes,
        "agreements": agreements,
        "events": events,
        "notes": notes,
    }


def write(folder: Path, partners: int, *, html: bool = False, charts: bool = False) -> None:
    """Write the project of a portfolio; with `charts` each brief draws one."""
    template = "charted-profile" if charts else "partner-profile"
    project = PROJECT.format(format="html" if html else "pdf", template=template)
    files = {"reportgen.yaml": project, **(CHARTED if charts else {})}
    _write(folder, files, collections(partners))


def write_table(folder: Path, rows: int) -> None:
    """Write a project whose one brief is a table of so many agreements."""
    found = collections(max(1, rows // 2))
    kept = ("sources", "groups", "partners")
    records = {name: found[name] for name in kept} | {"agreements": found["agreements"][:rows]}
    _write(folder, {"reportgen.yaml": TABLE}, records)


def _write(folder: Path, files: dict[str, str], records: dict[str, list[dict[str, Any]]]) -> None:
    for name, rows in records.items():
        files[f"data/{name}.yaml"] = yaml.dump(
            rows, allow_unicode=True, sort_keys=False, Dumper=_Plain
        )
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--partners", type=int, default=100)
    parser.add_argument("--charts", action="store_true", help="A chart in each brief.")
    parser.add_argument("--html", action="store_true", help="HTML in place of PDF.")
    given = parser.parse_args()
    write(given.folder, given.partners, html=given.html, charts=given.charts)

"""A generated portfolio for benchmarks: made-up partners, programmes, agreements and figures.

    python benchmarks/portfolio.py FOLDER --partners 100

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
STATUSES = ("pipeline", "implementation", "finalisation", "closed")

PROJECT = """\
languages: [en]
formats: [pdf]
checks: {unused-record: off, missing-translation: off}
reports:
  partner-profile:
    template: partner-profile
    title: "{name}"
    each: partners
    output: partners/{id}
"""


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
        "sources": [{"id": "made-up", "title": "Made-up source of the benchmark", "date": 2026}],
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
    """What the profile of a partner prints, as plain values for an engine of its own."""
    id_ = partner["id"]
    groups = {group["id"]: group["title"]["en"] for group in found["groups"]}
    programmes = [
        {
            "title": p["title"]["en"],
            "role": "implementing" if p["participants"][0]["partner"] == id_ else None,
            "period": p["period"].replace("/", "–"),
            "status": p["status"],
            "note": int(p["sources"][0]["locator"].split()[1]),
        }
        for p in found["programmes"]
        if id_ in (p["participants"][0]["partner"], *p["partners"])
    ]
    agreements = [
        {"title": a["title"]["en"], "type": a["type"], "signed": a["dates"]["signed"]}
        for a in found["agreements"]
        if a["parties"][0]["partner"] == id_
    ]
    events = [
        {"title": e["title"]["en"], "date": e["date"]}
        for e in found["events"]
        if id_ in e["partners"]
    ]
    return {
        "name": partner["name"]["en"],
        "acronym": partner["acronym"],
        "type": partner["type"],
        "group": groups[partner["groups"][0]],
        "description": partner["description"]["en"],
        "programmes": programmes,
        "agreements": agreements,
        "events": events,
    }


def write(folder: Path, partners: int) -> None:
    """Write the project of a portfolio."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / "reportgen.yaml").write_text(PROJECT, encoding="utf-8")
    for name, records in collections(partners).items():
        text_ = yaml.dump(records, allow_unicode=True, sort_keys=False, Dumper=yaml.CSafeDumper)
        (folder / "data" / f"{name}.yaml").write_text(text_, encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--partners", type=int, default=100)
    arguments = parser.parse_args()
    write(arguments.folder, arguments.partners)

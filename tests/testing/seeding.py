"""Seeds changes into the sample one by one and says which layer was the first to see each.

A program of its own, `python -m tests.testing.seeding FOLDER`: it lays pages out in its own
process, without a worker for each, so that some eighty builds cost a minute.
"""

from __future__ import annotations

import io
import json
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

from fontTools.ttLib import TTFont
from PIL import Image

from reportgen.building import dispatching
from reportgen.building.renderer import prepare
from reportgen.problems import ProblemsError
from reportgen.shipped import sample_root, templates_root
from reportgen.testing import briefs
from reportgen.testing.comparing import State
from reportgen.testing.desk import ALL, CHECK, Desk
from reportgen.testing.making import make
from tests.sample.conftest import copy_sample
from tests.testing.seeds import BRIEFS, BUILD, CHANGES, NOTHING, UNIMPORTANT, Seed
from tests.workshop import one_by_one


def accepted(folder: Path) -> Path:
    """The sample with a made-up logo, its briefs found right as they are."""
    copy_sample(folder)
    (folder / "data" / "images").mkdir()
    Image.new("RGB", (120, 40), "#204080").save(folder / "data" / "images" / "ilo.png")
    partners = folder / "data" / "partners.yaml"
    text = partners.read_text("utf-8")
    partners.write_text(
        text.replace("    acronym: ILO\n", "    acronym: ILO\n    logo: images/ilo.png\n"), "utf-8"
    )
    desk = Desk(folder, BRIEFS)
    compare(desk, desk.tested, ALL)
    return folder


def compare(desk: Desk, wanted: Sequence[briefs.Brief], mode: str) -> dict[str, str]:
    """Item -> how it stands: a state, with the layer that it follows."""
    desk.briefs.build(wanted)
    failed = next((f for b in wanted if (f := desk.briefs.failure(b))), None)
    if failed is not None:
        return {BUILD: failed}
    stands = {}
    for brief, layer in desk.layers(wanted, mode):
        finding, _ = desk.settle(brief, layer, mode)
        stands[layer] = f"{finding.state.value} {finding.follows or ''}".strip()
    return stands


def plant(seed: Seed, folder: Path) -> None:
    """Make the change in a copy of the sample."""
    path = folder / seed.file
    name = seed.file.removeprefix("templates/")
    if not path.exists() and (templates_root() / name).exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(templates_root() / name, path)
    if path.suffix == ".ttf":
        path.write_bytes(with_wrong_glyph(path.read_bytes(), seed.old, seed.new))
    elif seed.new.endswith(".yaml"):
        (folder / seed.new).parent.mkdir()
        path.rename(folder / seed.new)
    elif not seed.old:
        text = path.read_text("utf-8") if path.exists() else ""
        path.parent.mkdir(exist_ok=True)
        path.write_text(text + seed.new, "utf-8")
    else:
        text = path.read_text("utf-8")
        if seed.old not in text:
            raise LookupError(f"{seed.name}: {seed.file} has no `{seed.old}`")
        path.write_text(text.replace(seed.old, seed.new), "utf-8", newline="")


def with_wrong_glyph(font: bytes, of: str, drawn_as: str) -> bytes:
    """The font with one character drawn like another; text taken from it stays what it is."""
    found = TTFont(io.BytesIO(font))
    names, glyphs = found.getBestCmap(), found["glyf"]
    glyphs[names[ord(of)]] = glyphs[names[ord(drawn_as)]]
    out = io.BytesIO()
    found.save(out)
    return out.getvalue()


def first(stands: dict[str, str]) -> str:
    """The layer that says what changed; NOTHING where none differs."""
    told = [layer for layer, state in stands.items() if state == State.CHANGED.value]
    if BUILD in stands:
        return BUILD
    return told[0].partition("-")[0] if told else NOTHING


def main() -> None:
    """Seed every change, or with ELSEWHERE build the same once more; write what came of it."""
    folder, *other = map(Path, sys.argv[1:])
    fonts = (other or [folder])[0] / "fonts"
    fonts.mkdir(parents=True)
    prepare(fonts)
    with (
        patch.object(dispatching, "run_jobs", one_by_one),
        patch.object(briefs, "_built", in_this_process),
    ):
        if other:
            results = elsewhere(folder / "accepted", other[0])
            (other[0] / "results.json").write_text(json.dumps(results), "utf-8")
        else:
            results = seeded(folder)
            (folder / "results.json").write_text(json.dumps(results, indent=1), "utf-8")


def elsewhere(base: Path, folder: Path) -> dict[str, Any]:
    """How the accepted briefs stand in another folder, built from nothing."""
    project = folder / "project"
    shutil.copytree(base, project, ignore=shutil.ignore_patterns(".reportgen"))
    desk = Desk(project, BRIEFS)
    return {brief.name: compare(desk, [brief], CHECK) for brief in desk.tested}


def seeded(folder: Path) -> dict[str, Any]:
    """What came of each change: the layer that says what changed, and how all of them stand."""
    results: dict[str, Any] = {}
    base = accepted(folder / "accepted")
    for number, seed in enumerate((*CHANGES, *UNIMPORTANT)):
        start = time.perf_counter()
        project = folder / f"seed-{number}"
        shutil.copytree(base, project)
        plant(seed, project)
        try:
            desk = Desk(project, [seed.brief])
            stands = compare(desk, desk.tested, CHECK)
        except ProblemsError as error:
            stands = {BUILD: str(error)}
        results[seed.name] = {
            "first": first(stands),
            "stands": stands,
            "seconds": round(time.perf_counter() - start, 2),
        }
        shutil.rmtree(project)
    return results


def in_this_process(found: briefs.Briefs, wanted: Sequence[briefs.Brief]) -> dict[str, str]:
    """What the program `reportgen.testing.making` does, without starting it."""
    return make(
        {
            "root": str(found.root),
            "folder": str(found.folder),
            "as_of": found.as_of,
            "trust": found.trust,
            "reports": sorted({brief.job.report for brief in wanted}),
            "languages": sorted({brief.job.language for brief in wanted}),
            "ids": sorted({brief.job.record for brief in wanted if brief.job.record}),
        }
    )


if __name__ == "__main__":
    if not sample_root().is_dir():
        raise SystemExit("there is no sample")
    main()

"""`--shard 2/8`: which briefs one of several machines builds, and what says so in its folder.

All machines must split alike: from the same project and the same `.reportgen/runs/`. Builds of a
shard are left out of account there, so that those before do not change the split of those after.
Beside the manifest of a shard stands `shard.json` (version 1):

    {"version": 1, "number": 2, "of": 8, "project": digest of all that was read,
     "seconds": {"partner-profile[ilo, en]": 1.5}}
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportgen.building.writing import remove_file, write_file
from reportgen.model.project import Job, Plan
from reportgen.wanted import Shard
from reportgen.world import World, digest

STAMP = "shard.json"
VERSION = 1


def jobs_of_shard(
    jobs: Sequence[Job], shard: Shard, seconds: Mapping[str, float]
) -> tuple[Job, ...]:
    """The jobs of one shard, in their order; together the shards have each job once.

    The longest first, each to the shard that has least to do; a brief that was never built counts
    as the mean of the others. Where none was, they are dealt out by hash, so evenly.
    """
    known = [seconds[job.name] for job in jobs if job.name in seconds]
    if not known:
        dealt = sorted(jobs, key=lambda job: (digest(job.name.encode()), job.name))
        mine = {job.name for job in dealt[shard.number - 1 :: shard.of]}
    else:
        mean = sum(known) / len(known)
        loads = [0.0] * shard.of
        mine = set()
        for cost, name in sorted((-seconds.get(job.name, mean), job.name) for job in jobs):
            least = loads.index(min(loads))
            loads[least] -= cost
            if least == shard.number - 1:
                mine.add(name)
    return tuple(job for job in jobs if job.name in mine)


@dataclass(frozen=True)
class Stamp:
    """What a folder says of the shard in it."""

    shard: Shard
    project: str
    seconds: Mapping[str, float]


def stamp(
    folder: Path, shard: Shard | None, project: str, plan: Plan, seconds: Mapping[str, float]
) -> None:
    """Say what shard stands in a folder, also how long the briefs took that needed nothing now.

    Where it is a whole build, nothing says so any more.
    """
    if shard is None:
        remove_file(folder, folder / STAMP)
        return
    before, names = read_stamp(folder), {job.name for job in plan.jobs}
    took = {**(before.seconds if before else {}), **seconds}
    value = {
        "version": VERSION,
        "number": shard.number,
        "of": shard.of,
        "project": project,
        "seconds": {name: round(took[name], 4) for name in sorted(names & took.keys())},
    }
    write_file(folder / STAMP, (json.dumps(value, indent=1) + "\n").encode())


def read_stamp(folder: Path) -> Stamp | None:
    """What a folder says of its shard; None where that is nothing that can be read."""
    try:
        value: Any = json.loads((folder / STAMP).read_bytes())
        if value["version"] != VERSION:
            return None
        shard = Shard(int(value["number"]), int(value["of"]))
        seconds = {str(name): float(took) for name, took in value["seconds"].items()}
        return Stamp(shard, str(value["project"]), seconds)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def state_of_project(world: World, plan: Plan, program: str) -> str:
    """The digest of all that reading and planning saw: machines that differ in it do not fit."""
    seen = sorted([*key, value] for key, value in world.seen.items())
    return digest(json.dumps([program, str(plan.as_of), seen]).encode())

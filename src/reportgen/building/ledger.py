"""Which briefs stand in an output folder as they should, told at a glance.

A trace knows every field that a brief has read: exact, and long. The ledger knows the same more
widely, all briefs in one file: whole records in place of fields, and the size and time of files in
place of their bytes. Where everything it names is as it was, the brief is current, and its trace
need not be opened; where anything differs, the trace decides. So the ledger can only save work.

It counts only beside the manifest that was written with it. JSON and nothing else.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from reportgen.building.fingerprints import Dependency, Fingerprints, widened
from reportgen.building.locking import lock_name
from reportgen.building.pending import Done
from reportgen.building.store import CACHE, trace_name
from reportgen.building.writing import write_file
from reportgen.model.project import Job
from reportgen.problems import Problem
from reportgen.problems.told import problems_of, rows_of

FORMAT = 1
LINKS: Dependency = ("links",)
RELATION = "relation"
_WORTH_KEEPING = 0.9
"""The part of its rows that jobs have to name: to number them anew takes longer than the others."""


class Ledger:
    """The briefs of one output folder."""

    def __init__(self, root: Path, folder: Path, here: Fingerprints, manifest: str | None) -> None:
        """`here` is how things are now; `manifest` the digest of the folder's manifest."""
        self._path = root / CACHE / "ledgers" / f"{lock_name(folder)}.json"
        self._folder = folder
        self._here = here
        self._keys: list[Dependency] = []
        self._digests: list[str] = []
        self._jobs: dict[str, Mapping[str, Any]] = {}
        self._links: str | None = None
        self._sure: set[str] = set()
        self._read(manifest)
        self._known = len(self._keys)
        self._numbers = {key: number for number, key in enumerate(self._keys)}
        self._texts: dict[str, str] = {}
        self._rows: list[str] = []

    def holds(self, job: Job) -> bool:
        """True where the job's files stand and nothing that it read can have changed."""
        name = trace_name(job)
        known = self._jobs.get(name)
        if known is None or not self._different.isdisjoint(known["on"]):
            return False
        if not all(self._stands(output.path, known["files"]) for output in job.files):
            return False
        self._sure.add(name)
        return True

    def read(self, job: Job) -> Iterable[Dependency]:
        """What a job that holds has read, records as a whole."""
        return (self._keys[number] for number in self._jobs[trace_name(job)]["on"])

    def problems(self, job: Job) -> tuple[Problem, ...]:
        """What was found when a job that holds was done."""
        return problems_of(self._jobs[trace_name(job)]["problems"])

    def signatures(self, job: Job) -> dict[str, list[int] | None]:
        """Path -> what the files of a job are known by, as they stand now."""
        return {output.path: self._signature(output.path) for output in job.files}

    def enter(self, job: Job, read: Iterable[Dependency], problems: Iterable[Problem]) -> None:
        """Note a job whose files stand now, and that has read things as they are now."""
        self._enter(job, read, problems, self.signatures(job))

    def enter_done(self, done: Done) -> None:
        """Note a job that was done a while ago; one that did not do it well is forgotten."""
        job = done.finished.job
        if done.same and done.finished.written:
            self._enter(job, done.read, done.found, done.files)
        else:  # its trace has to decide
            self._jobs.pop(trace_name(job), None)

    def _enter(
        self,
        job: Job,
        read: Iterable[Dependency],
        problems: Iterable[Problem],
        files: Mapping[str, Any],
    ) -> None:
        wide = dict.fromkeys(key for key in map(widened, read) if key is not None)
        name = trace_name(job)
        self._jobs[name] = {
            "on": [self._number(key) for key in wide],
            "files": files,
            "problems": rows_of(problems),
        }
        self._texts.pop(name, None)
        self._sure.add(name)

    def ready(self) -> None:
        """Make what `save` will write of what is known already: most of it will be the same."""
        for number in range(len(self._rows), len(self._keys)):
            self._rows.append(_json([*self._keys[number], self._digests[number]]))
        for name in self._jobs.keys() - self._texts.keys():
            self._texts[name] = _json(self._jobs[name])

    def save(self, manifest: str | None) -> None:
        """Write the ledger beside a manifest with this digest; nothing is asked of it any more."""
        links = self._here.of(LINKS)
        if links != self._links:  # relations of the others have not been looked at
            self._jobs = {name: job for name, job in self._jobs.items() if name in self._sure}
        used = {number for job in self._jobs.values() for number in job["on"]}
        if len(used) < len(self._keys) * _WORTH_KEEPING:
            self._leave_out_all_but(sorted(used))
        self.ready()
        head = _json({"format": FORMAT, "manifest": manifest, "links": links})
        rows = ",".join(self._rows)
        jobs = ",".join(f"{_json(name)}:{self._texts[name]}" for name in self._jobs)
        text = f'{head[:-1]},"rows":[{rows}],"jobs":{{{jobs}}}}}'
        write_file(self._path, text.encode("utf-8"), durable=False)

    def _leave_out_all_but(self, used: Sequence[int]) -> None:
        """Forget what no job has read any more, and number the rest anew."""
        place = {number: n for n, number in enumerate(used)}
        self._keys = [self._keys[number] for number in used]
        self._digests = [self._digests[number] for number in used]
        self._jobs = {
            name: {**job, "on": [place[number] for number in job["on"]]}
            for name, job in self._jobs.items()
        }
        self._texts.clear()
        self._rows.clear()

    @cached_property
    def _different(self) -> frozenset[int]:
        """The numbers of what was read and is another now."""
        of = self._here.of
        # What no record refers to anew has no new relations: to look them all up takes time.
        same = self._links == of(LINKS)
        return frozenset(
            number
            for number in range(self._known)
            if not (same and self._keys[number][0] == RELATION)
            and of(self._keys[number]) != self._digests[number]
        )

    def _number(self, key: Dependency) -> int:
        """The number of a dependency as it is now."""
        now = self._here.of(key)
        number = self._numbers.get(key)
        if number is None or self._digests[number] != now:
            # Keys come out of pickles, each with strings of its own.
            key = tuple(map(sys.intern, key))
            number = self._numbers[key] = len(self._keys)
            self._keys.append(key)
            self._digests.append(now)
        return number

    def _stands(self, path: str, known: Mapping[str, Any]) -> bool:
        now = self._signature(path)
        return now is not None and known.get(path) == now

    def _signature(self, path: str) -> list[int] | None:
        try:
            status = (self._folder / path).stat()
        except OSError:
            return None
        return [status.st_size, status.st_mtime_ns]

    def _read(self, manifest: str | None) -> None:
        try:
            value = json.loads(self._path.read_bytes())
            if value["format"] != FORMAT or value["manifest"] != manifest:
                return
            keys = [tuple(map(str, row[:-1])) for row in value["rows"]]
            digests = [str(row[-1]) for row in value["rows"]]
            jobs = value["jobs"]
            numbers = range(len(keys))
            if not all(keys) or not all(_is_entry(job, numbers) for job in jobs.values()):
                return
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return
        self._keys, self._digests, self._jobs, self._links = keys, digests, jobs, value["links"]


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _is_entry(job: Any, numbers: range) -> bool:
    on = job["on"]
    known = not on or (min(on) >= 0 and max(on) < len(numbers))
    return known and isinstance(job["files"], dict) and isinstance(job["problems"], list)

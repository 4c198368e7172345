"""Which briefs stand in an output folder as they should, told at a glance.

A trace knows every field that a brief has read: exact, and long. The ledger knows the same more
widely, all briefs in one file: whole records in place of fields, and the size and time of files in
place of their bytes. Where everything it names is as it was, the brief is current, and its trace
need not be opened; where anything differs, the trace decides. So the ledger can only save work.

Of a collection that is as it was as a whole, no record is looked at.

It counts only beside the manifest that was written with it. JSON and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from reportgen.building.fingerprints import Dependency, Fingerprints, widened
from reportgen.building.locking import lock_name
from reportgen.building.pending import Done
from reportgen.building.quick import signature
from reportgen.building.store import CACHE, trace_name
from reportgen.building.writing import write_file
from reportgen.model import COLLECTIONS
from reportgen.model.project import Job
from reportgen.problems import Problem
from reportgen.problems.told import problems_of, rows_of

FORMAT = 2
LINKS: Dependency = ("links",)
RELATION = "relation"
_RECORDS = ("record", "presence")
"""Kinds of what is read of one record; the collection comes next."""

_APART = "\0"
"""Between the parts of a key in the file; no path and no id has it."""

_WORTH_KEEPING = 0.9
"""The part of the keys that jobs have to name: to number them anew takes longer than the others."""


class Ledger:
    """The briefs of one output folder."""

    def __init__(self, root: Path, folder: Path, here: Fingerprints, manifest: str | None) -> None:
        """`here` is how things are now; `manifest` the digest of the folder's manifest."""
        self._path = root / CACHE / "ledgers" / f"{lock_name(folder)}.json"
        self._folder = folder
        self._here = here
        self._keys: list[str] = []
        self._digests: list[str] = []
        self._states: Mapping[str, Any] = {}
        self._jobs: dict[str, Mapping[str, Any]] = {}
        self._links: str | None = None
        self._sure: set[str] = set()
        self._read(manifest)
        self._known = len(self._keys)
        self._numbers = {key: number for number, key in enumerate(self._keys)}
        self._texts: dict[str, str] = {}

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
        return (_split(self._keys[number]) for number in self._jobs[trace_name(job)]["on"])

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
        self._texts.pop(name, None)
        if any(_APART in part for key in wide for part in key):  # its trace has to decide
            self._jobs.pop(name, None)
            return
        self._jobs[name] = {
            "on": [self._number(key) for key in wide],
            "files": files,
            "problems": rows_of(problems),
        }
        self._sure.add(name)

    def ready(self) -> None:
        """Make what `save` will write of the jobs that are known: most of them will be the same."""
        for name in self._jobs.keys() - self._texts.keys():
            self._texts[name] = _json(self._jobs[name])

    def save(self, manifest: str | None) -> None:
        """Write the ledger beside a manifest with this digest; nothing is asked of it any more."""
        links = self._here.of(LINKS)
        if links != self._links:  # relations of the others have not been looked at
            self._jobs = {name: job for name, job in self._jobs.items() if name in self._sure}
        used = {number for job in self._jobs.values() for number in job["on"]}
        states = self._states_of(used)
        if len(used) < len(self._keys) * _WORTH_KEEPING:
            self._leave_out_all_but(sorted(used))
        self.ready()
        head = {
            "format": FORMAT,
            "manifest": manifest,
            "links": links,
            "states": states,
            "keys": self._keys,
            "digests": self._digests,
        }
        jobs = ",".join(f"{_json(name)}:{self._texts[name]}" for name in self._jobs)
        text = f'{_json(head)[:-1]},"jobs":{{{jobs}}}}}'
        write_file(self._path, text.encode("utf-8"), durable=False)

    def _states_of(self, used: set[int]) -> dict[str, str]:
        """Collection -> its state now, of those whose records are all as the jobs have read them.

        A brief that failed or was not asked for may have read a record as it was before.
        """
        different = (_split(self._keys[number]) for number in self._different & used)
        changed = {key[1] for key in different if key[0] in _RECORDS}
        states = {name: self._here.state(name) for name in COLLECTIONS}
        return {name: state for name, state in states.items() if state and name not in changed}

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

    @cached_property
    def _different(self) -> frozenset[int]:
        """The numbers of what was read and is another now."""
        same = [f"{kind}{_APART}{name}{_APART}" for kind in _RECORDS for name in self._same]
        if self._links == self._here.of(LINKS):
            # What no record refers to anew has no new relations: to look them all up takes time.
            same.append(f"{RELATION}{_APART}")
        known = tuple(same)
        return frozenset(
            number
            for number in range(self._known)
            if not self._keys[number].startswith(known)
            and self._here.of(_split(self._keys[number])) != self._digests[number]
        )

    @property
    def _same(self) -> list[str]:
        """The collections that are as they were as a whole."""
        return [name for name, was in self._states.items() if was == self._here.state(name) != ""]

    def _number(self, key: Dependency) -> int:
        """The number of a dependency as it is now."""
        now, written = self._here.of(key), _APART.join(key)
        number = self._numbers.get(written)
        if number is None or self._digests[number] != now:
            number = self._numbers[written] = len(self._keys)
            self._keys.append(written)
            self._digests.append(now)
        return number

    def _stands(self, path: str, known: Mapping[str, Any]) -> bool:
        now = self._signature(path)
        return now is not None and known.get(path) == now

    def _signature(self, path: str) -> list[int] | None:
        try:
            return signature(self._folder, path)
        except OSError:
            return None

    def _read(self, manifest: str | None) -> None:
        try:
            value = json.loads(self._path.read_bytes())
            if value["format"] != FORMAT or value["manifest"] != manifest:
                return
            keys, digests, jobs = value["keys"], value["digests"], value["jobs"]
            numbers = range(len(keys))
            if len(digests) != len(keys) or not all(isinstance(key, str) for key in keys):
                return
            if not all(_is_entry(job, numbers) for job in jobs.values()):
                return
            self._states = {str(name): state for name, state in value["states"].items()}
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return
        self._keys, self._digests, self._jobs, self._links = keys, digests, jobs, value["links"]


def _split(key: str) -> Dependency:
    return tuple(key.split(_APART))


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _is_entry(job: Any, numbers: range) -> bool:
    on = job["on"]
    known = not on or (min(on) >= 0 and max(on) < len(numbers))
    return known and isinstance(job["files"], dict) and isinstance(job["problems"], list)

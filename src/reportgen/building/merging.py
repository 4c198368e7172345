"""`reportgen merge`: the folders of all shards become one, the bytes of a build without shards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from reportgen.building.closing import Built, complete
from reportgen.building.events import Written
from reportgen.building.indexing import INDEX
from reportgen.building.journal import Journal
from reportgen.building.locking import locked
from reportgen.building.manifest import Entry, read_manifest, write_manifest
from reportgen.building.pipeline import Result, prepare
from reportgen.building.quick import output_folder, program_digest
from reportgen.building.runs import RunRecord
from reportgen.building.sharding import STAMP, Stamp, read_stamp, state_of_project
from reportgen.building.writing import is_own_file, refuse_foreign, remove_file, write_changed
from reportgen.model.project import Plan
from reportgen.problems import Problem, ProblemsError, problem, sort_problems
from reportgen.wanted import Options, Shard
from reportgen.world import digest

_AGAIN = "build all shards from the same files, with the same reportgen, then merge"


def merge(root: Path, folders: Sequence[Path], options: Options) -> Result:
    """Join the folders of all shards into the output folder.

    Nothing is written where a shard is missing, given twice, damaged, or from another state of the
    project than the others; problems say which.
    """
    folder = output_folder(root, options)
    try:
        with locked(root.resolve(), folder, wait=options.wait):
            return _merge(root, folders, options, folder)
    except ProblemsError as error:
        return Result(error.problems, folder=folder)


def _merge(root: Path, folders: Sequence[Path], options: Options, folder: Path) -> Result:
    prepared, world = prepare(root, options)
    project, plan = prepared.project, prepared.plan
    if not prepared.may_build or project is None:
        return Result(prepared.problems, plan, folder=folder, project=project)
    stamps = {path: read_stamp(path) for path in folders}
    manifests = {path: read_manifest(path) for path in folders}
    problems = [*_unfit(stamps, state_of_project(world, plan, program_digest()))]
    problems = problems or [*_ill_joined(manifests, plan)]
    if problems:
        raise ProblemsError(problems)
    known, journal = read_manifest(folder), Journal(world.project, folder)
    ours, built, outputs = {*known, *journal.claims()}, Built(), dict(known)
    for path, entries in manifests.items():
        for name, entry in _briefs(entries):
            data = _whole(path, name, entry)
            if name not in ours:
                refuse_foreign(folder, name, {entry["digest"]})
            journal.note(name, entry["digest"])
            if write_changed(folder, name, data, entry["digest"]):
                built.files.append(Written(name, len(data), entry.get("pages", 0)))
            outputs[name] = entry
    complete(project, world, plan, folder, options, outputs, built, journal.claims())
    write_manifest(folder, outputs)
    remove_file(folder, folder / STAMP)
    journal.close()
    _record(stamps, world.project)
    return Result(
        sort_problems([*prepared.problems, *built.problems]),
        plan,
        built.written,
        removed=built.removed,
        folder=folder,
        project=project,
    )


def _briefs(entries: Mapping[str, Entry]) -> Iterator[tuple[str, Entry]]:
    return ((name, entry) for name, entry in entries.items() if name != INDEX)


def _unfit(stamps: Mapping[Path, Stamp | None], state: str) -> Iterator[Problem]:
    """What keeps the folders from being the shards of one build of this project."""
    known = {path: stamp for path, stamp in stamps.items() if stamp is not None}
    for path in stamps.keys() - known.keys():
        message = f"{path} holds no shard"
        hint = "name folders that `reportgen build --shard` has written"
        yield problem("shard-missing", message, None, hint)
    numbers: dict[int, Path] = {}
    most = max((stamp.shard.of for stamp in known.values()), default=0)
    for path, stamp in known.items():
        if stamp.shard.of != most:
            message = f"{path} holds shard {stamp.shard}, another one is of {most}"
            yield problem("shard-differs", message, None, _AGAIN)
        elif stamp.project != state:
            message = f"{path} was built from other files than lie here, or by another reportgen"
            yield problem("shard-differs", message, None, _AGAIN)
        elif numbers.setdefault(stamp.shard.number, path) != path:
            message = f"{numbers[stamp.shard.number]} and {path} both hold shard {stamp.shard}"
            yield problem("shard-overlap", message, None, "leave one of them out")
    for number in sorted(set(range(1, most + 1)) - {s.shard.number for s in known.values()}):
        message = f"shard {Shard(number, most)} is missing"
        yield problem("shard-missing", message, None, "name the folders of all shards")


def _ill_joined(manifests: Mapping[Path, Mapping[str, Entry]], plan: Plan) -> Iterator[Problem]:
    """What is there twice, not at all, or too much."""
    expected = {output.path for job in plan.jobs for output in job.files}
    found: dict[str, Path] = {}
    for path, entries in manifests.items():
        for name, _ in _briefs(entries):
            if found.setdefault(name, path) != path:
                message = f"{found[name]} and {path} both hold {name}"
                yield problem("shard-overlap", message, None, _AGAIN)
            elif name not in expected:
                message = f"{path} holds {name}, which nothing here makes"
                yield problem("shard-differs", message, None, _AGAIN)
    for name in sorted(expected - found.keys()):
        message = f"no shard holds {name}"
        hint = "its build may have failed, or machines split differently: " + _AGAIN
        yield problem("shard-missing", message, None, hint)


def _whole(path: Path, name: str, entry: Entry) -> bytes:
    """The bytes of a file of a shard.

    Raises:
        ProblemsError: it is not as it was built.
    """
    data = (path / name).read_bytes() if is_own_file(path, path / name) else b""
    if digest(data) != entry["digest"]:
        message = f"{name} in {path} is not as it was built"
        raise ProblemsError((problem("shard-damaged", message, None, "build that shard again"),))
    return data


def _record(stamps: Mapping[Path, Stamp | None], root: Path) -> None:
    """Note how long each brief took, so that the next shards are of equal length."""
    record = RunRecord()
    for stamp in stamps.values():
        for name, seconds in (stamp.seconds if stamp else {}).items():
            record.add_merged(name, seconds)
    if record:
        record.write(root, 0)

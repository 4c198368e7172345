"""Does the jobs of a plan that have to be done, and writes what they give."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from pathlib import Path

from reportgen.building.ahead import Ahead
from reportgen.building.closing import Built, Closing
from reportgen.building.dispatching import results_of, worker_count
from reportgen.building.events import Finished, Listener, Rendered, Started, Written
from reportgen.building.fingerprints import Fingerprints
from reportgen.building.indexing import INDEX
from reportgen.building.journal import Journal
from reportgen.building.ledger import Ledger
from reportgen.building.manifest import (
    MANIFEST,
    Entry,
    manifest_digest,
)
from reportgen.building.pending import Done, Pending
from reportgen.building.quick import program_digest, remember, state_path, trust_state
from reportgen.building.reasons import Reasons
from reportgen.building.runs import RunRecord
from reportgen.building.sharding import stamp, state_of_project
from reportgen.building.store import CACHE, Store, trace_name
from reportgen.building.unused import ReadRecords, unused_images, unused_records
from reportgen.building.writing import (
    refuse_foreign,
    write_changed,
    write_file,
)
from reportgen.model.project import Job, Plan, Project
from reportgen.planning import plan as make_plan
from reportgen.problems import (
    Problem,
    ProblemsError,
    errors_of,
    sort_problems,
)
from reportgen.problems.told import rows_of
from reportgen.rendering.extensions import FILE as EXTENSIONS
from reportgen.rendering.extensions import installed_files
from reportgen.wanted import Options
from reportgen.world import World, digest

Levels = Callable[[Iterable[Problem]], tuple[Problem, ...]]


def reasons_for(
    project: Project, world: World, plan: Plan, folder: Path, *, force: bool
) -> dict[str, str]:
    """Job name -> why it has to be done; jobs that need nothing are left out."""
    here = Fingerprints(project, world, plan.as_of, program_digest())
    ledger = Ledger(world.project, folder, here, manifest_digest(folder))
    reasons = Reasons(here, Store(world.project / CACHE), ledger, folder)
    return reasons.in_words(reasons.of(plan.jobs, force=force))


def build_jobs(
    project: Project,
    world: World,
    plan: Plan,
    folder: Path,
    options: Options,
    levels: Levels,
    found: Iterable[Problem],
    tell: Listener,
    ahead: Ahead | None = None,
) -> Built:
    """Render the jobs that have to be done, write their files, remove what nothing makes any more.

    Args:
        project: What is built.
        world: The world that it was read from.
        plan: The jobs.
        folder: Where the files go.
        options: How to build.
        levels: Gives problems the severity that the project wants.
        found: The problems of the stages before, to be told again when nothing changed.
        tell: Is told of every job.
        ahead: Lays out the one job, if it is one.
    """
    built, record = Built(), RunRecord()
    seen = state_of_project(world, plan, program_digest())  # before jobs look at more
    store, journal = Store(world.project / CACHE), Journal(world.project, folder)
    here = Fingerprints(project, world, plan.as_of, program_digest())
    closing = Closing(project, world, folder, options, here)
    ledger, outputs, read = closing.ledger, closing.outputs, ReadRecords()
    reasons = Reasons(here, store, ledger, folder)
    due = reasons.of(plan.jobs, force=options.force)
    todo = [job for job in plan.jobs if job.name in due]
    built.current = len(plan.jobs) - len(todo)
    workers = worker_count(options, todo)
    tell(Started(len(todo), built.current, workers))

    def meanwhile() -> None:
        closing.read(reasons.entries)
        built.reasons = reasons.in_words(due)
        for job in plan.jobs:
            if job.name not in due:
                built.problems += levels(ledger.problems(job))
                read.add(ledger.read(job))
        if len(todo) <= workers:  # no worker waits to be handed another job
            closing.look_ahead()

    if todo:
        writer = _Writer(folder, store, levels, outputs, journal)
        results = results_of(project, world, plan, folder, options, todo, here, meanwhile, ahead)
        pending = _taken(results, writer, built, ledger, here, record, tell)
        for done in pending:  # what the workers held is free now
            ledger.enter_done(done)
            outputs.update(done.entries)
            read.add(done.read)
            built.add(done.finished, repeatable=done.same)
            record.add(done.finished, done.ended)
    else:
        meanwhile()
    closing.close(plan, built, journal.claims())
    # A brief that failed, or that nobody asked for, may print what the others do not.
    if not plan.spoilt and not errors_of(built.problems) and _is_whole(project, plan, options):
        told = {(one.code, one.place) for one in found}  # of some texts the check knows it already
        unused = [one for one in unused_records(project, read) if (one.code, one.place) not in told]
        built.problems += levels([*unused, *unused_images(project, world, outputs)])
    stamp(folder, options.shard, seen, plan, record.seconds())
    if not options.wanted and not plan.spoilt:
        journal.close()
    record.write(world.project, built.current, options.shard)
    if built.repeatable and options.shard is None and not errors_of([*found, *built.problems]):
        _keep_state(world, options, folder, plan, sort_problems([*found, *built.problems]))
    return built


def _taken(
    results: Generator[Rendered, None, None],
    writer: _Writer,
    built: Built,
    ledger: Ledger,
    here: Fingerprints,
    record: RunRecord,
    tell: Listener,
) -> Pending:
    """Write the files of what is rendered, as it comes; the workers have ended then."""
    pending = Pending()
    with contextlib.closing(results):
        for rendered in results:
            finished, entries = writer.write(rendered, built.reasons[rendered.job.name])
            pending.add(
                Done(
                    finished,
                    record.now(),
                    _same(here, rendered),
                    tuple(rendered.dependencies),
                    rendered.problems,
                    entries,
                    ledger.signatures(rendered.job),
                )
            )
            tell(finished)
    return pending


class _Writer:
    """Writes the files of jobs and what is to be known of them next time."""

    def __init__(
        self,
        folder: Path,
        store: Store,
        levels: Levels,
        outputs: Mapping[str, Entry],
        journal: Journal,
    ) -> None:
        self._journal = journal
        self._folder = folder
        self._store = store
        self._levels = levels
        self._outputs, self._claims = outputs, journal.claims()

    def write(self, rendered: Rendered, reason: str) -> tuple[Finished, dict[str, Entry]]:
        """Write the files of a job, unless one of its problems is an error; their entries."""
        job = rendered.job
        problems = list(self._levels(rendered.problems))
        entries: dict[str, Entry] = {}
        if not errors_of(problems):
            try:
                entries = self._files(rendered)
            except ProblemsError as error:
                problems += error.problems
        told = {output.path for output in job.outputs}
        written = tuple(
            Written(path, entry["size"], entry["pages"])
            for path, entry in entries.items()
            if path in told
        )
        seconds = rendered.seconds
        done = Finished(job, written, tuple(problems), reason, rendered.rendered, seconds)
        return done, entries

    def _files(self, rendered: Rendered) -> dict[str, Entry]:
        job = rendered.job
        formats = {output.path: output.format for output in job.files}
        entries: dict[str, Entry] = {}
        for artifact in rendered.artifacts:
            entries[artifact.path] = {
                "digest": digest(artifact.data),
                "size": len(artifact.data),
                "pages": artifact.pages,
                "report": job.report,
                "record": job.record,
                "language": job.language,
                "format": formats[artifact.path],
                "title": rendered.title,
                "as_of": rendered.as_of,
                "inputs": rendered.inputs,
                **({"height": artifact.height} if artifact.height else {}),
            }
            found = entries[artifact.path]["digest"]
            self._refuse_foreign(job, artifact.path, found)
            self._journal.note(artifact.path, found)
            write_changed(self._folder, artifact.path, artifact.data, found)
        rest = {"outputs": entries, "problems": rows_of(rendered.problems)}
        self._store.put_trace(trace_name(job), rendered.trace, rest)
        return entries

    def _refuse_foreign(self, job: Job, path: str, wanted: str) -> None:
        """Nothing, unless a file stands there that no build is known to have made."""
        if path in self._outputs or path in self._claims:
            return
        trace = self._store.trace(trace_name(job)) or {"outputs": {}}
        ours = {wanted, trace["outputs"].get(path, {}).get("digest")}
        refuse_foreign(self._folder, path, ours - {None})


def _is_whole(project: Project, plan: Plan, options: Options) -> bool:
    """True where every brief of the project is among the jobs, if not in all its formats."""
    wanted = options.wanted
    if not wanted and options.shard is None:
        return True
    every, _ = make_plan(project)
    return not wanted.parameters and {job.name for job in every.jobs} <= {
        job.name for job in plan.jobs
    }


def _same(here: Fingerprints, rendered: Rendered) -> bool:
    """True where this process sees everything as the worker saw it: nothing changed meanwhile.

    So this process has seen every file that the worker has, and the state to keep is whole.
    """
    different = [key for key, value in rendered.dependencies.items() if here.of(key) != value]
    return not different


def _keep_state(
    world: World, options: Options, folder: Path, plan: Plan, problems: Sequence[Problem]
) -> None:
    paths = [output.path for job in plan.jobs for output in job.files]
    paths += [INDEX, MANIFEST]
    trust = trust_state(options) if world.exists(EXTENSIONS) else None
    code = installed_files()
    state = remember(world, folder, paths, problems, len(plan.jobs), trust, code)
    write_file(state_path(world, options, folder), json.dumps(state).encode(), durable=False)

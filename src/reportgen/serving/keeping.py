"""Keeps watch: starts the server, looks for changes, has made again what they touch.

This process has one thread and draws nothing, so that it may fork. It has loaded everything that
pages need and holds the project as it was read, so that what it forks begins at once.
"""

from __future__ import annotations

import contextlib
import multiprocessing.connection
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from reportgen.building.loading import open_world
from reportgen.building.manifest import MANIFEST, read_manifest
from reportgen.building.pipeline import Result, prepare
from reportgen.building.quick import output_folder
from reportgen.model.configuration import TEMPLATES
from reportgen.model.theme import THEME_FILE
from reportgen.problems import (
    Problem,
    ProblemsError,
    errors_of,
    problem,
    sort_problems,
)
from reportgen.serving import inspecting, making, server
from reportgen.serving.inspecting import Look
from reportgen.serving.making import Made, Order, Waits
from reportgen.serving.processes import Child, start
from reportgen.serving.sampling import Sample
from reportgen.serving.server import Server
from reportgen.serving.state import Preview, State, Viewing, brief_of, served
from reportgen.serving.warming import warm_up
from reportgen.serving.watching import Watch
from reportgen.wanted import Options
from reportgen.world import DATA

LOOKS = (".j2", ".css")
"""Files of templates and themes that change how pages look, and not what the project says."""

_LOOK_S = 0.025
"""How often files are looked at; seldomer where looking takes long."""

_SHARE = 10
"""Looking takes at most this part of the time."""

_SETTLED_S = 0.01
"""What is being saved is looked at again after this long, until it stays the same."""


class Keeper:
    """The preview of one project, until it is stopped.

    Attributes:
        address: What to open in a browser.
    """

    def __init__(
        self, root: Path, options: Options, port: int = 0, sample: str | None = None
    ) -> None:
        """Take the port; with a `sample` made-up data is shown in place of the project's.

        Raises:
            OSError: the port is taken.
        """
        self._origin, self._options = root.resolve(), options
        self._wanted = options
        self._sample = Sample(self._origin, sample) if sample else None
        self._root = self._sample.root if self._sample else self._origin
        self._folder = output_folder(self._root, options)
        self._server = Server(self._folder, port)
        self.address = self._server.address
        self._watch, self._took = Watch(), 0.0
        self._state, self._viewing = State(sample=sample), Viewing()
        self._known = Result(())
        self._of_jobs: dict[str, tuple[Problem, ...]] = {}
        self._maker: Child | None = None
        self._looker: Child | None = None
        self._looked: set[str] = set()
        self._warm_for: set[str] = set()
        self._in_view_made = False

    def run(self, ready: Callable[[], object] = lambda: None) -> None:
        """Serve; `ready` is called once, when the address answers. Ends by an exception only."""
        answers = None
        try:
            answers = start(server.run, self._server)
            self._pipe = answers.pipe
            self._server.server_close()  # the other process has it
            ready()
            self._watch.add([self._folder / MANIFEST])
            self._begin(None)
            while True:
                self._listen()
                self._look()
        finally:
            self._stop()
            if answers is not None:
                answers.kill()

    def _listen(self) -> None:
        """Hear what the other processes say, or wait a moment."""
        pipes = [self._pipe, *(one.pipe for one in (self._maker, self._looker) if one)]
        pause = max(_LOOK_S, self._took * _SHARE)
        for pipe in multiprocessing.connection.wait(pipes, timeout=pause):
            if pipe is self._pipe:
                self._view(self._pipe.recv())
            elif self._maker and pipe is self._maker.pipe:
                self._hear(self._maker)
            elif self._looker and pipe is self._looker.pipe:
                self._hear_looker(self._looker)

    def _view(self, viewing: Viewing) -> None:
        """Somebody looks at something else now."""
        if not viewing.inspected:
            self._looked.clear()  # the server forgets, too
        self._viewing = viewing
        self._look_into()

    def _hear(self, maker: Child) -> None:
        try:
            message = maker.pipe.recv()
        except (EOFError, OSError):
            self._maker = None
            code = maker.ended()
            if code != 0 or self._state.phase != "ready":
                self._show(problems=(_own_fault(code),), phase="ready")
            return
        if isinstance(message, Preview):
            self._pipe.send(message)
        elif isinstance(message, Waits):
            self._show(phase="waiting")
        else:
            self._note(message)

    def _hear_looker(self, looker: Child) -> None:
        try:
            self._pipe.send(looker.pipe.recv())
        except (EOFError, OSError):
            self._looker = None
            looker.ended()
            self._look_into()

    def _look_into(self) -> None:
        """Have the layout of what is in view made, where somebody inspects it: after its build."""
        if self._looker or not (self._viewing.inspected and self._in_view_made):
            return
        keys = self._in_view().keys - self._looked
        jobs = tuple(job for job in self._known.plan.jobs if brief_of(job).key in keys)
        if jobs:
            self._looked |= keys
            known = replace(self._known, seen=frozenset())
            self._looker = start(inspecting.run, Look(self._root, self._wanted, known, jobs))

    def _note(self, made: Made) -> None:
        """A build has ended."""
        self._in_view_made = True
        self._follow(made.seen, everything=bool(errors_of(made.problems)))
        if made.whole:
            self._of_jobs = dict(made.of_jobs)
            self._show(problems=made.problems, phase="ready")
        else:
            self._of_jobs.update(made.of_jobs)
            others = [found for problems in self._of_jobs.values() for found in problems]
            self._show(problems=sort_problems([*made.problems, *others]))
        self._look_into()

    def _show(self, **changes: Any) -> None:
        """Tell the page; also which files there are now."""
        with contextlib.suppress(ProblemsError):  # of a newer version: the build tells that
            outputs, titles = served(read_manifest(self._folder))
            changes |= {"outputs": outputs, "titles": titles}
        self._state = replace(self._state, **changes)
        self._pipe.send(self._state)

    def _follow(
        self, seen: Iterable[tuple[str, str]], root: Path | None = None, *, everything: bool = False
    ) -> None:
        """Look after what was read or looked for; `everything` where that is not known whole."""
        world = open_world(root or self._root)
        files: list[Path] = []
        folders: list[Path] = []
        for of, name in seen:
            path = world.path(of, name)
            if path is not None and self._sample is not None:
                path = self._sample.source(path)
            if path is not None:
                (folders if name.endswith("/") else files).append(path)
        if everything:  # a page that failed does not say what it read
            world = open_world(self._origin)
            every = (*world.files(TEMPLATES), *world.files(DATA))
            files += [self._origin / name for name in every]
            cards = (name for name in world.files(".") if name.endswith(f"/{THEME_FILE}"))
            themes = (self._origin / card for card in cards)
            folders += [
                self._origin / TEMPLATES,
                self._origin / DATA,
                *(card.parent for card in themes),
            ]
        self._watch.add(files, folders)

    def _look(self) -> None:
        start = time.perf_counter()
        changed = self._watch.changed()
        self._took = time.perf_counter() - start
        more = changed
        while more:  # somebody is still writing
            time.sleep(_SETTLED_S)
            more = self._watch.changed()
            changed |= more
        if changed == {self._folder / MANIFEST}:
            if self._maker is None:
                self._show()  # another build has ended
        elif changed:
            self._begin(changed - {self._folder / MANIFEST})

    def _begin(self, changed: frozenset[Path] | None) -> None:
        """Make everything again that these files touch."""
        self._stop()
        looks = changed is not None and all(self._is_look(path) for path in changed)
        if looks and self._known.project is not None:
            self._begin_again(changed or frozenset())
            return
        self._show(phase="building")
        try:
            self._known = self._read()
        except ProblemsError as error:
            self._known = Result(error.problems)
        self._warm()
        if self._known.plan.jobs:
            self._show(briefs=tuple(brief_of(job) for job in self._known.plan.jobs))
        if self._known.project is None:
            self._show(problems=self._known.problems, phase="ready")
        else:
            self._make(previewed=self._known.ok)

    def _begin_again(self, changed: Iterable[Path]) -> None:
        """Make everything again of the project as it is known: only how pages look has changed."""
        try:
            if self._sample is not None:
                self._sample.follow(changed)
        except ProblemsError as error:
            self._show(problems=error.problems, phase="ready")
            return
        self._make(previewed=True)
        self._show(phase="building")  # somebody waits for the page, nobody for this

    def _make(self, *, previewed: bool) -> None:
        known = replace(self._known, seen=frozenset())
        order = Order(self._root, self._wanted, self._in_view(), known, previewed=previewed)
        self._maker = start(making.run, order)

    def _read(self) -> Result:
        """The project as it is now, or the copy of it that has made-up data."""
        found, world = prepare(self._origin, self._options, writing=True)
        if self._sample is None or found.project is None:
            self._follow(found.seen, everything=not found.ok)
            return found
        self._follow(found.seen, self._origin)
        self._sample.renew(found, found.project)
        wanted = self._sample.wanted(found, self._options.wanted)
        self._wanted = replace(self._options, wanted=wanted, trust=world.trusted)
        copied, _ = prepare(self._root, self._wanted, writing=True)
        self._follow(copied.seen, everything=True)
        return copied

    def _warm(self) -> None:
        """Load what pages need, once; it takes longer than reading does, so that comes first."""
        project = self._known.project
        if project is not None and not self._warm_for >= set(project.languages):
            self._warm_for = set(project.languages)
            warm_up(project.languages)

    def _in_view(self) -> Viewing:
        """What is looked at; before anybody looks, what will be."""
        if self._viewing.keys or not self._known.plan.jobs:
            return self._viewing
        return replace(self._viewing, keys=frozenset({brief_of(self._known.plan.jobs[0]).key}))

    def _is_look(self, path: Path) -> bool:
        return path.suffix in LOOKS and not path.is_relative_to(self._origin / DATA)

    def _stop(self) -> None:
        """End what is being made; whatever it has begun the next one mends."""
        maker, looker = self._maker, self._looker
        self._maker = self._looker = None
        self._in_view_made = False
        self._looked.clear()
        for child in (maker, looker):
            if child is not None:
                child.stop()


def _own_fault(code: int | None) -> Problem:
    hint = "look at the terminal; save the file again to try once more"
    return problem("internal-error", f"the build has ended with code {code}", None, hint)

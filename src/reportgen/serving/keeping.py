"""Keeps watch: starts the server, looks for changes, has made again what they touch.

This process has one thread and draws nothing, so that it may fork. It has loaded everything that
pages need and holds the project as it was read, so that what it forks begins at once.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import multiprocessing.connection
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from reportgen.building.executor import held_back
from reportgen.building.loading import open_world
from reportgen.building.manifest import MANIFEST, read_manifest
from reportgen.building.pipeline import Result, prepare
from reportgen.building.quick import output_folder
from reportgen.building.renderer import warm
from reportgen.building.working import die_with_parent, hear_signals
from reportgen.model.configuration import DATA, TEMPLATES
from reportgen.model.theme import THEME_FILE
from reportgen.problems import Problem, ProblemsError, problem, sort_problems
from reportgen.serving import making, server
from reportgen.serving.making import Made, Order, Waits
from reportgen.serving.server import Server
from reportgen.serving.state import Preview, State, Viewing, brief_of, errors_among, served
from reportgen.serving.watching import Watch
from reportgen.wanted import Options

LOOKS = (".j2", ".css")
"""Files of templates and themes that change how pages look, and not what the project says."""

_LOOK_S = 0.05
"""How often files are looked at; seldomer where looking takes long."""

_SHARE = 10
"""Looking takes at most this part of the time."""

_SETTLED_S = 0.01
"""What is being saved is looked at again after this long, until it stays the same."""

_PATIENCE_S = 5.0
"""How long a build that is not wanted any more may take to end in order."""


class Keeper:
    """The preview of one project, until it is stopped.

    Attributes:
        address: What to open in a browser.
    """

    def __init__(self, root: Path, options: Options, port: int = 0) -> None:
        """Take the port.

        Raises:
            OSError: it is taken.
        """
        self._root, self._options = root.resolve(), options
        self._folder = output_folder(self._root, options)
        self._server = Server(self._folder, port)
        self.address = self._server.address
        self._watch, self._took = Watch(), 0.0
        self._state, self._viewing = State(), Viewing()
        self._known = Result(())
        self._of_jobs: dict[str, tuple[Problem, ...]] = {}
        self._maker: tuple[Any, Connection] | None = None

    def run(self, ready: Callable[[], object] = lambda: None) -> None:
        """Serve; `ready` is called once, when the address answers. Ends by an exception only."""
        process = None
        try:
            with held_back():
                process, self._pipe = _start(server.run, self._server)
            self._server.server_close()  # the other process has it
            ready()
            warm(pdfs=True)
            self._watch.add([self._folder / MANIFEST])
            self._begin(None)
            while True:
                self._listen()
                self._look()
        finally:
            self._stop()
            if process is not None:
                process.kill()
                process.join()

    def _listen(self) -> None:
        """Hear what the other processes say, or wait a moment."""
        pipes = [self._pipe, *([self._maker[1]] if self._maker else [])]
        pause = max(_LOOK_S, self._took * _SHARE)
        for pipe in multiprocessing.connection.wait(pipes, timeout=pause):
            if pipe is self._pipe:
                self._view(self._pipe.recv())
            elif self._maker and pipe is self._maker[1]:
                self._hear(*self._maker)

    def _view(self, viewing: Viewing) -> None:
        """Somebody looks at something else now."""
        self._viewing = viewing

    def _hear(self, process: Any, pipe: Connection) -> None:
        try:
            message = pipe.recv()
        except (EOFError, OSError):
            self._maker = None
            pipe.close()
            process.join()
            if process.exitcode != 0 or self._state.phase != "ready":
                self._show(problems=(_own_fault(process.exitcode),), phase="ready")
            return
        if isinstance(message, Preview):
            self._pipe.send(message)
        elif isinstance(message, Waits):
            self._show(phase="waiting")
        else:
            self._note(message)

    def _note(self, made: Made) -> None:
        """A build has ended."""
        self._follow(made.seen, everything=errors_among(made.problems))
        if made.whole:
            self._of_jobs = dict(made.of_jobs)
            self._show(problems=made.problems, phase="ready")
            return
        self._of_jobs.update(made.of_jobs)
        others = [found for problems in self._of_jobs.values() for found in problems]
        self._show(problems=sort_problems([*made.problems, *others]))

    def _show(self, **changes: Any) -> None:
        """Tell the page; also which files there are now."""
        with contextlib.suppress(ProblemsError):  # of a newer version: the build tells that
            outputs, titles = served(read_manifest(self._folder))
            changes |= {"outputs": outputs, "titles": titles}
        self._state = replace(self._state, **changes)
        self._pipe.send(self._state)

    def _follow(self, seen: Iterable[tuple[str, str]], *, everything: bool = False) -> None:
        """Look after what was read or looked for; `everything` where that is not known whole."""
        world = open_world(self._root)
        files: list[Path] = []
        folders: list[Path] = []
        for root, name in seen:
            path = world.path(root, name)
            if path is not None:
                (folders if name.endswith("/") else files).append(path)
        if everything:  # a page that failed does not say what it read
            every = (*world.files(TEMPLATES), *world.files(DATA))
            files += [self._root / name for name in every]
            cards = (name for name in world.files(".") if name.endswith(f"/{THEME_FILE}"))
            themes = (self._root / card for card in cards)
            folders += [
                self._root / TEMPLATES,
                self._root / DATA,
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
        self._show(phase="building")
        looks = changed is not None and all(self._is_look(path) for path in changed)
        if not looks or self._known.project is None:
            self._known, _ = prepare(self._root, self._options, writing=True)
            self._follow(self._known.seen, everything=not self._known.ok)
            if self._known.plan.jobs:
                self._show(briefs=tuple(brief_of(job) for job in self._known.plan.jobs))
            if self._known.project is None:
                self._show(problems=self._known.problems, phase="ready")
                return
        known = replace(self._known, seen=frozenset())
        previewed = looks or self._known.ok
        order = Order(self._root, self._options, self._in_view(), known, previewed=previewed)
        with held_back():
            self._maker = _start(making.run, order)

    def _in_view(self) -> Viewing:
        """What is looked at; before anybody looks, what will be."""
        if self._viewing.keys or not self._known.plan.jobs:
            return self._viewing
        return replace(self._viewing, keys=frozenset({brief_of(self._known.plan.jobs[0]).key}))

    def _is_look(self, path: Path) -> bool:
        return path.suffix in LOOKS and not path.is_relative_to(self._root / DATA)

    def _stop(self) -> None:
        """End what is being made; whatever it has begun the next one mends."""
        if self._maker is None:
            return
        process, pipe = self._maker
        self._maker = None
        process.terminate()
        process.join(_PATIENCE_S)
        process.kill()
        process.join()
        pipe.close()


def _start(target: Callable[..., None], what: object) -> tuple[Any, Connection]:
    """A process that runs `target` and our end of the pipe to it; it ends with this one."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=_run, args=(target, what, theirs, ours, os.getpid()))
    process.start()
    theirs.close()
    return process, ours


def _run(
    target: Callable[..., None], what: object, pipe: Connection, other: Connection, parent: int
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to hear
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    hear_signals()
    other.close()  # else this process would never see that the parent has gone
    die_with_parent(parent)
    target(what, pipe)


def _own_fault(code: int | None) -> Problem:
    hint = "look at the terminal; save the file again to try once more"
    return problem("internal-error", f"the build has ended with code {code}", None, hint)

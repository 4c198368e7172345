"""A process that loads what lays out PDFs, while this one reads the project.

Where one brief is built, loading WeasyPrint takes as long as all the rest, and a second core has
nothing to do. So a build that may make PDFs starts this process first. The one worker of that build
hands it the page and answers what the page asks for. What it costs counts as the worker's, and it
ends with the worker. Whatever goes wrong with it, the worker lays out itself.
"""

from __future__ import annotations

import contextlib
import gc
import os
import shutil
import signal
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.building.manifest import MANIFEST
from reportgen.building.quick import may_make_pdfs
from reportgen.building.settling import can_fork, confine, settle, started
from reportgen.wanted import LARGE, Limits, Options
from reportgen.world import DATA

if TYPE_CHECKING:  # this module is loaded before anything that takes long
    from reportgen.problems import Problem
    from reportgen.rendering.fetching import Fetch


@contextlib.contextmanager
def loading_ahead(root: Path, options: Options, folder: Path) -> Iterator[Ahead | None]:
    """The process while a build lasts; None where nobody would wait for it, or it cannot be."""
    ahead = None
    of_use = _is_of_use(options) and not _makes_many(root, folder)
    if of_use and may_make_pdfs(root, options, folder):
        with contextlib.suppress(OSError):  # the system has no room for it
            ahead = Ahead()
    try:
        yield ahead
    finally:
        if ahead is not None:
            ahead.stop()


def _is_of_use(options: Options) -> bool:
    cores = options.workers or os.cpu_count() or 1
    return cores > 1 and can_fork() and not (options.dry_run or options.scheduler)


def _makes_many(root: Path, folder: Path) -> bool:
    """Whether nothing was built before, of much data: then there will be many briefs to make.

    This process loads the layout for all workers then, while others judge the large files.
    """
    if (folder / MANIFEST).exists():
        return False
    with contextlib.suppress(OSError), os.scandir(root / DATA) as entries:
        return any(entry.is_file() and entry.stat().st_size >= LARGE for entry in entries)
    return False


class Ahead:
    """The process, for the one that starts it and for the worker that it works for.

    Attributes:
        process: The process itself.
    """

    def __init__(self) -> None:
        self._private: Path | None = None
        self._rehearsal: Callable[[], tuple[str, Look]] | None = None
        self.process, self._pipe = started(_work, os.getpid())

    def begin(
        self, private: Path, limits: Limits, rehearsal: Callable[[], tuple[str, Look]]
    ) -> None:
        """Tell it where it may write, and how much it may take.

        Args:
            private: A folder that is its own until `stop` removes it.
            limits: What the job may cost.
            rehearsal: Gives a page to lay out for nothing, and its look.
        """
        self._private, self._rehearsal = private, rehearsal
        with contextlib.suppress(OSError):  # it is dead: the page finds that out
            self._pipe.send((private, limits))

    def warm_up(self) -> None:
        """Have it lay out a page for nothing, unless it still loads or has done so.

        The brief's own is made meanwhile, and then fonts and styles are known.
        """
        from reportgen.problems import ProblemsError

        # It is ready for what is sent now, which is too much for a pipe that nobody reads.
        with contextlib.suppress(EOFError, OSError, ProblemsError):
            if self._rehearsal is not None and self._pipe.poll():
                rehearsal, self._rehearsal = self._rehearsal, None
                self._pipe.send(("warm", *rehearsal()))

    def stop(self) -> None:
        """End it, wherever it is; once it has ended this does nothing."""
        if self.process.exitcode is None:
            self.process.kill()
            with contextlib.suppress(OSError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.join()
        self._pipe.close()
        if self._private is not None:
            shutil.rmtree(self._private, ignore_errors=True)
            self._private = None  # the next build may have one of this name

    def __call__(self, html: str, *, fetch: Fetch, **rest: Any) -> tuple[bytes, int, list[Problem]]:
        """What `rendering.weasy.lay_out` gives for the same, and raises."""
        try:
            self._pipe.send(("page", html, rest))
            import pypdfium2  # noqa: F401  the worker needs it next, and has nothing to do now

            kind, value = self._pipe.recv()
            while kind in ("fetch", "ready"):
                if kind == "fetch":
                    self._pipe.send(_outcome(fetch, value))
                kind, value = self._pipe.recv()
        except (EOFError, OSError):
            from reportgen.rendering.pdf import engine

            return engine()(html, fetch=fetch, **rest)
        if kind == "raised":
            raise value
        laid_out: tuple[bytes, int, list[Problem]] = value
        return laid_out


Look = Mapping[str, Any]
"""What `rendering.weasy.lay_out` takes beside a page: how to fetch, faces, style sheets."""


def _outcome(call: Callable[..., Any], *given: Any, **named: Any) -> tuple[str, Any]:
    """What a call gives or raises, to be sent to the process that asked for it."""
    from reportgen.problems import ProblemsError

    try:
        return "made", call(*given, **named)
    except (MemoryError, OSError, ProblemsError) as error:
        return "raised", error


def _work(pipe: Any, parent: int) -> None:
    """Load, then lay out pages until the other end of the pipe is closed."""
    settle(parent)
    # Whatever goes wrong goes wrong in the worker, too, if it is more than bad luck, and is told.
    with contextlib.suppress(Exception):
        from reportgen.rendering.font_folder import isolate_fonts
        from reportgen.rendering.pdf import engine

        lay_out = engine()
        gc.freeze()
        gc.disable()  # as in a worker, it looks when there is a pause
        pipe.send(("ready", None))
        private, limits = pipe.recv()
        confine(private, limits)
        isolate_fonts(private)
        while True:
            kind, html, rest = pipe.recv()
            if kind == "warm":
                _outcome(lay_out, html, **rest)
            else:
                pipe.send(_outcome(lay_out, html, fetch=partial(_asked, pipe), **rest))
            gc.collect()


def _asked(pipe: Any, name: str) -> Any:
    """What the worker fetches by this name."""
    pipe.send(("fetch", name))
    kind, value = pipe.recv()
    if kind == "raised":
        raise value
    return value

"""What a build shows while it runs: a bar on a terminal, a line for each brief elsewhere."""

from __future__ import annotations

import sys
import time
from typing import Any, Self

import click

from reportgen.building.events import Event, Finished, Started, Waiting
from reportgen.cli.console import colours, plural, say


class Progress:
    """A bar on a terminal, a line for each brief elsewhere."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._begin, self._done = 0.0, 0
        self._terminal = sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)

    def __call__(self, event: Event) -> None:
        """Show an event."""
        if isinstance(event, Waiting):
            say("waiting for another build in the same folder (--no-wait does not)")
        elif isinstance(event, Started) and self._terminal:
            self._begin = time.perf_counter()
            self._bar = click.progressbar(
                length=event.jobs,
                label="building",
                file=sys.stderr,
                show_pos=True,
                color=colours(),
                item_show_func=self._now,
            )
            self._bar.__enter__()
        elif isinstance(event, Finished):
            self._finished(event)

    def _now(self, name: str | None) -> str | None:
        """What stands behind the bar: how many briefs a second, and the last one."""
        seconds = time.perf_counter() - self._begin
        return f"{self._done / max(seconds, 1e-6):.1f}/s  {name}" if name else None

    def _finished(self, event: Finished) -> None:
        self._done += 1
        if self._bar is not None:
            self._bar.update(1, event.job.name)
        elif event.written:
            pages = sum(file.pages for file in event.written)
            about = f"{plural(pages, 'page')}, " if pages else ""
            about += "" if event.rendered or not pages else "same PDF, "
            say(f"built {event.job.name} ({about}{event.seconds:.1f} s)")
        else:
            say(f"failed {event.job.name}")

"""Handing WeasyPrint its C declarations parsed, so that nothing parses C while a brief is made.

WeasyPrint declares what it calls of Pango, HarfBuzz and fontconfig as C, which cffi parses at each
start, and the type of each `new` when it is first used: 60 ms, a tenth of a build of one brief.
Where the text is the one that `weasy_declared.py` was made of, that is taken; another one is
parsed as WeasyPrint has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import cffi

from reportgen.world import digest

_Parser = cffi.FFI


class _Declared:
    """Stands for an `FFI`; once it is told what to declare, it has what the right one has."""

    def cdef(self, text: str, **options: Any) -> None:
        """Take what is known of the text; parse what is not."""
        real = _known(text) if not options else None
        if real is None:
            real = _Parser()
            real.cdef(text, **options)
        # As attributes of its own: a layout asks for them a thousand times.
        names = (name for name in dir(real) if not name.startswith("__"))
        vars(self).update({name: getattr(real, name) for name in names})


def _known(text: str) -> Any:
    try:
        from reportgen.rendering import weasy_declared
    except ImportError:  # a cffi that reads another form
        return None
    return weasy_declared.ffi if digest(text.encode()) == weasy_declared.TEXT else None


@contextmanager
def declared() -> Iterator[None]:
    """While it lasts, cffi parses only declarations that are not known."""
    cffi.FFI = _Declared
    try:
        yield
    finally:
        cffi.FFI = _Parser

"""The code of shipped templates, kept as Python keeps that of modules: compiled once.

Only templates that ship are kept, and only beside the program's own compiled modules: who can
write there can change the program itself. A project, whatever it brings along, reaches neither.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from reportgen.model.lookup import SHIPPED_PATH
from reportgen.problems import ProblemsError
from reportgen.world import Keep, digest


@dataclass(frozen=True)
class KeptCode:
    """Where code is kept, and what stands for the program that it is for, libraries included."""

    keep: Keep
    program: str


class CompiledTemplates(BytecodeCache):
    """Code by template and language; what the program or the words have changed counts as none."""

    def __init__(self, kept: KeptCode, language: str, words: bytes) -> None:
        """`words` are the catalogues: what a template prints of itself is printed once, in code."""
        self._keep = kept.keep
        self._language = language
        self._state = digest(b"\0".join([kept.program.encode(), words])).encode()

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Where the code of this template is kept; empty for one that is not."""
        if filename is None or not filename.startswith(SHIPPED_PATH):
            return ""
        return digest(f"{name}\0{filename}\0{self._language}".encode())

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket, where code of this very text is kept."""
        found = self._keep.get(bucket.key) if bucket.key else None
        if found is not None and found.startswith(self._state):
            bucket.bytecode_from_string(found[len(self._state) :])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what has been compiled; where nothing can be written, it is compiled each time."""
        if bucket.key:
            with contextlib.suppress(ProblemsError):
                self._keep.put(bucket.key, self._state + bucket.bytecode_to_string())

"""The command as it would be without sandbox and checks: what `guards` is measured against.

Only for the benchmark. Templates reach what they like, files are read where their path leads,
nobody looks at images, at the finished page or at the finished PDF.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from jinja2 import Environment

from reportgen import world
from reportgen.rendering import environment, page, theme, view


def main() -> None:
    """Take the guards away, then do what the command line says."""
    if os.environ.get("UNGUARDED") != "1":
        sys.exit("this runs projects unguarded, for a benchmark: set UNGUARDED=1")
    from reportgen.rendering import weasy

    _open_templates()
    absent: tuple[tuple[object, str, Any], ...] = (
        (page, "markup_problems", lambda *_, **__: []),
        (theme, "image_fault", lambda *_: None),
        (weasy, "link_problems", lambda _: []),
        (world.World, "_inside", _plain_path),
        (world, "_read_below", _plain_read),
    )
    for owner, name, instead in absent:
        setattr(owner, name, instead)
    from reportgen.cli import main as command

    command(sys.argv[1:])


def _open_templates() -> None:
    """Jinja's own look-ups and calls; views keep theirs, which templates are written for."""
    bare = environment.BriefEnvironment
    ours = (view.View, environment.Collection, view.CollectionView)

    def getattr_(self: Any, obj: Any, attribute: str) -> Any:
        return (
            self.getitem(obj, attribute)
            if isinstance(obj, ours)
            else plain_getattr(self, obj, attribute)
        )

    plain_getattr = Environment.getattr
    for name, instead in (("sandboxed", False), ("getattr", getattr_)):
        setattr(bare, name, instead)


def _plain_path(self: Any, name: str, root: str) -> Path | None:
    return Path(self._roots[root] / name)


def _plain_read(_: Path, path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


if __name__ == "__main__":
    main()

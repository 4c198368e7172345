"""How a test run over projects ends: unused snapshots, one page with pictures, a summary for CI."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from reportgen.building.writing import append_line, remove_file, write_file
from reportgen.problems import visible
from reportgen.testing.briefs import STATE
from reportgen.testing.desk import ALL, Desk
from reportgen.testing.gallery import Shown, page, show

REPORT = "report.html"
_MOST = 50


def end(
    desks: Sequence[Desk], mode: str, *, whole: bool, differs: bool
) -> tuple[list[str], Path | None]:
    """(unused snapshots, the page with pictures): what is to be told at the end of a run.

    Unused ones are looked for in a whole run only, and deleted only where the mode says `all`.

    Args:
        desks: The projects.
        mode: What the run may write.
        whole: Whether every brief of the projects was compared.
        differs: Whether anything did.
    """
    unused = [path for desk in desks for path in _unused(desk, mode)] if whole else []
    report = None
    for desk in desks:
        path = desk.briefs.root / STATE / REPORT
        if not differs:
            remove_file(path.parent, path)
            continue
        shown = show(desk, desk.waiting())
        if shown:
            text = page(shown, title=f"{len(shown)} differences in {desk.briefs.root.name}")
            write_file(path, text.encode("utf-8"), durable=False)
            report = path
            _summarise(shown)
    return unused, report


def _unused(desk: Desk, mode: str) -> Iterable[str]:
    for spot in desk.unused():
        file = desk.shelf.file(spot)
        name = f"{spot.path}.{spot.layer}" if file is None else file.name
        if file is not None:
            name = file.relative_to(desk.briefs.root).as_posix()
        if mode == ALL:
            desk.shelf.remove(spot)
        yield name


def _summarise(shown: Sequence[Shown]) -> None:
    """Add to the summary of the job, where GitHub Actions runs it."""
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if not summary:
        return
    lines = [
        f"## {len(shown)} snapshots of briefs differ",
        "",
        "| brief | layer | what |",
        "|---|---|---|",
    ]
    lines += [
        f"| `{_cell(one.brief)}` | {_cell(one.layer)} | {_cell(one.line)} |"
        for one in shown[:_MOST]
    ]
    if len(shown) > _MOST:
        lines.append(f"\n... and {len(shown) - _MOST} more")
    lines += ["", _link(), "", "Accept them with `reportgen accept`, after a look."]
    append_line(Path(summary), "\n".join(lines))


def _link() -> str:
    server, repository, run = (
        os.environ.get(name, "")
        for name in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID")
    )
    page_name = f"`{STATE}/{REPORT}`"
    if server and repository and run:
        address = f"{server}/{repository}/actions/runs/{run}#artifacts"
        return f"The pages side by side: {page_name} among the [files of this run]({address})."
    return f"The pages side by side: {page_name}."


def _cell(text: str) -> str:
    return visible(text).replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")

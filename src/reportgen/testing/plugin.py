"""The pytest plug-in: a `reportgen.yaml` is a file of tests, one for each layer of each brief.

It sleeps until the ini option `reportgen_projects` names project folders. Only pytest and the
standard library are imported here; all else is loaded when the first project is collected.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from reportgen.testing.fixture import Reportgen
    from reportgen.testing.session import Session

PROJECT_FILE = "reportgen.yaml"
INI = "reportgen_projects"
INI_REPORTS = "reportgen_reports"
MARKS = {
    "reportgen": "a layer of a brief, compared with its snapshot",
    "reportgen_data": "what a brief reads of the data",
    "reportgen_html": "the HTML of a brief",
    "reportgen_pdf": "the outline of the PDF of a brief",
    "reportgen_page": "the picture of a page of a brief",
}
SESSION: pytest.StashKey[Session] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options; all begin with --reportgen, to be in nobody's way."""
    group = parser.getgroup("reportgen", "snapshots of briefs (reportgen)")
    group.addoption(
        "--reportgen-snapshots",
        choices=("check", "new", "all"),
        default=None,
        help="check: write nothing; new: write what is missing; all: write what differs and"
        " delete what is unused, too. `check` where CI is set, else `new`.",
    )
    group.addoption(
        "--reportgen-report",
        action="append",
        default=[],
        metavar="REPORT",
        help="only this report, brief or layer: one-pager, 'one-pager[en]'",
    )
    group.addoption(
        "--reportgen-pinned",
        action="store_true",
        help="fail where another library keeps something from being compared to the last bit",
    )
    group.addoption(
        "--reportgen-trust",
        action="store_true",
        help="let code run that lies in the project: its filters.py",
    )
    parser.addini(INI, "project folders whose briefs are tested", type="args", default=[])
    parser.addini(INI_REPORTS, "the reports or briefs that are tested", type="args", default=[])


def pytest_configure(config: pytest.Config) -> None:
    """Make the marks known, and where project folders are named, begin."""
    for name, meaning in MARKS.items():
        config.addinivalue_line("markers", f"{name}: {meaning}")
    if config.getini(INI):
        from reportgen.testing.session import Session, WorkersTell

        session = Session(config)
        config.stash[SESSION] = session
        config.pluginmanager.register(session, "reportgen-session")
        if config.pluginmanager.hasplugin("xdist"):
            config.pluginmanager.register(WorkersTell(session), "reportgen-workers")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """The project file of a folder that the ini option names."""
    if file_path.name != PROJECT_FILE or SESSION not in parent.config.stash:
        return None
    folders = (parent.config.rootpath / name for name in parent.config.getini(INI))
    if not any(folder.resolve() == file_path.parent.resolve() for folder in folders):
        return None
    from reportgen.testing.items import ProjectFile

    found: pytest.Collector = ProjectFile.from_parent(parent, path=file_path)
    return found


@pytest.fixture(scope="session")
def reportgen(pytestconfig: pytest.Config) -> Reportgen:
    """The project's briefs for tests in Python: `reportgen.brief("one-pager", language="en")`.

    The project is the first that `reportgen_projects` names; without it, the root of the tests.
    """
    from reportgen.testing.fixture import Reportgen

    names = pytestconfig.getini(INI) or ["."]
    trust = pytestconfig.option.reportgen_trust
    return Reportgen(pytestconfig.rootpath / names[0], trust=trust)


def mode_of(config: pytest.Config) -> str:
    """What this run may write: `check`, `new` or `all`."""
    asked: Any = config.getoption("--reportgen-snapshots")
    return str(asked or ("check" if os.environ.get("CI") else "new"))

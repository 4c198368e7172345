"""A pytest run over projects: what it may write, which projects are open, how it ends."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from reportgen.testing import plugin

if TYPE_CHECKING:  # loaded when a project is collected
    from reportgen.testing.desk import Desk

_OPENED, _PART = "reportgen_opened", "reportgen_part"


class Session:
    """The run of one process.

    Attributes:
        mode: What it may write.
        opened: The projects whose briefs were collected, here or by a worker.
        part: Whether items were left out.
    """

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.mode = plugin.mode_of(config)
        self.opened: set[str] = set()
        self.part = False
        self._desks: dict[Path, Desk] = {}
        self._built: set[Path] = set()
        self._counts = {"written": 0, "removed": 0, "pending": 0}
        self._unused: list[str] = []
        self._report: Path | None = None

    def desk(self, folder: Path) -> Desk:
        """The project of a folder, read once.

        Raises:
            ProblemsError: it has errors.
        """
        from reportgen.testing.desk import Desk

        folder = folder.resolve()
        if folder not in self._desks:
            self._desks[folder] = Desk(
                folder,
                self.config.getini(plugin.INI_REPORTS),
                trust=self.config.option.reportgen_trust,
            )
            self.opened.add(str(folder))
        return self._desks[folder]

    def build(self, desk: Desk, items: Iterable[pytest.Item]) -> None:
        """Build the briefs of all items of a project that are left to run, once."""
        from reportgen.testing.items import LayerItem

        root = desk.briefs.root
        if root in self._built:
            return
        self._built.add(root)
        wanted = (
            item.brief
            for item in items
            if isinstance(item, LayerItem) and item.path.parent.resolve() == root
        )
        desk.briefs.build(dict.fromkeys(wanted))

    def pytest_deselected(self, items: list[pytest.Item]) -> None:
        """Note that the run is not whole."""
        from reportgen.testing.items import LayerItem

        self.part = self.part or any(isinstance(item, LayerItem) for item in items)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count what was written, and what waits."""
        if report.when == "call":
            for name, value in report.user_properties:
                if name == "snapshot" and value in self._counts:
                    self._counts[str(value)] += 1

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Tell the others, or sum up: unused snapshots of a whole run, the page with pictures."""
        told = getattr(self.config, "workeroutput", None)
        if told is not None:
            told[_OPENED], told[_PART] = json.dumps(sorted(self.opened)), self.part
            return
        if session.config.option.collectonly or not self.opened:
            return
        from reportgen.testing.ending import end

        whole = not self.part and not self._is_partial(session)
        desks = [self.desk(Path(name)) for name in sorted(self.opened)]
        self._unused, self._report = end(
            desks, self.mode, whole=whole, differs=self._counts["pending"] > 0
        )
        if self._unused and self.mode != "all" and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def _is_partial(self, session: pytest.Session) -> bool:
        option = self.config.option
        return bool(
            option.keyword
            or option.markexpr
            or getattr(option, "lf", False)
            or option.reportgen_report
            or any("::" in argument for argument in self.config.args)
            or session.shouldstop
            or session.shouldfail
            or session.exitstatus not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
        )

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """What was written, what is unused, where to look."""
        counts = self._counts
        if not any(counts.values()) and not self._unused:
            return
        terminalreporter.section("snapshots of briefs")
        for name, told in (("written", "written"), ("removed", "removed")):
            if counts[name]:
                terminalreporter.line(f"{counts[name]} {told}")
        verb = "deleted, since nothing makes it" if self.mode == "all" else "unused"
        for path in self._unused:
            terminalreporter.line(f"{verb}: {path}")
        if self._unused and self.mode != "all":
            terminalreporter.line("remove them, or run with --snapshots=all, which names each")
        if counts["pending"]:
            terminalreporter.line(f"{counts['pending']} differ: `reportgen review` shows them,")
            terminalreporter.line(
                "`reportgen accept` takes them all, `reportgen reject` drops them"
            )
        if self._report is not None:
            terminalreporter.line(f"with pictures: {self._report}")


class WorkersTell:
    """Hears what the workers of pytest-xdist have collected."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object) -> None:  # noqa: ARG002  pytest's name
        """Take over what a worker knows."""
        told = getattr(node, "workeroutput", {})
        self._session.opened.update(json.loads(told.get(_OPENED, "[]")))
        self._session.part = self._session.part or bool(told.get(_PART))

"""What pytest collects from a project: one item for each layer of each brief."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from _pytest._code.code import (
    ReprEntryNative,
    ReprExceptionInfo,
    ReprFileLocation,
    ReprTraceback,
    TerminalRepr,
)

from reportgen.problems import ProblemsError, did_you_mean, format_problem
from reportgen.testing import plugin
from reportgen.testing.briefs import Brief

MISSING = (
    "the tests of briefs need what the extra [test] brings, and {} is not there:"
    ' pip install "reportgen-toolkit[test]"'
)


class DiffersError(Exception):
    """A layer is not as it was accepted.

    Attributes:
        line: What is told of it in one line.
    """

    def __init__(self, line: str, body: str) -> None:
        super().__init__(body)
        self.line = line


class ProjectFile(pytest.File):
    """A reportgen.yaml."""

    def collect(self) -> Iterator[pytest.Item]:
        """One item a layer.

        Raises:
            CollectError: the project has errors.
        """
        names = self.config.getoption("--reportgen-report")
        try:
            from reportgen.testing.briefs import chosen

            session = self.config.stash[plugin.SESSION]
            desk = session.desk(self.path.parent)
            wanted = dict(_grouped(chosen(desk.briefs.all, names)))
            wanted = {brief: layers for brief, layers in wanted.items() if brief in desk.tested}
            layers = list(desk.layers(wanted, session.mode))
        except ImportError as error:
            raise self.CollectError(MISSING.format(error.name)) from error
        except ProblemsError as error:
            told = "\n\n".join(map(format_problem, error.problems))
            raise self.CollectError(f"{told}\n\nthe project has to be in order first") from error
        if not wanted:
            known = list(dict.fromkeys(brief.job.report for brief in desk.briefs.all))
            hint = did_you_mean(names[0], known, kind="reports") if names else ""
            raise self.CollectError(f"there is no brief to compare: {' '.join(names)}; {hint}")
        for brief, layer in layers:
            if not wanted[brief] or layer in wanted[brief]:
                yield LayerItem.from_parent(self, name=brief.item(layer), brief=brief, layer=layer)


class LayerItem(pytest.Item):
    """One layer of one brief."""

    def __init__(self, *, brief: Brief, layer: str, **others: Any) -> None:
        super().__init__(**others)
        self.brief = brief
        self.layer = layer
        kind = "page" if layer.startswith("page-") else layer
        self.add_marker("reportgen")
        self.add_marker(f"reportgen_{kind}")
        self.add_marker(pytest.mark.xdist_group(brief.name))  # one process opens its PDF

    def runtest(self) -> None:
        """Compare it.

        Raises:
            DiffersError: it is not as it was accepted.
        """
        from reportgen.testing.comparing import State
        from reportgen.testing.telling import left_out

        session = self.config.stash[plugin.SESSION]
        desk = session.desk(self.path.parent)
        session.build(desk, self.session.items)
        failure = desk.briefs.failure(self.brief)
        if failure is not None:
            raise DiffersError(f"{self.brief.name} cannot be built", failure)
        finding, written = desk.settle(self.brief, self.layer, session.mode)
        if written:
            self.user_properties.append(("snapshot", "removed" if not finding.found else "written"))
        elif finding.others and not finding.differs and self.config.option.reportgen_pinned:
            raise DiffersError(left_out(finding), left_out(finding))
        elif finding.state is State.LEFT_OUT:
            pytest.skip(left_out(finding))
        elif finding.differs:
            self.user_properties.append(("snapshot", "pending"))
            told = desk.tell(finding)
            raise DiffersError(told.line, told.body)

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None
    ) -> str | TerminalRepr:
        """What a reader sees; one line of it stands in the summary and in JUnit's message."""
        error = excinfo.value
        if isinstance(error, ProblemsError):
            error = DiffersError(str(error), "\n\n".join(map(format_problem, error.problems)))
        if not isinstance(error, DiffersError):
            return super().repr_failure(excinfo, style)
        place = ReprFileLocation(str(self.path), self.brief.line, error.line)
        body = ReprTraceback([ReprEntryNative([f"{error}\n"])], None, "native")
        return ReprExceptionInfo(reprcrash=place, reprtraceback=body)

    def reportinfo(self) -> tuple[Path, int, str]:
        """The report's line in reportgen.yaml."""
        return self.path, self.brief.line - 1, self.name


def _grouped(
    pairs: Iterator[tuple[Brief, str | None]],
) -> Iterator[tuple[Brief, frozenset[str]]]:
    """Brief -> its layers that are wanted; none stands for all."""
    found: dict[Brief, set[str]] = {}
    for brief, layer in pairs:
        found.setdefault(brief, set()).update([layer] if layer else [])
    return iter((brief, frozenset(layers)) for brief, layers in found.items())

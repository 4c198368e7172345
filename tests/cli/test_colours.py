"""Colour and the bar: on a terminal only, and never where NO_COLOR is set."""

from __future__ import annotations

import io
import sys

import pytest

from reportgen.building.events import Finished, Started
from reportgen.cli.console import colours, counts, plural, show_problems
from reportgen.cli.progress import Progress
from reportgen.model.project import Job
from reportgen.problems import problem


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("terminal", "variables", "coloured"),
    [
        (True, {}, True),
        (True, {"NO_COLOR": ""}, True),  # https://no-color.org: when not an empty string
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": "0"}, False),
        (False, {}, False),
    ],
)
def test_colours(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, variables: dict[str, str], coloured: bool
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    stream = Terminal() if terminal else io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    assert colours() is coloured
    show_problems([problem("no-project", "none here")])
    assert ("\x1b[" in stream.getvalue()) is coloured


def test_many_problems_are_cut_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    show_problems([problem("no-project", f"number {n}") for n in range(50)])
    err = capsys.readouterr().err
    assert (err.count("error[no-project]"), "... and 10 more" in err) == (40, True)


def test_sums() -> None:
    found = [problem("no-project", "a"), problem("missing-translation", "b")]
    assert counts(found) == "1 error, 1 warning"
    assert counts(found * 2) == "2 errors, 2 warnings"
    assert (counts([]), plural(1200, "brief")) == ("no problems", "1,200 briefs")


def finished(name: str) -> Finished:
    return Finished(Job(name, "en", ()), (), (), "", 0, 0.1)


def test_a_terminal_gets_a_bar_and_anything_else_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    told = {}
    for stream in (Terminal(), io.StringIO()):
        monkeypatch.setattr(sys, "stderr", stream)
        with Progress() as progress:
            progress(Started(2, 0, 1))
            progress(finished("a"))
            progress(finished("b"))
        told[stream.isatty()] = stream.getvalue()
    assert "building" in told[True]
    assert "2/2" in told[True]
    assert "\x1b[31m" not in told[True]
    assert told[False].splitlines() == ["failed a[en]", "failed b[en]"]

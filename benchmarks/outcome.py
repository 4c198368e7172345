"""What a benchmark found: numbers round by round, and whether they reach what was asked."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

TIMES = "x"
"""The unit of a ratio."""

COUNT = "PDFs"
"""The unit of counted work: the same in every round, or something is wrong."""


@dataclass(frozen=True)
class Goal:
    """What is asked of a number: `≥`, `≤` or `=` the bound; `aim` is what one would like."""

    sign: Literal["≥", "≤", "="]
    bound: float
    aim: float | None = None

    def met(self, value: float) -> bool:
        """Whether the value is on the right side of the bound."""
        if self.sign == "=":
            return value == self.bound
        return value <= self.bound if self.sign == "≤" else value >= self.bound

    def margin(self, value: float) -> float:
        """How many times better than the bound the value is; below 1 the goal is missed."""
        return self.bound / value if self.sign == "≤" else value / self.bound

    def __str__(self) -> str:
        aim = "" if self.aim is None else f", aim {self.aim:g}"
        return f"{self.sign} {self.bound:g}{aim}"


@dataclass(frozen=True)
class Line:
    """One measured thing.

    Attributes:
        name: What it is, in words: `loop / reportgen`.
        values: One value a round.
        unit: `s`, `MB`, `briefs/s`, `ms`, `PDFs`, or `x` for a ratio.
        goal: What is asked of its median.
    """

    name: str
    values: list[float]
    unit: str
    goal: Goal | None = None

    @property
    def median(self) -> float:
        """The median of the rounds."""
        return statistics.median(self.values)

    @property
    def verdict(self) -> str:
        """Whether the goal is reached, and whether in every round; empty without a goal."""
        if self.goal is None:
            return ""
        kept = sum(self.goal.met(value) for value in self.values)
        word = "met" if self.goal.met(self.median) else "**missed**"
        aim = self.goal.aim
        if aim is not None and Goal(self.goal.sign, aim).met(self.median):
            word = "met, and the aim"
        sure = kept in (0, len(self.values))
        return word if sure else f"{word}; kept in {kept} of {len(self.values)} rounds"


@dataclass(frozen=True)
class Outcome:
    """All that one benchmark found.

    Attributes:
        name: As `--only` takes it.
        what: What was compared, in a few words.
        rounds: How often.
        lines: What was measured.
        note: Sentences to print below the table.
    """

    name: str
    what: str
    rounds: int
    lines: list[Line]
    note: str = ""

    @property
    def goals(self) -> list[Line]:
        """The lines of which something is asked."""
        return [line for line in self.lines if line.goal is not None]


@dataclass(frozen=True)
class Run:
    """All that was measured in one run, and on what."""

    facts: list[tuple[str, str]]
    outcomes: list[Outcome]


def over(name: str, above: Sequence[float], below: Sequence[float], goal: Goal | None) -> Line:
    """The ratio of two contestants, taken within each round, so that both had the same machine."""
    values = [first / second for first, second in zip(above, below, strict=True)]
    return Line(name, values, TIMES, goal)


def shown(value: float, unit: str) -> str:
    """A number as people read it: three digits that count, and the unit if it has one."""
    text = f"{value:.0f}" if unit == COUNT or abs(value) >= 100 else f"{value:.3g}"
    return text if unit in (TIMES, COUNT) else f"{text} {unit}"

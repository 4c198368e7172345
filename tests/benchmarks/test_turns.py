from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.turns import Contestant, Living, take_turns

SERVANT = "print('ready', flush=True)\nfor line in __import__('sys').stdin:\n    open(r'{}', 'a').write('living ' + line); print('done', flush=True)"


def test_contestants_take_turns_forwards_and_backwards(tmp_path: Path) -> None:
    log = tmp_path / "log"

    def one(name: str) -> Contestant:
        def prepared() -> None:
            with log.open("a") as file:
                file.write(f"before {name}\n")

        say = f"open(r'{log}', 'a').write('{name}\\n')"
        return Contestant(name, [sys.executable, "-c", say], prepared)

    living = Living("living", [sys.executable, "-c", SERVANT.format(log)], ask="all")
    found = take_turns([one("a"), one("b"), living], 2)
    first = ["before a", "a", "before b", "b", "living all"]
    second = ["living all", "before b", "b", "before a", "a"]
    assert log.read_text().splitlines() == first + second
    assert {name: len(values) for name, values in found.items()} == {"a": 2, "b": 2, "living": 2}
    assert all(value > 0 for values in found.values() for value in values)
    assert living.process is not None
    assert living.process.poll() == 0


def test_what_is_done_before_a_round_is_outside_the_clock() -> None:
    import time

    slow = Contestant("slow", [sys.executable, "-S", "-c", "pass"], lambda: time.sleep(3))
    assert slow.run() < 2.5


def test_a_contestant_that_fails_ends_the_run_with_its_words() -> None:
    with pytest.raises(RuntimeError, match="no such thing"):
        Contestant("x", [sys.executable, "-c", "raise SystemExit('no such thing')"]).run()
    with pytest.raises(RuntimeError, match="has ended"):
        take_turns([Living("x", [sys.executable, "-c", "pass"])], 1)

"""What briefs leave to be entered: all of it, in order, and held small."""

from __future__ import annotations

import gc

from reportgen.building.events import Finished, Written
from reportgen.building.pending import Done, Pending
from reportgen.model.project import Job, Output


def done(number: int) -> Done:
    """What a made-up brief leaves."""
    path = f"partners/{number}.html"
    job = Job("profile", "en", (Output("html", path),), "partners", str(number))
    return Done(
        Finished(job, (Written(path, 10 * number, 0),), (), "it is new", 0, 0.5),
        ended=number / 2,
        same=number % 7 != 0,
        read=(("record", "partners", str(number)), ("file", "base.html.j2")),
        found=(),
        entries={path: {"digest": f"{number:032x}", "inputs": {"files": ["base.html.j2"]}}},
        files={path: [10 * number, number]},
    )


def test_what_was_added_comes_back_in_its_order() -> None:
    for count in (0, 1, 31, 32, 33, 100):
        pending = Pending()
        for number in range(count):
            pending.add(done(number))
        assert list(pending) == [done(number) for number in range(count)]
        assert list(pending) == list(pending)


def test_few_are_held_as_they_are() -> None:
    pending = Pending()
    for number in range(200):
        pending.add(done(number))
    assert sum(isinstance(one, Done) for one in gc.get_objects()) < 40

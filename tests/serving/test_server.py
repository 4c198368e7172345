"""What the server shows of a state, and whom it tells; who may ask is in tests/safety."""

from __future__ import annotations

import json
from pathlib import Path
from threading import Thread

import pytest

from reportgen.problems import Place, problem
from reportgen.serving.board import Board
from reportgen.serving.server import Server
from reportgen.serving.state import Brief, Inspected, Preview, State, Viewing, told

BRIEF = Brief("en/a", "sheet[a, en]", "en", {"html": "en/a.html", "pdf": "en/a.pdf"})


def test_a_brief_has_the_files_that_are_there() -> None:
    state = State(briefs=(BRIEF,), outputs={"en/a.html": "1"}, titles={"en/a.html": "Anna"})
    (row,) = told(state, {})["briefs"]
    assert row["files"] == {"html": {"path": "en/a.html", "digest": "1"}}
    assert row["title"] == "Anna"
    (row,) = told(state, {"en/a.html": "2"})["briefs"]
    assert row["files"] == {"html": {"path": "en/a.html", "digest": "2"}}


def test_a_problem_is_told_with_its_line() -> None:
    found = problem(
        "unknown-field", "no field 'x'", Place("data.yaml", 3, 5, "  x: 1"), "remove it"
    )
    (row,) = json.loads(json.dumps(told(State(problems=(found,)), {})))["problems"]
    assert (row["severity"], row["file"], row["line"]) == ("error", "data.yaml", 3)
    assert row["text"].startswith("data.yaml:3:5: error[unknown-field]: no field 'x'\n")


def test_a_preview_is_shown_until_the_build_is_ready() -> None:
    board = Board()
    board.put(State("building", (BRIEF,), outputs={"en/a.html": "old"}))
    board.put(Preview("en/a.html", "new", b"new"))
    assert board.preview("en/a.html") == b"new"
    board.put(State("building", (BRIEF,), outputs={"en/a.html": "old"}))
    assert board.preview("en/a.html") == b"new"
    board.put(State("ready", (BRIEF,), outputs={"en/a.html": "new"}))
    assert board.preview("en/a.html") is None
    assert board.may_be_shown("en/a.html")
    assert not board.may_be_shown("en/b.html")


def test_who_waits_is_told_of_the_next_state_alone() -> None:
    board = Board()
    assert board.after(0, 0) is None
    board.put(State("building"))
    found = board.after(0, 0)
    assert found is not None
    assert found[1]["phase"] == "building"
    assert board.after(found[0], 0) is None
    seen: list[str] = []

    def wait() -> None:
        later = board.after(found[0], 60)
        seen.append(later[1]["phase"] if later else "nothing")

    reader = Thread(target=wait)
    reader.start()
    board.put(State("ready"))
    reader.join()
    assert seen == ["ready"]


def test_what_people_look_at_is_all_that_any_of_them_looks_at() -> None:
    board = Board()
    assert board.view(1, Viewing(frozenset({"en/a"}))) == Viewing(frozenset({"en/a"}))
    both = board.view(2, Viewing(frozenset({"en/b"}), inspected=True))
    assert both == Viewing(frozenset({"en/a", "en/b"}), inspected=True)
    assert board.view(2, None) == Viewing(frozenset({"en/a"}))


def test_what_was_made_to_be_looked_into_is_kept_while_somebody_does() -> None:
    board = Board()
    board.put(State("ready", (BRIEF,), outputs={"en/a.html": "1"}))
    board.view(1, Viewing(frozenset({"en/a"}), inspected=True))
    board.put(Inspected("en/a", "html", {"en/a.html": b"<p data-block=0>"}))
    board.put(Inspected("en/a", "pdf", {}))  # it could not be made
    found = board.after(0, 0)
    assert found is not None
    assert found[1]["briefs"][0]["inspected"]["html"]["path"] == "en/a.html"
    assert found[1]["briefs"][0]["inspected"]["pdf"] is None
    assert board.inspected("en/a.html") == b"<p data-block=0>"
    assert board.preview("en/a.html") is None
    board.view(1, None)
    assert board.inspected("en/a.html") is None


def test_what_is_told_last_of_readers_is_what_is_so(tmp_path: Path) -> None:
    server = Server(tmp_path)
    told: list[Viewing] = []
    comes = Thread(target=lambda: server.looks(2, Viewing(frozenset({"en/b"}), inspected=True)))

    def tell(viewing: Viewing) -> None:
        if not told and not comes.is_alive():
            comes.start()
            comes.join(0.2)  # long enough for one who does not wait for his turn
        told.append(viewing)

    server.tell = tell
    server.looks(1, None)
    comes.join()
    server.server_close()
    assert told == [Viewing(), Viewing(frozenset({"en/b"}), inspected=True)]


@pytest.mark.parametrize("name", ["page.html", "page.css", "page.js", "inspector.js"])
def test_the_page_needs_nothing_from_elsewhere(name: str) -> None:
    import reportgen.serving

    text = (Path(str(reportgen.serving.__file__)).parent / name).read_text("utf-8")
    assert "http:" not in text
    assert "https:" not in text
    assert "innerHTML" not in text

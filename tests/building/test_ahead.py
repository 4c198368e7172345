"""A process that loads the layout early: the same files with it and without, whatever befalls it."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import shutil
import signal
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from reportgen.building import ahead, dispatching, jobs, pipeline, rehearsing
from reportgen.building.ahead import Ahead, loading_ahead
from reportgen.building.costs import Costs
from reportgen.building.events import Rendered
from reportgen.building.executor import run_jobs
from reportgen.building.locking import lock_name, locked
from reportgen.building.pipeline import Result, build
from reportgen.building.settling import can_fork
from reportgen.model.project import Job
from reportgen.rendering import pdf
from reportgen.wanted import LARGE, Limits, Options, Wanted
from reportgen.world import World
from tests.running import write_project

# The process ahead is forked; where a system cannot fork (Windows) a build does without it.
pytestmark = pytest.mark.skipif(not can_fork(), reason="without fork no such process is started")

BRIEF = """\
{% extends "base.html.j2" %}
{% block body %}
<p>{{ record.name }}</p>
<img src="data/images/dot.svg" alt="A dot">
{% endblock %}
"""
DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="4"/></svg>'
FILES = {
    "reportgen.yaml": "formats: [pdf]\nreports: {brief: {template: brief, each: partners}}\n",
    "data/partners.yaml": "- {id: a, name: Made-up A}\n- {id: b, name: Made-up B}\n",
    "data/images/dot.svg": DOT,
    "templates/brief.yaml": "title: Brief\n",
    "templates/brief.html.j2": BRIEF,
}


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


def _no_engine() -> Any:
    raise AssertionError


class Recorder:
    """A pipe that remembers what was sent through it."""

    def __init__(self, pipe: Any) -> None:
        self._pipe = pipe
        self.sent: list[tuple[object, ...]] = []

    def send(self, message: tuple[object, ...]) -> None:
        self.sent.append(message)
        self._pipe.send(message)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pipe, name)


class Built:
    """A project that has been built once, and who laid out what since."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, files: Mapping[str, str] = FILES
    ) -> None:
        self.folder = write_project(folder, files)
        self.first = self.built()
        self.companions: list[Any] = []
        self.alive: list[bool] = []
        self.rehearsed = ""
        self._patch = monkeypatch
        self._ahead: Ahead | None = None

        def watched(*given: Any, **named: Any) -> Iterator[Rendered]:
            self.companions.append(named.get("companion"))
            self.alive.append(self._ahead is not None and self._ahead.process.is_alive())
            return run_jobs(*given, **named)

        monkeypatch.setattr(dispatching, "run_jobs", watched)

    def change(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        assert old in path.read_text("utf-8")
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")

    def built(self, other: Ahead | None = None) -> Result:
        return build(self.folder, Options(), ahead=other)

    def built_ahead(self, *, by_it_alone: bool = False, warm: bool = False) -> Result:
        """A build as the command makes one; afterwards nothing of the process is left."""
        with (
            loading_ahead(self.folder, Options(), self.folder / "build") as other,
            self._patch.context() as patch,
        ):
            assert other is not None
            self._ahead = other
            if by_it_alone:  # no process that begins from now on lays anything out
                patch.setattr(pdf, "engine", _no_engine)
            if warm:
                assert other._pipe.poll(300)
                recorder = Recorder(other._pipe)
                patch.setattr(other, "_pipe", recorder)
            result = self.built(other)
            self._ahead = None
            if warm:
                (self.rehearsed,) = [str(sent[1]) for sent in recorder.sent if sent[0] == "warm"]
        assert other.process.exitcode is not None
        assert list((self.folder / ".reportgen").glob("work-*")) == []
        return result

    def files(self) -> dict[str, bytes]:
        build_folder = self.folder / "build"
        return {
            path.relative_to(build_folder).as_posix(): path.read_bytes()
            for path in sorted(build_folder.rglob("*"))
            if path.is_file()
        }

    def clean_files(self) -> dict[str, bytes]:
        """What a build from nothing and without the process makes."""
        shutil.rmtree(self.folder / "build")
        shutil.rmtree(self.folder / ".reportgen")
        self.built()
        return self.files()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Built:
    found = Built(tmp_path / "project", monkeypatch)
    assert found.first.ok, found.first.problems
    return found


@pytest.mark.parametrize("warm", [False, True])
def test_one_brief_comes_out_the_same(warm: bool, project: Built) -> None:
    project.change("data/partners.yaml", "Made-up B", "Made-up C")
    result = project.built_ahead(by_it_alone=True, warm=warm)
    assert (result.ok, result.rendered, result.current) == (True, 1, 1)
    assert project.companions[0] is not None
    found = project.files()
    assert found == project.clean_files()


def test_where_there_are_many_briefs_the_last_page_is_laid_out_again(
    project: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearsing, "MANY", 0)
    for before, after in (("B", "C"), ("C", "D")):
        project.change("data/partners.yaml", f"Made-up {before}", f"Made-up {after}")
        assert project.built_ahead(by_it_alone=True, warm=True).rendered == 1
    assert "Made-up C" in project.rehearsed
    found = project.files()
    assert found == project.clean_files()


def test_a_page_that_takes_long_is_not_rehearsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearsing, "MANY", 0)
    monkeypatch.setattr(rehearsing, "LONGEST", 10)
    project = Built(tmp_path / "project", monkeypatch)
    for before, after in (("B", "C"), ("C", "D")):
        project.change("data/partners.yaml", f"Made-up {before}", f"Made-up {after}")
        assert project.built_ahead(by_it_alone=True, warm=True).ok
        assert project.rehearsed == rehearsing.BLANK


def test_what_is_rehearsed_with_counts_as_nothing_that_was_read(project: Built) -> None:
    """Else machines with one core would not fit to those with two, shard by shard."""
    seen: list[set[tuple[str, str]]] = []

    def state(world: World, *_: object) -> str:
        seen.append(set(world.seen))
        return ""

    project._patch.setattr(jobs, "state_of_project", state)
    project.change("data/partners.yaml", "Made-up B", "Made-up C")
    project.built_ahead(warm=True)
    project.change("data/partners.yaml", "Made-up C", "Made-up B")
    project.built()
    assert seen[0] == seen[1]


@pytest.mark.parametrize(
    ("built", "size", "begun"),
    [(False, LARGE, False), (True, LARGE, True), (False, LARGE - 1, True)],
)
def test_a_first_build_of_much_data_loads_the_layout_itself(
    built: bool, size: int, begun: bool, project: Built
) -> None:
    (project.folder / "data/partners.yaml").write_text("#" * size, "utf-8")
    if not built:
        shutil.rmtree(project.folder / "build")
    with loading_ahead(project.folder, Options(), project.folder / "build") as other:
        assert (other is not None) == begun


def test_a_first_build_of_one_brief_has_it_and_one_of_more_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = {**FILES, "data/partners.yaml": "- {id: a, name: Made-up A}\n"}
    for name, files, used in (("one", one, True), ("two", FILES, False)):
        project = Built(tmp_path / name, monkeypatch, files)
        found = project.files()
        for left in ("build", ".reportgen"):
            shutil.rmtree(project.folder / left)
        assert project.built_ahead().ok
        assert [other is not None for other in project.companions] == [used]
        assert project.files() == found


def test_what_a_killed_build_left_is_swept_without_it_too(project: Built) -> None:
    own = project.folder / ".reportgen" / f"work-ahead-{lock_name(project.folder / 'build')}"
    write_project(own, {"fonts/left.ttf": "left"})
    project.change("data/partners.yaml", "Made-up B", "Made-up C")
    assert project.built().ok
    assert not own.exists()


@pytest.mark.parametrize("right", [True, False])
def test_it_ends_before_another_build_may_have_the_folder(
    right: bool, project: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it would take its folder from that of the next build, which has one of the same name."""
    ended = []

    @contextlib.contextmanager
    def watched(*given: Any, **named: Any) -> Iterator[None]:
        with locked(*given, **named):
            yield
            ended.append(project._ahead is not None and project._ahead.process.exitcode is not None)

    monkeypatch.setattr(pipeline, "locked", watched)
    project.change("data/partners.yaml", "Made-up B", "Made-up C" if right else "[")
    assert project.built_ahead(warm=True).ok == right
    assert ended == [True]


def test_for_more_briefs_it_ends_at_once(project: Built) -> None:
    project.change("data/partners.yaml", "Made-up", "Invented")
    assert project.built_ahead().rendered == 2
    assert (project.companions, project.alive) == ([None], [False])


def test_what_a_page_may_not_have_is_told_as_ever(project: Built) -> None:
    project.change("templates/brief.html.j2", "dot.svg", "{{ record.id }}.svg")
    shutil.copy(project.folder / "data/images/dot.svg", project.folder / "data/images/a.svg")
    (project.folder / "data/images/b.svg").write_text(DOT.replace("</svg>", ""), "utf-8")
    alone = project.built()
    project.change("data/partners.yaml", "Made-up B", "Made-up C")
    together = project.built_ahead(by_it_alone=True)
    assert project.companions[-1] is not None
    assert [found.code for found in alone.problems] == ["bad-image"]
    assert together.problems == alone.problems


@pytest.mark.parametrize("moment", ["before", "at the page"])
def test_without_it_the_worker_does_the_work(
    moment: str, project: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Ahead.__call__

    def killed(self: Ahead, *given: Any, **named: Any) -> Any:
        os.kill(self.process.pid, signal.SIGKILL)
        return whole(self, *given, **named)

    project.change("data/partners.yaml", "Made-up B", "Made-up C")
    if moment == "at the page":
        monkeypatch.setattr(Ahead, "__call__", killed)
        result = project.built_ahead()
    else:
        with loading_ahead(project.folder, Options(), project.folder / "build") as other:
            assert other is not None
            other.process.kill()
            other.process.join()
            result = project.built(other)
    assert (result.ok, result.rendered) == (True, 1)
    found = project.files()
    assert found == project.clean_files()


@pytest.mark.parametrize(
    ("options", "begun"),
    [
        (Options(), True),
        (Options(workers=1), False),
        (Options(dry_run=True), False),
        (Options(scheduler="tcp://127.0.0.1:8786"), False),
        (Options(wanted=Wanted(formats=("html",))), False),
        (Options(wanted=Wanted(reports=("brief",))), True),  # nothing of this kind was built before
    ],
)
def test_it_begins_where_somebody_would_wait(options: Options, begun: bool, project: Built) -> None:
    with loading_ahead(project.folder, options, project.folder / "build") as other:
        assert (other is not None) == begun


def test_it_does_not_begin_where_no_pdfs_were_made(tmp_path: Path) -> None:
    page = "\n".join(line for line in BRIEF.splitlines() if "<img" not in line)
    settings = FILES["reportgen.yaml"].replace("pdf", "html")
    other = {"reportgen.yaml": settings, "templates/brief.html.j2": page}
    folder = write_project(tmp_path, {**FILES, **other})
    assert build(folder).ok
    with loading_ahead(folder, Options(), folder / "build") as found:
        assert found is None


def test_a_system_without_room_for_it_builds_without(
    project: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> Ahead:
        raise BlockingIOError

    monkeypatch.setattr(ahead, "Ahead", full)
    with loading_ahead(project.folder, Options(), project.folder / "build") as other:
        assert other is None


def test_what_both_hold_is_not_added_up() -> None:
    """The interpreter and its libraries would count twice, and one brief fail where two do not."""
    other = multiprocessing.get_context("fork").Process(target=signal.pause, daemon=True)
    other.start()
    each = [Costs(pid).held for pid in (os.getpid(), other.pid) if pid]
    assert min(each) > 0
    assert Costs(os.getpid(), other.pid or 0).held < sum(each)
    other.kill()
    other.join()


def test_what_it_takes_counts_as_the_worker_s() -> None:
    def busy() -> None:
        while True:
            pass

    def waiting(job: Job) -> Rendered:
        signal.pause()
        return Rendered(job, ())

    other = multiprocessing.get_context("fork").Process(target=busy, daemon=True)
    other.start()
    done = run_jobs(
        [Job("brief", "en", ())], waiting, lambda _: None, 1, Limits(seconds=1), companion=other
    )
    (made,) = done
    assert [found.code for found in made.problems] == ["too-costly"]
    assert "of work" in made.problems[0].message
    assert other.exitcode is not None

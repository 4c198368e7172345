"""Filters and functions of a project: what they get, what they give, and how they fail."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import pytest

from reportgen.model.project import Job
from reportgen.problems import Problem, ProblemsError
from reportgen.rendering import extensions
from reportgen.rendering.extensions import FILE, Extensions
from reportgen.rendering.page import PageWriter
from tests.running import write_project
from tests.small import MemoryWorld, small_project, write_page

PROJECT = small_project({"partners": [{"id": "ilo", "name": "ILO <b>", "acronym": "ILO"}]})
FILTERS = """\
from __future__ import annotations

import dataclasses

from markupsafe import Markup


@dataclasses.dataclass
class Kept:
    count: int = 0


def shout(text, mark="!", *, times=1):
    return text.upper() + mark * times


def strong(text):
    return Markup("<b>{}</b>").format(text)


def kind_of(value):
    return f"{type(value).__module__}.{type(value).__name__} {value['name']}"


def half(number):
    return 1 / number


def leave():
    raise SystemExit(3)


def look(record):
    return record["nmae"]


def deep(n):
    return deep(n + 1)


def nothing():
    return None


def _inner():
    return "x"


async def slowly():
    return "x"
"""


def page(template: str, filters: str = FILTERS) -> str:
    return write_page(PROJECT, template, files={FILE: filters}, trust=True).html


def problems(template: str, filters: str = FILTERS) -> tuple[Problem, ...]:
    with pytest.raises(ProblemsError) as caught:
        page(f"<p>\n{template}", filters)
    return caught.value.problems


@pytest.mark.parametrize(
    ("template", "prints"),
    [
        ("{{ 'a' | shout }}", "A!"),
        ("{{ 'a' | shout('?', times=2) }}", "A??"),
        ("{{ shout('<a>') }}", "&lt;A&gt;!"),
        ("{{ '<a>' | strong }}", "<b>&lt;a&gt;</b>"),
        ("{{ partners.ilo.name | shout }}", "ILO &lt;B&gt;!"),
        ("{{ partners.ilo | kind_of }}", "reportgen.rendering.view.View ILO &lt;b&gt;"),
        ("{{ ['a', 'b'] | map('shout') | join }}", "A!B!"),
        ("{{ nothing() }}", '<span class="missing">not stated</span>'),
        ("{{ 'shout' is filter }} {{ shout is defined }}", "True True"),
        ("{{ '_inner' is filter }} {{ slowly is defined }} {{ Kept is defined }}", "False False False"),
    ],
)  # fmt: skip
def test_they_are_filters_and_functions(template: str, prints: str) -> None:
    assert page(template) == prints


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("{{ 0 | half }}", "`half` failed at filters.py:26: ZeroDivisionError: division by zero"),
        ("{{ leave() }}", "`leave` failed at filters.py:30: SystemExit: 3"),
        ("{{ partners.ilo | look }}", "`look` failed at filters.py:34: KeyError: 'nmae'"),
        ("{{ 1 | deep }}", "`deep` failed at filters.py:38: RecursionError: maximum recursion"),
        ("{{ 'a' | half }}", "`half` failed at filters.py:26: TypeError: unsupported operand"),
    ],
)
def test_one_that_fails_is_told_with_both_lines(template: str, says: str) -> None:
    (found,) = problems(template)
    assert found.code == "filter-failed"
    assert found.message.startswith(says)
    assert found.place is not None
    assert (found.place.file, found.place.line) == ("templates/brief.html.j2", 2)


def test_a_name_that_is_not_there_fails_before_the_filter_sees_it() -> None:
    (found,) = problems("{{ partners.ilo.nmae | shout }}")
    assert (found.code, found.hint) == ("undefined-name", "did you mean `name`?")


def test_a_file_that_cannot_be_loaded_is_told_where_it_is_first_needed() -> None:
    filters = "import no_such_module\n\ndef shout(text):\n    return text\n"
    assert page("<p>x</p>", filters) == "<p>x</p>"
    (found,) = problems("{{ 'a' | shout }}", filters)
    assert found.message == (
        "filters.py cannot be loaded at filters.py:1: "
        "ModuleNotFoundError: No module named 'no_such_module'"
    )


def test_only_a_page_that_calls_one_depends_on_the_file() -> None:
    def code(template: str) -> set[str]:
        made = write_page(PROJECT, template, files={FILE: FILTERS}, trust=True)
        return made.reads.code

    assert code("{{ 'a' | shout }}") == {FILE}
    assert code("{{ shout('a') }}") == {FILE}
    assert code("{{ 'a' | upper }}") == set()
    assert code("{% if false %}{{ 'a' | shout }}{% endif %}") == set()


def test_every_page_that_calls_one_depends_on_the_file() -> None:
    """Also the second of a template, which Jinja has compiled for the first."""
    files = {"templates/brief.html.j2": "{{ 'a' | shout }}{{ shout('b') }}", FILE: FILTERS}
    writer = PageWriter(PROJECT, MemoryWorld(files, trust=True), None)
    pages = [writer.write(Job("brief", "en", ())) for _ in range(2)]
    assert [(one.html, one.reads.code) for one in pages] == [("A!B!", {FILE})] * 2


def test_a_file_that_is_not_trusted_is_not_even_parsed() -> None:
    filters = "(" * 100_000 + "\ndef shout(text):\n  return text\n"
    added = Extensions(MemoryWorld({FILE: filters}))
    assert not added.functions
    assert not added.problems
    assert added.waiting == {"shout"}


def test_a_file_that_is_not_python_is_told_with_its_line() -> None:
    added = Extensions(MemoryWorld({FILE: "x = 1\ndef shout(text:\n"}, trust=True))
    (found,) = added.problems
    assert (found.code, found.place and found.place.line) == ("filter-failed", 2)
    added = Extensions(MemoryWorld({FILE: "x = '\0'\n"}, trust=True))
    assert [found.code for found in added.problems] == ["filter-failed"]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package that is installed, as far as Python can tell, with filters in it."""
    folder = tmp_path / "ministry_briefs"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "filters.py").write_text(
        "from textwrap import dedent\n\ndef whisper(text):\n    return text.lower()\n"
        "def odd(number):\n    return 1 / number\ndef _helper():\n    pass\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    install(monkeypatch, ministry="ministry_briefs.filters", tiny="ministry_briefs.filters:whisper")
    yield folder
    for name in [name for name in sys.modules if name.startswith("ministry_briefs")]:
        del sys.modules[name]
    extensions._installed.cache_clear()
    extensions._package_digest.cache_clear()


def install(monkeypatch: pytest.MonkeyPatch, **points: str) -> None:
    found = EntryPoints(EntryPoint(n, v, extensions.GROUP) for n, v in points.items())
    monkeypatch.setattr(extensions, "entry_points", lambda group: found.select(group=group))
    extensions._installed.cache_clear()


def test_an_installed_package_adds_its_public_functions(package: Path) -> None:
    made = write_page(PROJECT, "{{ 'A' | whisper }}{{ tiny('B') }}")
    assert made.html == "ab"
    assert made.reads.code == {"ministry_briefs.filters"}
    added = Extensions(MemoryWorld())
    assert set(added.functions) == {"whisper", "odd", "tiny"}
    before = added.digest("ministry_briefs.filters")
    (package / "other.py").write_text("x = 1\n")
    extensions._package_digest.cache_clear()
    assert before not in (None, added.digest("ministry_briefs.filters"))


def test_python_s_own_record_of_what_is_installed_is_read(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    record = {
        "METADATA": "Metadata-Version: 2.1\nName: ministry-briefs\nVersion: 1.0\n",
        "entry_points.txt": "[reportgen.filters]\nministry = ministry_briefs.filters\n",
    }
    folder = package.parent / "ministry_briefs-1.0.dist-info"
    write_project(folder, record)
    monkeypatch.syspath_prepend(str(package.parent))
    extensions._installed.cache_clear()
    assert write_page(PROJECT, "{{ 'A' | whisper }}").html == "a"


def test_collections_can_be_gone_through() -> None:
    filters = "def total(records):\n    return sum(1 for _ in records) + len(records)\n"
    assert page("{{ partners | total }}", filters) == "2"
    assert (
        page(
            "{{ (partners | list | total) }}{{ (partners | pick).name }}",
            filters + "\n\ndef pick(records):\n    return records['ilo']\n",
        )
        == "2ILO &lt;b&gt;"
    )


def test_one_of_a_package_that_fails_is_told_with_its_line(package: Path) -> None:
    with pytest.raises(ProblemsError) as caught:
        write_page(PROJECT, "{{ 0 | odd }}")
    (found,) = caught.value.problems
    assert found.message.startswith("`odd` failed at ministry_briefs.filters:6: ZeroDivisionError")


def test_a_package_that_cannot_be_loaded_is_told(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (package / "broken.py").write_text("import no_such_module\n")
    install(monkeypatch, ministry="ministry_briefs.broken")
    (found,) = Extensions(MemoryWorld()).problems
    assert found.code == "filter-failed"
    assert "`ministry_briefs.broken` cannot be loaded" in found.message


def test_two_of_one_name_are_told(package: Path) -> None:
    added = Extensions(MemoryWorld({FILE: "\ndef whisper(text):\n    return text\n"}, trust=True))
    (found,) = added.problems
    assert found.message == "`whisper` is in ministry_briefs.filters:3 and in filters.py:2"
    assert (found.code, found.place and found.place.line) == ("filter-name", 2)

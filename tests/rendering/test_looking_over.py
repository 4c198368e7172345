"""A finished page: links that lead nowhere, long tables, and where they come from."""

from __future__ import annotations

import pytest

from reportgen.model.project import Job
from reportgen.problems import problem
from reportgen.rendering import looking_over
from reportgen.rendering.looking_over import (
    MOST_ROWS,
    broken_links,
    long_tables,
    placed,
)
from reportgen.rendering.page import Page, PageWriter
from tests.small import MemoryWorld, small_project

FILES = {
    "a.html.j2": b'<p>\n<img src="x.png">\n<a href="#nobody">',
    "b.html.j2": b"<img src='twice.png'>",
    "styles/c.css": b"p { background: url(twice.png) }",
    "d.yaml": b'"x.png"',
}


def test_links_inside_a_page_need_their_part() -> None:
    html = (
        '<h2 id="a">A</h2><a href="#a">1</a><a href="#b">2</a><a href=#b>3</a><a href="#top">4</a>'
    )
    assert [found.message for found in broken_links(html)] == ["nothing has the id `b`"]
    assert broken_links('<p id=d%C3%A9>x</p><p id="ưu tiên"><a href="https://x.org/#b">y</a>') == []


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("x.png", ("templates/a.html.j2", 2, 11)),
        ("nobody", ("templates/a.html.j2", 3, 11)),
        ("twice.png", None),  # which of the two is not known
        ("x", None),  # only part of a name
        ("data.png", None),
    ],
)
def test_a_problem_stands_at_the_line_that_names_its_file(
    name: str, place: tuple[str, int, int] | None
) -> None:
    given = problem("unknown-asset", f"there is no file `{name}`")
    found = placed([given], FILES, lambda name: (f"templates/{name}", FILES[name]))
    shown = [(p.place.file, p.place.line, p.place.column) if p.place else None for p in found]
    assert shown == [place]


def rows(count: int) -> str:
    return "<tr><td>x</td></tr>" * count


def test_tables_beyond_the_limit_are_long_and_one_of_many_small_ones_is_not() -> None:
    long = f'<table class="a" id="big">{rows(MOST_ROWS + 1)}</table>'
    small = f"<table>{rows(MOST_ROWS)}</table>" * 2
    assert [(table.id, table.rows) for table in long_tables(small + long + small)] == [
        ("big", MOST_ROWS + 1)
    ]


@pytest.mark.parametrize(
    ("template", "line", "named", "again"),
    [
        ('\n<table id="big">{{ rows }}</table>', 2, "the table `big`", 0),
        ("\n\n<table>\n{{ rows }}</table>", 3, "a table", 1),
        ('\n<table id="{{ "b" ~ "ig" }}">{{ rows }}</table>', 2, "the table `big`", 0),
        ('<table></table>\n<table id="{{ "b" ~ "ig" }}">{{ rows }}</table>', 2, "the table", 1),
    ],
)
def test_a_long_table_is_told_at_its_line(
    template: str, line: int, named: str, again: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page is written again, with its origins, only where several lines can have written it."""
    writer, page, written = written_page(template, monkeypatch)
    told = writer.long_tables(page, JOB)
    assert [(p.code, p.place and p.place.line) for p in told] == [("long-table", line)]
    assert told[0].message.startswith(named)
    assert told[0].message.endswith("4 rows; up to 3 are quick to lay out")
    assert len(written) == again


def test_a_table_that_an_added_function_can_have_written_is_looked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    template = '<table id="{{ "b" ~ "ig" }}">{{ rows }}</table>'
    writer, page, written = written_page(template, monkeypatch)
    page.reads.code.add("filters.py")
    assert writer.long_tables(page, JOB)
    assert len(written) == 1


JOB = Job("brief", "en", ())


def written_page(
    template: str, monkeypatch: pytest.MonkeyPatch
) -> tuple[PageWriter, Page, list[Page]]:
    """A writer, a page with a table of four rows where three are many, and what it writes then."""
    monkeypatch.setattr(looking_over, "MOST_ROWS", 3)
    source = template.replace(
        "{{ rows }}", "{% for n in range(4) %}<tr><td>{{ n }}</td></tr>{% endfor %}"
    )
    writer = PageWriter(small_project(), MemoryWorld({"templates/brief.html.j2": source}), None)
    page, write, written = writer.write(JOB), writer.write, list[Page]()

    def noted(job: Job, *, origins: bool) -> Page:
        written.append(write(job, origins=origins))
        return written[-1]

    monkeypatch.setattr(writer, "write", noted)
    return writer, page, written

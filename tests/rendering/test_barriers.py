"""What keeps readers out of a page: each rule with a template that breaks it and one that does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from reportgen.model.project import Job, Output
from reportgen.problems.codes_accessibility import ACCESSIBILITY
from reportgen.rendering.barriers import barriers
from reportgen.rendering.grids import Grid
from reportgen.rendering.page import PageWriter
from tests.running import reportgen, write_project
from tests.small import MemoryWorld, small_project

HEAD = '<!DOCTYPE html>\n<html lang="en">\n<head>{{ head() }}</head>\n<body>\n<h1>Brief</h1>\n'
END = "</body>\n</html>\n"
FIRST = HEAD.count("\n") + 1  # the line of the template on which the body of a case begins
BASE = 'begin the template with `{% extends "base.html.j2" %}`'


@dataclass(frozen=True)
class Case:
    """A body that breaks a rule, what is told of it, and one that keeps the rule."""

    code: str
    broken: str
    line: int
    message: str
    hint: str
    sound: str


CASES = (
    Case(
        "skipped-heading",
        "<h2>Programmes</h2>\n<h4>Results of <em>all</em></h4>\n",
        2,
        "the heading `<h4>` 'Results of all' stands below `<h2>`: `<h3>` is left out",
        "make it `<h3>`, or put a heading of that level above it",
        "<h2>A</h2><h3>B</h3><h4>C</h4>\n<h2>D</h2>\n<h3>E</h3>",
    ),
    Case(
        "skipped-heading",
        "<p>One</p>\n\n{{ heading(3, 'Results') }}\n",
        3,
        "the heading `<h3>` 'Results' stands below `<h1>`: `<h2>` is left out",
        "make it `<h2>`, or put a heading of that level above it",
        "{{ heading(2, 'Results') }}",
    ),
    Case(
        "image-without-text",
        "<p>\n<img src=\"{{ asset('images/a.svg') }}\">\n",
        2,
        "the image `images/a.svg` has no `alt`",
        'say in `alt="..."` what it shows; an image that only decorates has `alt=""`',
        "<img src=\"{{ asset('images/a.svg') }}\" alt='A map'><img alt src=\"{{ asset('images/a.svg') }}\">",
    ),
    Case(
        "drawing-without-text",
        '<p>A</p>\n<div>\n<svg viewBox="0 0 9 9"><g><title></title></g><svg></svg></svg></div>\n',
        3,
        "a drawing (`<svg>`) has no title",
        'put `<title>` with a few words first inside it; one that only decorates has `aria-hidden="true"`',
        "<svg><title>A map</title></svg><svg aria-hidden='true'/><svg role=presentation></svg>"
        '<svg aria-label="A map"><svg></svg></svg>',
    ),
    Case(
        "ragged-table",
        '<table id="t"><caption>C</caption>\n<tr><td>1</td><td>2</td></tr>\n<tr>\n<td>3</td></tr></table>',
        3,
        "row 2 of the table `t` has 1 column, the first row 2",
        "give each row as many cells, counting `colspan` and `rowspan`",
        '<table><caption>C</caption><tr><td rowspan="2">1</td><td>2</td></tr><tr><td>3</td></tr>'
        "<tr><td colspan='2'>4</td></tr></table>",
    ),
    Case(
        "header-without-scope",
        "<table><caption>C</caption>\n<tr>\n<th>A</th><th scope=col>B</th><th>C</th></tr></table>",
        3,
        "2 header cells of a table have no `scope`",
        'write `<th scope="col">` above a column, `<th scope="row">` before a row',
        '<table><caption>C</caption><tr><th scope="col">A</th></tr><tr><th scope=row>B</th></tr></table>',
    ),
    Case(
        "table-without-caption",
        '\n<table id="parts"><caption> </caption><tr><td>1</td></tr></table>',
        2,
        "the table `parts` has no caption",
        "put `<caption>` first inside it; in a text, `: What it shows` right above it",
        "<table><caption><b>C</b></caption><tr><td>1</td></tr></table>"
        "<table aria-labelledby=x><tr><td>1</td></tr></table>"
        "<table role=presentation><tr><th>1</th></tr><tr></tr></table>",
    ),
    Case(
        "link-without-text",
        '<p>\n<a href="https://example.org/"> <span>&nbsp;</span><img alt="" src="data:,"></a></p>',
        2,
        "the link to `https://example.org/` has no text",
        "write into it where it leads; for an image, in its `alt`",
        '<a href="#x"><b>1</b></a><a href=#x><img alt="A map" src="data:,"></a><a id="x"></a>'
        '<a href=#x aria-label="Back"></a>',
    ),
    Case(
        "missing-glyph",
        '<p title="中">A</p>\n<p>B</p>\n<p><b>C</b> 国 é</p>',
        3,
        "no font has the character `国` (U+56FD)",
        "bring a font that has it in a theme",
        '<p title="中">A — “é” Việt e\u0302\u0301</p>',
    ),
)

PAGES = (
    (
        "<!DOCTYPE html>\n<html>\n<head>{{ head() }}</head><h1>A</h1></html>",
        (
            "no-language",
            2,
            "the page of the template 'brief.html.j2' has no `<html lang=...>`",
            BASE,
        ),
    ),
    (
        '<html lang="">{{ head() }}',
        (
            "no-language",
            1,
            "the page of the template 'brief.html.j2' has no `<html lang=...>`",
            BASE,
        ),
    ),
    (" \n", ("no-language", 1, "the template 'brief.html.j2' is empty", BASE)),
    (
        '<!DOCTYPE html>\n\n<html lang="vi"><head><title> </title></head><h1>A</h1>',
        (
            "no-title",
            3,
            "the page of the template 'brief.html.j2' has no title",
            "write `{{ head() }}` inside `<head>`, and give the report a `title:`",
        ),
    ),
    (
        '<html lang="en"><head>{{ head() }}</head>\n<h2>Programmes</h2>',
        (
            "skipped-heading",
            2,
            "the heading `<h2>` 'Programmes' is the first of the page, which is to be `<h1>`",
            "make it `<h1>`, or put a heading of that level above it",
        ),
    ),
    ('<HTML dir=ltr lang=en-GB><title>T</title><svg aria-hidden="true"></svg>', None),
)

Told = tuple[str, int | None, str, str | None]


def told(template: str, files: Mapping[str, str] | None = None, *, pdf: bool = True) -> list[Told]:
    """What is found in the page that the template `brief` writes; all of it in that template."""
    given = {"templates/brief.html.j2": template, "templates/images/a.svg": SVG, **(files or {})}
    writer = PageWriter(small_project(), MemoryWorld(given), None)
    kinds = ("html", "pdf") if pdf else ("html",)
    job = Job("brief", "en", tuple(Output(kind, f"brief.{kind}") for kind in kinds))
    found = writer.barriers(writer.write(job), job)
    assert {p.place.file for p in found if p.place} <= {"templates/brief.html.j2"}
    return [(p.code, p.place.line if p.place else None, p.message, p.hint) for p in found]


SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}-{case.line}")
def test_a_rule_that_a_template_breaks_is_told_at_its_line(case: Case) -> None:
    expected = (case.code, FIRST + case.line - 1, case.message, case.hint)
    assert told(HEAD + case.broken + END) == [expected]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}-{case.line}")
def test_a_template_that_keeps_the_rule_is_sound(case: Case) -> None:
    assert told(HEAD + case.sound + END) == []


@pytest.mark.parametrize(("template", "expected"), PAGES)
def test_a_page_has_language_title_and_a_first_heading(
    template: str, expected: Told | None
) -> None:
    assert told(template) == ([expected] if expected else [])


def test_every_rule_of_the_catalogue_has_its_case() -> None:
    shown = {case.code for case in CASES} | {expected[0] for _, expected in PAGES if expected}
    assert {code.name for code in ACCESSIBILITY} <= shown


def test_a_page_for_the_screen_alone_may_use_the_fonts_of_its_reader() -> None:
    assert told(HEAD + "<p>国</p>" + END, pdf=False) == []


def test_what_a_macro_prints_is_told_in_the_file_of_the_macro() -> None:
    macro = "{% macro row() %}\n<tr><td>1</td><td>2</td></tr>\n{% endmacro %}"
    template = (
        '{% from "macros/own.html.j2" import row %}' + HEAD + "<table><caption>C</caption>"
        "<tr><td>1</td></tr>{{ row() }}</table>" + END
    )
    files = {"templates/brief.html.j2": template, "templates/macros/own.html.j2": macro}
    writer = PageWriter(small_project(), MemoryWorld(files), None)
    job = Job("brief", "en", ())
    (found,) = writer.barriers(writer.write(job), job)
    assert found.place is not None
    assert (found.place.file, found.place.line) == ("templates/macros/own.html.j2", 2)


def test_texts_that_are_translated_are_looked_up_as_they_are() -> None:
    """Tracing the lines may not change what a catalogue is asked for."""
    body = "{% trans %}<b>Sources</b> <a href='#s'>here</a>{% endtrans %}<h3 id=s>x</h3>"
    catalogue = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        "msgid \"<b>Sources</b> <a href='#s'>here</a>\"\n"
        "msgstr \"<b>Nguồn</b> <a href='#s'></a>\"\n"
    )
    files = {
        "templates/brief.html.j2": HEAD.replace('"en"', '"vi"') + body + END,
        "templates/locale/vi.po": catalogue,
    }
    writer = PageWriter(small_project(), MemoryWorld(files), None)
    job = Job("brief", "vi", ())
    codes = [found.code for found in writer.barriers(writer.write(job), job)]
    assert codes == ["link-without-text", "skipped-heading"]


@pytest.mark.parametrize(
    ("rows", "widths"),
    [
        ("2x1 1 / 1", None),
        ("1 2x1 / 1 / 1 1", None),
        ("1 0x1 / 1 / 1", None),  # to the end of the group
        ("1 1 / 1x2 / 1x2", None),
        ("1x3 / 1 1 1 / 1 1", (3, 2, 3)),
        ("2x2 1 / 1 1", (2, 4, 3)),
        ("1 9x1 | 1", (2, 1, 2)),  # no cell reaches into the next group
        ("1 1x99999999999999999999 / 1", (2, 1, 1001)),
        ("1 1xa / 1 -1x1", None),
    ],
)
def test_the_columns_of_a_row_are_those_of_its_cells_and_of_cells_from_above(
    rows: str, widths: tuple[int, int, int] | None
) -> None:
    """Cells are written `ROWSPANxCOLSPAN`, rows end with `/`, groups with `|`."""
    grid = Grid()
    for group in rows.split("|"):
        grid.group()
        for row in group.split("/"):
            grid.row(0)
            for cell in row.split():
                down, _, across = cell.partition("x")
                grid.cell(across, down)
    found = grid.ragged()
    assert (found and (found.number, found.width, found.first)) == widths


def test_what_looks_like_a_tag_in_a_comment_or_a_style_is_none() -> None:
    page = '<html lang="en"><title>T</title><!-- <h3> <img> --><style>/* <h3> */</style>'
    assert barriers(page, title="", template="t") == []


PROJECT = {
    "reportgen.yaml": "languages: [en]\nformats: [FORMAT]\nchecks: {CHECKS}\n"
    "reports:\n  brief: {template: brief}\n",
    "data/partners.yaml": "- {id: a, name: A}\n",
    "templates/brief.yaml": "title: T\n",
    "templates/brief.html.j2": HEAD + "<h3>Results</h3>\n" + END,
}


@pytest.mark.parametrize("kind", ["html", "pdf"])
def test_an_error_fails_its_report_before_anything_is_written(tmp_path: Path, kind: str) -> None:
    files = {name: text.replace("FORMAT", kind) for name, text in PROJECT.items()}
    files["reportgen.yaml"] = files["reportgen.yaml"].replace("CHECKS", "")
    ran = reportgen(write_project(tmp_path, files), "build", code=1)
    assert f"templates/brief.html.j2:{FIRST}:1: error[skipped-heading]" in ran.stderr
    assert not (tmp_path / "build" / "en").exists()


def test_a_project_may_judge_otherwise(tmp_path: Path) -> None:
    files = {name: text.replace("FORMAT", "html") for name, text in PROJECT.items()}
    files["reportgen.yaml"] = files["reportgen.yaml"].replace("CHECKS", "skipped-heading: warning")
    ran = reportgen(write_project(tmp_path, files), "build")
    assert "warning[skipped-heading]" in ran.stderr
    assert (tmp_path / "build" / "en" / "brief.html").exists()

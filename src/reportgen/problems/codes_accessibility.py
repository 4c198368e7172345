"""Codes for what keeps readers out of a page: rules of WCAG 2.2 (AA) and of PDF/UA-1."""

from __future__ import annotations

from reportgen.problems.code import judgement
from reportgen.problems.severity import Severity

ACCESSIBILITY = (
    judgement(
        "no-language",
        "a page that does not say which language it is in",
        "Screen readers speak it as if it were in the language of the machine, and no accessible "
        'PDF can be made of it. A template that extends "base.html.j2" says it; one that stands '
        "alone has to.",
        "<html>",
        '<html lang="{{ brief.language }}" dir="{{ brief.direction }}">',
        severity=Severity.ERROR,
    ),
    judgement(
        "no-title",
        "a page without a title",
        "The title is what a reader hears first, and what stands in the window and in the list of "
        "open files. `{{ head() }}` writes it, from `title:` of the report.",
        "<head></head>",
        "<head>{{ head() }}</head>",
        severity=Severity.ERROR,
    ),
    judgement(
        "skipped-heading",
        "a heading of a level that leaves one out",
        "Who cannot see a page goes through it by its headings. The first is `<h1>`; each one "
        "after it goes at most one level deeper than the one before.",
        "<h2>Programmes</h2> ... <h4>Results</h4>",
        "<h2>Programmes</h2> ... <h3>Results</h3>",
        severity=Severity.ERROR,
    ),
    judgement(
        "image-without-text",
        "an image without words",
        "Who cannot see the image needs to know what it shows. One that only decorates says so "
        "with an empty text.",
        "<img src=\"{{ asset('data/images/map.png') }}\">",
        '<img src="{{ asset(\'data/images/map.png\') }}" alt="Map of the four provinces">',
        severity=Severity.ERROR,
    ),
    judgement(
        "drawing-without-text",
        "a drawing without words",
        "An `<svg>` in the page needs a `<title>`, which is read out in its place. One that only "
        "decorates is hidden from readers who cannot see it.",
        '<svg viewBox="0 0 9 9"><circle cx="4" cy="4" r="4"/></svg>',
        '<svg viewBox="0 0 9 9" aria-hidden="true"><circle cx="4" cy="4" r="4"/></svg>',
        severity=Severity.ERROR,
    ),
    judgement(
        "ragged-table",
        "a table whose rows differ in width",
        "Which column a cell belongs to is told from its place, so a row with a cell too few puts "
        "all that follow under the wrong heads. Cells may be empty, and may span columns.",
        "<tr><th>Partner</th><th>Since</th></tr> <tr><td>ILO</td></tr>",
        "<tr><th>Partner</th><th>Since</th></tr> <tr><td>ILO</td><td></td></tr>",
        severity=Severity.ERROR,
    ),
    judgement(
        "header-without-scope",
        "a header cell that does not say what it heads",
        "`scope` says whether a header cell is that of its column or of its row. Without it "
        "programs guess from the place of the cell.",
        "<th>Partner</th>",
        '<th scope="col">Partner</th>',
    ),
    judgement(
        "table-without-caption",
        "a table without a caption",
        "Readers decide by its caption whether they go into a table. The macro `table()` writes "
        'one; class "quiet-caption" leaves it to those who listen. Above a table in a text stands '
        "`: What it shows`.",
        "<table><thead>...",
        "<table><caption>Partners by year</caption><thead>...",
    ),
    judgement(
        "link-without-text",
        "a link without words",
        "Who cannot see the link hears its address, letter by letter. Words in it, or the text of "
        "an image in it, say where it leads.",
        '<a href="https://example.org"></a>',
        '<a href="https://example.org">The plan in full</a>',
        severity=Severity.ERROR,
    ),
)

"""Codes for what goes wrong while a brief is made."""

from __future__ import annotations

from reportgen.problems.code import error, judgement
from reportgen.problems.severity import Severity

BUILDING = (
    error(
        "template-syntax",
        "a template that cannot be read",
        "The template breaks the rules of Jinja: a block that is not closed, a filter or tag that "
        "does not exist.",
        "{% for partner in partners %}",
        "{% for partner in partners %}...{% endfor %}",
    ),
    error(
        "undefined-name",
        "a name that the template does not know",
        "The template prints or tests a name or field that does not exist.",
        "{{ partner.nmae }}",
        "{{ partner.name }}",
    ),
    error(
        "unknown-filter",
        "a filter that does not exist",
        "After `|` stands a filter of Jinja or of reportgen: `number`, `date`, `join_list` ...",
        "{{ partner.name | uper }}",
        "{{ partner.name | upper }}",
    ),
    error(
        "unknown-test",
        "a test that does not exist",
        "After `is` stands a test of Jinja: `defined`, `none`, `divisibleby` ...",
        "{% if value is defind %}",
        "{% if value is defined %}",
    ),
    error(
        "unknown-macro",
        "a macro that its template does not have",
        "`from ... import ...` names macros, or values that are set, of that template.",
        '{% from "macros/tables.html.j2" import figure_tabel %}',
        '{% from "macros/tables.html.j2" import figure_table %}',
    ),
    error(
        "unknown-argument",
        "an argument that a macro, filter or function does not take",
        "A macro takes the arguments that stand behind its name, and no others; so do filters and "
        "functions.",
        "{{ chart_figure(specification=...) }}",
        "{{ chart_figure(spec=...) }}",
    ),
    error(
        "missing-argument",
        "an argument that a macro, filter or function needs",
        "What has no default value must be given: without it the call fails.",
        "{{ budget.value | money }}",
        "{{ budget.value | money(budget.currency) }}",
    ),
    error(
        "filter-failed",
        "a filter or function of your own that fails",
        "A function of `filters.py`, or of an installed package, ended with an error; the message "
        "names its line. Or its file cannot be loaded.",
    ),
    error(
        "filter-name",
        "a filter or function whose name is taken",
        "A function of your own may not take the place of one that ships, of a collection or of "
        "a name that every page has: templates that ship would no longer find what they mean. "
        "Nor may two have the same name.",
    ),
    judgement(
        "not-trusted",
        "code in the project that is not run",
        "`filters.py` is a program, and a program can do whatever you can. So it runs only where "
        "the person at the machine has said that the project is trusted: with `--trust`, or with "
        "`trust: true` in their own configuration. Nothing in the project can say so.",
    ),
    judgement(
        "unused-block",
        "a block that overrides nothing, or text beside the blocks",
        "A template that extends another one fills blocks which that one has. A block of any other "
        "name has no place on the page, nor has text outside of blocks, so neither is ever "
        "printed. `reportgen templates show NAME` lists the blocks.",
        '{% extends "base.html.j2" %}\n{% block contnet %}...{% endblock %}',
        '{% extends "base.html.j2" %}\n{% block contents %}...{% endblock %}',
    ),
    judgement(
        "unused-template",
        "a template that nothing uses",
        "It is not the template of a report, no template that is printed extends, includes or "
        "imports it, and none of its name ships that it would override. Often its name is "
        "misspelt, or a section is not named under `sections:`.",
    ),
    error(
        "template-error",
        "a template that fails",
        "Carrying out the template led to an error.",
    ),
    error(
        "template-unsafe",
        "a template that asks for what templates may not do",
        "Templates see the data and the filters, not the insides of the program.",
        "{{ ''.__class__ }}",
        "{{ partner.name }}",
    ),
    error(
        "bad-markup",
        "a tag that a brief may not have",
        "A brief is text, tables, images and links. It holds no program, no frame and nothing that "
        "is loaded when it is opened, and every value of an attribute stands in quotation marks.",
        "<a href={{ source.url }}>",
        '<a href="{{ source.url }}">',
    ),
    error(
        "bad-link",
        "a link that a brief may not have",
        "Links lead to addresses of https, http and mailto, or to a part of the brief itself. "
        "Others would run a program, or lead to a file of the machine that made the brief.",
        '<a href="file:///C:/briefs/plan.pdf">',
        '<a href="https://example.org/plan.pdf">',
    ),
    error(
        "unknown-asset",
        "a file that the brief needs and the project does not have",
        "Images, styles and fonts lie inside the project or its theme. There is no network.",
        "logo: images/ilo.pgn",
        "logo: images/ilo.png",
    ),
    error(
        "refused-asset",
        "a file that may not be used",
        "Only files inside the project and the shipped templates are read; nothing is loaded from "
        "the network.",
        "logo: https://example.org/logo.png",
        "logo: images/logo.png",
    ),
    error(
        "bad-image",
        "an image that cannot be read",
        "The file is damaged, or of a kind that is not read: PNG, JPEG, WebP, GIF and SVG are.",
    ),
    error(
        "bad-chart",
        "a chart that cannot be drawn",
        "The Vega-Lite specification is not right: a word that Vega-Lite does not have, a column "
        "that the rows do not have, no rows. Or it asks for data, images or links from outside.",
    ),
    error(
        "chart-without-text",
        "a chart without words",
        "Who cannot see the chart needs its title and description.",
        "{{ chart('by-year', values=rows) }}",
        "{{ chart('by-year', values=rows, title='...', description='...') }}",
    ),
    error(
        "broken-link",
        "a link into the brief that leads nowhere",
        "Links inside a brief, also those of contents and notes, need one part that has the id.",
        '<a href="#partner">...</a>',
        '<h2 id="partners">Partners</h2> ... <a href="#partners">...</a>',
    ),
    error(
        "bad-heading",
        "a heading that is no section of the report",
        "A briefing note and a meeting brief may be written as one text, whose headings are the "
        "sections of the report: `reportgen templates show NAME` lists them. What stands under "
        "another heading, or above the first, would be printed nowhere. Headings inside a section "
        "begin with `###`.",
        "## Backgruond",
        "## Background",
    ),
    judgement(
        "missing-section",
        "a section without which the report makes no sense",
        "The template asks for this section, and no text fills it. `reportgen new text REPORT` "
        "writes a text with the headings of all sections.",
        "## Purpose",
        "## Purpose\n\nThe Minister is asked to approve the plan.",
        severity=Severity.ERROR,
    ),
    judgement(
        "missing-glyph",
        "a character that no font has",
        "The character would print as an empty box. Bring a font that has it in a theme or brand, "
        "or write the text otherwise.",
        severity=Severity.ERROR,
    ),
    error(
        "bad-font",
        "a font that cannot be read",
        "The file is damaged, or is not a TrueType or OpenType font. Each face is one whole, "
        "static file.",
    ),
    judgement(
        "missing-font",
        "a font that is not there",
        "Fonts come from the templates, the theme or the brand; those of the system are not used.",
    ),
    judgement(
        "mixed-letters",
        "letters that the font of the text does not have",
        "They are printed in another font, in the middle of words. Take a font that has all "
        "letters of the language.",
    ),
    judgement(
        "low-contrast",
        "colours that are too near to each other",
        "Text needs a contrast of 4.5:1 with its ground (WCAG 2.2, success criterion 1.4.3, level "
        "AA), so that people who see less well can read it.",
        'color: {primary: "#ee6331"}',
        'color: {primary: "#c1430f"}',
        severity=Severity.ERROR,
    ),
    judgement(
        "unknown-token",
        "a token that nothing uses",
        "styles/tokens.css changes tokens that ship; `reportgen templates show` lists them. "
        "This one is named almost like one of them, and no style uses it.",
        ":root { --acent: #7a0019; }",
        ":root { --accent: #7a0019; }",
    ),
    judgement(
        "style-ignored",
        "a line of a style sheet that has no effect",
        "The line is not understood when the PDF is made.",
    ),
    error(
        "too-many-pages",
        "a brief that is longer than it may be",
        "`pages:` in reportgen.yaml sets how many pages the brief may have. Shorten the text or "
        "leave a section out.",
        "pages: 1",
        "pages: 1-2",
    ),
    judgement(
        "long-table",
        "a table of more rows than paper is for",
        "A table of more than 2,000 rows takes seconds and hundreds of megabytes to lay out, and "
        "nobody reads it on paper. Print what it says instead: its sums, its first rows, or one "
        "brief for each group of records.",
        "{% for agreement in agreements %}",
        "{% for agreement in (agreements | list)[:200] %}",
    ),
    judgement(
        "too-few-pages",
        "a brief that is shorter than it should be",
        "`pages:` in reportgen.yaml sets how many pages the brief should have.",
        "pages: 6-12",
        "pages: 2-12",
    ),
    error(
        "no-pango",
        "Pango is missing, without which no PDF can be made",
        "PDFs are laid out with Pango. `reportgen doctor` says how to get it on this machine. "
        "`reportgen check` and `reportgen build --format html` work without it.",
    ),
    error(
        "pdf-error",
        "a PDF that cannot be made",
        "The page could not be laid out as PDF.",
    ),
    error(
        "bad-pdf",
        "a file that is no PDF that can be read",
        "`reportgen extract` takes files out of a PDF that is whole and has no password.",
    ),
    error(
        "no-attachments",
        "a PDF without files in it",
        "Briefs carry what they print as YAML and JSON, unless `attachments: off` or `audience: "
        "internal` leaves it out.",
    ),
    error(
        "too-many-attachments",
        "a PDF with more files in it than are taken out",
        "No brief holds so much; the PDF may be made to fill the disk. Nothing has been written.",
    ),
    judgement(
        "not-accessible",
        "a page that not everybody can read",
        "The page lacks something that screen readers need, such as a language, a heading in its "
        "order, or a text for an image.",
        severity=Severity.ERROR,
    ),
    error(
        "too-costly",
        "a brief that takes more time or memory than it may",
        "The job was stopped at its limit; the other briefs were built.",
    ),
    error(
        "worker-died",
        "a brief whose worker ended",
        "The process that made the brief ended without an answer; the other briefs were built.",
    ),
    error(
        "bad-catalogue",
        "a catalogue of words that cannot be read",
        "The words that templates print in another language stand in templates/locale/LANGUAGE.po, "
        "in the form of gettext, as UTF-8, of 2 MB at most.",
    ),
    error(
        "internal-error",
        "a mistake of reportgen",
        "Reportgen itself failed at this brief; the other briefs were built. The exit code is 70.",
    ),
    error(
        "cannot-read",
        "a file that cannot be read",
        "The file is there, but the system does not let it be read.",
    ),
    error(
        "cannot-write",
        "a file that cannot be written",
        "The disk is full, or the folder may not be written to. What was there before is as it "
        "was.",
    ),
    error(
        "link-in-the-way",
        "a link where a folder should be",
        "What is built and what reportgen keeps in .reportgen/ stands in folders of their own. "
        "Nothing is written or removed through a link, which may lead anywhere.",
    ),
    error(
        "foreign-file",
        "a file of somebody else where an output would go",
        "Only files that reportgen has built are written anew. Move the file, or build into "
        "another folder.",
    ),
    judgement(
        "changed-by-hand",
        "an output that somebody has changed",
        "The file in build/ is no longer as it was made. It is kept; move it to have it made "
        "again.",
    ),
    error(
        "folder-not-empty",
        "a folder that already holds files",
        "`reportgen init` and `reportgen extract` overwrite nothing.",
    ),
    error(
        "cannot-add",
        "a file that nothing can be added to",
        "`reportgen new` adds to a list in block form, and leaves everything else in the file as "
        "it is. A list in brackets is for you to change.",
        "partners: [{id: ilo, name: ILO}]",
        "partners:\n  - {id: ilo, name: ILO}",
    ),
    error(
        "snapshot-differs",
        "a brief that is not as it was accepted",
        "`reportgen test` compares each brief with its snapshot. Look at what differs with "
        "`reportgen review`; where it is meant, `reportgen accept` makes it the new snapshot.",
    ),
    error(
        "shard-missing",
        "a part of a sharded build that is missing",
        "`reportgen merge` joins all shards of a build or none: a folder without some of its "
        "briefs would look whole.",
        "reportgen merge shard-1 shard-3",
        "reportgen merge shard-1 shard-2 shard-3",
    ),
    error(
        "shard-overlap",
        "a brief that two shards hold",
        "Each brief belongs to one shard. Two folders hold the same one, so they are the same "
        "shard twice, or their machines split the build differently.",
    ),
    error(
        "shard-differs",
        "a shard of another build",
        "It was built from other files, for another date, by another reportgen, or split into "
        "another number of parts. Joined they would be no edition.",
    ),
    error(
        "shard-damaged",
        "a shard whose files are not as they were built",
        "A file differs from the digest in the manifest beside it. It may have been cut off on its "
        "way here.",
    ),
    error(
        "build-running",
        "another build works in this folder",
        "Wait for it to end, or build into another folder with --output-dir.",
    ),
)

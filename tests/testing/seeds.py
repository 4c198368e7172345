"""Changes seeded into the sample, each with the layer that must be the first to catch it.

A change replaces words in one file: of the project, or of a copy that goes before the shipped
file of the same name.
"""

from __future__ import annotations

from dataclasses import dataclass

PAGER, PAGER_VI, ILO = "one-pager[en]", "one-pager[vi]", "partner-profile[ilo-en]"
REGISTER = "agreements-register[en]"
BRIEFS = (PAGER, PAGER_VI, ILO, REGISTER)

DATA, HTML, PDF, PAGE, BUILD, NOTHING = "data", "html", "pdf", "page", "build", ""


@dataclass(frozen=True)
class Seed:
    """One change.

    Attributes:
        layer: The first that must differ; NOTHING for a change that means nothing, BUILD where
            the brief must not even be built.
        brief: The brief in which it must be seen.
        file: The file; a new one where `old` is empty.
    """

    name: str
    layer: str
    brief: str
    file: str
    old: str
    new: str


def _css(name: str, layer: str, brief: str, rule: str) -> Seed:
    return Seed(name, layer, brief, "templates/styles/print.css", "@page {", f"{rule}\n@page {{")


_FIGURES, _PRIORITIES = "data/figures.yaml", "data/priorities.yaml"
_PROGRAMMES, _PARTNERS = "data/programmes.yaml", "data/partners.yaml"
_ONE, _BASE = "templates/one-pager.html.j2", "templates/base.html.j2"
_MATRIX = "templates/macros/register.html.j2"
_COVER, _KEYS = "templates/macros/cover.html.j2", "templates/macros/figures.html.j2"

CHANGES = (
    Seed("a digit", DATA, PAGER, _FIGURES, "value: 230", "value: 231"),
    Seed("a unit", DATA, PAGER, _FIGURES, "en: countries and territories", "en: countries"),
    Seed("a qualifier", DATA, PAGER, _FIGURES, "qualifier: nearly", "qualifier: about"),
    Seed("a lost accent", DATA, PAGER_VI, _PRIORITIES, "An sinh xã hội", "An sinh xa hội"),
    Seed("another accent", DATA, PAGER_VI, _PARTNERS, "Tổ chức Lao động", "Tổ chức Lao đông"),
    Seed("a lost stroke", DATA, PAGER_VI, _PRIORITIES, "Bền vững về môi", "Bền vưng về môi"),
    Seed("the year of a period", DATA, PAGER, _PROGRAMMES, "2022/2026", "2022/2027"),
    Seed("a digit of an address", DATA, PAGER, "data/sources.yaml", "ItemID=12083", "ItemID=12084"),
    Seed(
        "the title of a source", DATA, PAGER, "data/sources.yaml", "of labor and", "of labour and"
    ),
    Seed("a paragraph cited", DATA, PAGER, _PRIORITIES, "locator: para. 2", "locator: para. 3"),
    Seed("an acronym", DATA, PAGER, _PARTNERS, "acronym: ILO", "acronym: IL0"),
    Seed("a name", DATA, ILO, _PARTNERS, "en: International Labour O", "en: International Labor O"),
    Seed("a code", DATA, ILO, _PARTNERS, "ref: XM-DAC-41302", "ref: XM-DAC-41320"),
    Seed(
        "a dropped item",
        DATA,
        PAGER,
        _PRIORITIES,
        "      - id: social-protection\n        title:\n          en: Social protection\n"
        "          vi: An sinh xã hội\n      - id: environment",
        "      - id: environment",
    ),
    Seed(
        "a word of the prose",
        DATA,
        PAGER,
        "data/texts/one-pager-purpose.en.md",
        "with whom Viet Nam works",
        "with whom Viet Nam worked",
    ),
    Seed("the title of a report", DATA, PAGER, "reportgen.yaml", "on one page", "on a page"),
    Seed(
        "two figures swapped",
        DATA,
        PAGER,
        "reportgen.yaml",
        "headline: [diplomatic-relations, commercial-relations, ingo-relations, ngo",
        "headline: [commercial-relations, diplomatic-relations, ingo-relations, ngo",
    ),
    Seed("a draft", DATA, PAGER, "reportgen.yaml", "status: final", "status: draft"),
    Seed("a logo missing", DATA, ILO, _PARTNERS, "    logo: images/ilo.png\n", ""),
    Seed(
        "a type of agreement", DATA, REGISTER, "data/agreements.yaml", "type: fta", "type: treaty"
    ),
    Seed(
        "the edition's date",
        HTML,
        PAGER,
        "reportgen.yaml",
        "as_of: 2024-04-24",
        "as_of: 2024-04-25",
    ),
    Seed(
        "a missing footnote",
        HTML,
        PAGER,
        _ONE,
        "{{ event.title }}{{ cite(event) }}",
        "{{ event.title }}",
    ),
    Seed("a heading level", HTML, PAGER, _ONE, 'heading(2, _("Latest', 'heading(3, _("Latest'),
    Seed("another language", HTML, PAGER_VI, _BASE, 'lang="{{ brief.language }}"', 'lang="en"'),
    Seed(
        "a dropped paragraph", HTML, PAGER, _ONE, "<p>{{ programme.description.general }}</p>", ""
    ),
    Seed("a lost alt text", HTML, ILO, _COVER, "Logo of {{ name }}", " "),
    Seed("a column dropped", HTML, REGISTER, _MATRIX, ' "negotiating",', ""),
    Seed("a header cell lost", HTML, REGISTER, _MATRIX, '<th scope="row">', "<td>"),
    Seed("a scope lost", HTML, REGISTER, _MATRIX, '<th scope="col">{{ _("Ins', '<th>{{ _("Ins'),
    Seed("another caption", HTML, ILO, "templates/macros/tables.html.j2", "{{ caption }}", "Table"),
    Seed(
        "rows in another order",
        HTML,
        REGISTER,
        _MATRIX,
        "{% for agreement in rows.found %}",
        "{% for agreement in rows.found | reverse %}",
    ),
    Seed(
        "a bar of wrong length",
        HTML,
        REGISTER,
        "templates/charts/agreements-by-status.vl.yaml",
        "nice: false, range: [0, 640]}\n      x2",
        "nice: false, range: [0, 600]}\n      x2",
    ),
    Seed("a colour of the theme", HTML, PAGER, "templates/styles/tokens.css", "#0f5b6b", "#0f5b9b"),
    Seed(
        "a word of the program", HTML, PAGER_VI, "templates/locale/vi.po", "Ngân sách", "Kinh phí"
    ),
    Seed("a broken link", BUILD, PAGER, _BASE, 'href="#content"', 'href="#contents"'),
    Seed("a page too many", BUILD, PAGER, _ONE, "<p><strong>", "<p style='height: 30cm'><strong>"),
    _css("dropped bookmarks", PDF, PAGER, "h2 { bookmark-level: none !important }"),
    _css("a moved page break", PDF, REGISTER, ".section-gaps { break-before: page !important }"),
    _css("words that are not printed", PDF, PAGER, ".key-figure-date { display: none !important }"),
    _css("another weight", PDF, PAGER, "* { font-weight: 400 !important }"),
    _css("capital letters", PDF, PAGER, "h2 { text-transform: uppercase }"),
    _css("a link lost", PDF, PAGER, ".source-address { display: none !important }"),
    _css("numbers of a list lost", PDF, PAGER, ".priority-items { list-style: none !important }"),
    _css("a narrow page", PDF, ILO, "body { margin-right: 40mm !important }"),
    _css("a colour on paper", PAGE, PAGER, "h2 { color: #a00000 !important }"),
    _css("a line lost", PAGE, PAGER, ".masthead { border: none !important }"),
    _css("pale figures", PAGE, PAGER, ".key-figure-value { color: #888 !important }"),
    _css("a moved block", PAGE, PAGER, ".masthead-title { text-indent: 1mm !important }"),
    _css("a small logo", PAGE, ILO, ".masthead-logo { max-height: 9mm !important }"),
    Seed("a wrong glyph", PAGE, PAGER, "templates/fonts/inter-400.ttf", "3", "8"),
)

_KEY = '<p class="key-figure-label">'
UNIMPORTANT = (
    Seed("a comment in the data", NOTHING, PAGER, _FIGURES, "value: 230", "value: 230  # nearly"),
    Seed(
        "empty lines",
        NOTHING,
        PAGER,
        _FIGURES,
        "  - id: commercial-relations",
        "\n\n  - id: commercial-relations",
    ),
    Seed("quotation marks", NOTHING, PAGER, _FIGURES, "value: 230", 'value: "230"'),
    Seed(
        "the other quotation marks",
        NOTHING,
        PAGER,
        _FIGURES,
        '"180 out of 193 member states"',
        "'180 out of 193 member states'",
    ),
    Seed(
        "the order of keys",
        NOTHING,
        PAGER,
        _FIGURES,
        "    value: 230\n    qualifier: nearly\n",
        "    qualifier: nearly\n    value: 230\n",
    ),
    Seed(
        "a map on one line",
        NOTHING,
        PAGER,
        _FIGURES,
        "    unit:\n      en: countries and territories\n      vi: quốc gia và vùng lãnh thổ\n",
        "    unit: {en: countries and territories, vi: quốc gia và vùng lãnh thổ}\n",
    ),
    Seed("line ends of Windows", NOTHING, PAGER, _FIGURES, "\n", "\r\n"),
    Seed(
        "a note to colleagues", NOTHING, PAGER, _FIGURES, "value: 230", "value: 230\n    x-by: me"
    ),
    Seed(
        "a record that nobody prints",
        NOTHING,
        PAGER,
        "data/people.yaml",
        "",
        "  - id: nobody\n    name: N\n",
    ),
    Seed("a file moved", NOTHING, PAGER, _FIGURES, "", "data/figures/all.yaml"),
    Seed(
        "a comment in the project file",
        NOTHING,
        PAGER,
        "reportgen.yaml",
        "as_of: 2024-04-24",
        "# the edition\nas_of: 2024-04-24",
    ),
    Seed("a schedule", NOTHING, PAGER, "reportgen.yaml", "schedule: monthly", "schedule: daily"),
    Seed("another language's words", NOTHING, PAGER, _PRIORITIES, "An sinh xã hội", "An sinh"),
    Seed("a comment in a template", NOTHING, PAGER, _KEYS, _KEY, "{# here #}" + _KEY),
    Seed("a comment in the page", NOTHING, PAGER, _KEYS, _KEY, "<!-- here -->" + _KEY),
    Seed("white space in a template", NOTHING, PAGER, _KEYS, _KEY, f"\n\n   {_KEY}\n   "),
    Seed(
        "the order of attributes",
        NOTHING,
        PAGER,
        _KEYS,
        '<ul class="key-figures" role="list">',
        "<ul role='list' class='key-figures'>",
    ),
    Seed(
        "the order of classes",
        NOTHING,
        PAGER,
        _ONE,
        'class="part part-figures"',
        'class="part-figures part"',
    ),
    Seed(
        "a comment in a style",
        NOTHING,
        PAGER,
        "templates/styles/screen.css",
        "body {",
        "/* x */ body {",
    ),
    Seed(
        "white space in a style",
        NOTHING,
        PAGER,
        "templates/styles/screen.css",
        "\nbody {",
        "\n\n  body  {",
    ),
    Seed(
        "white space on paper",
        NOTHING,
        PAGER,
        "templates/styles/print.css",
        "@page {",
        "\n@page  {",
    ),
    Seed("a new template", NOTHING, PAGER, "templates/other.html.j2", "", "<p>Not used</p>\n"),
)

"""Tricks that are in no list of cases: what was tried against a build, and must stay without effect."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.safety.building import CONFIGURATION, SECRET, built, make

PLURAL = "Plural-Forms: nplurals=2; plural=__import__('os').system('touch pwned');"
# fmt: off
TOLD = [
    ("a catalogue of bytes", {"files": {"templates/locale/en.po": b"\xff\xfe\0"}, "body": "{{ none }}"}, "templates/locale/en.po:"),
    ("a template elsewhere", {"configuration": CONFIGURATION.replace("template: brief", "template: ../../secret")}, "reportgen.yaml:4:"),
    ("a language that is a path", {"configuration": CONFIGURATION.replace("[en]", "['en/../../x']")}, "reportgen.yaml:1:"),
    ("an output above", {"configuration": CONFIGURATION.replace("template: brief,", "template: brief, output: ../../x,")}, "reportgen.yaml:4:"),
    ("a section elsewhere", {"configuration": CONFIGURATION.replace("template: brief,", "template: brief, sections: ['../../../secret'],")}, "reportgen.yaml:4:"),
    ("a time zone that is a file", {"configuration": CONFIGURATION + "timezone: /etc/passwd\n"}, "reportgen.yaml:6:"),
    ("a theme above", {"configuration": CONFIGURATION + "theme: ../../etc\n"}, "reportgen.yaml:6:"),
    ("a font elsewhere", {"files": {"templates/fonts/fonts.yaml": "- {family: X, weight: 400, style: normal, file: ../../../secret}\n"}}, "templates/fonts/fonts.yaml:1:"),
    ("a schema that asks for a file", {"files": {"data/rooms.yaml": "- {id: a}\n", "data/rooms.schema.json": '{"$ref": "file:///etc/passwd"}'}}, "data/rooms.schema.json:1:"),
    ("a schema without end", {"files": {"data/rooms.yaml": "- {id: a}\n", "data/rooms.schema.json": '{"$ref": "#"}'}}, "data/rooms.schema.json:1:"),
    ("a chart that asks for a file", {"body": "{{ chart({'mark': 'bar', 'data': {'url': 'file:///etc/passwd'}}, title='T', description='D') }}"}, "templates/brief.html.j2:3:"),
    ("a chart that computes", {"body": "{{ chart({'mark': 'bar', 'transform': [{'calculate': '(function(){})()', 'as': 'b'}]}, title='T', description='D', values=[{'a': 1}]) }}"}, "templates/brief.html.j2:3:"),
    ("a style of the screen that asks", {"files": {"templates/styles/screen.css": "p { background: url(http://x.org/) }"}}, "templates/styles/screen.css:1:"),
    ("a style of print that asks", {"files": {"templates/styles/print.css": "@import '../../../secret.css';"}}, "templates/"),
    ("an attribute made by a filter", {"body": "<p{{ {'onclick': 'alert(1)'} | xmlattr }}>x</p>"}, "templates/brief.html.j2:3:"),
    ("a look-up of the inside in prose", {"body": "{{ prose('c') }}", "files": {"data/texts/c.en.md": "{partners.ilo.__class__}"}}, "data/texts/c.en.md:1:"),
    ("the token of git through a link", {"files": {".git/config": SECRET}, "link": ("templates/x.svg", "../.git/config"), "body": "{% include 'x.svg' %}"}, "templates/x.svg:1:"),
    ("secrets beside it through a link", {"files": {".env": SECRET}, "link": ("templates/e.html.j2", "../.env"), "body": "{% include 'e.html.j2' %}"}, "templates/e.html.j2:1:"),
    ("data through a link to a folder", {"link": ("data", "/etc")}, "data:1:"),
    ("a file of data through a link", {"link": ("data/link.yaml", "../../secret.txt")}, "data/link.yaml:1:"),
    ("a logo that data leads elsewhere", {"body": "<img alt='' src=\"{{ asset('data/' ~ partners.ilo.acronym) }}\">", "data": "partners:\n  - {id: ilo, name: A, acronym: ../../secret.png}\n"}, "templates/brief.html.j2:3:"),
    ("a mark of ours that a template forges", {"body": "<img alt='' src='<asset:../../secret.png>'>"}, "templates/brief.html.j2:"),
    ("a comment that browsers end early", {"body": "<!--><b>x</b>-->"}, "templates/brief.html.j2:"),
    ("a paper that ends the styles", {"files": {"templates/brief.yaml": "title: B\npaper: 'A4; } </style><script>alert(1)</script>'\n"}}, "templates/brief.yaml:2:"),
    ("a logo outside the project", {"files": {"_brand.yml": "logo: ../../secret.png\n"}}, "_brand.yml:1:"),
    ("a logo that a program is in", {"files": {"_brand.yml": "logo: l.svg\n", "l.svg": "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"}}, "_brand.yml:1:"),
    ("a font outside the project", {"files": {"_brand.yml": "typography: {fonts: [{family: A, files: [../../secret.ttf]}]}\n"}}, "_brand.yml:1:"),
    ("a colour that asks", {"files": {"_brand.yml": "color: {primary: 'red; background: url(http://x.org)'}\n"}}, "_brand.yml:1:"),
]
HARMLESS = [
    ("a plural that is a program", {"files": {"templates/locale/en.po": f'msgid ""\nmsgstr "{PLURAL}\\n"\n'}, "body": "{{ ngettext('a', 'b', 2) }}"}),
    ("words that are markup", {"files": {"templates/locale/en.po": 'msgid "not stated"\nmsgstr "<script>alert(1)</script>"\n'}, "body": "{{ none }}"}),
    ("tokens that end the styles", {"files": {"templates/styles/tokens.css": "</style><script>alert(1)</script>"}}),
    ("a font whose name ends the styles", {"files": {"_brand.yml": "typography: {base: '\"}</style><script>alert(1)</script>'}\n"}}),
    ("a name of a palette that ends the styles", {"files": {"_brand.yml": "color: {palette: {'a}</style><script>alert(1)</script>': red}, primary: '#0f5b6b'}\n"}}),
    ("a title that is markup", {"configuration": CONFIGURATION.replace("title: The brief", "title: '</title><script>alert(1)</script>'")}),
    ("a mark of ours in data", {"body": "<p title='{{ partners.ilo.name | plain }}'>{{ partners.ilo.name }}</p>", "data": "partners:\n  - {id: ilo, name: '<asset:data/x.png> <!--head--> <!--later 0-->'}\n"}),
    ("a cache that somebody else has filled", {"files": {".reportgen/cache/objects/aa": b"x", ".reportgen/cache/jobs/x": b"\x80\x04c"}}),
]
# fmt: on


def project(folder: Path, given: dict[str, Any]) -> Path:
    given = dict(given)
    link = given.pop("link", None)
    made = make(folder, **({"body": "<p>x</p>"} | given))
    if isinstance(link, tuple):
        path = made / link[0]
        path.parent.mkdir(exist_ok=True)
        path.symlink_to(link[1])
    return made


@pytest.mark.parametrize(("given", "where"), [pytest.param(g, w, id=name) for name, g, w in TOLD])
def test_it_is_told_where_it_stands(tmp_path: Path, given: dict[str, object], where: str) -> None:
    told = built(project(tmp_path, given), code=1).stderr
    assert "internal-error" not in told
    assert any(line.startswith(where) and "error[" in line for line in told.splitlines()), told


@pytest.mark.parametrize("given", [pytest.param(given, id=name) for name, given in HARMLESS])
def test_it_has_no_effect(tmp_path: Path, given: dict[str, object]) -> None:
    made = project(tmp_path, given)
    built(made)
    assert not list(tmp_path.rglob("pwned"))
    for page in (made / "build").rglob("*.html"):
        text = page.read_text("utf-8")
        assert "<script>alert" not in text.partition("</style>")[2]
        assert text.count("</style>") == 1

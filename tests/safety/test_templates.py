"""Cases of templates: what strangers write there is told at its line, and runs nothing."""

from __future__ import annotations

import html
import os
import re
from pathlib import Path

import pypdfium2
import pytest

from tests.safety.building import HEAD, SECRET, built, make, refused

HOSTILE = """<script>alert("1")</script> & 'x' {{ partners }}{% include "x" %}"""


def text_of(pdf: Path) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(page.get_textpage().get_text_bounded() for page in document)


# fmt: off
REFUSED = [
    ("j-undef", "{{ partners.ilo.nmae }}", "undefined-name", "did you mean `name`?"),
    ("j-undef:top", "{{ budgte }}", "undefined-name", ""),
    ("j-undef-if", "{% if partners.ilo.activ %}x{% endif %}", "undefined-name", ""),
    ("j-syntax:for", "{% for x in partners %}", "template-syntax", "never closed"),
    ("j-syntax:filter", "{{ 1 | nunber }}", "unknown-filter", "number"),
    ("j-syntax:tag", "{% iff 1 %}", "template-syntax", "iff"),
    ("j-deep-expr:brackets", "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", "template-syntax", "deep"),
    ("j-deep-expr:ifs", "{% if 1 %}" * 150 + "{% endif %}" * 150, "template-syntax", "deep"),
    ("j-unquoted-attr", "<a href={{ partners.ilo.website }}>x</a>", "bad-markup", "quotation marks"),
    ("j-script-context:script", "<script>var x = {{ brief.title }}</script>", "bad-markup", ""),
    ("j-script-context:style", "<p style='color: {{ brief.title }}'>x</p>", "bad-markup", ""),
    ("j-script-context:on", "<p onclick='f({{ brief.title }})'>x</p>", "bad-markup", ""),
    ("j-safe-filter", "{{ partners.ilo.name | safe }}", "template-unsafe", "safe"),
    ("j-safe-filter:autoescape", "{% autoescape false %}{{ brief.title }}{% endautoescape %}", "template-unsafe", ""),
    ("j-recursion:macro", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "template-error", ""),
    ("j-deep-expr:fors", "{% for a in [1] %}" * 25 + "{% endfor %}" * 25, "template-syntax", ""),
    ("j-escape-mro", "{{ ''.__class__.__mro__ }}", "template-unsafe", ""),
    ("j-escape-mro:attr", "{{ '' | attr('__class__') }}", "template-unsafe", ""),
    ("j-escape-mro:item", "{{ ''['__class__'] }}", "", ""),
    ("j-escape-mro:map", "{{ [''] | map(attribute='__class__') | list }}", "", ""),
    *[(f"j-escape-os:{name}", "{{ " + name + ".__init__.__globals__.os.popen('touch pwned').read() }}", "", "")
      for name in ("cycler", "lipsum", "joiner", "namespace", "self", "range", "dict")],
    ("j-escape-os:caller", "{% macro m() %}{{ caller.__globals__ }}{% endmacro %}{% call m() %}{% endcall %}", "", ""),
    ("j-escape-os:loop", "{% for x in [1] %}{{ loop.__init__.__globals__ }}{% endfor %}", "", ""),
    ("j-env-leak:name", "{{ environ.SECRET_TOKEN }}", "", ""),
    ("j-env-leak:os", "{{ os.environ['SECRET_TOKEN'] }}", "", ""),
    *[(f"j-read-dotdot:{number}", source, "", "") for number, source in enumerate([
        "{% include '../../secret.txt' %}", "{% include '/etc/hostname' %}", "{% include '..\\\\..\\\\secret.txt' %}",
        "{% import '../../secret.txt' as x %}", "{% from '/etc/hostname' import x %}",
        "{% set n = '../../secret.txt' %}{% include n %}", "{% include ['../../secret.txt', '/etc/hostname'] %}",
        "{% include '!../../secret.txt' %}", "{% include 'file:///etc/hostname' %}", "{% include '%2e%2e/x' %}",
    ])],
    ("j-js-url", "<a href='javascript:alert(1)'>x</a>", "bad-link", "javascript:"),
    *[(f"j-js-url:{number}", f"<a href='{address}'>x</a>", "bad-link", "") for number, address in enumerate([
        "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "data:text/html,x",
        "vbscript:x", "file:///etc/passwd", "/etc/passwd", "\\\\host\\x",
    ])],
]
# fmt: on


@pytest.mark.parametrize(
    ("body", "code", "says"), [pytest.param(*rest, id=case) for case, *rest in REFUSED]
)
def test_it_is_told_at_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, code: str, says: str
) -> None:
    monkeypatch.setenv("SECRET_TOKEN", SECRET)
    line = 4 if "never closed" in says else 3
    told = refused(make(tmp_path, body), code, line=line)
    assert line == 4 or says in told
    assert not list(tmp_path.rglob("pwned"))


@pytest.mark.parametrize(
    "template",
    [
        pytest.param("{% extends 'b.html.j2' %}", id="j-recursion:extends"),
        pytest.param("<p>{% include 'brief.html.j2' %}</p>", id="j-recursion:include"),
    ],
)
def test_templates_that_stand_on_one_another(tmp_path: Path, template: str) -> None:
    files = {"templates/b.html.j2": "{% extends 'brief.html.j2' %}"}
    project = make(tmp_path, template=template, files=files)
    assert "error[template-error]" in built(project, code=1).stderr


@pytest.mark.parametrize("case", ["j-undef-default"])
def test_asking_whether_a_name_is_there_is_no_mistake(tmp_path: Path, case: str) -> None:
    body = "<p>{{ nothing | default('dash') }} {{ 'no' if nothing is not defined }}</p>"
    project = make(tmp_path, body)
    built(project)
    assert "<p>dash no</p>" in (project / "build/en/brief.html").read_text("utf-8")


@pytest.mark.parametrize("case", ["j-ssti-data", "j-autoescape"])
def test_data_is_printed_as_text_in_every_output(tmp_path: Path, case: str) -> None:
    quoted = HOSTILE.replace("'", "''")
    data = f"partners:\n  - id: ilo\n    name: '{quoted}'\n"
    inner = '<i title="{{ partners.ilo.name }}">{{ partners.ilo.name }}</i>'
    body = (
        "<p title=\"{{ partners.ilo.name }}\" class='{{ partners.ilo.name }}'>{{ partners.ilo.name }}</p>"
        "{% include 'part.txt' %}{% include 'part.xml' %}{% include 'part.svg' %}{% include 'part.j2' %}"
    )
    files = {f"templates/part.{ending}": inner for ending in ("txt", "xml", "svg", "j2")}
    title = CONFIGURATION_WITH_TITLE.format(title=quoted.replace("{", "").replace("}", ""))
    project = make(tmp_path, body, data=data, files=files, configuration=title)
    built(project)
    page = (project / "build/en/brief.html").read_text("utf-8")
    page = page.partition("</style>")[2]
    assert HOSTILE in html.unescape(page)
    assert "<script" not in page
    assert page.count(html.escape(HOSTILE, quote=True).replace("&quot;", "&#34;").replace("&#x27;", "&#39;")) >= 3 + 8  # fmt: skip
    assert "<title>&lt;script&gt;" in (project / "build/en/brief.html").read_text("utf-8")
    assert HOSTILE in " ".join(text_of(project / "build/en/brief.pdf").split())


CONFIGURATION_WITH_TITLE = (
    "languages: [en]\nformats: [html, pdf]\nreports:\n"
    "  brief:\n    template: brief\n    title: '{title}'\n  other: {{template: other}}\n"
)


@pytest.mark.parametrize(
    "address",
    [
        pytest.param(address, id=f"j-js-url:data-{number}")
        for number, address in enumerate(
            [
                "javascript:alert(1)",
                "JaVaScRiPt:x",
                " javascript:x",
                "java\\tscript:x",
                "vbscript:x",
                "data:text/html,x",
                "file:///etc/passwd",
                "path/to.html",
                "/etc/passwd",
                "www.ilo.org",
            ]
        )
    ],
)
def test_an_address_of_the_data_that_is_no_link_is_refused(tmp_path: Path, address: str) -> None:
    data = f'partners:\n  - id: ilo\n    name: ILO\n    website: "{address}"\n'
    told = built(make(tmp_path, data=data), code=1).stderr
    assert "data.yaml:4:14: error[bad-value]" in told
    assert "hint: " in told


PROSE = """Text <script>alert(1)</script> <link rel=attachment href=file:///etc/passwd>
<style>@import 'http://example.org/x';</style> <iframe src=x></iframe> <base href=//example.org>
"""


@pytest.mark.parametrize("case", ["md-raw-html"])
def test_html_in_prose_is_text(tmp_path: Path, case: str) -> None:
    body = '{{ prose("context") }}'
    project = make(tmp_path, body, files={"data/texts/context.en.md": PROSE, "data/x.yaml": ""})
    (project / "data/x.yaml").unlink()
    built(project)
    page = (project / "build/en/brief.html").read_text("utf-8").partition("</style>")[2]
    for tag in ("script", "link", "style", "iframe", "base"):
        assert f"<{tag}" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert b"EmbeddedFiles" not in (project / "build/en/brief.pdf").read_bytes()


@pytest.mark.parametrize("case", ["md-image"])
def test_an_image_in_prose_is_no_image(tmp_path: Path, case: str) -> None:
    text = "![x](file:///etc/passwd) ![y](../../secret.png) ![z](http://example.org/z.png)\n"
    project = make(tmp_path, '{{ prose("context") }}', files={"data/texts/context.en.md": text})
    ran = built(project, code=1)  # as links they are refused; as images there is no such thing
    assert "data/texts/context.en.md:1:" in ran.stderr
    assert "error[bad-link]" in ran.stderr


@pytest.mark.parametrize("case", ["ci-secret-env"])
def test_secrets_of_the_environment_reach_no_worker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    monkeypatch.setenv("SECRET_TOKEN", SECRET)
    assert os.environ["SECRET_TOKEN"]
    for body in ("<a rel=attachment href='/proc/self/environ'>x</a>", "<link rel=attachment href='file:///proc/self/environ'>"):  # fmt: skip
        project = make(tmp_path, body)
        assert "brief.html.j2:3:" in built(project, code=1).stderr


@pytest.mark.parametrize("case", ["ci-artifact"])
def test_the_html_loads_nothing_and_runs_nothing(tmp_path: Path, case: str) -> None:
    project = make(tmp_path, "<p>x</p>")
    built(project)
    for page in [*(project / "build").rglob("*.html")]:
        text = page.read_text("utf-8")
        assert text.index("Content-Security-Policy") < text.index("<title>")
        assert "default-src 'none'" in text
        assert not re.search(
            # The index shows what stands beside it: briefs, and the pictures of their first pages.
            r"(?:src|href)=[\"']?(?!data:|#|en/|pictures/|\.\./)[^\"'# >]",
            text.partition("</style>")[2],
        ), page
    brief = (project / "build/en/brief.html").read_text("utf-8")
    assert "<script" not in brief
    assert "script-src" not in brief


def test_the_template_of_these_tests_is_a_template(tmp_path: Path) -> None:
    """Else every refusal above proves nothing."""
    assert HEAD
    project = make(tmp_path, "<p>{{ partners.ilo.name }}</p>")
    built(project)
    assert "ILO" in text_of(project / "build/en/brief.pdf")

"""The finished page, tag by tag; what a browser does with it is seen in a browser."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import tinyhtml5
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.links import address_fault, link_fault
from reportgen.rendering.markup import markup_problems
from reportgen.rendering.media import POLICY, with_policy
from tests.browser import chromium


def told(html: str, *, screen: bool = True) -> list[str]:
    return [found.code for found in markup_problems(html, screen=screen)]


@pytest.mark.parametrize(
    "html",
    [
        '<!DOCTYPE html>\n<html lang="en" dir="ltr"><head><!--head--></head><body class="a b"></body></html>',
        "<p class=note id='x'>a &lt; b, 3 < 4 and 5 > 4, x<y is text</p>".replace("x<y", "x< y"),
        "<a href='https://example.org/?a=1&amp;b=<'>x</a>".replace("<'", "%3C'"),
        "<a href=\"mailto:an@example.org\">x</a><a href='#part'>y</a><a href='../vi/x.html'>z</a>",
        "<img alt='' src=\"<asset:data/logo.png>\"><img src='data:image/png;base64,AAAA' alt=x>",
        "<table><tr><td colspan=2>1</td></tr></table><br/><hr />",
        "<svg viewBox='0 0 1 1'><title>a</title><use href='#a'/><path fill=\"url(#g)\" d='M0 0'/></svg>",
        "<style>p { color: red } a > b { background: url('data:image/png;base64,AA') }</style>",
        "<p style='--share: 12%'>x</p><!-- a comment -- of > and < -->".replace("-- of", "- of"),
        "<input type=search><form class=x hidden></form>",
        "<bdi lang='ar' dir='rtl'>x</bdi>",
    ],
)
def test_what_briefs_are_made_of_passes(html: str) -> None:
    assert told(html) == []


@pytest.mark.parametrize(
    ("html", "codes"),
    [
        ("<script>alert(1)</script>", ["bad-markup"]),
        ("<SCRIPT src=x></SCRIPT>", ["refused-asset", "bad-markup"]),
        ("<svg><script>1</script></svg>", ["bad-markup"]),
        ("<script/x>1</script>", ["bad-markup"]),
        ("<p onclick=alert(1)>", ["bad-markup"]),
        ("<p\nONCLICK = 'x'>", ["bad-markup"]),
        ("<p a='1'onclick='x'>", ["bad-markup"]),
        ("<p/onclick=x>", ["bad-markup"]),
        ("<svg/onload=x>", ["bad-markup"]),
        ("<p title='x' \x0conmouseover='x'>", ["bad-markup"]),
        ("<iframe></iframe>", ["bad-markup"]),
        ("<iframe srcdoc='&lt;script>'></iframe>", ["bad-markup"]),
        ("<object data='x'></object>", ["bad-markup", "refused-asset"]),
        ("<embed src='data:x'>", ["bad-markup"]),
        ("<base href='https://example.org/'>", ["bad-markup", "refused-asset"]),
        ("<meta http-equiv='refresh' content='0; url=x'>", ["bad-markup"]),
        ("<form action='https://example.org/'>", ["bad-markup"]),
        ("<button formaction='javascript:1'>", ["bad-markup"]),
        ("<a ping='https://example.org/' href='#'>", ["bad-markup"]),
        ("<a href='javascript:alert(1)'>", ["bad-link"]),
        ("<a href=' &#106;ava&Tab;script:alert(1)'>", ["bad-link"]),
        ("<a href='JaVa\nScRiPt:alert(1)'>", ["bad-link"]),
        ("<a href='\x01javascript:1'>", ["bad-link"]),
        ("<a href='data:text/html,x'>", ["bad-link"]),
        ("<a href='vbscript:x'>", ["bad-link"]),
        ("<a href='file:///etc/passwd'>", ["bad-link"]),
        ("<a href='ftp://example.org'>", ["bad-link"]),
        ("<a href='/etc/passwd'>", ["bad-link"]),
        ("<a href='//example.org'>", ["bad-link"]),
        ("<a href='\\\\host\\share'>", ["bad-link"]),
        ("<a href='C:\\x'>", ["bad-link"]),
        ("<a href='blob:x'><area href='about:blank'>", ["bad-link", "bad-link"]),
        ("<a href='https:example.org'>", ["bad-link"]),
        ("<svg><a xlink:href='javascript:1'/></svg>", ["bad-link"]),
        ("<svg><a><animate attributeName='href' to='javascript:1'/></a></svg>", ["bad-markup"]),
        ("<svg><set attributeName=xlink:href to='javascript:1'/></svg>", ["bad-markup"]),
        ("<svg><foreignObject/></svg>", ["bad-markup"]),
        ("<svg><use href='x.svg#a'/></svg>", ["refused-asset"]),
        ("<svg><image xlink:href='https://example.org/x.png'/></svg>", ["refused-asset"]),
        ("<img src='https://example.org/x.png'>", ["refused-asset"]),
        ("<img src='images/x.png'>", ["refused-asset"]),
        ("<img srcset='x.png 1x'>", ["refused-asset"]),
        ("<video poster='x.png'>", ["refused-asset"]),
        ("<td background='x.png'>", ["refused-asset"]),
        ("<link rel=stylesheet href='x.css'>", ["refused-asset"]),
        ("<link rel='attachment' href='file:///etc/passwd'>", ["refused-asset"]),
        ("<p style='background: url(https://example.org/x)'>", ["refused-asset"]),
        ("<p style='background: u\\72l(x.png)'>", ["refused-asset"]),
        ("<style>@import 'x.css';</style>", ["refused-asset"]),
        ("<svg fill='url(x.svg#a)'></svg>", ["refused-asset"]),
        ("<style>p { } <img onerror=x></style>", ["bad-markup"]),
        ("<title><script>x</script></title>", ["bad-markup"]),
        ("<title>x", ["bad-markup"]),
        ("<textarea><script></textarea>", ["bad-markup", "bad-markup"]),
        ("<noscript><p title='</noscript><script>'>", ["bad-markup"]),
        ("<![CDATA[<script>]]>", ["bad-markup"] * 2),
        ("<!--><script>1</script>-->", ["bad-markup"] * 2),
        ("<!-- --!><script>1</script>-->", ["bad-markup"] * 2),
        ("<!-- <!-- --><script>1</script>-->", ["bad-markup"] * 3),
        ("<?php x ?>", ["bad-markup"]),
        ("<p title='x>", ["bad-markup"]),
        ('<a href=x"y onclick=z>', ["bad-markup"]),
        ("<p title=`x`>", ["bad-markup"]),
        ("<p", ["bad-markup"]),
        ("</p x>", []),
        ("<math><mtext><style><img onerror=x></style></mtext></math>", ["bad-markup"]),
    ],
)  # fmt: skip
def test_what_a_template_may_not_write(html: str, codes: list[str]) -> None:
    if codes:
        assert set(told(html)) >= set(codes)
    else:
        assert told(html) == []


def test_a_pdf_may_ask_for_files_of_the_project() -> None:
    assert told("<img src='images/x.png'><style>@import 'x.css'</style>", screen=False) == []
    assert told("<a href='file:///x'>", screen=False) == ["bad-link"]


def test_only_scripts_that_ship_may_stand_on_the_index() -> None:
    html = "<script>ours()</script><script>theirs()</script>"
    (found,) = markup_problems(html, screen=True, scripts=["ours()"])
    assert found.code == "bad-markup"
    assert markup_problems("<script>ours()</script>", screen=True, scripts=["ours()"]) == []


@pytest.mark.parametrize("address", ["https://a.vn/x", "HTTP://a.vn", "mailto:a@b.vn"])
def test_an_address_that_data_may_have(address: str) -> None:
    assert address_fault(address) is None


@pytest.mark.parametrize("address", ["a.vn", "www.a.vn/x", "../x.html", "#x", "x:y", ""])
def test_an_address_of_the_data_says_where_it_leads(address: str) -> None:
    assert address_fault(address) is not None


HEADS = [
    '<!DOCTYPE html>\n<html lang="en" dir="ltr">\n<head>\n<title>x</title></head><body>',
    "<html><head></head><body>",
    "<head></head>",
    "<p>",
    "<!DOCTYPE html><html onload='document.title=\"PWNED\"'><head>",
    "<!DOCTYPE html><html lang='x'><head><script>document.title='PWNED'</script>",
    "<script>document.title='PWNED'</script><!DOCTYPE html><html><head>",
    "<!-- x --><script>document.title='PWNED'</script><html><head>",
]


@pytest.mark.slow
@pytest.mark.parametrize("start", HEADS)
def test_a_browser_runs_and_loads_nothing(tmp_path: Path, start: str) -> None:
    """Whatever stands on the page, and whatever `markup_problems` would have said."""
    (tmp_path / "evil.js").write_text("document.title = 'PWNED'")
    body = (
        "<p>here</p><script>document.title='PWNED'</script><script src='evil.js'></script>"
        "<img src=x onerror=\"document.title='PWNED'\"><svg onload=\"document.title='PWNED'\"></svg>"
        "<iframe srcdoc=\"<script>parent.document.title='PWNED'</script>\"></iframe>"
        "<base href='https://example.org/'>"
    )
    page = tmp_path / "page.html"
    page.write_text(with_policy(start + body), "utf-8")
    ran = subprocess.run(
        [chromium(), "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom",
         "--virtual-time-budget=1000", f"--user-data-dir={tmp_path / 'home'}", page.as_uri()],
        capture_output=True, encoding="utf-8", check=True, timeout=300,
    )  # fmt: skip
    assert "<p>here</p>" in ran.stdout
    assert not re.search("<title>PWNED</title>", ran.stdout)
    assert POLICY in ran.stdout


@settings(max_examples=400, deadline=None)
@given(
    text=st.lists(
        st.sampled_from(
            [
                " ",
                "\n",
                "href",
                "src",
                "javascript:",
                "x",
                "<!",
                "&",
                "math",
                "desc",
                "select",
                *[
                    "<",
                    ">",
                    "</",
                    "<!--",
                    "-->",
                    "'",
                    '"',
                    "=",
                    "/",
                    "script",
                    "style",
                    "title",
                    "p",
                    "a",
                    "svg",
                    "img",
                    "onload",
                    "template",
                ],
            ]
        ),
        max_size=25,
    ).map("".join)
)
def test_whatever_passes_has_no_program_for_a_parser_like_browsers(text: str) -> None:
    """What our narrow grammar lets through, HTML's own (tinyhtml5) must read the same way."""
    if markup_problems(text, screen=True):
        return
    tree = tinyhtml5.parse(text, namespace_html_elements=False)
    for element in tree.iter():
        assert str(element.tag).rpartition("}")[2] not in {"script", "iframe", "base", "object"}
        for name, value in element.attrib.items():
            local = name.rpartition("}")[2].lower()
            assert not local.startswith("on"), text
            assert local != "href" or link_fault(value) is None
            assert local != "src" or not value.strip() or value.startswith(("#", "data:"))

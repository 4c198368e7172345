from __future__ import annotations

import io
from typing import Any
from xml.etree.ElementTree import Element

import pytest
import tinyhtml5
from hypothesis import given
from hypothesis import strategies as st

from reportgen.rendering import weasy_markup
from reportgen.rendering.weasy_shortcuts import shortcuts

VOID = {"br", "col", "hr", "img", "link", "meta", "wbr"}
ODD = ["form", "button", "select", "option", "pre", "textarea", "font", "nobr", "svg", "summary"]


def page(body: str, head: str = "<title>A</title>") -> str:
    return f"<!DOCTYPE html>\n<html lang=en>\n<head>{head}</head>\n<body>{body}\n</body>\n</html>\n"


def tree(element: Element) -> tuple[Any, ...]:
    inside = [tree(child) for child in element]
    return element.tag, dict(element.attrib), element.text or "", element.tail or "", inside


def as_html(text: str) -> tuple[Any, ...]:
    return tree(tinyhtml5.parse(io.StringIO(text), namespace_html_elements=False))


READ = [
    "<p>a &amp; b<br>c &lt; <b class='x y' data-a=\"1\">d</b></p>",
    "<table><caption>A</caption><colgroup><col><col></colgroup><tbody><tr><td><p>b</p></td></tr></tbody></table>",
    "<ul><li>c<ol><li>d</li></ol></li>\n</ul>",
    "<dl><div><dt>a</dt><dd>b<dl><dt>c</dt></dl></dd></div><dt>d</dt></dl>",
    "<section><h2 id='a'>A<a href='#b'><sup>1</sup></a></h2></section><img src='a.png' alt='>'>",
    "x<p>\u00a0 \u2028\u0085 ó ủ \U0001f600</p>",
    "",
]

LEFT = [
    "<p>a<p>b</p></p>",  # a paragraph ends where the next begins
    "<p>a<div>b</div></p>",
    "<span><p>a</p></span>",
    "<a href='#a'><b><a href='#b'>c</a></b></a>",
    "<h1>a<h2>b</h2></h1>",
    "<table><tr><td>a</td></tr></table>",  # rows get a body
    "<table><tbody>a<tr><td>b</td></tr></tbody></table>",  # text goes before the table
    "<ul>a<div><li>b</li></div></ul>",
    "<dl><div><div><dt>a</dt></div></div></dl>",
    "<div/>a",
    "<br/>",
    "<p class=a>b</p>",
    "<p CLASS='a'>b</p>",
    "<DIV>a</DIV>",
    "<p>a&nbsp;b</p>",
    "<p>a&#128;b</p>",
    "<p>a & b</p>",
    "<p title='a\nb'>c</p>",
    '<p title = "a\tb">c</p>',
    "<p a='b' a='c'>d</p>",
    "<p>a</b></p>",
    "<p>a",
    "a</br>b",
    "<pre>\na</pre>",
    "<p>a\rb</p>",
    "<p>a\fb</p>",
    "<!-- a --><p>b</p>",
    "<svg xmlns='http://www.w3.org/2000/svg'><g></g></svg>",
    "<p xml:lang='vi'>a</p>",
    "<template><p>a</p></template>",
    "<p>a\ud800</p>",
    "<p>a]]>b</p>",
    "<body class='b'>a</body>",
]


@pytest.mark.parametrize("body", READ)
def test_a_page_that_closes_what_it_opens_is_read_by_expat(body: str) -> None:
    found = weasy_markup._read(page(body).replace("lang=en", "lang='en'"))
    assert found is not None
    assert tree(found) == as_html(page(body))


@pytest.mark.parametrize("body", LEFT)
def test_a_page_that_html_reads_in_a_way_of_its_own_is_left_to_it(body: str) -> None:
    assert weasy_markup._read(page(body).replace("lang=en", "lang='en'")) is None


@pytest.mark.parametrize(
    "text",
    [
        page("a"),  # lang=en, which XML does not know
        page("a").replace("<!DOCTYPE html>", "").replace("lang=en", ""),
        page("a").replace("<!DOCTYPE html>", "<!DOCTYPE html SYSTEM 'a'>").replace("lang=en", ""),
        "<!DOCTYPE html><html><body>a</body></html>",
        *(
            f"<!DOCTYPE html>{space}<html><head></head><body></body></html>"
            for space in "\u00a0\u2003\x0b\x85"
        ),
        "<!DOCTYPE html><html><head></head>a<body>b</body></html>",
        "<!DOCTYPE html><html><head><p>a</p></head><body>b</body></html>",
        "<!DOCTYPE html><html><head><style>a &amp; b</style></head><body>b</body></html>",
        "<!DOCTYPE html><html><head><style>a<b/></style></head><body>b</body></html>",
    ],
)
def test_so_is_one_whose_frame_is_not_plain(text: str) -> None:
    assert weasy_markup._read(text) is None


def test_a_page_that_is_left_is_read_all_the_same() -> None:
    for body in (*READ, *LEFT):
        text = page(body).replace("\ud800", "")
        with shortcuts():
            found = tinyhtml5.parse(io.StringIO(text), namespace_html_elements=False)
        assert tree(found) == as_html(text)


def test_names_of_attributes_are_not_kept_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weasy_markup, "_MOST", 5)
    monkeypatch.setattr(weasy_markup, "_NAMES", set())
    for number in range(20):
        text = page(f"<p data-a{number}='b'>c</p>").replace("lang=en", "")
        assert weasy_markup._read(text) is not None
    assert len(weasy_markup._NAMES) <= 6


def elements(inside: str, depth: int) -> st.SearchStrategy[str]:
    """The content of an element: mostly what may stand there, now and then anything."""
    allowed = weasy_markup._INSIDE.get(inside, frozenset[str]())
    names = st.sampled_from(sorted(allowed)) if allowed else st.nothing()
    wild = st.sampled_from([*sorted(weasy_markup._INSIDE), *ODD])
    texts = st.sampled_from(
        ["", "a", "\n", " ", " b &amp; c ", "\u00a0", "&nbsp;", "\t", ">", "]]"]
    )
    if depth == 0:
        return texts
    fits = names.flatmap(lambda name: element(name, depth - 1))
    odd = wild.flatmap(lambda name: element(name, depth - 1))
    part = st.one_of(texts, texts, fits, fits, fits, fits, odd)
    return st.lists(part, max_size=4).map("".join)


def element(name: str, depth: int) -> st.SearchStrategy[str]:
    shown = st.sampled_from(["", "", "", " class='a'", ' id="b"', " href='#c'", " A='b'", " a=b"])
    if name in VOID:
        return shown.map(lambda attributes: f"<{name}{attributes}>")
    return st.tuples(shown, elements(name, depth)).map(
        lambda drawn: f"<{name}{drawn[0]}>{drawn[1]}</{name}>"
    )


@given(body=elements("body", 5), around=st.lists(st.sampled_from(["", " ", "\n"]), min_size=6))
def test_expat_never_sees_another_page_than_html(body: str, around: list[str]) -> None:
    a, b, c, d, e, f = around[:6]
    text = f"<!DOCTYPE html>{a}<html>{b}<head>{c}</head>{d}<body>{body}</body>{e}</html>{f}"
    found = weasy_markup._read(text)
    assert found is None or tree(found) == as_html(text)

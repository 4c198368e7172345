"""Cases of layout: what a page may ask for, from where, and what an image must be."""

from __future__ import annotations

import base64
import http.server
import re
import threading
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from tests.rendering.test_images import blank_png, picture, svg
from tests.safety.building import CONFIGURATION, SECRET, built, make, refused

LINK = "<img alt='x' src='{{{{ asset(\"data/{}\") }}}}'>"
PNG = picture("PNG")
DATA_PNG = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
PDF_ONLY = CONFIGURATION.replace("[html, pdf]", "[pdf]")


def inline(text: str) -> str:
    return "data:image/svg+xml," + urllib.parse.quote(text)


# fmt: off
ELSEWHERE = [
    ("w-file-img:file", "<img alt='x' src='file:///etc/hostname'>"),
    ("w-file-img:above", "<img alt='x' src='../secret.png'>"),
    ("w-file-img:encoded", "<img alt='x' src='%2e%2e/secret.png'>"),
    ("w-file-img:twice", "<img alt='x' src='%252e%252e/secret.png'>"),
    ("w-file-img:slash", "<img alt='x' src='..%2fsecret.png'>"),
    ("w-file-img:backslash", "<img alt='x' src='..%5csecret.png'>"),
    ("w-file-img:nul", "<img alt='x' src='a%00.png'>"),
    ("w-file-img:sibling", "<img alt='x' src='../proj-evil/secret.png'>"),
    ("w-file-img:absolute", "<img alt='x' src='/etc/hostname.png'>"),
    ("w-file-img:unc", "<img alt='x' src='//host/share/x.png'>"),
    ("w-file-img:case", "<img alt='x' src='FILE:///etc/hostname'>"),
    ("w-file-img:localhost", "<img alt='x' src='file://localhost/etc/hostname'>"),
    ("w-file-img:hidden", "<img alt='x' src='data/.secret.png'>"),
    ("w-file-img:asset", "<img alt='x' src='{{ asset(\"../secret.png\") }}'>"),
    ("w-file-img:mark", "<img alt='x' src='<asset:../secret.png>'>"),
    ("w-file-img:base", "<base href='file:///etc/'><img alt='x' src='hostname'>"),
    ("w-file-symlink", "<img alt='x' src='data/link.png'>"),
    ("w-file-symlink:asset", "<img alt='x' src='{{ asset(\"data/link.png\") }}'>"),
    ("w-file-symlink:folder", "<img alt='x' src='data/out/secret.png'>"),
    ("w-attach:link", "<link rel=attachment href='file:///etc/passwd'>"),
    ("w-attach:a", "<p><a rel=attachment href='file:///etc/passwd'>x</a></p>"),
    ("w-attach:environ", "<link rel=attachment href='/proc/self/environ'>"),
    ("w-css:link", "<link rel=stylesheet href='file:///etc/x.css'>"),
    ("w-css:import", "<style>@import 'file:///etc/x.css';</style>"),
    ("w-css:import-url", "<style>@import url(../../secret.css);</style>"),
    ("w-css:background", "<p style='background: url(../secret.png)'>x</p>"),
    ("w-css:list", "<ul style='list-style-image: url(file:///etc/x.png)'><li>x</li></ul>"),
    ("w-css:content", "<style>p::before { content: url(file:///etc/x.png) }</style><p>x</p>"),
    ("w-css:border", "<p style='border: 1px solid; border-image: url(file:///etc/x.png) 1'>x</p>"),
    ("w-css:escape", "<p style='background: u\\72l(file:///etc/x.png)'>x</p>"),
    ("w-css:var", "<p style='--a: url(file:///etc/x.png); background: var(--a)'>x</p>"),
    ("w-css:font", "<style>@font-face { font-family: X; src: url(file:///etc/x.ttf) }</style><p style='font-family: X'>x</p>"),
    ("w-css:profile", "<style>@color-profile --x { src: url(file:///etc/x.icc) }</style><p style='color: color(--x 1 0 0)'>x</p>"),
    ("w-svg-read:image", "<svg viewBox='0 0 9 9' width='9'><image href='file:///etc/x.png' width='9' height='9'/></svg>"),
    ("w-svg-read:xlink", "<svg viewBox='0 0 9 9' width='9'><image xlink:href='../secret.png' width='9' height='9'/></svg>"),
    ("w-svg-read:use", "<svg viewBox='0 0 9 9' width='9'><use href='../secret.svg#a'/></svg>"),
    ("w-svg-read:data", f"<img alt='x' src=\"{inline(svg('<image href={}/>'.format(chr(34).join(['', 'file:///etc/x.png', '']))).decode())}\">"),
    ("w-svg-read:twice", f"<img alt='x' src=\"{inline(svg('<image href=' + chr(39) + 'data:image/svg+xml,x' + chr(39) + '/>').decode())}\">"),
    ("w-svg-read:xxe", f"<img alt='x' src=\"{inline('<!DOCTYPE svg [<!ENTITY a SYSTEM ' + chr(34) + 'file:///etc/passwd' + chr(34) + '>]>' + svg('<text>&a;</text>').decode())}\">"),
    ("w-svg-read:style", f"<img alt='x' src=\"{inline(svg('<style>@import url(file:///x.css);</style>').decode())}\">"),
    ("w-ftp", "<img alt='x' src='ftp://127.0.0.1/x.png'>"),
    ("w-pres-hints", "<table><tr><td background='file:///etc/x.png'>x</td></tr></table>"),
    ("w-pres-hints:body", "<p background='http://127.0.0.1/x.png'>x</p><img alt='x' src='file:///x'>"),
    ("w-img-missing", "<img alt='x' src='{{ asset(\"data/none.png\") }}'>"),
    ("w-img-missing:raw", "<img alt='x' src='data/none.png'>"),
    ("w-data-huge", "<img alt='x' src='data:image/png;base64,{{ \"A\" * 60000000 }}'>"),
    ("w-png-20k", LINK.format("big.png")),
    ("w-png-truncated:half", LINK.format("half.png")),
    ("w-png-truncated:crc", LINK.format("crc.png")),
    ("w-png-truncated:empty", LINK.format("empty.png")),
    ("w-png-truncated:jpeg", LINK.format("half.jpg")),
    ("w-svg-as-png", LINK.format("drawing.png")),
    ("w-svg-as-png:html", LINK.format("page.svg")),
]
# fmt: on
_IGNORED = re.compile("background='|<use ")
FILES: dict[str, str | bytes] = {
    "data/.secret.png": PNG,
    "data/big.png": blank_png(20_000, 20_000),
    "data/half.png": PNG[: len(PNG) // 2],
    "data/crc.png": PNG[:-14] + b"\0" + PNG[-13:],
    "data/empty.png": b"",
    "data/half.jpg": picture("JPEG")[: len(picture("JPEG")) // 2],
    "data/drawing.png": svg(""),
    "data/page.svg": "<!DOCTYPE html><html></html>",
}


@pytest.mark.parametrize("body", [pytest.param(body, id=case) for case, body in ELSEWHERE])
def test_it_is_refused(tmp_path: Path, body: str) -> None:
    """PDF alone, where a page may ask for files of the project, so the fetcher is what decides.

    What WeasyPrint does not ask for at all, the page for the screen must not hold either.
    """
    used = {name: data for name, data in FILES.items() if name.rpartition("/")[2] in body}
    project = make(
        tmp_path,
        body,
        configuration=CONFIGURATION if _IGNORED.search(body) else PDF_ONLY,
        files=used,
    )
    (project / "data").mkdir(exist_ok=True)
    if "link.png" in body:
        (project / "data/link.png").symlink_to("../../secret.png")
    if "data/out" in body:
        (project / "data/out").symlink_to("../..")
    told = built(project, code=1).stderr
    assert re.search(
        r"^(templates/brief\.html\.j2|data/\S+?):\d+:\d+: error\[", told, re.MULTILINE
    ), told
    assert "hint: " in told
    assert not (project / "build/en/brief.pdf").exists()


@pytest.fixture
def listener() -> Iterator[tuple[int, list[str]]]:
    """A server on this machine that notes what it is asked."""
    asked: list[str] = []

    class Noting(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(302)
            self.send_header("Location", "file:///etc/hostname")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Noting)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server.server_port, asked
    server.shutdown()
    server.server_close()


HOSTS = ["127.0.0.1", "localhost", "127.1", "0x7f000001", "2130706433", "[::1]", "0", "[::ffff:127.0.0.1]"]  # fmt: skip


@pytest.mark.parametrize(
    "scheme", [pytest.param("http", id="w-http"), pytest.param("https", id="w-redirect")]
)
def test_no_server_of_the_machine_is_asked(
    tmp_path: Path, listener: tuple[int, list[str]], scheme: str
) -> None:
    """Redirects of hosts that are allowed: tests/test_network.py."""
    port, asked = listener
    images = "".join(f"<img alt='x' src='{scheme}://{host}:{port}/x.png'>" for host in HOSTS)
    body = images + (
        f"<style>@import '{scheme}://localhost:{port}/x.css';</style>"
        f"<link rel=stylesheet href='{scheme}://127.0.0.1:{port}/y.css'>"
        f"<img alt='x' src='{scheme}://169.254.169.254/latest/meta-data'>"
    )
    told = built(make(tmp_path, body, configuration=PDF_ONLY), code=1).stderr
    for host in (*HOSTS, "169.254.169.254"):
        assert f"`{scheme}://{host}" in told
    assert "error[refused-asset]" in told
    assert asked == []


@pytest.mark.parametrize("case", ["w-font-missing"])
def test_a_font_that_is_not_there_is_told_and_strict_fails(tmp_path: Path, case: str) -> None:
    body = "<style>@font-face { font-family: Own; src: url(data/own.ttf) }</style><p style='font-family: Own'>x</p>"
    project = make(tmp_path, body, configuration=PDF_ONLY, files={"data/own.ttf": b"broken"})
    told = built(project, "--strict", code=1).stderr
    assert "Own" in told
    assert "missing-font" in told


@pytest.mark.parametrize("case", ["w-font-local"])
def test_fonts_of_the_system_are_not_used(tmp_path: Path, case: str) -> None:
    body = "<style>@font-face { font-family: Own; src: local('DejaVu Serif Bold'), local('DejaVu Sans') }</style><p style='font-family: Own, \"DejaVu Sans\"'>text</p>"
    project = make(tmp_path, body, configuration=PDF_ONLY)
    ran = built(project, "--strict", code=1) if not _builds(project) else None
    assert ran is None or "missing-font" in ran.stderr
    for pdf in (project / "build").rglob("*.pdf"):
        assert b"DejaVu" not in pdf.read_bytes()


def _builds(project: Path) -> bool:
    try:
        built(project)
    except AssertionError:
        return False
    return True


@pytest.mark.parametrize(
    "size",
    [
        pytest.param("0 0", id="w-page-degenerate:zero"),
        pytest.param("1cm; margin: 5cm", id="w-page-degenerate:margins"),
        pytest.param("1e9cm 1e9cm", id="w-page-degenerate:huge"),
        pytest.param("-1cm", id="w-page-degenerate:negative"),
    ],
)
def test_a_page_of_no_size_is_told_or_built(tmp_path: Path, size: str) -> None:
    style = f"<style>@page {{ size: {size} }}</style><p>some text of some words</p>"
    project = make(tmp_path, style, configuration=PDF_ONLY)
    ran = built(project, "--timeout", "20", code=0 if _quietly(project) else 1)
    assert (project / "build/en/other.pdf").exists()
    assert ran.returncode == 0 or "error[" in ran.stderr


def _quietly(project: Path) -> bool:
    from tests.running import reportgen  # a first run, to learn how it ends

    try:
        reportgen(project, "build", "--timeout", "20")
    except AssertionError:
        return False
    return True


def test_nothing_of_this_machine_is_in_a_pdf(tmp_path: Path) -> None:
    """No path of the project, no file: link, in any stream or string of the finished file."""
    body = (
        "<p><a href='https://example.org/x'>x</a> <a href='#part'>y</a></p><h2 id='part'>Part</h2>"
        f"<img alt='x' src='{DATA_PNG}'>" + LINK.format("logo.png")
    )
    project = make(tmp_path, body, files={"data/logo.png": PNG})
    built(project)
    for name in ("brief", "other"):
        with pikepdf.open(project / f"build/en/{name}.pdf") as pdf:
            held = [part for thing in pdf.objects for part in _strings(thing)]
        whole = b"\n".join(held)
        assert str(tmp_path).encode() not in whole
        assert b"file:" not in whole
        assert b"project.invalid" not in whole
    assert SECRET


def _strings(thing: object) -> Iterator[bytes]:
    if isinstance(thing, pikepdf.Stream):
        try:
            yield thing.read_bytes()
        except pikepdf.PdfError:
            yield thing.read_raw_bytes()
    if isinstance(thing, pikepdf.Object):
        yield thing.unparse(resolved=False)


def test_a_relative_link_is_no_link_of_a_pdf(tmp_path: Path) -> None:
    project = make(tmp_path, "<a href='other.html'>x</a>", configuration=PDF_ONLY)
    assert "is a path, which leads nowhere from a PDF" in refused(project, "bad-link")

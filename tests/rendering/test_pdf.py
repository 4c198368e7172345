from __future__ import annotations

import dataclasses
import hashlib
import io
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._f_v_a_r import Axis
from PIL import Image

from reportgen.machine import LIBRARIES
from reportgen.problems import Problem, ProblemsError
from reportgen.rendering import pdf
from reportgen.rendering.fetching import Fetch, Fetched
from reportgen.rendering.fonts import FontFace
from reportgen.rendering.pdf import Pdf, render_pdf

Faces = tuple[FontFace, ...]

PAGE = """<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="author" content="Bộ Lao động"><link rel="stylesheet" href="styles/print.css">
</head><body>{body}</body></html>"""
BODY = (
    "<h1>Hợp tác quốc tế</h1><p>Nguyễn <em>ữ ợ ệ</em> <b>đậm</b></p>"
    "<h2 id='b'>Two</h2><p><a href='#b'>link</a></p>"
)
CSS = (
    "@page { size: A4; margin: 20mm } html { font-family: Inter; image-rendering: crisp-edges }"
    " h2 { break-before: page; font-weight: 600 }"
)


def page(body: str = BODY, *, lang: str = "vi", title: str = "Bản tin") -> str:
    return PAGE.format(lang=lang, title=title, body=body)


def project(files: Mapping[str, bytes] | None = None, css: str = CSS) -> Fetch:
    held = {"styles/print.css": css.encode(), **(files or {})}
    kinds = {"css": "text/css", "png": "image/png", "svg": "image/svg+xml", "ttf": "font/ttf"}

    def fetch(name: str) -> Fetched | None:
        data = held.get(name)
        return None if data is None else Fetched(data, kinds[name.rpartition(".")[2]])

    return fetch


def text_of(pdf: Pdf) -> str:
    document = pypdfium2.PdfDocument(pdf.data)
    return "\n".join(sheet.get_textpage().get_text_range() for sheet in document)


def problems_of(html: str, faces: Faces, fetch: Fetch | None = None) -> list[Problem]:
    with pytest.raises(ProblemsError) as caught:
        render_pdf(html, fetch=fetch or project(), faces=faces)
    return list(caught.value.problems)


def picture(width: int = 8) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, 8), (200, 0, 0)).save(out, "PNG")
    return out.getvalue()


def test_pdf_is_tagged_and_says_its_language_title_author_and_bookmarks(faces: Faces) -> None:
    pdf = render_pdf(page(), fetch=project(), faces=faces)
    assert pdf.pages == 2
    assert pdf.problems == ()
    with pikepdf.open(io.BytesIO(pdf.data)) as document:
        assert document.Root.Lang == "vi"
        assert document.Root.MarkInfo.Marked
        assert document.docinfo["/Title"] == "Bản tin"
        assert document.docinfo["/Author"] == "Bộ Lao động"
        assert "/CreationDate" not in document.docinfo  # the clock has no place in a brief
        with document.open_outline() as outline:
            assert [item.title for item in outline.root] == ["Hợp tác quốc tế"]
            assert [item.title for item in outline.root[0].children] == ["Two"]
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


def test_pdf_uses_the_faces_of_the_theme_and_no_font_of_the_system(faces: Faces) -> None:
    css = CSS + " p { font-family: 'DejaVu Sans', Arial, serif }"
    pdf = render_pdf(page(), fetch=project(css=css), faces=faces)
    with pikepdf.open(io.BytesIO(pdf.data)) as document:
        names = {
            str(thing.FontName).partition("+")[2]
            for thing in document.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
        }
    assert names == {"Inter", "Inter-Bold", "Inter-Italic", "Inter-Semi-Bold"}
    assert "Nguyễn ữ ợ ệ đậm" in text_of(pdf).replace("\r\n", " ")


def test_theme_names_its_faces_whatever_the_files_say(faces: Faces) -> None:
    renamed = [FontFace("Brand", f.weight, f.style, f.name, f.ttf) for f in faces]
    css = "html { font-family: Brand } h2 { font-weight: 600 }"
    pdf = render_pdf(page(), fetch=project(css=css), faces=renamed)
    with pikepdf.open(io.BytesIO(pdf.data)) as document:
        names = {
            str(thing.FontName).partition("+")[2]
            for thing in document.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
        }
    assert names == {"Brand", "Brand-Bold", "Brand-Italic", "Brand-Semi-Bold"}


def test_a_page_with_its_own_font_leaves_nothing_behind_for_the_next(faces: Faces) -> None:
    plain = page("<h1 style='font-family: Own, Inter'>Bản</h1>")
    files = {"fonts/own.ttf": faces[1].ttf}
    before = render_pdf(plain, fetch=project(), faces=faces[:1])
    css = CSS + "@font-face { font-family: Own; src: url(../fonts/own.ttf) }"
    own = render_pdf(plain, fetch=project(files, css), faces=faces[:1])
    after = render_pdf(plain, fetch=project(), faces=faces[:1])
    assert before.data == after.data
    assert own.data != before.data


def test_images_come_from_the_project_or_from_the_page_itself(faces: Faces) -> None:
    inline = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/%3E"
    body = f"<h1>A</h1><img alt='x' src='images/a.png'><img alt='y' src=\"{inline}\">"
    pdf = render_pdf(page(body), fetch=project({"images/a.png": picture()}), faces=faces)
    with pikepdf.open(io.BytesIO(pdf.data)) as document:
        (image,) = document.pages[0].get_images().values()
        assert image.Width == 8


@pytest.mark.parametrize(
    ("body", "code", "part"),
    [
        ("<img alt='x' src='images/none.png'>", "unknown-asset", "`images/none.png`"),
        ("<img alt='x' src='https://example.org/a.png'>", "refused-asset", "example.org/a.png"),
        ("<img alt='x' src='file:///etc/hostname'>", "refused-asset", "file:///etc/hostname"),
        ("<img alt='x' src='%2e%2e/%2e%2e/etc/hostname'>", "refused-asset", "etc/hostname"),
        ("<link rel=stylesheet href='//example.org/a.css'>", "refused-asset", "example.org"),
        ("<style>@import 'http://example.org/b.css';</style>", "refused-asset", "example.org"),
        ("<p style='background: url(http://example.org/c.png)'>x", "refused-asset", "c.png"),
        (
            "<svg><title>x</title><image width=9 height=9 href='http://example.org/d.png'/></svg>",
            "refused-asset",
            "d.png",
        ),
        ("<img alt='x' src='images/broken.png'>", "bad-image", "`images/broken.png`"),
        ("<img alt='x' src='images/broken.svg'>", "bad-image", "`images/broken.svg`"),
        ("<a href='#nowhere'>x</a>", "broken-link", "`nowhere`"),
    ],
)
def test_what_a_page_may_not_have_stops_it(faces: Faces, body: str, code: str, part: str) -> None:
    files = {"images/broken.png": picture()[:40], "images/broken.svg": b"<svg"}
    (found,) = problems_of(page(f"<h1>A</h1>{body}"), faces, project(files))
    assert found.code == code
    assert part in found.message


def test_base_cannot_lead_out_of_the_project(faces: Faces) -> None:
    html = page().replace("<head>", "<head><base href='https://example.org/'>")
    (found,) = problems_of(html, faces)
    assert (found.code, "example.org" in found.message) == ("refused-asset", True)


def test_a_problem_of_the_reader_is_handed_on(faces: Faces) -> None:
    def fetch(name: str) -> Fetched | None:
        raise ProblemsError([Problem("cannot-read", f"`{name}` cannot be read")])

    (found,) = problems_of(page(), faces, fetch)
    assert found.code == "cannot-read"


def test_style_lines_without_effect_are_told_with_their_place(faces: Faces) -> None:
    css = "html { font-family: Inter }\np { colour: red;\n  width: wide }"
    pdf = render_pdf(page(), fetch=project(css=css), faces=faces)
    told = [(p.code, p.place and (p.place.file, p.place.line)) for p in pdf.problems]
    assert told == [
        ("style-ignored", ("styles/print.css", 2)),
        ("style-ignored", ("styles/print.css", 3)),
    ]
    assert "`colour: red`, unknown property" in pdf.problems[0].message


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [(' lang="vi"', "", "lang"), ("<h2", "<img src='images/a.png'><h2", "images/a.png")],
)
def test_what_screen_readers_lack_is_told(faces: Faces, old: str, new: str, part: str) -> None:
    fetch = project({"images/a.png": picture()})
    pdf = render_pdf(page().replace(old, new), fetch=fetch, faces=faces)
    assert [(p.code, part in p.message) for p in pdf.problems] == [("not-accessible", True)]


def test_a_glyph_that_no_face_has_is_told(faces: Faces) -> None:
    pdf = render_pdf(page("<h1>中</h1>"), fetch=project(), faces=faces)
    assert [(p.code, "U+4E2D" in p.message) for p in pdf.problems] == [("missing-glyph", True)]


def test_same_bytes_in_another_folder_zone_locale_and_hash_seed(
    faces: Faces, tmp_path: Path
) -> None:
    here = hashlib.sha256(render_pdf(page(), fetch=project(), faces=faces).data).hexdigest()
    again = hashlib.sha256(render_pdf(page(), fetch=project(), faces=faces).data).hexdigest()
    script = (
        "import hashlib, runpy; tests = runpy.run_path({tests!r}); "
        "fonts = runpy.run_path({conftest!r}); face = fonts['face']; "
        "faces = (face('inter-400', 400), face('inter-400-italic', 400, 'italic'),"
        " face('inter-600', 600), face('inter-700', 700)); "
        "from reportgen.rendering.pdf import render_pdf; "
        "pdf = render_pdf(tests['page'](), fetch=tests['project'](), faces=faces); "
        "print(hashlib.sha256(pdf.data).hexdigest())"
    ).format(tests=__file__, conftest=str(Path(__file__).with_name("conftest.py")))
    told = {here, again}
    for seed, zone, locale in (("0", "Asia/Ho_Chi_Minh", "C"), ("7", "America/Lima", "C.UTF-8")):
        there = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
        folder = tmp_path / seed
        folder.mkdir()
        source = str(Path(__file__).parents[2] / "src")
        environment = {**os.environ, **there, "PYTHONPATH": source, "HOME": str(folder)}
        run = subprocess.run(
            [sys.executable, "-c", script],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        told.add(run.stdout.strip())
    assert len(told) == 1


def variable(ttf: bytes) -> bytes:
    """The font with an axis of weight, along which nothing moves."""
    font = TTFont(io.BytesIO(ttf))
    axis = Axis()
    axis.axisTag, axis.axisNameID = "wght", font["name"].addName("Weight")
    axis.minValue, axis.defaultValue, axis.maxValue = 100, 400, 900
    font["fvar"], font["gvar"] = newTable("fvar"), newTable("gvar")
    font["fvar"].axes, font["fvar"].instances = [axis], []
    font["gvar"].version, font["gvar"].reserved = 1, 0
    font["gvar"].variations = {name: [] for name in font.getGlyphOrder()}
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def test_a_variable_font_gives_the_same_bytes_at_any_time(
    faces: Faces, monkeypatch: pytest.MonkeyPatch
) -> None:
    face = dataclasses.replace(faces[0], ttf=variable(faces[0].ttf))
    made = []
    for now, epoch in ((1.7e9, None), (1.8e9, "1000000000"), (1.9e9, "nonsense")):
        monkeypatch.setattr(time, "time", lambda now=now: now)
        if epoch:
            monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        made.append(render_pdf(page(), fetch=project(), faces=[face]).data)
        assert os.environ.get("SOURCE_DATE_EPOCH") == epoch
    assert made[0] == made[1] == made[2]


def test_environment_of_the_caller_is_left_alone(faces: Faces) -> None:
    before = dict(os.environ)
    render_pdf(page(), fetch=project(), faces=faces)
    assert dict(os.environ) == before


def test_missing_pango_is_a_problem_with_the_way_out(
    faces: Faces, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Missing:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    for name in [n for n in sys.modules if n.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "reportgen.rendering.weasy", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    (found,) = problems_of(page(), faces)
    assert found.code == "no-pango"
    assert found.hint is not None
    assert "reportgen doctor" in found.hint
    monkeypatch.setattr(pdf, "missing_libraries", lambda **_: LIBRARIES[:1])
    (found,) = problems_of(page(), faces)
    assert found.hint is not None
    assert LIBRARIES[0].debian in found.hint
    assert found.hint.endswith("; or build without PDF: reportgen build --format html")


@pytest.mark.parametrize(
    ("module", "others"),
    [
        ("reportgen.rendering.pdf", "weasyprint fontTools vl_convert"),
        ("reportgen.rendering.weasy", "pydantic jinja2 yaml"),  # it loads while others read
        ("reportgen.building.ahead", "weasyprint pydantic jinja2 yaml"),
    ],
)
def test_importing_a_module_loads_nothing_that_takes_long(module: str, others: str) -> None:
    script = (
        f"import sys, {module}; print([n for n in {others.split()} if n in sys.modules], end='')"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    run = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert run.stdout == "[]"


def test_a_worker_without_fonts_of_its_own_says_nothing(tmp_path: Path) -> None:
    script = (
        "import sys, pathlib; from reportgen.rendering.font_folder import isolate_fonts; "
        "isolate_fonts(pathlib.Path(sys.argv[1])); "
        "from reportgen.rendering.pdf import render_pdf; "
        "render_pdf('<title>x</title>', fetch=lambda _: None, faces=())"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    run = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "worker")],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert (run.stdout, run.stderr) == ("", "")


def test_a_shared_sheet_is_read_once_and_counts_for_every_page(
    faces: tuple[FontFace, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    files = project(
        {"styles/mark.css": b"h1 { colour: red }"}, css="@import 'mark.css'; p { margin: 0 }"
    )
    asked: list[str] = []

    def fetch(name: str) -> Fetched | None:
        asked.append(name)
        return files(name)

    html = re.sub(r"<link[^>]*>", "", page())
    first = render_pdf(html, fetch=fetch, faces=faces, sheets=["styles/print.css"])
    before, asked[:] = sorted(set(asked)), []
    monkeypatch.setattr("reportgen.rendering.weasy_fonts.CSS", None)  # reading again would fail
    second = render_pdf(html, fetch=fetch, faces=faces, sheets=["styles/print.css"])
    assert first == second
    assert first.problems
    assert sorted(set(asked)) == before == ["styles/mark.css", "styles/print.css"]

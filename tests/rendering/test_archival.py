"""One file that is PDF/A-3a and PDF/UA-1."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pydyf
import pytest
from PIL import Image

from reportgen.rendering.attachment import Attachment
from reportgen.rendering.fetching import Fetched
from reportgen.rendering.fonts import FontFace
from reportgen.rendering.pdf import render_pdf
from tests.pdf_validation import A3A, PROFILES, UA, page_failures, vera_failures

Faces = tuple[FontFace, ...]
PAGE = """<!DOCTYPE html><html lang="vi"><head><title>Bản tin</title>
<meta name="author" content="Bộ Lao động"><style>html {{ font-family: Inter }}</style></head>
<body><h1>Hợp tác</h1><p><a href="https://example.org/">Nguyễn</a></p>{}</body></html>"""


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (8, 8), (200, 0, 0, 100)).save(out, "PNG")
    return out.getvalue()


def made(faces: Faces, body: str = "", attachments: Sequence[Attachment] = ()) -> bytes:
    def fetch(name: str) -> Fetched | None:
        return Fetched(picture(), "image/png") if name == "a.png" else None

    html = PAGE.format(body)
    return render_pdf(html, fetch=fetch, faces=faces, attachments=attachments).data


@pytest.mark.parametrize("profile", PROFILES)
def test_one_file_keeps_both_standards(faces: Faces, profile: str) -> None:
    # Images are smoothed unless the styles say otherwise, which PDF/A forbids.
    assert page_failures(made(faces, '<img src="a.png" alt="x">'), profile) == []


def test_verapdf_agrees(faces: Faces, tmp_path: Path) -> None:
    path = tmp_path / "brief.pdf"
    path.write_bytes(made(faces, '<img src="a.png" alt="x">'))
    assert vera_failures([path]) == []


def test_a_file_that_keeps_neither_is_told(
    faces: Faces, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.rendering.weasy.make_archival", lambda _: None)
    data = made(faces, '<img src="a.png" alt="x">')
    assert page_failures(data, UA) != []
    assert page_failures(data, A3A) != []
    path = tmp_path / "brief.pdf"
    path.write_bytes(data)
    told = vera_failures([path])
    assert [line.partition(" as ")[2].partition(":")[0] for line in told] == ["ua1", "3a"]


ATTACHED = (
    Attachment("a.yaml", "số: 1\n".encode(), "application/yaml", "Source", "Số", date(2024, 4, 24)),
    Attachment("a.json", b"{}\n", "application/json", "Data", "N", date(2024, 4, 24)),
)


def test_attachments_are_associated_files_of_the_whole(faces: Faces, tmp_path: Path) -> None:
    data = made(faces, attachments=ATTACHED)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root: Any = pdf.Root
        assert len(root.AF) == 2
        for attachment, spec in zip(ATTACHED, root.AF, strict=True):
            file = spec.EF.F
            assert (spec.UF, spec.Desc) == (attachment.name, attachment.description)
            assert spec.AFRelationship == f"/{attachment.relationship}"
            assert file.Subtype == f"/{attachment.media_type}"
            assert file.Params.ModDate == file.Params.CreationDate == "D:20240424000000Z"
            assert file.read_bytes() == attachment.data
    assert [failure for profile in PROFILES for failure in page_failures(data, profile)] == []
    path = tmp_path / "brief.pdf"
    path.write_bytes(data)
    assert vera_failures([path]) == []


def test_what_it_claims_can_be_read_without_a_pdf_reader(faces: Faces) -> None:
    data = made(faces)
    for claim in (b'pdfaid:part="3"', b'pdfaid:conformance="A"', b'pdfuaid:part="1"'):
        assert data.count(claim) == 1
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "Bản tin"
        assert metadata["pdfuaid:part"] == "1"


def test_the_bytes_of_an_object_are_made_once(
    faces: Faces, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_of: dict[int, int] = {}
    own = pydyf.Stream.data.fget
    assert own is not None

    def counted(stream: pydyf.Stream) -> bytes:
        made_of[stream.number] = made_of.get(stream.number, 0) + 1
        return bytes(own(stream))

    monkeypatch.setattr(pydyf.Stream, "data", property(counted))
    made(faces)
    # The stream of all small objects is made when the file is written, out of our reach.
    assert len([number for number in made_of.values() if number > 1]) == 1

"""Input that is damaged, hostile, empty or too much: a clear problem or a sound document.

Whatever it is, the briefs beside it are built, and nobody is shown a traceback.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from reportgen.shipped import templates_root
from tests.running import reportgen
from tests.safety.building import HEAD, make

ROWS = 5000
CHART = "{'mark': 'bar', 'encoding': {'x': {'field': 'n', 'type': 'quantitative'}}}"
BODIES = {
    "cut": "<img src=\"{{ asset('data/images/cut.png') }}\" alt='A picture'>",
    "script": "<img src=\"{{ asset('data/images/script.svg') }}\" alt='A drawing'>",
    "no-rows": f"{{{{ chart({CHART}, title='T', description='D', values=[]) }}}}",
    "long": "<table id='long'><caption>Rows</caption>"
    f"{{% for n in range({ROWS}) %}}<tr><td>row {{{{ n }}}}</td></tr>{{% endfor %}}</table>",
}
TOLD = {
    "cut": "templates/cut.html.j2:3:1: error[bad-image]: the image `data/images/cut.png` is damaged",
    "script": "templates/script.html.j2:3:1: error[bad-image]: the image `data/images/script.svg` holds"
    " `<script>`",
    "no-rows": "templates/no-rows.html.j2:3:1: error[bad-chart]: the chart has no rows",
    "long": "templates/long.html.j2:3:12: warning[long-table]: the table `long` has 5,000 rows",
}


def cut_png() -> bytes:
    """The first half of a picture."""
    held = io.BytesIO()
    Image.effect_noise((64, 64), 50).save(held, "PNG")
    return held.getvalue()[: len(held.getvalue()) // 2]


@pytest.mark.slow
def test_each_is_told_at_its_line_and_the_others_are_built(tmp_path: Path) -> None:
    reports = "".join(f"  {name}: {{template: {name}}}\n" for name in (*BODIES, "brief", "other"))
    files: dict[str, str | bytes] = {
        "data/images/cut.png": cut_png(),
        "data/images/script.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
        "<script>alert(1)</script></svg>",
    }
    for name, body in BODIES.items():
        files[f"templates/{name}.yaml"] = f"title: {name}\n"
        files[f"templates/{name}.html.j2"] = f"{HEAD}{body}\n</body></html>"
    configuration = f"languages: [en]\nformats: [html, pdf]\nreports:\n{reports}"
    project = make(tmp_path, files=files, configuration=configuration)
    ran = reportgen(project, "build", code=1)
    assert [told for told in TOLD.values() if told not in ran.stderr] == []
    assert len(re.findall(r"(?:error|warning)\[", ran.stderr)) == len(TOLD)
    assert "Traceback" not in ran.stderr
    built = sorted(path.name for path in (project / "build" / "en").iterdir())
    assert built == ["brief.html", "brief.pdf", "long.html", "long.pdf", "other.html", "other.pdf"]
    rows = [f"row {n:,}" for n in range(ROWS)]
    html = (project / "build" / "en" / "long.html").read_text("utf-8")
    assert re.findall(r">(row [\d,]+)</td>", html) == rows
    pages = pypdfium2.PdfDocument((project / "build" / "en" / "long.pdf").read_bytes())
    text = "\n".join(page.get_textpage().get_text_range() for page in pages)
    assert re.findall(r"row [\d,]+", text) == rows


@pytest.mark.parametrize("command", [["check"], ["build"]])
def test_a_broken_font_is_told_with_the_line_that_names_it(
    tmp_path: Path, command: list[str]
) -> None:
    font = (templates_root() / "fonts" / "inter-400.ttf").read_bytes()
    files: dict[str, str | bytes] = {
        "templates/fonts/fonts.yaml": "- {family: Ours, weight: 400, style: normal, file: ours-400}\n",
        "templates/fonts/ours-400.ttf": font[: len(font) // 2],
    }
    project = make(tmp_path, files=files)
    ran = reportgen(project, *command, code=1)
    assert "templates/fonts/fonts.yaml:1:" in ran.stderr
    assert "error[bad-font]: " in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not (project / "build" / "en").exists()

"""What is told of a brand's contrast, fonts and logos: at its line, with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.building.pipeline import check
from reportgen.problems import Problem
from tests.running import write_project
from tests.workshop import small_font

PROJECT = {
    "reportgen.yaml": "languages: [en, vi]\nreports:\n  brief: {template: one-pager}\n",
    "data.yaml": "partners:\n  - {id: ilo, name: ILO}\n",
}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


def problems(
    folder: Path, brand: str, files: dict[str, bytes] | None = None, data: str = ""
) -> list[Problem]:
    write_project(folder, PROJECT | {"_brand.yml": brand} | ({"data.yaml": data} if data else {}))
    for name, content in (files or {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return [found for found in check(folder).problems if found.place]


def told(found: list[Problem]) -> list[tuple[str, int]]:
    return [(problem.code, problem.place.line) for problem in found if problem.place]


def test_text_that_cannot_be_read_is_told_with_its_contrast_and_the_nearest(tmp_path: Path) -> None:
    brand = 'color:\n  palette:\n    sun: "#f2b632"\n  primary: sun\n  background: "#fdf8ef"\n'
    (found,) = problems(tmp_path, brand)
    assert told([found]) == [("low-contrast", 4)]
    assert "`color.primary` #f2b632 on `color.background` #fdf8ef" in found.message
    assert "1.7:1, and needs 4.5:1" in found.message
    assert found.hint is not None
    assert '"#' in found.hint
    better = found.hint.split('"')[1]
    assert problems(tmp_path, brand.replace("primary: sun", f'primary: "{better}"')) == []


@pytest.mark.parametrize(
    "wrong",
    [
        'color: {foreground: "#999999"}',
        'color: {secondary: "#999999"}',
        'color: {link: "#999999"}',
        'color: {warning: "#ee6331"}',
        'typography: {headings: {color: "#999999"}}',
        'typography: {link: {color: "#999999"}}',
        'color: {primary: {light: "#0f5b6b", dark: "#333333"}}',
    ],
)
def test_every_colour_of_text_is_looked_at(tmp_path: Path, wrong: str) -> None:
    assert told(problems(tmp_path, f"{wrong}\n")) == [("low-contrast", 1)]


@pytest.mark.parametrize(
    "right",
    [
        'color: {primary: "#5b2a6e", background: "#fdf8ef", foreground: "#2b1f33"}',
        'color: {tertiary: "#f2b632", success: "#00ff00", info: yellow, danger: pink}',
        'color: {background: "#101010", foreground: "#fafafa", primary: "#ffd400"}',
        'color: {palette: {sun: "#f2b632"}}',
        "color: {light: white, dark: black}",
        "defaults: {shiny: {theme: x}}",
    ],
)
def test_colours_that_can_be_read_are_passed(tmp_path: Path, right: str) -> None:
    assert problems(tmp_path, f"{right}\n") == []


def test_a_project_may_set_how_grave_contrast_is(tmp_path: Path) -> None:
    own = PROJECT["reportgen.yaml"] + "checks: {low-contrast: off}\n"
    write_project(
        tmp_path, PROJECT | {"reportgen.yaml": own, "_brand.yml": "color: {link: pink}\n"}
    )
    assert check(tmp_path).problems == ()


FONT = "typography:\n  fonts:\n    - family: House\n      source: file\n      files: [{}]\n  base: House\n"


def test_a_font_in_the_project_is_taken(tmp_path: Path) -> None:
    brand = FONT.format("fonts/house.ttf")
    assert problems(tmp_path, brand, {"fonts/house.ttf": small_font()}) == []


@pytest.mark.parametrize(
    ("written", "data", "code", "words"),
    [
        ("fonts/hose.ttf", small_font(), "unknown-asset", "there is no `fonts/hose.ttf`"),
        ("fonts/house.ttf", small_font()[:900], "bad-font", "cut off"),
        ("fonts/house.ttf", b"<html>", "bad-font", "not a TrueType or OpenType font"),
        ("fonts/house.zip", b"PK", "bad-font", "no font of a known kind"),
        ("fonts/house.woff2", b"wOF2", "unknown-asset", "has no `fonts/house.ttf` beside it"),
    ],
)
def test_a_missing_or_broken_font_is_told_at_its_line(
    tmp_path: Path, written: str, data: bytes, code: str, words: str
) -> None:
    name = written.replace("hose", "house")
    (found,) = problems(tmp_path, FONT.format(written), {name: data})
    assert told([found]) == [(code, 5)]
    assert words in found.message
    if "hose" in written:
        assert found.hint == "did you mean `fonts/house.ttf`?"


@pytest.mark.parametrize(
    ("typography", "line", "words"),
    [
        (
            "  fonts:\n    - {family: Jura, source: google}\n  base: Jura",
            3,
            "fetched from `google`",
        ),
        ("  fonts:\n    - {family: Jura}\n  base: Jura", 3, "it has no files"),
        ("  base: Jura", 2, "there is no font `Jura`"),
        (
            "  fonts:\n    - family: Jura\n      files: [https://example.org/jura.ttf]\n  base: Jura",
            4,
            "nothing is fetched from the network",
        ),
    ],
)
def test_a_font_that_a_network_would_bring_is_told_with_where_to_put_it(
    tmp_path: Path, typography: str, line: int, words: str
) -> None:
    (found,) = problems(tmp_path, f"typography:\n{typography}\n")
    assert told([found]) == [("missing-font", line)]
    assert words in found.message
    assert found.hint is not None
    assert "fonts/jura-400.ttf" in found.hint


def test_a_font_that_ships_needs_no_file(tmp_path: Path) -> None:
    fonts = "  fonts:\n    - {family: Inter, source: google}\n"
    assert problems(tmp_path, f"typography:\n{fonts}  base: Inter\n") == []


def test_letters_that_the_font_lacks_are_told_once(tmp_path: Path) -> None:
    data = (
        "partners:\n  - {id: a, name: {en: A, vi: Bộ ngoại}}\n  - {id: b, name: {en: B, vi: ộ}}\n"
    )
    brand, font = FONT.format("fonts/house.ttf"), {"fonts/house.ttf": small_font()}
    (found,) = problems(tmp_path, brand, font, data)
    assert told([found]) == [("mixed-letters", 6)]
    assert "`House` lacks `ộ` (U+1ED9" in found.message
    assert problems(tmp_path, brand, {"fonts/house.ttf": small_font("ộạ")}, data) == []


@pytest.mark.parametrize(
    ("logo", "line", "code"),
    [
        ("logo: logos/hose.svg", 1, "unknown-asset"),
        ("logo:\n  images:\n    house: logos/hose.svg\n  small: house", 3, "unknown-asset"),
        (
            "logo:\n  small: logos/house.svg\n  large: {light: logos/house.svg, dark: x.png}",
            3,
            "unknown-asset",
        ),
        ("logo: https://example.org/logo.svg", 1, "unknown-asset"),
        ("logo: logos/bad.svg", 1, "bad-image"),
        ("logo: logos/cut.png", 1, "bad-image"),
        ("logo: notes.txt", 1, "unknown-asset"),
        ("logo: ../secret.svg", 1, "refused-asset"),
    ],
)
def test_a_logo_that_cannot_be_shown_is_told_at_its_line(
    tmp_path: Path, logo: str, line: int, code: str
) -> None:
    files = {
        "logos/house.svg": SVG.encode(),
        "logos/bad.svg": SVG.replace("<rect", "<script/><rect").encode(),
        "logos/cut.png": b"\x89PNG\r\n\x1a\n",
        "notes.txt": b"none",
    }
    assert told(problems(tmp_path, f"{logo}\n", files)) == [(code, line)]


def test_a_logo_of_the_project_is_taken(tmp_path: Path) -> None:
    for logo in (
        "logos/house.svg",
        "./logos/house.svg",
        "{medium: {path: logos/house.svg, alt: X}}",
    ):
        assert problems(tmp_path, f"logo: {logo}\n", {"logos/house.svg": SVG.encode()}) == []

"""A theme of a stranger reaches no further than his project does, and is trusted no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.building.pipeline import Result
from tests.running import write_project
from tests.workshop import build, cheap, files_of, write_shipped

SECRET = "the secret of another folder"
PROJECT = {
    "reportgen.yaml": "theme: themes/x\nreports:\n  page: {template: page}\n",
    "data/partners.yaml": "- {id: a, name: Anna}\n",
    "templates/page.yaml": "title: A page\n",
    "templates/page.html.j2": '{% extends "base.html.j2" %}{% block body %}<h1>Page</h1>'
    "{% include 'part.html.j2' ignore missing %}{% endblock %}",
    "themes/x/theme.yaml": "name: X\n",
}


def built(folder: Path, files: dict[str, str], links: dict[str, str] | None = None) -> Result:
    """What a build of the project says; nothing that it has written holds the secret."""
    outside = {"theme.yaml": f"name: {SECRET}\n", "part.html.j2": SECRET, "secret.txt": SECRET}
    write_project(folder / "outside", outside)
    root = write_project(folder / "project", {**PROJECT, **files})
    for name, target in (links or {}).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).symlink_to(folder / target)
    with cheap(write_shipped(folder / "shipped")):
        result = build(root)
    if (root / "build").exists():
        assert not [n for n, data in files_of(root / "build").items() if SECRET.encode() in data]
    assert not any(SECRET in str(problem) for problem in result.problems)
    return result


def codes(result: Result) -> set[str]:
    return {found.code for found in result.problems}


@pytest.mark.parametrize(
    "name",
    [
        "../outside",
        "themes/../../outside",
        "..",
        ".",
        "/outside",
        "themes//x",
        "themes/x/",
        "./themes/x",
        ".hidden",
        "themes/.hidden",
        "build",
        "BUILD/x",
        "templates",
        "data/x",
        "shipped x",
        "theme x",
        "originals",
        "themes\\x",
        "~",
        "https://example.org/theme",
        "%2e%2e/outside",
        "a" * 5000,
        "themes/x\u0000",
    ],
)
@pytest.mark.parametrize("file", ["reportgen.yaml", "themes/x/theme.yaml"])
def test_a_name_that_leads_elsewhere_is_no_theme(tmp_path: Path, name: str, file: str) -> None:
    quoted = '"' + name.replace("\\", "\\\\").replace("\0", "\\0") + '"'
    texts = {
        "reportgen.yaml": f"theme: {quoted}\nreports:\n  page: {{template: page}}\n",
        "themes/x/theme.yaml": f"name: X\nextends: {quoted}\n",
    }
    shadows = ("templates", "data/x", "build", ".hidden", "themes/.hidden", "shipped x", "theme x")
    cards = {f"{folder}/theme.yaml": "name: Shadow\n" for folder in shadows}
    result = built(tmp_path, {**cards, file: texts[file]})
    assert not result.ok
    assert codes(result) & {"unknown-theme", "bad-theme", "control-character", "yaml-syntax"}


def test_a_theme_behind_a_link_is_not_there(tmp_path: Path) -> None:
    files = {"reportgen.yaml": PROJECT["reportgen.yaml"].replace("themes/x", "themes/y")}
    result = built(tmp_path, files, {"themes/y": "outside"})
    assert codes(result) & {"unknown-theme", "bad-theme"}


def test_a_file_of_a_theme_behind_a_link_is_not_there(tmp_path: Path) -> None:
    result = built(tmp_path, {}, {"themes/x/part.html.j2": "outside/part.html.j2"})
    (found,) = result.problems
    assert found.code == "refused-asset"
    assert found.message.startswith("themes/x/part.html.j2 is not read: it leads out")


def test_a_card_behind_a_link_makes_no_theme(tmp_path: Path) -> None:
    files = {"reportgen.yaml": PROJECT["reportgen.yaml"].replace("themes/x", "themes/y")}
    links = {"themes/y/theme.yaml": "outside/theme.yaml"}
    assert codes(built(tmp_path, files, links)) & {"unknown-theme", "bad-theme"}


@pytest.mark.parametrize("up", ["../../outside/part.html.j2", "!../../outside/part.html.j2"])
def test_a_template_of_a_theme_leads_no_further(tmp_path: Path, up: str) -> None:
    files = {"themes/x/part.html.j2": f'{{% include "{up}" %}}'}
    assert "unknown-template" in codes(built(tmp_path, files))


def test_a_theme_has_the_sandbox_of_the_project(tmp_path: Path) -> None:
    files = {"themes/x/part.html.j2": "{{ partners.__class__.__mro__ }}"}
    result = built(tmp_path, files)
    assert not result.ok
    (found,) = [p for p in result.problems if p.severity == "error"]
    assert found.place is not None
    assert found.place.file == "themes/x/part.html.j2"


def test_an_index_of_a_theme_may_hold_no_program_of_its_own(tmp_path: Path) -> None:
    index = "<!DOCTYPE html><html lang='en'><head>{{ head() }}</head><body><h1>Index</h1>{}</body></html>"
    files = {"themes/x/index.html.j2": index.replace("{}", "<script>alert(1)</script>")}
    result = built(tmp_path, files)
    (found,) = [p for p in result.problems if p.code == "bad-markup"]
    assert found.place is not None
    assert found.place.file == "themes/x/index.html.j2"


def test_a_theme_in_a_ring_of_links_ends(tmp_path: Path) -> None:
    files = {"reportgen.yaml": PROJECT["reportgen.yaml"].replace("themes/x", "themes/ring")}
    result = built(tmp_path, files, {"themes/ring": "project/themes/ring"})
    assert codes(result) & {"unknown-theme", "bad-theme"}

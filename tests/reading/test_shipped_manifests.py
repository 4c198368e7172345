"""What the shipped templates say of themselves: every parameter with type, default and description."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reportgen.documents import parse_yaml
from reportgen.model import COLLECTIONS
from reportgen.model.codelists import PARAMETER_TYPE
from reportgen.model.manifest import Manifest
from reportgen.shipped import templates_root

MANIFESTS = sorted(templates_root().glob("*.yaml"))
WITHOUT_DEFAULT = {"reference", "text", "date"}
"""What the data gives, and no template can know: without it nothing is printed, or the first."""


def manifest(path: Path) -> Manifest:
    document, problems = parse_yaml(path.name, path.read_bytes())
    assert problems == ()
    assert document is not None
    return Manifest.model_validate(document.data)


def words(template: str) -> str:
    """All that the template, its sections and its macros say."""
    inside = (p for f in ("sections", "macros") for p in (templates_root() / f).rglob("*.j2"))
    own = [templates_root() / f"{template}.html.j2", templates_root() / "base.html.j2", *inside]
    return "\n".join(path.read_text("utf-8") for path in own)


def test_every_report_has_one() -> None:
    pages = {path.name.removesuffix(".html.j2") for path in templates_root().glob("*.html.j2")}
    assert pages - {path.stem for path in MANIFESTS} == {"base", "index"}


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.stem)
def test_every_parameter_has_type_default_and_description(path: Path) -> None:
    held = manifest(path)
    known, templates = {*COLLECTIONS, *PARAMETER_TYPE.words}, words(path.stem)
    for name, parameter in held.parameters.items():
        description = parameter.description.plain or ""
        assert re.fullmatch(r"[A-Z].{10,}\.", description, re.DOTALL), name
        assert (parameter.type in WITHOUT_DEFAULT) == (parameter.default is None), name
        assert (parameter.type in {"list", "reference"}) == (parameter.of in known), name
        assert re.search(rf"\bparams\.{name}\b", templates), f"{name} changes nothing"


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.stem)
def test_what_fills_its_sections_is_declared(path: Path) -> None:
    held = manifest(path)
    of = {"params": held.parameters, "texts": held.texts}
    for row in held.fills.values():
        for first, _, name in (part.partition(".") for part in row):
            assert first not in of or name in of[first], f"{first}.{name}"

"""The schemas for editors accept what people write, and refuse slips."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from reportgen.model import COLLECTIONS
from reportgen.reading import schemas

ROOT = Path(__file__).parents[2]
SMALLEST = ROOT / "tests" / "projects" / "smallest"


class EditorLoader(yaml.CSafeLoader):
    """Reads YAML 1.2 about as editors do: `true` and 8.10 are values, `off` and dates are text."""


EditorLoader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in pairs
        if tag != "tag:yaml.org,2002:timestamp"
        and not (tag == "tag:yaml.org,2002:bool" and first not in "tf")
    ]
    for first, pairs in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def refusals(schema: str, data: Any) -> list[str]:
    validator = jsonschema.Draft202012Validator(schemas()[schema])
    return [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
        for error in validator.iter_errors(data)
    ]


def load(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), EditorLoader)


def test_there_is_a_schema_for_every_file() -> None:
    files = {"reportgen", "brand", "template", "theme", "dataset", "data"}
    assert set(schemas()) == {*files, *COLLECTIONS}
    for schema in schemas().values():
        jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("path", sorted((ROOT / "data").glob("*.yaml")), ids=lambda p: p.name)
def test_the_shipped_data_fits(path: Path) -> None:
    assert refusals(f"{path.stem}", load(path)) == []


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        (SMALLEST / "reportgen.yaml", "reportgen"),
        (SMALLEST / "data.yaml", "data"),
        (ROOT / "reportgen.yaml", "reportgen"),
    ],
    ids=["smallest", "smallest-data", "shipped"],
)
def test_the_examples_fit(path: Path, schema: str) -> None:
    assert refusals(schema, load(path)) == []


@pytest.mark.parametrize("path", sorted((ROOT / "templates").glob("*.yaml")), ids=lambda p: p.name)
def test_the_shipped_manifests_fit(path: Path) -> None:
    assert refusals("template", load(path)) == []


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ("partners", "- {id: ilo, nmae: ILO}"),
        ("partners", "- {id: ILO, name: ILO}"),
        ("partners", "- {name: ILO}"),
        ("figures", "- {id: a, label: b, value: 1, qualifier: nealy}"),
        ("reportgen", "reports: {a: {template: b}}\nformat: pdf"),
        ("data", "partners: {ilo: {name: ILO}}"),
        ("texts", "- {id: a, english: b}"),
    ],
)
def test_slips_are_refused(schema: str, text: str) -> None:
    assert refusals(schema, yaml.load(text, EditorLoader)) != []


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ("partners", "{id: ilo, name: ILO, x-mine: [1]}"),
        ("partners", "defaults: {type: country}\nrecords: [{id: a, name: {en: A, vi: B}}]"),
        ("programmes", "- {id: a, title: b, period: 2022, sectors: [16020], sdgs: [8.5]}"),
        (
            "programmes",
            (
                "- {id: a, title: b, results: [{title: c, indicators: [{title: d, baseline: 0,"
                " periods: [{target: 3, actual: {value: 2}}]}]}]}"
            ),
        ),
        ("texts", "- {id: a, sources: [icd], en: b, vi: c}"),
        ("data", "meetings: [{id: a}]"),
    ],
)
def test_short_forms_fit(schema: str, text: str) -> None:
    assert refusals(schema, yaml.load(text, EditorLoader)) == []

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
    assert set(schemas()) == {
        f"{name}.json" for name in ("reportgen", "template", "dataset", "data", *COLLECTIONS)
    }
    for schema in schemas().values():
        jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("path", sorted((ROOT / "data").glob("*.yaml")), ids=lambda p: p.name)
def test_the_shipped_data_fits(path: Path) -> None:
    assert refusals(f"{path.stem}.json", load(path)) == []


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        (SMALLEST / "reportgen.yaml", "reportgen.json"),
        (SMALLEST / "data.yaml", "data.json"),
        (ROOT / "reportgen.yaml", "reportgen.json"),
    ],
    ids=["smallest", "smallest-data", "shipped"],
)
def test_the_examples_fit(path: Path, schema: str) -> None:
    assert refusals(schema, load(path)) == []


@pytest.mark.parametrize("path", sorted((ROOT / "templates").glob("*.yaml")), ids=lambda p: p.name)
def test_the_shipped_manifests_fit(path: Path) -> None:
    assert refusals("template.json", load(path)) == []


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ("partners.json", "- {id: ilo, nmae: ILO}"),
        ("partners.json", "- {id: ILO, name: ILO}"),
        ("partners.json", "- {name: ILO}"),
        ("figures.json", "- {id: a, label: b, value: 1, qualifier: nealy}"),
        ("reportgen.json", "reports: {a: {template: b}}\nformat: pdf"),
        ("data.json", "partners: {ilo: {name: ILO}}"),
        ("texts.json", "- {id: a, english: b}"),
    ],
)
def test_slips_are_refused(schema: str, text: str) -> None:
    assert refusals(schema, yaml.load(text, EditorLoader)) != []


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ("partners.json", "{id: ilo, name: ILO, x-mine: [1]}"),
        ("partners.json", "defaults: {type: country}\nrecords: [{id: a, name: {en: A, vi: B}}]"),
        ("programmes.json", "- {id: a, title: b, period: 2022, sectors: [16020], sdgs: [8.5]}"),
        ("texts.json", "- {id: a, sources: [icd], en: b, vi: c}"),
        ("data.json", "meetings: [{id: a}]"),
    ],
)
def test_short_forms_fit(schema: str, text: str) -> None:
    assert refusals(schema, yaml.load(text, EditorLoader)) == []

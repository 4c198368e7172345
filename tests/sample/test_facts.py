"""The sample holds every fact of its two source documents, and no more than they give.

`facts.yaml` says for each fact where it stands in data/ and what stands there; the ids are
enumerated here, so that a fact dropped from the table fails too.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reportgen.documents import parse_yaml

DATA = Path(__file__).parents[2] / "data"
DOCUMENTS = ("vss", "icd")
ABSENT = object()


def _load(path: Path) -> Any:
    document, problems = parse_yaml(path.name, path.read_bytes())
    assert not problems, [problem.message for problem in problems]
    assert document is not None
    return document.data


def _records(name: str) -> dict[str, dict[str, Any]]:
    content = _load(DATA / f"{name}.yaml")
    records = content["records"] if isinstance(content, dict) else content
    return {record["id"]: record for record in records}


COLLECTIONS = (
    "sources",
    "partners",
    "groups",
    "people",
    "programmes",
    "priorities",
    "agreements",
    "figures",
    "events",
    "statements",
)
SAMPLE = {name: _records(name) for name in COLLECTIONS}
FACTS: dict[str, dict[str, Any]] = _load(Path(__file__).with_name("facts.yaml"))


def _numbered(form: str, count: int) -> list[str]:
    return [form.format(number) for number in range(1, count + 1)]


FACT_IDS = [
    *_numbered("A-D{}", 3),
    *_numbered("B-D{}", 5),
    *_numbered("ORG-{:02}", 27),
    *_numbered("PER-{}", 2),
    "CLASSES",
    "PLACES",
    *_numbered("PRG-{}", 4),
    "PRG-1-RATIONALE",
    "PRG-1-TARGET-DATE",
    *_numbered("PRG-1-O{}", 3),
    *_numbered("AGR-{}", 20),
    *_numbered("FIG-{}", 13),
    *_numbered("EVT-{}", 8),
    *_numbered("PRI-A{}", 5),
    *_numbered("PRI-B{}", 3),
    *_numbered("STM-{}", 21),
    *_numbered("TRAP-{:02}", 20),
    *_numbered("OPEN-{}", 8),
]


def _step(value: Any, part: str) -> Any:
    if isinstance(value, dict):
        return value.get(part, ABSENT)
    if isinstance(value, list):
        if part.isdigit():
            return value[int(part)] if int(part) < len(value) else ABSENT
        return next((entry for entry in value if part in _names(entry)), ABSENT)
    return ABSENT


def _names(entry: Any) -> tuple[str, ...]:
    """What an entry of a list is called: itself, or its id, partner or source."""
    if isinstance(entry, str):
        return (entry,)
    return tuple(entry[key] for key in ("id", "partner", "source") if key in entry)


def _find(path: str) -> Any:
    value: Any = SAMPLE
    for part in path.split("."):
        value = _step(value, part)
    return value


def _fault(path: str, expected: Any) -> str | None:
    found = _find(path)
    if found is ABSENT:
        return f"{path}: absent"
    if isinstance(expected, dict):
        holds = isinstance(found, str) and expected["has"] in " ".join(found.split())
    elif isinstance(expected, list):
        holds = isinstance(found, list) and [_names(entry)[0] for entry in found] == expected
    else:
        holds = found == expected
    return None if holds else f"{path}: expected {expected!r}, found {found!r}"


@pytest.mark.parametrize("identity", FACT_IDS)
def test_every_fact_is_in_the_sample(identity: str) -> None:
    assert FACTS.get(identity), f"facts.yaml does not say where {identity} stands"
    faults = [_fault(path, expected) for path, expected in FACTS[identity].items()]
    assert [fault for fault in faults if fault] == []


def test_the_table_has_no_fact_that_nothing_lists() -> None:
    assert set(FACTS) == set(FACT_IDS)


def _walk(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, value
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _walk(part, (*path, key))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _walk(part, (*path, str(number)))


def test_completeness_of_organisations_and_people() -> None:
    partners = SAMPLE["partners"].values()

    def members(group: str) -> int:
        return sum(group in partner.get("groups", ()) for partner in partners)

    assert len(SAMPLE["sources"]) >= 2
    assert len({name["name"] for name in SAMPLE["partners"]["molisa"]["names_in_sources"]}) >= 3
    assert (members("un-system"), members("ifi")) == (8, 3)
    fora = {"international-fora", "trade-organisations", "trade-agreement-partners"}
    blocs = [p for p in partners if fora & set(p.get("groups", ())) and p.get("type") != "country"]
    assert len(blocs) >= 7
    assert len(SAMPLE["people"]) == 2


def test_completeness_of_programmes_and_agreements() -> None:
    single = [p for p in SAMPLE["programmes"].values() if p.get("record", "single") == "single"]
    assert [(len(p["results"]), len(p["scope"])) for p in single] == [(3, 3)]
    unnamed = [a for a in SAMPLE["agreements"].values() if a.get("record") in ("class", "count")]
    assert len(SAMPLE["agreements"]) >= 18
    assert len(unnamed) >= 5


def test_completeness_of_figures_events_and_priorities() -> None:
    figures = SAMPLE["figures"].values()
    assert len(figures) == 13
    assert all({"qualifier", "time", "as_of"} <= set(figure) for figure in figures)
    undated = [f for f in figures if f["sources"][0]["id"] == "icd"]
    assert all(figure["time"] is None and figure["as_of"] is None for figure in undated)
    assert len(SAMPLE["events"]) == 8
    assert all("date" in event for event in SAMPLE["events"].values())
    assert len(SAMPLE["priorities"]) == 8


def test_completeness_of_statements() -> None:
    statements = SAMPLE["statements"].values()
    assert sum("duplicate_of" not in statement for statement in statements) == 21
    assert sum(statement["kind"] == "quotation" for statement in statements) == 2
    garbled = [s for s in statements if s.get("verbatim") == "true"]
    assert all("reading" in statement and set(statement["text"]) == {"en"} for statement in garbled)


def test_open_lists_are_flagged_and_others_are_not() -> None:
    flagged = {
        path[:2] for path, value in _walk(SAMPLE) if path[-1:] == ("complete",) and value == "false"
    }
    listed = {tuple(path.split(".")[:2]) for n in range(1, 9) for path in FACTS[f"OPEN-{n}"]}
    assert len(listed) == 8
    assert flagged - {("groups", "trade-agreement-partners")} == listed


def test_no_money_no_target_and_no_role_that_no_source_gives() -> None:
    invented = {
        "budgets", "transactions", "currency", "indicators", "participants", "sdgs", "sectors",
        "policy_markers", "contacts", "email", "phone",
    }  # fmt: skip
    assert {path[-1] for path, _ in _walk(SAMPLE) if path} & invented == set()


def test_every_record_cites_a_source_with_its_place() -> None:
    assert [
        f"{name}.{identity}"
        for name in COLLECTIONS
        if name != "sources"
        for identity, record in SAMPLE[name].items()
        if not record.get("sources")
    ] == []
    placeless = [
        ".".join(path)
        for path, value in _walk(SAMPLE)
        if isinstance(value, dict) and value.get("id") in DOCUMENTS and "sources" in path[1:]
        if not str(value.get("locator", "")).startswith("para. ")
    ]
    assert placeless == ["events.article-published.sources.0"]  # the date line is no paragraph


def test_every_text_is_in_both_languages() -> None:
    one_sided = [
        ".".join(path)
        for path, value in _walk(SAMPLE)
        if isinstance(value, dict) and ("en" in value) != ("vi" in value)
    ]
    verbatim = [
        f"statements.{identity}.text"
        for identity, statement in SAMPLE["statements"].items()
        if statement.get("verbatim") == "true"
    ]
    assert one_sided == verbatim

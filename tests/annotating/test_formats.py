"""Problems in the formats of code hosts and programs: valid, escaped, and the same when moved."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from lxml import etree

from reportgen.annotating.formats import WRITERS, write
from reportgen.annotating.summary import SHOWN, Change, Host, summary
from reportgen.model.lookup import SHIPPED_PATH
from reportgen.problems import CODES, Place, problem
from reportgen.world import THEME
from tests.annotating.made import PROBLEMS, moved, telling

SCHEMAS = Path(__file__).parents[1] / "schemas"
NASTY = "data/nợ, công: 1%.yaml"

# https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "pattern": "^[^\\n]+$"},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^(?!\\./|/)"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


def sarif() -> Any:
    return json.loads(write("sarif", telling()))


def junit_schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd"))


def test_sarif_is_valid() -> None:
    schema = json.loads((SCHEMAS / "sarif-2.1.0.json").read_text("utf-8"))
    for found in (telling(), telling(())):
        jsonschema.Draft7Validator(schema).validate(json.loads(write("sarif", found)))
    (run,) = sarif()["runs"]
    assert [row["ruleId"] for row in run["results"]] == [found.code for found in PROBLEMS]
    for row in run["results"]:
        assert run["tool"]["driver"]["rules"][row["ruleIndex"]]["id"] == row["ruleId"]


def test_sarif_points_at_the_line_and_its_characters() -> None:
    place = sarif()["runs"][0]["results"][1]["locations"][0]["physicalLocation"]
    uri = place["artifactLocation"]["uri"]
    assert uri == "briefs/data/n%E1%BB%A3%2C%20c%C3%B4ng%3A%201%25.yaml"
    region = place["region"]
    assert (region["startLine"], region["startColumn"], region["endColumn"]) == (40, 5, 13)


def test_every_code_makes_a_rule_that_is_valid() -> None:
    schema = json.loads((SCHEMAS / "sarif-2.1.0.json").read_text("utf-8"))
    every = telling(tuple(problem(code, "x") for code in CODES))
    value = json.loads(write("sarif", every))
    jsonschema.Draft7Validator(schema).validate(value)
    assert len(value["runs"][0]["tool"]["driver"]["rules"]) == len(CODES)


def test_junit_is_valid_and_counts_what_failed() -> None:
    for found in (telling(), telling(())):
        tree = etree.fromstring(write("junit", found).encode())
        junit_schema().assertValid(tree)
    tree = etree.fromstring(write("junit", telling()).encode())
    failed = tree.findall(".//failure")
    assert len(failed) == int(tree.get("failures")) == 4
    assert len(tree.findall(".//testcase")) == int(tree.get("tests")) == len(PROBLEMS)
    assert NASTY in failed[1].text
    assert "qualifer: nearly, 100%" in failed[1].text
    assert "<b>sure" in failed[1].text


def test_a_junit_file_of_nothing_wrong_has_a_case_that_passed() -> None:
    tree = etree.fromstring(write("junit", telling(())).encode())
    assert (tree.get("tests"), tree.get("failures")) == ("1", "0")
    assert len(tree.find(".//testcase")) == 0


def test_gitlab_has_the_documented_shape_and_a_fingerprint_for_each() -> None:
    rows = json.loads(write("gitlab", telling()))
    jsonschema.validate(rows, GITLAB)
    assert len({row["fingerprint"] for row in rows}) == len(PROBLEMS)
    assert rows[1]["location"] == {"path": f"briefs/{NASTY}", "lines": {"begin": 40}}
    assert [row["severity"] for row in rows] == ["major", "major", "minor", "major", "major"]


def command(line: str) -> tuple[str, dict[str, str], str]:
    """What GitHub's runner makes of a line, by the rules of actions/runner ActionCommand."""
    match = re.fullmatch(r"::(\w+) ([^:]*(?:,[^:]*)*)::(.*)", line)
    assert match, line

    def back(text: str, *, inside: bool) -> str:
        if inside:
            text = text.replace("%3A", ":").replace("%2C", ",")
        return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")

    pairs = [part.split("=", 1) for part in match[2].split(",")]
    return (
        match[1],
        {name: back(value, inside=True) for name, value in pairs},
        back(match[3], inside=False),
    )


def test_github_gets_one_command_a_problem_and_reads_back_what_was_meant() -> None:
    lines = write("github", telling()).splitlines()
    assert len(lines) == len(PROBLEMS)
    kind, properties, message = command(lines[1])
    assert kind == "error"
    assert properties == {
        "title": "reportgen unknown-field",
        "file": f"briefs/{NASTY}",
        "line": "40",
        "endLine": "40",
        "col": "5",
        "endColumn": "13",
    }
    hint = "hint: did you mean `qualifier`?"
    assert message == f"Figure has no field `qualifer`\n::error::me, 100%\n{hint}"
    assert command(lines[2])[0] == "warning"
    assert "file" not in command(lines[0])[1]


def test_json_is_one_object_a_line() -> None:
    rows = [json.loads(line) for line in write("json", telling()).splitlines()]
    assert [row["line"] for row in rows] == [None, 40, 7, 9, 12]
    assert (rows[1]["file"], rows[1]["column"], rows[1]["width"]) == (f"briefs/{NASTY}", 5, 8)
    assert rows[0]["hint"] == "write `reports:`"


@pytest.mark.parametrize("form", WRITERS)
def test_every_format_can_be_written_to_a_terminal_of_utf8(form: str) -> None:
    text = write(form, telling())
    assert text.endswith("\n")
    text.encode("utf-8")
    assert "\x1b" not in text


def test_fingerprints_stay_when_lines_move_and_differ_between_problems() -> None:
    before = [found.fingerprint for found in telling().findings()]
    assert before == [found.fingerprint for found in moved(17).findings()]
    assert len(set(before)) == len(PROBLEMS)
    other = telling((problem("no-reports", "something else"),))
    assert next(other.findings()).fingerprint not in before


HOST = Host("https://example.org", "us/briefs", "abc", "12")


def test_the_summary_counts_links_and_names_what_changed() -> None:
    change = Change("one-pager[en]", "data/figures.yaml:46 changed")
    text = summary(telling(), [change], HOST)
    assert "4 errors, 1 warnings, 1 briefs changed" in text
    assert "(https://example.org/us/briefs/blob/abc/briefs/data.yaml#L9)" in text
    assert "one\\-pager\\[en\\]" in text
    assert "(https://example.org/us/briefs/actions/runs/12#artifacts)" in text
    assert "](" not in summary(telling(), [change])  # no host, no link


def test_what_somebody_wrote_makes_no_link_image_or_cell_of_the_summary() -> None:
    evil = "![x](https://example.org/x.png) | <img src=x> `a` [b](c)\n# head"
    found = (problem("unknown-field", evil, Place("a|b](x).yaml", 1), evil),)
    text = summary(telling(found), [Change(evil, evil)], Host())
    assert re.search(r"(?<!\\)[<>`!\[\]()]", text) is None
    rows = [line for line in text.splitlines() if line.startswith("| ") and "img" in line]
    assert [len(re.findall(r"(?<!\\)\|", row)) for row in rows] == [4, 3]


def test_a_summary_stays_far_below_what_github_takes() -> None:
    many = tuple(problem("unknown-field", "x" * 5000, Place("d.yaml", n)) for n in range(1, 5000))
    text = summary(telling(many), [], HOST)
    assert len(text.encode()) < 2**20
    assert f"and {4999 - SHOWN} more" in text


def test_the_made_problems_are_in_no_format_a_second_command() -> None:
    for line in write("github", telling()).splitlines():
        assert shlex.quote(line)  # a line, whole
        assert line.count("::error::me") <= 1
        assert line.startswith(("::error ", "::warning "))


def test_a_place_that_no_host_can_show_is_told_in_the_message() -> None:
    for file in (f"{SHIPPED_PATH}base.html.j2", f"{THEME}ministry/base.html.j2"):
        found = problem("no-title", "it has no title", Place(file, 12), "write one")
        assert (
            json.loads(write("gitlab", telling((found,), "")))[0]["location"]["path"]
            == "reportgen.yaml"
        )
        said = write("github", telling((found,), ""))
        assert ",file=reportgen.yaml,line=1," in said
        assert f"{file}:12: it has no title" in said
        (place,) = json.loads(write("sarif", telling((found,), "")))["runs"][0]["results"][0][
            "locations"
        ]
        assert place["physicalLocation"]["artifactLocation"]["uri"] == "reportgen.yaml"

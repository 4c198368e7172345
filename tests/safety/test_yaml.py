"""Cases of data: every file that is broken or hostile is refused in words, with its line, and soon.

Each runs `reportgen check` on a project of its own, as a person would.
"""

from __future__ import annotations

import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reportgen.cli import main
from reportgen.reading import read_project
from reportgen.shipped import templates_root
from reportgen.world import World
from tests.running import write_project

REPORTS = "languages: [en]\nformats: [html]\nreports:\n  brief: {template: one-pager}\n"
LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9)
)
MERGES = "base: &b {" + ", ".join(f"k{n}: {n}" for n in range(1500)) + "}\nrows:\n" + (
    "  - {<<: *b}\n" * 1500
)  # fmt: skip
SOON = 20  # seconds of work; what it guards against takes minutes


def figures(fields: str) -> str:
    return f"figures:\n  - id: a\n    label: A\n{fields}"


def partners(fields: str) -> str:
    return f"partners:\n  - id: a\n    name: A\n{fields}"


def check(
    folder: Path, data: str | bytes, capsys: pytest.CaptureFixture[str], *more: str
) -> tuple[int, str]:
    write_project(folder, {"reportgen.yaml": REPORTS})
    (folder / "data.yaml").write_bytes(data.encode() if isinstance(data, str) else data)
    start = time.process_time()
    with pytest.raises(SystemExit) as ended:
        main(["check", "-C", str(folder), *more])
    assert time.process_time() - start < SOON
    told = capsys.readouterr().err
    assert "Traceback" not in told
    return int(ended.value.code or 0), told


def read(folder: Path, collection: str) -> Any:
    """The record `a` of a collection as the program holds it."""
    found = read_project(World(folder, templates_root()))
    assert found.project is not None
    return found.project.records[collection]["a"]


# fmt: off
REFUSED = [
    ("yaml-laughs", LAUGHS, "too-many-aliases", 5),
    ("yaml-merge-quadratic", MERGES, "bad-key", 3),
    ("yaml-alias-cycle", "a: &x {self: *x}\n", "too-many-aliases", 1),
    ("yaml-deep-flow", "[" * 5000, "too-deep", 1),
    ("yaml-deep-block", "".join(f"{' ' * n}a:\n" for n in range(3000)), "too-deep", None),
    ("yaml-tag-python:apply", partners("    website: !!python/object/apply:os.system [id]\n"), "yaml-tag", 4),
    ("yaml-tag-python:name", partners("    website: !!python/name:os.system\n"), "yaml-tag", 4),
    ("yaml-tag-other:binary", partners("    website: !!binary aGk=\n"), "yaml-tag", 4),
    ("yaml-tag-other:set", partners("    website: !!set {a}\n"), "yaml-tag", 4),
    ("yaml-tag-other:omap", partners("    website: !!omap [a: 1]\n"), "yaml-tag", 4),
    ("yaml-tag-other:own", partners("    website: !custom x\n"), "yaml-tag", 4),
    ("yaml-tag-other:directive", "%TAG ! tag:x,2000:\n---\npartners: []\n", "yaml-tag", None),
    ("yaml-dup-key", figures("    value: 100\n    value: 999\n"), "duplicate-key", 5),
    ("yaml-underscore-int:underscore", figures("    value: 1_000\n"), "bad-number", 4),
    ("yaml-underscore-int:comma", figures("    value: 1,000\n"), "bad-number", 4),
    ("yaml-underscore-int:mixed", figures("    value: 1.000,50\n"), "bad-number", 4),
    ("yaml-date:slashes", "events:\n  - {id: a, title: A, date: 01/02/2026}\n", "bad-date", 2),
    ("yaml-date:short", "events:\n  - {id: a, title: A, date: 2026-1-2}\n", "bad-date", 2),
    ("yaml-date-impossible", "events:\n  - {id: a, title: A, date: 2026-02-30}\n", "bad-date", 2),
    ("yaml-date-tz", "events:\n  - {id: a, title: A, date: '2026-02-01 00:30:00 +02:00'}\n", "bad-date", 2),
    ("yaml-nan-inf:nan", figures("    value: .nan\n"), "bad-number", 4),
    ("yaml-nan-inf:inf", figures("    value: .inf\n"), "bad-number", 4),
    ("yaml-nan-inf:minus", figures("    value: -.INF\n"), "bad-number", 4),
    ("yaml-nan-inf:word", figures("    value: Infinity\n"), "bad-number", 4),
    ("yaml-nan-inf:power", figures("    value: 1e400\n"), "bad-number", 4),
    ("yaml-huge-int:4000", figures(f"    value: {'9' * 4000}\n"), "bad-number", 4),
    ("yaml-huge-int:5000", figures(f"    value: {'9' * 5000}\n"), "bad-number", 4),
    ("yaml-huge-int:hex", figures(f"    value: 0x{'f' * 2_000_000}\n"), "bad-number", 4),
    ("yaml-sexagesimal-bomb", figures(f"    value: 1{':30' * 40_000}\n"), "bad-number", 4),
    ("yaml-bom:middle", "partners: []\n\ufefffigures: []\n", "control-character", 2),
    ("yaml-utf16:le", partners("").encode("utf-16"), "not-utf-8", 1),
    ("yaml-utf16:be", partners("").encode("utf-16-be"), "not-utf-8", 1),
    ("yaml-latin1", partners("    seat: Genève\n").encode("latin-1"), "not-utf-8", 4),
    ("yaml-latin1:cp1252", partners("    seat: “Genève”\n").encode("cp1252"), "not-utf-8", 4),
    ("yaml-tab", "partners:\n\t- id: a\n", "tab", 2),
    ("yaml-nul", partners("    seat: a\0b\n"), "control-character", 4),
    ("yaml-bidi:raw", partners("    acronym: a\u202eb\n"), "direction-override", 4),
    ("yaml-bidi:escaped", partners('    acronym: "a\\u202eb"\n'), "direction-override", 4),
    ("yaml-unhashable:list", "? [1, 2]\n: x\n", "bad-key", 1),
    ("yaml-unhashable:map", "{{a: 1}: x}\n", "brace-at-start", 1),
    ("yaml-nonstring-key", "partners: []\n1: x\nnull: y\ntrue: z\n", "wrong-type", 2),
    ("yaml-empty:nothing", "", "empty-file", 1),
    ("yaml-empty:comments", "# nothing\n", "empty-file", 1),
    ("yaml-empty:dashes", "---\n", "empty-file", 1),
    ("yaml-empty:null", "null\n", "empty-file", 1),
    ("yaml-multidoc", "partners: []\n---\nfigures: []\n", "several-documents", 2),
    ("yaml-toplevel-list", "- a\n", "wrong-type", 1),
    ("yaml-toplevel-list:scalar", "partners: acme\n", "wrong-type", 1),
    ("yaml-50MB", "partners:\n" + "- {id: a, name: A, acronym: A, seat: Hanoi}\n" * 1_200_000, "too-large", 1),
]
# fmt: on


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [pytest.param(*rest, id=case) for case, *rest in REFUSED],
)
def test_it_is_refused(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    data: str | bytes,
    code: str,
    line: int | None,
) -> None:
    exit_code, told = check(tmp_path, data, capsys)
    assert exit_code == 1
    where = "data.yaml:" if line is None else f"data.yaml:{line}:"
    assert any(text.startswith(where) and f"[{code}]" in text for text in told.splitlines()), told[
        :2000
    ]
    assert len(told) < 20_000


@pytest.mark.parametrize("case", ["yaml-dup-key:both"])
def test_both_lines_of_a_key_that_stands_twice_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], case: str
) -> None:
    _, told = check(tmp_path, figures("    value: 100\n    value: 999\n"), capsys)
    assert "data.yaml:5:" in told
    assert "line 4" in told


# fmt: off
KEPT = [
    ("yaml-norway:country", partners("    acronym: NO\n"), "partners", lambda r: r.acronym.plain == "NO"),
    ("yaml-norway:list", partners("    x-words: [no, NO, on, off, y, Yes]\n"), "partners",
     lambda r: r.extensions["x-words"] == ["no", "NO", "on", "off", "y", "Yes"]),
    ("yaml-key-on", partners("    x-own: {on: 1, yes: 2}\n"), "partners",
     lambda r: r.extensions["x-own"] == {"on": "1", "yes": "2"}),
    ("yaml-octal", partners("    acronym: 0123456\n    x-id: 08001\n    x-code: 0o17\n"), "partners",
     lambda r: (r.acronym.plain, *r.extensions.values()) == ("0123456", "08001", "0o17")),
    ("yaml-sexagesimal", partners("    acronym: 12:30:45\n    x-ratio: 1:30\n"), "partners",
     lambda r: (r.acronym.plain, r.extensions["x-ratio"]) == ("12:30:45", "1:30")),
    ("yaml-date", "events:\n  - {id: a, title: A, date: 2026-02-01}\n", "events",
     lambda r: r.date == "2026-02-01"),
    ("yaml-alias-benign", partners("    x-one: &s {seat: [Hanoi]}\n    x-two: *s\n"), "partners",
     lambda r: r.extensions["x-one"] == r.extensions["x-two"]
     and r.extensions["x-one"] is not r.extensions["x-two"]),
    ("yaml-bom", "\ufeff" + partners("    acronym: ILO\n"), "partners", lambda r: r.acronym.plain == "ILO"),
    ("yaml-crlf", partners("    x-text: |\n      a\n      b\n").replace("\n", "\r\n"), "partners",
     lambda r: r.extensions["x-text"] == "a\nb\n"),
    ("yaml-crlf:cr", partners("    x-text: |\n      a\n      b\n").replace("\n", "\r"), "partners",
     lambda r: r.extensions["x-text"] == "a\nb\n"),
    ("yaml-huge-int:exact", figures(f"    value: {'9' * 40}\n"), "figures",
     lambda r: r.value == Decimal("9" * 40)),
]
# fmt: on


@pytest.mark.parametrize(
    ("data", "collection", "holds"),
    [pytest.param(*rest, id=case) for case, *rest in KEPT],
)
def test_it_stays_what_was_written(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    data: str,
    collection: str,
    holds: Any,
) -> None:
    exit_code, told = check(tmp_path, data, capsys)
    assert exit_code == 0, told
    assert holds(read(tmp_path, collection))

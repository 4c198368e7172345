"""Cases of ids, references and output paths: each is told where it is written, before anything is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.running import reportgen, write_project

LONG = "Chương trình " * 30
PROGRAMME = "- {{id: {id}, title: {title}, {more}}}\n"
EACH = (
    "languages: [en]\nformats: [html]\nreports:\n"
    "  sheet: {{template: programme-sheet, each: programmes, output: '{output}'}}\n"
)


def project(folder: Path, configuration: str = "", **files: str) -> Path:
    base = "languages: [en]\nformats: [html]\nreports:\n  brief: {template: one-pager}\n"
    data = {f"data/{name.replace('__', '.')}.yaml": text for name, text in files.items()}
    return write_project(folder, {"reportgen.yaml": configuration or base, **data})


# fmt: off
REFUSED = [
    ("ref-unknown", {"partners": "- {id: acme, name: A}\n",
                     "programmes": "- id: p\n  title: P\n  participants:\n    - {partner: acme-x, role: funding}\n"},
     "data/programmes.yaml:4:", "unknown-reference", "did you mean `acme`?"),
    ("ref-cycle", {"programmes": "- {id: a, title: A, parent: b}\n- {id: b, title: B, parent: c}\n- {id: c, title: C, parent: a}\n"},
     "data/programmes.yaml:1:", "parent-cycle", "a -> b -> c -> a"),
    ("ref-cycle:self", {"programmes": "- {id: a, title: A, parent: a}\n"}, "data/programmes.yaml:1:", "parent-cycle", "a -> a"),
    ("ref-dup-id", {"partners": "- {id: a, name: A}\n", "partners/more": "- {id: a, name: B}\n"},
     "data/partners.yaml:1:", "duplicate-id", "data/partners/more.yaml:1"),
    *[(f"ref-id-traversal:{n}", {"partners": f"- {{id: '{id_}', name: A}}\n"}, "data/partners.yaml:1:", "bad-id", "")
      for n, id_ in enumerate(["../../etc/x", "/etc/x", "..\\..\\x", ".", "..", "a/b", "-x", "x.pdf", "con:"])],
    ("ref-id-url-encoded", {"partners": "- {id: '%2e%2e%2fx', name: A}\n"}, "data/partners.yaml:1:", "bad-id", ""),
    ("ref-id-url-encoded:nul", {"partners": "- {id: 'a%00b', name: A}\n"}, "data/partners.yaml:1:", "bad-id", ""),
    ("ref-type-confusion:list", {"people": "- {id: an, name: An, partner: [acme]}\n"}, "data/people.yaml:1:", "", ""),
    ("ref-type-confusion:number", {"people": "- {id: an, name: An, partner: 5}\n"}, "data/people.yaml:1:", "", ""),
]
# fmt: on


@pytest.mark.parametrize(
    ("files", "where", "code", "says"),
    [pytest.param(*rest, id=case) for case, *rest in REFUSED],
)
def test_it_is_refused(
    tmp_path: Path, files: dict[str, str], where: str, code: str, says: str
) -> None:
    told = reportgen(project(tmp_path, **files), "build", code=1).stderr
    assert "Traceback" not in told
    assert any(line.startswith(where) and f"[{code}" in line for line in told.splitlines()), told
    assert says in told
    assert not list((tmp_path / "build").rglob("*.html"))


@pytest.mark.parametrize(
    ("output", "records"),
    [
        pytest.param(
            "sheet", "- {id: a, title: A}\n- {id: b, title: B}\n", id="ref-output-collision"
        ),
        pytest.param("{id}", "- {id: a, title: A}\n", id="ref-output-collision:folder"),
    ],
)
def test_two_outputs_of_one_path_are_refused(tmp_path: Path, output: str, records: str) -> None:
    settings = EACH.format(output=output)
    if "{id}" in output:  # one output is the folder of another
        settings += "  other: {template: one-pager, output: 'a.html/x'}\n"
    told = reportgen(project(tmp_path, settings, programmes=records), "build", code=1).stderr
    assert "error[output-collision]" in told
    assert "Traceback" not in told
    assert not list((tmp_path / "build").rglob("*.html"))


NAMES = ["a/b", "nul", "a\\b", "a:b", "a*b?", 'a"b', "<a>|b", "-rf", ".hidden", "dot.", "blank ", "CON", "..", "a\tb"]  # fmt: skip


@pytest.mark.parametrize("case", ["ref-name-chars"])
def test_a_path_made_of_titles_is_a_safe_one_or_refused(tmp_path: Path, case: str) -> None:
    rows = "".join(
        f"- id: p{number}\n  title: {name!r}\n".replace("'", '"') if '"' not in name else
        f"- id: p{number}\n  title: '{name}'\n"
        for number, name in enumerate(NAMES)
    ).replace("a\\b", "a\\\\b")  # fmt: skip
    settings = EACH.format(output="{title}")
    folder = project(tmp_path, settings, programmes=rows)
    ran = reportgen(folder, "build", code=1)
    assert "Traceback" not in ran.stderr
    assert "error[bad-output]" in ran.stderr
    assert not list((tmp_path / "build").rglob("*.html"))
    assert not (tmp_path.parent / "b.html").exists()


@pytest.mark.parametrize(
    "title",
    [pytest.param("a" * 300, id="ref-name-long"), pytest.param("🇻" * 64, id="ref-name-long:wide")],
)
def test_a_long_name_is_no_crash(tmp_path: Path, title: str) -> None:
    rows = f"- {{id: p, title: {title}}}\n"
    folder = project(tmp_path, EACH.format(output="{title}"), programmes=rows)
    told = reportgen(folder, "build", code=1).stderr
    assert "Traceback" not in told
    assert "error[bad-output]" in told


@pytest.mark.parametrize("case", ["ref-deep-chain"])
def test_a_chain_of_parents_is_walked_without_recursion(tmp_path: Path, case: str) -> None:
    rows = "- {id: p0, title: P}\n" + "".join(
        f"- {{id: p{n}, title: P, parent: p{n - 1}}}\n" for n in range(1, 5000)
    )
    folder = project(tmp_path, programmes=rows)
    assert "Traceback" not in reportgen(folder, "build").stderr
    assert (tmp_path / "build" / "en" / "brief.html").exists()

"""`reportgen new`: every kind, in every form of project, checks clean and changes nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reportgen.building.adding import KINDS, new_record, write_record
from reportgen.building.pipeline import check
from reportgen.building.scaffolds import scaffold
from reportgen.cli.new import KINDS as OFFERED
from reportgen.problems import ProblemsError, format_problem
from reportgen.shipped import templates_root
from tests.running import reportgen, write_project

CONFIGURATION = """\
languages: [en, vi]   # as it is
reports:
  one-pager: {template: one-pager}

checks: {typed-figure: off}
"""
ONE_FILE = {
    "reportgen.yaml": CONFIGURATION,
    "data.yaml": "# All data\npartners:\n  - id: ilo\n    name: ILO\n  # of ilo\n\nfigures:\n",
}
FOLDER = {
    "reportgen.yaml": CONFIGURATION,
    "data/partners.yaml": "- id: ilo\n  name: ILO",
    "data/programmes.yaml": "defaults: {type: project}\nrecords:\n- {id: a, title: A}\nx-a: 1\n",
    "data/agreements/a.yaml": "id: a\ntitle: A\n",
    "data/texts/purpose.en.md": "A.\n",
    "data/texts/purpose.vi.md": "A.\n",
}
SINGLE = {
    "reportgen.yaml": "reports:\n  one-pager: {template: one-pager}\n",
    "data/partners.yaml": "id: ilo\nname: ILO\n",
    "data/texts.yaml": "- {id: purpose, en: A.}\n",
}
PROJECTS = {"one file": ONE_FILE, "a folder": FOLDER, "single records": SINGLE}


def told(folder: Path) -> list[str]:
    return [format_problem(found) for found in check(folder).problems]


def add(folder: Path, kind: str, id_: str, template: str | None = None) -> dict[str, str]:
    """What is added, by path; written."""
    template = template or ("country-brief" if kind == "report" else None)
    files = new_record(folder, kind, id_, template)
    write_record(folder, files)
    for file in files:
        lines = (folder / file.path).read_text("utf-8").splitlines()
        assert lines[file.line - 1].strip(), "the line that is told is one of the new ones"
    return {file.path: file.added for file in files}


def codes(error: pytest.ExceptionInfo[ProblemsError]) -> list[str]:
    return [found.code for found in error.value.problems]


NEW = {"text": "next-step"}
"""The ids of new records for which not every id will do: a text goes by the place it fills."""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", PROJECTS)
def test_every_kind_checks_clean_in_every_project(tmp_path: Path, name: str, kind: str) -> None:
    before = PROJECTS[name]
    write_project(tmp_path, before)
    id_ = NEW.get(kind, "new-one")
    add(tmp_path, kind, id_)
    assert told(tmp_path) == []
    project = check(tmp_path).project
    assert project is not None
    collection = KINDS[kind]
    known = project.configuration.reports if collection is None else project.records[collection]
    assert id_ in known
    # A second one goes to the same place, after the first.
    added = add(tmp_path, kind, "one-pager-next-step" if kind == "text" else "null")
    assert told(tmp_path) == []
    assert len(added) == (2 if kind == "text" and name == "a folder" else 1)
    for path, text in before.items():
        left = (tmp_path / path).read_text("utf-8")
        assert [line for line in text.splitlines() if line not in left.splitlines()] == []


@pytest.mark.parametrize(
    ("name", "kind", "paths"),
    [
        ("one file", "partner", ["data.yaml"]),
        ("one file", "programme", ["data.yaml"]),
        ("one file", "text", ["data.yaml"]),
        ("a folder", "partner", ["data/partners.yaml"]),
        ("a folder", "figure", ["data/figures.yaml"]),
        ("a folder", "agreement", ["data/agreements/new-one.yaml"]),
        ("a folder", "text", ["data/texts/new-one.en.md", "data/texts/new-one.vi.md"]),
        ("a folder", "report", ["reportgen.yaml"]),
        ("single records", "partner", ["data/partners/new-one.yaml"]),
        ("single records", "text", ["data/texts.yaml"]),
    ],
)
def test_a_record_goes_where_its_like_is(
    tmp_path: Path, name: str, kind: str, paths: list[str]
) -> None:
    write_project(tmp_path, PROJECTS[name])
    assert list(add(tmp_path, kind, "new-one")) == paths


def test_a_new_file_names_its_schema_which_is_there(tmp_path: Path) -> None:
    write_project(tmp_path, FOLDER)
    for kind, id_ in (("figure", "a"), ("agreement", "b")):
        ((path, added),) = add(tmp_path, kind, id_).items()
        match = re.match(r"# yaml-language-server: \$schema=(\S+)\n", added)
        assert match is not None
        assert (tmp_path / path).parent.joinpath(match[1]).is_file()


def test_an_id_that_is_taken_is_refused_with_its_place(tmp_path: Path) -> None:
    write_project(tmp_path, {**FOLDER, "data.yaml": "figures: [{id: f, label: F, value: 1}]\n"})
    taken = {"partner": "ilo", "programme": "a", "agreement": "a", "figure": "f"}
    for kind, id_ in {**taken, "text": "purpose", "report": "one-pager"}.items():
        with pytest.raises(ProblemsError) as error:
            new_record(tmp_path, kind, id_)
        assert codes(error) == ["duplicate-id"]
        assert error.value.problems[0].place is not None


@pytest.mark.parametrize("id_", ["ILO", "a b", "../a", "", "-a", "a" * 65, "a\n"])
def test_an_id_that_cannot_be_used_is_refused(tmp_path: Path, id_: str) -> None:
    write_project(tmp_path, FOLDER)
    for kind in KINDS:
        with pytest.raises(ProblemsError) as error:
            new_record(tmp_path, kind, id_, "country-brief")
        assert codes(error) == ["bad-id"]


def test_a_list_in_brackets_is_left_to_the_user(tmp_path: Path) -> None:
    flow = {"data/partners.yaml": "[{id: ilo, name: ILO}]\n"}
    report = {"reportgen.yaml": "reports: {one-pager: {template: one-pager}}\n"}
    write_project(tmp_path, {**FOLDER, **flow, **report})
    for kind in ("partner", "report"):
        with pytest.raises(ProblemsError) as error:
            new_record(tmp_path, kind, "new-one", "one-pager" if kind == "report" else None)
        assert codes(error) == ["cannot-add"]


def test_an_empty_file_is_filled(tmp_path: Path) -> None:
    write_project(tmp_path, {**FOLDER, "data/figures.yaml": "# Figures\n"})
    ((path, added),) = add(tmp_path, "figure", "new-one").items()
    assert (tmp_path / path).read_text("utf-8") == "# Figures\n" + added
    assert told(tmp_path) == []


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    write_project(tmp_path, {**FOLDER, "data/partners.yaml": "- id: [\n"})
    with pytest.raises(ProblemsError) as error:
        new_record(tmp_path, "partner", "new-one")
    assert codes(error) == ["yaml-syntax"]


def test_a_report_for_each_record_gets_their_names(tmp_path: Path) -> None:
    write_project(tmp_path, FOLDER)
    (added,) = add(tmp_path, "report", "profiles", "partner-profile").values()
    assert "each: partners" in added
    assert 'vi: "{name}"' in added
    (added,) = add(tmp_path, "report", "partner-profile").values()
    assert told(tmp_path) == []
    (added,) = add(tmp_path, "report", "brief").values()
    assert "each:" not in added
    assert "vi: Brief" in added


def test_a_template_that_is_not_there_is_answered_with_the_nearest(tmp_path: Path) -> None:
    write_project(tmp_path, FOLDER)
    with pytest.raises(ProblemsError) as error:
        new_record(tmp_path, "report", "brief", "contry-brief")
    assert codes(error) == ["unknown-template"]
    assert error.value.problems[0].hint == "did you mean `country-brief`?"
    assert error.value.problems[0].place is None


UNCOMMENT = re.compile(r"^(\s*)# ((?:  )*(?:- )?[a-z_]+:.*)$")


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_that_a_scaffold_explains_is_one(tmp_path: Path, kind: str) -> None:
    """With every comment taken away, all that is wrong is that its examples are not there."""
    write_project(tmp_path, {**ONE_FILE, "data.yaml": "dataset:\n  title: A\n"})
    id_ = NEW.get(kind, "new-one")
    add(tmp_path, kind, id_, "partner-profile" if kind == "report" else None)
    path = tmp_path / ("reportgen.yaml" if kind == "report" else "data.yaml")
    lines = path.read_text("utf-8").splitlines()
    open_ = [UNCOMMENT.sub(r"\1\2", line) for line in lines]
    assert open_ != lines
    path.write_text("\n".join(open_) + "\n", "utf-8")
    found = [problem.code for problem in check(tmp_path).problems]
    assert set(found) <= {"unknown-reference"}, told(tmp_path)


def test_every_scaffold_is_for_a_kind() -> None:
    names = {path.stem for path in (templates_root() / "scaffolds").iterdir() if path.is_file()}
    assert names == set(KINDS) == set(OFFERED)


def test_lines_of_a_language_are_repeated_with_what_is_below_them() -> None:
    text = scaffold("text.yaml", ("en", "vi"), {"id": "a", "name": "B"})
    assert text.endswith("  en: |\n    B: write this text.\n  vi: |\n    B: write this text.\n")
    assert "$" not in text


def test_the_command_writes_and_tells_where(tmp_path: Path) -> None:
    write_project(tmp_path, FOLDER)
    before = (tmp_path / "data/partners.yaml").read_text("utf-8")
    dry = reportgen(tmp_path, "new", "partner", "adb", "--dry-run")
    assert (tmp_path / "data/partners.yaml").read_text("utf-8") == before
    assert dry.stdout.startswith("data/partners.yaml:4\n+\n+ - id: adb\n")
    ran = reportgen(tmp_path, "new", "partner", "adb")
    assert ran.stdout == "data/partners.yaml:4\n"
    after = (tmp_path / "data/partners.yaml").read_text("utf-8")
    assert after.startswith(before + "\n\n- id: adb\n")
    assert "no problems" in reportgen(tmp_path, "check").stderr


def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    write_project(tmp_path, FOLDER)
    told_ = reportgen(tmp_path, "new", "partner", "ilo", code=1).stderr
    assert "data/partners.yaml:1:7: error[duplicate-id]: partners already has `ilo`" in told_
    reportgen(tmp_path, "new", "partner", "adb", "--template", "one-pager", code=2)
    reportgen(tmp_path, "new", "statement", "adb", code=2)
    assert "error[no-project]" in reportgen(tmp_path / "data", "new", "partner", "a", code=1).stderr


TYPE = ["templates/dialogue.html.j2", "templates/dialogue.yaml", "reportgen.yaml"]


@pytest.mark.parametrize("name", PROJECTS)
def test_a_new_type_of_report_checks_clean_in_every_project(tmp_path: Path, name: str) -> None:
    write_project(tmp_path, PROJECTS[name])
    files = new_record(tmp_path, "report", "dialogue")
    write_record(tmp_path, files)
    assert set(TYPE) < {file.path for file in files}
    result = check(tmp_path)
    assert told(tmp_path) == []
    assert result.project is not None
    assert "dialogue-purpose" in result.project.records["texts"]
    assert {job.report for job in result.plan.jobs} == {"one-pager", "dialogue"}
    for file in files:
        assert "$" not in (tmp_path / file.path).read_text("utf-8").replace("$schema", "")


def test_a_text_that_is_there_is_the_text_of_the_new_type(tmp_path: Path) -> None:
    text = {f"data/texts/dialogue-purpose.{tongue}.md": "A.\n" for tongue in ("en", "vi")}
    write_project(tmp_path, {**FOLDER, **text})
    assert [file.path for file in new_record(tmp_path, "report", "dialogue")] == TYPE


@pytest.mark.parametrize(
    ("name", "there", "says"),
    [
        ("country-brief", {}, "there is a template `country-brief` already: shipped country-brief"),
        ("base", {}, "there is a template `base` already: shipped base"),
        ("own", {"templates/own.html.j2": "x"}, "`own` already: templates/own.html.j2"),
        ("own", {"templates/own.yaml": "title: A\n"}, "templates/own.yaml is there"),
    ],
)
def test_a_new_type_takes_no_template_s_place(
    tmp_path: Path, name: str, there: dict[str, str], says: str
) -> None:
    write_project(tmp_path, {**FOLDER, **there})
    with pytest.raises(ProblemsError) as error:
        new_record(tmp_path, "report", name)
    assert codes(error) == ["template-exists"]
    (found,) = error.value.problems
    assert says in found.message
    # A skeleton is no report: nothing is offered that would be refused.
    assert ("--template" in (found.hint or "")) == (name == "country-brief")
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {*FOLDER, *there}

"""From reports to jobs: which records, languages and files, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from reportgen.model.project import Job, Project
from reportgen.planning import plan
from reportgen.problems import Problem
from reportgen.wanted import Wanted
from tests.small import small_project

RECORDS: dict[str, list[dict[str, Any]]] = {
    "partners": [
        {"id": "ilo", "name": {"en": "Labour", "vi": "Lao động"}, "acronym": "ILO",
         "type": "multilateral", "groups": ["un"]},
        {"id": "wb", "name": "World Bank", "acronym": "WB/IBRD", "type": "multilateral"},
        {"id": "jp", "name": "Japan", "type": "country", "country": "JP"},
        {"id": "spy", "name": "Spy", "type": "multilateral", "audience": "internal"},
    ],
    # The bank's membership is written on the side of the group.
    "groups": [{"id": "un", "title": "UN", "complete": "false"}, {"id": "ifi", "title": "IFI", "members": ["wb"]}],
    "programmes": [{"id": "p", "title": "P", "partners": ["jp"], "period": "2022/2026", "sdgs": ["8"]}],
}  # fmt: skip
MEETINGS: list[dict[str, Any]] = [
    {"id": "one", "title": "M", "date": "2024-05-01", "tags": ["a", "b"]},
    {"id": "two", "title": "M", "date": "2024-05-01"},
    {"id": "three", "title": "M", "audience": "internal"},
]


def project(reports: dict[str, Any], **settings: Any) -> Project:
    full = {name: {"template": "brief", **report} for name, report in reports.items()}
    return small_project(
        RECORDS, own={"meetings": MEETINGS}, configuration={"reports": full, **settings}
    )


def planned(reports: dict[str, Any], wanted: Wanted | None = None, **settings: Any) -> list[Job]:
    made, problems = plan(project(reports, **settings), wanted)
    assert problems == ()
    return list(made.jobs)


def refused(reports: dict[str, Any], wanted: Wanted | None = None, **settings: Any) -> Problem:
    _, problems = plan(project(reports, **settings), wanted)
    assert len(problems) == 1, problems
    return problems[0]


def paths(jobs: list[Job]) -> list[str]:
    return [output.path for job in jobs for output in job.outputs]


def ids(jobs: list[Job]) -> list[str | None]:
    return [job.record for job in jobs if job.language == jobs[0].language]


def test_reports_languages_and_formats() -> None:
    jobs = planned({"a": {}, "b": {"languages": ["vi"], "formats": ["pdf"]}})
    assert paths(jobs) == ["en/a.html", "en/a.pdf", "vi/a.html", "vi/a.pdf", "vi/b.pdf"]
    assert [job.name for job in jobs] == ["a[en]", "a[vi]", "b[vi]"]
    assert paths(planned({"a": {}}, formats=["html"], languages=["vi"])) == ["vi/a.html"]


def test_a_plan_carries_the_date_of_its_edition() -> None:
    made, _ = plan(project({"a": {}}), None, date(2024, 4, 24))
    assert made.as_of == date(2024, 4, 24)


@pytest.mark.parametrize(
    ("wanted", "made"),
    [
        (Wanted(reports=("b",)), ["en/b.html", "en/b.pdf", "vi/b.html", "vi/b.pdf"]),
        (Wanted(("a",), ("vi",)), ["vi/a.html", "vi/a.pdf"]),
        (Wanted(("a",), ("vi",), ("pdf",)), ["vi/a.pdf"]),
    ],
)
def test_wanted_chooses(wanted: Wanted, made: list[str]) -> None:
    assert paths(planned({"a": {}, "b": {}}, wanted)) == made


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ({}, ["ilo", "wb", "jp"]),
        ({"type": "country"}, ["jp"]),
        ({"type": ["country", "multilateral"]}, ["ilo", "wb", "jp"]),
        ({"type": "multilateral", "acronym": "ILO"}, ["ilo"]),
        ({"type": "country", "acronym": "ILO"}, []),
        ({"name": "Lao động"}, ["ilo"]),
        ({"country": "JP"}, ["jp"]),
        ({"id": ["jp", "ilo"]}, ["ilo", "jp"]),
        # Both sides of a membership, and relations that nobody writes.
        ({"groups": ["un"]}, ["ilo"]),
        ({"groups": ["un", "ifi"]}, ["ilo", "wb"]),
        ({"programmes": ["p"]}, ["jp"]),
    ],
)
def test_where(where: dict[str, Any], found: list[str]) -> None:
    assert ids(planned({"a": {"each": "partners", "where": where}})) == found


@pytest.mark.parametrize(
    ("each", "where", "found"),
    [
        ("groups", {"complete": "false"}, ["un"]),
        ("groups", {"members": "wb"}, ["ifi"]),
        ("programmes", {"sdgs": "8"}, ["p"]),
        ("meetings", {"tags": "b"}, ["one"]),
        ("meetings", {"date": "2024-05-01"}, ["one", "two"]),
        ("meetings", {"tags": "c"}, []),
    ],
)
def test_where_on_other_collections(each: str, where: dict[str, Any], found: list[str]) -> None:
    jobs = planned({"a": {"each": each, "where": where, "languages": ["en"]}})
    assert [job.record for job in jobs] == found


def test_where_of_the_command_narrows_that_of_the_report() -> None:
    reports = {"a": {"each": "partners", "where": {"type": "multilateral"}}}
    assert ids(planned(reports, Wanted(where={"groups": ["ifi", "un"]}))) == ["ilo", "wb"]
    assert ids(planned(reports, Wanted(where={"groups": ["ifi"]}))) == ["wb"]


@pytest.mark.parametrize(
    ("where", "message", "hint"),
    [
        ({"type": ["country"]}, "whose 'type' is 'country'", "`multilateral`"),
        ({"id": ["nobody"]}, "whose 'id' is 'nobody'", "`ilo`"),
        ({"groups": ["ifi", "unn"]}, "whose 'groups' is 'unn'", "`un`"),
        ({"groups": ["ifi"], "id": ["ilo"]}, "no record fulfils all conditions", "leave one"),
    ],
)
def test_where_that_no_brief_fulfils_is_told(
    where: dict[str, list[str]], message: str, hint: str
) -> None:
    reports = {"a": {"each": "partners", "where": {"type": "multilateral"}}, "b": {}}
    _, problems = plan(project(reports), Wanted(where=where))
    (found,) = problems
    assert found.code == "bad-where"
    assert message in found.message
    assert hint in (found.hint or "")


def test_where_reads_the_code_of_a_list_as_its_word() -> None:
    reports = {"a": {"each": "partners"}}
    by_word = ids(planned(reports, Wanted(where={"type": ["multilateral"]})))
    assert by_word
    assert ids(planned(reports, Wanted(where={"type": ["40"]}))) == by_word


def test_where_of_the_command_leaves_reports_without_records_alone() -> None:
    reports = {"a": {"each": "partners"}, "b": {}}
    jobs = planned(reports, Wanted(where={"country": ["JP"]}))
    assert {job.name for job in jobs} == {"a[jp, en]", "a[jp, vi]", "b[en]", "b[vi]"}


def test_internal_records_have_internal_briefs_only() -> None:
    public = {"each": "partners", "where": {"type": "multilateral"}}
    assert ids(planned({"a": public})) == ["ilo", "wb"]
    assert ids(planned({"a": {**public, "audience": "internal"}})) == ["ilo", "wb", "spy"]
    assert ids(planned({"a": public}, audience="internal")) == ["ilo", "wb", "spy"]
    assert ids(planned({"a": {"each": "meetings"}})) == ["one", "two"]


@pytest.mark.parametrize(
    ("report", "made"),
    [
        ({}, "en/a.html"),
        ({"output": "x/y"}, "en/x/y.html"),
        ({"output": "Báo-cáo_1.2~x"}, "en/Báo-cáo_1.2~x.html"),
        ({"each": "programmes"}, "en/a/p.html"),
        ({"each": "programmes", "output": "programmes/{id}"}, "en/programmes/p.html"),
        ({"each": "programmes", "output": "{title}-{id}"}, "en/P-p.html"),
        ({"each": "partners", "where": {"id": "wb"}, "output": "{acronym}"}, "en/WB-IBRD.html"),
        ({"each": "meetings", "where": {"id": "one"}, "output": "m/{date}-{id}"}, "en/m/2024-05-01-one.html"),
    ],
)  # fmt: skip
def test_output_patterns(report: dict[str, Any], made: str) -> None:
    assert paths(planned({"a": report}))[0] == made


@pytest.mark.parametrize(
    "report",
    [
        {"output": "../x"},
        {"output": "/x"},
        {"output": "x/../y"},
        {"output": "x//y"},
        {"output": "x/"},
        {"output": ".hidden"},
        {"output": "C:\\x"},
        {"output": "a\\b"},
        {"output": "a\x00b"},
        {"output": "-x"},
        {"output": ""},
        {"output": "{id}"},
        {"each": "partners", "where": {"id": "jp"}, "output": "{acronym}"},
        {"each": "partners", "where": {"id": "jp"}, "output": "{nobody}"},
        {"each": "partners", "where": {"id": "wb"}, "output": "{name}"},
    ],
)
def test_a_pattern_that_gives_no_path_is_refused(report: dict[str, Any]) -> None:
    found = refused({"a": report})
    assert found.code == "bad-output"
    assert f"'{report['output']}' gives no path" in found.message


def test_a_name_of_a_report_that_is_no_path_is_refused() -> None:
    found = refused({"my report": {}})
    assert (found.code, "'my report'" in found.message) == ("bad-output", True)


@pytest.mark.parametrize(
    ("first", "second", "path"),
    [
        ({}, {"output": "a"}, "en/a.html"),
        ({"output": "Same"}, {"output": "same"}, "en/same.html"),
        ({"output": "x/É"}, {"output": "X/e\u0301"}, "en/X/é.html"),
        ({"output": "STRASSE"}, {"output": "straße"}, "en/straße.html"),
    ],
)
def test_two_jobs_for_one_file_are_refused(
    first: dict[str, Any], second: dict[str, Any], path: str
) -> None:
    _, problems = plan(project({"a": first, "b": second}, languages=["en"], formats=["html"]))
    (found,) = problems
    assert found.code == "output-collision"
    assert found.message == f"a[en] and b[en] would both write {path}"


def test_fields_with_letters_and_loose_marks_make_paths_of_one_form() -> None:
    rows = [{"id": "a", "title": "e\u0301"}, {"id": "b", "title": "é"}]
    reports = {"r": {"template": "brief", "each": "own", "output": "{title}", "languages": ["en"]}}
    _, problems = plan(small_project(own={"own": rows}, configuration={"reports": reports}))
    assert [found.message for found in problems] == [
        f"r[a, en] and r[b, en] would both write en/é.{format_}" for format_ in ("html", "pdf")
    ]


def test_two_records_for_one_file_are_refused_and_formats_do_not_collide() -> None:
    reports = {
        "a": {"each": "meetings", "output": "{date}", "where": {"title": "M", "id": ["one", "two"]}}
    }
    _, problems = plan(project(reports, languages=["en"]))
    assert [found.code for found in problems] == ["output-collision"] * 2
    assert planned({"a": {"formats": ["html"]}, "b": {"output": "a", "formats": ["pdf"]}})


@pytest.mark.parametrize(
    ("wanted", "code", "message", "hint"),
    [
        (Wanted(reports=("brieff",)), "unknown-report", "there is no report 'brieff'", "`brief`"),
        (Wanted(languages=("fr",)), "bad-option", "no report is made in 'fr'", "`en`, `vi`"),
        (Wanted(parameters={"leed": "x"}), "unknown-parameter", "no report takes 'leed'", "`lead`"),
        (Wanted(where={"grups": ["un"]}), "bad-where", "no report has records with a field 'grups'", "`groups`"),
    ],
)  # fmt: skip
def test_what_does_not_exist_is_told_with_what_is_near(
    wanted: Wanted, code: str, message: str, hint: str
) -> None:
    parameters = {"lead": {"type": "text", "description": "d"}}
    given = small_project(
        RECORDS,
        configuration={
            "reports": {
                "brief": {"template": "brief"},
                "each": {"template": "brief", "each": "partners"},
            }
        },
        manifests={"brief": {"title": "B", "parameters": parameters}},
    )
    _, problems = plan(given, wanted)
    (found,) = problems
    assert (found.code, found.message) == (code, message)
    assert hint in (found.hint or "")


def test_a_language_of_one_report_is_known() -> None:
    jobs = planned({"a": {}, "b": {"languages": ["fr"]}}, Wanted(languages=("fr",)))
    assert [job.name for job in jobs] == ["b[fr]"]


def test_parameters_go_to_the_reports_that_declare_them() -> None:
    manifests: dict[str, dict[str, Any]] = {
        "brief": {"title": "B", "parameters": {"lead": {"type": "text", "description": "d"}}},
        "plain": {"title": "P"},
    }
    reports = {"a": {"template": "brief"}, "b": {"template": "plain"}}
    given = small_project(configuration={"reports": reports}, manifests=manifests)
    made, problems = plan(given, Wanted(languages=("en",), parameters={"lead": "x"}))
    assert problems == ()
    assert {job.report: job.parameters for job in made.jobs} == {"a": (("lead", "x"),), "b": ()}

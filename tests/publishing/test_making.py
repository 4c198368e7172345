from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.building.locking import locked
from reportgen.publishing.releasing import release
from reportgen.wanted import Options
from tests.publishing.press import (
    CONFIGURATION,
    PARTNERS,
    archived,
    check_readers,
    ledger,
    made,
    project,
    readers,
    shown,
    wake,
    world,
)

MONDAY = "2026-11-02T09:00+07:00"
NEXT = "2026-11-09T09:00+07:00"
NEWS, SHEET = ("news", "2026-11-01T0600"), ("sheet", "2026-11-02T0600")
BROKEN = PARTNERS.replace("name: Ben", "name: Ben, acronym: BROKEN")
ONLY_SHEET = """\
languages: [en]
formats: [html]
publish: {{to: site, ledger: ledger{keep}}}
reports:
  sheet: {{template: sheet, each: partners, schedule: {{cron: daily, {schedule}}}}}
"""


def only_sheet(folder: Path, schedule: str = "catch_up: all", keep: str = "") -> Path:
    return project(folder, ONLY_SHEET.format(schedule=schedule, keep=keep))


def breaking(folder: Path) -> None:
    """From now on the brief of every partner that is BROKEN fails, and no other."""
    page = (folder / "templates/sheet.html.j2").read_text("utf-8")
    trap = "{% if record.acronym == 'BROKEN' %}{{ 1 // 0 }}{% endif %}"
    (folder / "templates/sheet.html.j2").write_text(page.replace("<h1>", trap + "<h1>"), "utf-8")


def test_the_first_run_publishes_the_slots_that_are_over(folder: Path) -> None:
    outcome = wake(folder, MONDAY)
    assert outcome.problems == ()
    assert made(outcome) == [(*NEWS, "published"), (*SHEET, "published")]
    assert shown(folder) == {
        "en/news.html": "2026-11-01",
        "en/sheet/a.html": "2026-11-02",
        "en/sheet/b.html": "2026-11-02",
    }
    assert b"en/sheet/b.html" in readers(folder)["index.html"]
    check_readers(folder)


def test_a_second_run_finds_nothing_due_and_writes_nothing(folder: Path) -> None:
    wake(folder, MONDAY)
    before, number = readers(folder), ledger(folder).number
    outcome = wake(folder, "2026-11-02T15:00+07:00")
    assert (outcome.due, outcome.editions, outcome.problems) == (0, (), ())
    assert readers(folder) == before
    assert ledger(folder).number == number


def test_only_what_is_due_is_built(folder: Path) -> None:
    wake(folder, MONDAY)
    outcome = wake(folder, NEXT)
    assert made(outcome) == [("sheet", "2026-11-09T0600", "published")]
    assert shown(folder)["en/news.html"] == "2026-11-01"
    assert shown(folder)["en/sheet/a.html"] == "2026-11-09"
    assert archived(folder) == sorted(
        ["news/2026-11-01T0600", "sheet/2026-11-02T0600", "sheet/2026-11-09T0600"]
    )
    check_readers(folder)


def test_the_reports_that_are_named_are_published(folder: Path) -> None:
    assert made(wake(folder, MONDAY, "news")) == [(*NEWS, "published")]
    assert made(wake(folder, MONDAY)) == [(*SHEET, "published")]
    check_readers(folder)


def test_a_late_run_makes_the_edition_of_its_slot(folder: Path, tmp_path: Path) -> None:
    """The bytes of a run in time and of one eleven days late, in another place, are the same."""
    wake(folder, "2026-11-01T06:00+07:00", "news")
    late = project(tmp_path / "late")
    wake(late, "2026-11-12T23:59+07:00", "news")
    path = "editions/news/2026-11-01T0600/en/news.html"
    assert readers(late)[path] == readers(folder)[path]


def test_build_keeps_the_newest_edition(folder: Path) -> None:
    only_sheet(folder)
    wake(folder, "2026-11-02T09:00Z")
    outcome = wake(folder, "2026-11-05T09:00Z")
    assert [slot[-7:] for _, slot, _ in made(outcome)] == ["03T0600", "04T0600", "05T0600"]
    assert b"as of 2026-11-05" in (folder / "build/en/sheet/a.html").read_bytes()
    assert shown(folder)["en/sheet/a.html"] == "2026-11-05"
    check_readers(folder)


def test_all_is_published_or_nothing(folder: Path) -> None:
    wake(folder, MONDAY)
    before, number = readers(folder), ledger(folder).number
    breaking(folder)
    (folder / "data/partners.yaml").write_text(BROKEN, "utf-8")
    outcome = wake(folder, "2026-12-07T09:00+07:00")
    assert [found.code for found in outcome.problems] == ["template-error"]
    assert (outcome.due, outcome.editions) == (2, ())  # the news, that could be built, waits, too
    assert readers(folder) == before
    assert ledger(folder).number == number
    assert not (folder / "ledger/staged").exists()
    (folder / "data/partners.yaml").write_text(PARTNERS, "utf-8")
    mended = wake(folder, "2026-12-07T15:00+07:00")
    assert made(mended) == [
        ("news", "2026-12-01T0600", "published"),
        ("sheet", "2026-12-07T0600", "published"),
    ]
    check_readers(folder)


def test_partial_publishes_what_passed_and_the_rest_stays_due(folder: Path) -> None:
    wake(folder, MONDAY)
    breaking(folder)
    (folder / "data/partners.yaml").write_text(BROKEN, "utf-8")
    outcome = wake(folder, NEXT, partial=True)
    assert not outcome.ok
    (edition,) = outcome.editions
    assert (edition.state, edition.files, edition.failed) == ("published", 1, ("sheet[b, en]",))
    # The brief that failed is still there as it was last.
    assert shown(folder)["en/sheet/a.html"] == "2026-11-09"
    assert shown(folder)["en/sheet/b.html"] == "2026-11-02"
    check_readers(folder)
    (folder / "data/partners.yaml").write_text(PARTNERS.replace("Anna", "Hanna"), "utf-8")
    (rest,) = wake(folder, "2026-11-10T09:00+07:00").editions
    assert (rest.slot, rest.files, rest.failed) == ("2026-11-09T0600", 2, ())
    assert shown(folder)["en/sheet/b.html"] == "2026-11-09"
    # What was published of the slot before has not been made again.
    assert b"Hanna" not in readers(folder)["en/sheet/a.html"]
    check_readers(folder)
    assert wake(folder, "2026-11-10T15:00+07:00").due == 0


def test_what_is_held_in_part_is_completed_and_released_as_a_whole(folder: Path) -> None:
    wake(folder, "2026-10-27T09:00+07:00")
    breaking(folder)
    (folder / "data/partners.yaml").write_text(BROKEN, "utf-8")
    (held,) = wake(folder, MONDAY, "sheet", partial=True, hold=True).editions
    assert (held.state, held.files, held.failed) == ("held", 1, ("sheet[b, en]",))
    (folder / "data/partners.yaml").write_text(PARTNERS.replace("Anna", "Hanna"), "utf-8")
    (whole,) = wake(folder, "2026-11-03T09:00+07:00", "sheet").editions
    assert (whole.state, whole.files, whole.failed, len(whole.staged)) == ("held", 2, (), 2)
    assert shown(folder)["en/sheet/a.html"] == "2026-10-26"
    released = release(world(folder, "2026-11-03T10:00+07:00"))
    assert [one.slot for one in released.editions] == ["2026-11-02T0600"]
    assert b"Hanna" not in readers(folder)["en/sheet/a.html"]
    assert shown(folder)["en/sheet/b.html"] == "2026-11-02"
    assert not (folder / "ledger/staged").exists()
    check_readers(folder)


def test_while_all_is_held_nothing_is_added_to_what_is_published(folder: Path) -> None:
    wake(folder, MONDAY)
    breaking(folder)
    (folder / "data/partners.yaml").write_text(BROKEN, "utf-8")
    wake(folder, NEXT, partial=True)
    before = readers(folder)
    (folder / "data/partners.yaml").write_text(PARTNERS, "utf-8")
    assert wake(folder, "2026-11-10T09:00+07:00", hold=True).editions == ()
    assert readers(folder) == before
    assert [one.state for one in wake(folder, "2026-11-10T15:00+07:00").editions] == ["published"]
    check_readers(folder)


def test_with_all_a_slot_of_which_nothing_could_be_built_stays_due(folder: Path) -> None:
    only_sheet(folder)
    wake(folder, "2026-11-02T09:00Z")
    breaking(folder)
    both = PARTNERS.replace("name: Ben", "name: Ben, acronym: BROKEN")
    both = both.replace("name: Anna", "name: Anna, acronym: BROKEN")
    (folder / "data/partners.yaml").write_text(both, "utf-8")
    assert made(wake(folder, "2026-11-03T09:00Z", partial=True)) == [
        ("sheet", "2026-11-03T0600", "failed")
    ]
    check_readers(folder)
    (folder / "data/partners.yaml").write_text(PARTNERS, "utf-8")
    assert made(wake(folder, "2026-11-04T09:00Z")) == [
        ("sheet", "2026-11-03T0600", "published"),
        ("sheet", "2026-11-04T0600", "published"),
    ]
    check_readers(folder)


def test_the_data_need_not_be_right_while_nothing_is_due(folder: Path) -> None:
    wake(folder, MONDAY)
    (folder / "data/partners.yaml").write_text("- {id: a, nmae: Anna}\n", "utf-8")
    assert wake(folder, "2026-11-03T09:00+07:00").ok
    failed = wake(folder, NEXT)
    assert [found.code for found in failed.problems] == ["unknown-field"]
    assert failed.due == 1


def test_a_partner_that_is_gone_is_gone_from_the_current_files(folder: Path) -> None:
    wake(folder, MONDAY)
    (folder / "data/partners.yaml").write_text("- {id: a, name: Anna}\n", "utf-8")
    wake(folder, NEXT)
    assert "en/sheet/b.html" not in shown(folder)
    assert "editions/sheet/2026-11-02T0600/en/sheet/b.html" in readers(folder)
    check_readers(folder)


def test_what_somebody_has_changed_is_not_removed(folder: Path) -> None:
    wake(folder, MONDAY)
    (folder / "site/en/sheet/b.html").write_bytes(b"changed")
    (folder / "data/partners.yaml").write_text("- {id: a, name: Anna}\n", "utf-8")
    (found,) = wake(folder, NEXT).problems
    assert found.code == "changed-by-hand"
    assert readers(folder)["en/sheet/b.html"] == b"changed"


def test_files_of_others_are_never_overwritten(folder: Path) -> None:
    for name in ("index.html", "en/sheet/a.html", "CNAME"):
        (folder / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "site" / name).write_bytes(b"mine")
    outcome = wake(folder, MONDAY)
    assert [found.message for found in outcome.problems] == [
        "site/en/sheet/a.html is not what was published there; it is kept",
        "site/index.html is not what was published there; it is kept",
    ]
    assert outcome.ok
    files = readers(folder)
    assert {files[name] for name in ("index.html", "en/sheet/a.html", "CNAME")} == {b"mine"}
    assert "editions/sheet/2026-11-02T0600/en/sheet/a.html" in files
    (folder / "site/index.html").unlink()
    (folder / "site/en/sheet/a.html").unlink()
    (folder / "site/CNAME").unlink()
    wake(folder, NEXT)
    check_readers(folder)


def test_keep_removes_old_editions_and_nothing_else(folder: Path) -> None:
    only_sheet(folder, keep=", keep: 2")
    for day in (2, 3):
        wake(folder, f"2026-11-0{day}T09:00Z")
    foreign = folder / "site/editions/sheet/2026-10-31T0600/en/sheet/a.html"
    foreign.parent.mkdir(parents=True)
    foreign.write_bytes(b"mine")
    changed = folder / "site/editions/sheet/2026-11-02T0600/en/sheet/b.html"
    changed.write_bytes(b"changed")
    outcome = wake(folder, "2026-11-04T09:00Z")
    kept = [found.message for found in outcome.problems if found.code != "unused-template"]
    assert kept == [
        "site/editions/sheet/2026-11-02T0600/en/sheet/b.html is not what was published there; it is kept"
    ]
    assert foreign.read_bytes() == b"mine"
    assert changed.read_bytes() == b"changed"
    assert [one.state for one in ledger(folder).editions] == ["removed", "published", "published"]
    foreign.unlink()
    changed.unlink()
    check_readers(folder)


def test_keep_never_removes_what_readers_still_see(folder: Path) -> None:
    only_sheet(folder, keep=", keep: 1")
    wake(folder, "2026-11-02T09:00Z")
    breaking(folder)
    (folder / "data/partners.yaml").write_text(BROKEN, "utf-8")
    wake(folder, "2026-11-03T09:00Z", partial=True)
    assert shown(folder)["en/sheet/b.html"] == "2026-11-02"
    assert len(archived(folder)) == 2
    check_readers(folder)


def test_what_is_internal_is_built_and_never_published(folder: Path) -> None:
    text = CONFIGURATION.replace("each: partners,", "each: partners, audience: internal,")
    project(folder, text)
    assert made(wake(folder, MONDAY)) == [(*NEWS, "published"), (*SHEET, "internal")]
    assert list(shown(folder)) == ["en/news.html"]
    assert (folder / "build/en/sheet/a.html").exists()
    assert wake(folder, MONDAY).due == 0
    for place in ("site", "ledger"):
        assert not [path for path in (folder / place).rglob("*.html") if "sheet" in path.parts]
    check_readers(folder)


def test_a_run_waits_for_a_build_in_the_same_folder_or_says_so(folder: Path) -> None:
    with locked(folder.resolve(), folder.resolve() / "build", wait=True):
        outcome = wake(folder, MONDAY, options=Options(wait=False))
    assert [found.code for found in outcome.problems] == ["build-running"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (CONFIGURATION.replace("publish: {to: site, ledger: ledger}\n", ""), "no-publish"),
        (CONFIGURATION.replace("monthly", "0 6 31 2 *"), "bad-schedule"),
        (CONFIGURATION.replace("monthly", "mothly"), "bad-schedule"),
        (CONFIGURATION.replace("Ho_Chi_Minh", "Ho_Chi_Min"), "bad-value"),
        (CONFIGURATION.replace("to: site", "to: nowhere://site"), "bad-option"),
    ],
)
def test_a_project_file_that_is_wrong_is_told_and_changes_nothing(
    folder: Path, text: str, code: str
) -> None:
    project(folder, text)
    assert [found.code for found in wake(folder, MONDAY).problems] == [code]
    assert not (folder / "site").exists()


def test_a_report_that_is_not_there_is_told(folder: Path) -> None:
    (found,) = wake(folder, MONDAY, "new").problems
    assert (found.code, found.hint) == ("unknown-report", "did you mean `news`?")


@pytest.mark.parametrize(
    ("file", "good", "bad"),
    [
        ("templates/sheet.html.j2", "<h1>", "{{ brief.titel }}<h1>"),
        ("reportgen.yaml", "template: sheet,", "template: sheet, sections: [x],"),
        ("reportgen.yaml", "template: sheet,", "template: shete,"),
    ],
)
def test_a_report_with_errors_of_its_own_is_not_published_from_what_stands(
    folder: Path, file: str, good: str, bad: str
) -> None:
    wake(folder, MONDAY)
    before = readers(folder)
    text = (folder / file).read_text("utf-8")
    assert good in text
    (folder / file).write_text(text.replace(good, bad), "utf-8")
    for partial in (False, True):
        outcome = wake(folder, NEXT, partial=partial)
        assert outcome.problems
        assert [one for one in made(outcome) if one[2] == "published"] == []
        assert readers(folder) == before
    (folder / file).write_text(text, "utf-8")
    assert made(wake(folder, NEXT)) == [("sheet", "2026-11-09T0600", "published")]


def test_beside_others_that_are_due_it_is_not_published_either(folder: Path) -> None:
    wake(folder, MONDAY)
    page = folder / "templates/sheet.html.j2"
    page.write_text(page.read_text("utf-8").replace("<h1>", "{{ brief.titel }}<h1>"), "utf-8")
    outcome = wake(folder, "2027-02-01T09:00+07:00", partial=True)  # both on one day
    assert {one[0] for one in made(outcome) if one[2] == "published"} == {"news"}
    assert shown(folder)["en/sheet/a.html"] == "2026-11-02"

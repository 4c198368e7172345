"""The review: who may, and a person with a browser and a keyboard."""

from __future__ import annotations

import http.client
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from reportgen.cli import main
from reportgen.testing.desk import NEW, Desk
from reportgen.testing.reviewing import Review
from tests.running import answering
from tests.testing.conftest import change

CHROMIUM = shutil.which("chromium")


def compare(root: Path) -> None:
    """Compare all, as `reportgen test` does."""
    desk = Desk(root)
    desk.briefs.build(desk.tested)
    for brief, layer in list(desk.layers(desk.tested, NEW)):
        desk.settle(brief, layer, NEW)


@pytest.fixture
def review(accepted: Path, tmp_path: Path) -> Iterator[Review]:
    """A review of a project of which a figure has changed in English and Vietnamese."""
    root = tmp_path / "project"
    shutil.copytree(accepted, root)
    change(root / "data.yaml", "value: 230", "value: 231")
    compare(root)
    server = Review(root)
    with answering(server):
        yield server


def ask(
    review: Review, method: str, path: str, body: str | None = None, **headers: str
) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", review.server_port, timeout=300)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body, named)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def decide(review: Review, key: str, verdict: str, **headers: str) -> tuple[int, str]:
    body = json.dumps({"key": key, "verdict": verdict})
    return ask(review, "POST", "/decide", body, **headers)


@pytest.mark.parametrize("waits", [False, True])
def test_the_command_serves_only_what_waits(
    accepted: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *,
    waits: bool,
) -> None:
    served: list[Review] = []

    def serve_forever(review: Review) -> None:
        served.append(review)

    monkeypatch.setattr(Review, "serve_forever", serve_forever)
    root = tmp_path / "project"
    shutil.copytree(accepted, root)
    if waits:
        change(root / "data.yaml", "value: 230", "value: 231")
        compare(root)
    with pytest.raises(SystemExit) as ended:
        main(["review", "--no-browser", "-C", str(root)])
    told = capsys.readouterr()
    assert ended.value.code == 0
    assert len(served) == (1 if waits else 0)
    assert told.out.startswith("http://127.0.0.1:") if waits else told.out == ""
    assert told.err == ("stop with Ctrl-C\n" if waits else "nothing waits\n")


def test_it_listens_on_this_machine_alone(review: Review) -> None:
    assert review.server_address[0] == "127.0.0.1"


def test_who_has_the_token_sees_what_waits(review: Review) -> None:
    status, page = ask(review, "GET", f"/?token={review.token}")
    assert status == 200
    assert "<del>230</del>" in page
    assert page.count('class="case"') == 8
    assert "http://" not in page.replace("http://www.w3.org", "")


@pytest.mark.parametrize(
    ("path", "headers", "said"),
    [
        ("/", {}, "no token"),
        ("/?token=x", {}, "no token"),
        ("/?token={}", {"Host": "evil.example"}, "another host"),
        ("/?token={}", {"Host": "evil.example:80"}, "another host"),
        ("/?token={}", {"Origin": "http://evil.example"}, "another page"),
        ("/?token={}", {"Origin": "null"}, "another page"),
        ("/?token={}", {"Sec_Fetch_Site": "cross-site"}, "another site"),
    ],
)
def test_nobody_else_may_look(
    review: Review, path: str, headers: dict[str, str], said: str
) -> None:
    status, text = ask(review, "GET", path.format(review.token), **headers)
    assert status == 403
    assert said in text


def test_what_is_decided_is_done_and_nothing_else(review: Review) -> None:
    shelf = review.desk.shelf
    token = {"X_Reportgen_Token": review.token}
    key = "en/note:html"
    assert decide(review, key, "accept")[0] == 403
    assert decide(review, key, "accept", **token, Origin="http://evil.example")[0] == 403
    assert decide(review, key, "burn", **token)[0] == 400
    assert decide(review, "../../etc/passwd:html", "accept", **token)[0] == 404
    assert ask(review, "POST", "/decide", "x" * 5000, **token)[0] == 413
    assert ask(review, "POST", "/decide", "[]", **token)[0] == 400
    assert ask(review, "GET", "/data.yaml", **token)[0] == 404
    assert len(shelf.spots(pending=True)) == 8
    assert decide(review, key, "accept", **token)[0] == 200
    assert decide(review, key, "accept", **token)[0] == 404
    assert decide(review, "vi/note:html", "reject", **token)[0] == 200
    kept = (shelf.folder / "en" / "note.html.txt").read_text("utf-8")
    assert "231 buildings" in kept
    assert "230 toà nhà" in (shelf.folder / "vi" / "note.html.txt").read_text("utf-8")
    assert len(shelf.spots(pending=True)) == 6


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")
def test_a_person_accepts_and_rejects_from_the_keyboard(review: Review) -> None:
    from playwright.sync_api import sync_playwright

    shelf = review.desk.shelf
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(review.address)
        cases = page.locator(".case")
        assert cases.count() == 8
        picture = cases.nth(3)
        assert picture.locator("figcaption").all_text_contents() == [
            "Expected",
            "Actual",
            "Difference",
        ]
        shown = "images => images.every(i => i.complete && i.naturalWidth === 827)"
        assert picture.locator("figure img").evaluate_all(shown)
        picture.locator("input[type=range]").fill("20")
        over = picture.locator(".over")
        assert over.evaluate("e => e.style.clipPath") == "inset(0px 80% 0px 0px)"
        page.keyboard.press("j")
        page.keyboard.press("a")
        cases.nth(0).locator(".verdict", has_text="accepted").wait_for()
        page.keyboard.press("r")
        cases.nth(1).locator(".verdict", has_text="rejected").wait_for()
        cases.nth(2).get_by_role("button", name="Accept").click()
        cases.nth(2).locator(".verdict", has_text="accepted").wait_for()
        assert page.locator(".left").text_content() == "5 to look at"
        page.reload()
        assert page.locator(".case").count() == 5
        browser.close()
    assert errors == []
    waiting = [f"{spot.path}:{spot.layer}" for spot in shelf.spots(pending=True)]
    assert waiting == [
        "en/note:page-1",
        *(f"vi/note:{x}" for x in ("data", "html", "pdf", "page-1")),
    ]
    assert "value: 231" in (shelf.folder / "en" / "note.data.txt").read_text("utf-8")
    assert "231" not in (shelf.folder / "en" / "note.html.txt").read_text("utf-8")

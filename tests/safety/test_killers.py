"""One bad report never costs another: killers of every kind among harmless reports, in one build.

So many killers, so many failures, each with its reason; everything else is built; nothing is left.
"""

from __future__ import annotations

import os
import re
import struct
import subprocess
import sys
import time
import zlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.running import SRC, write_project
from tests.safety.deadly import ACTIONS

ROOT = Path(__file__).parents[2]
HARMLESS = 12
SECONDS = 1.5

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="memory and stillness are read from /proc"),
]


def page(body: str, head: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="en"><head>{{{{ head() }}}}{head}</head>'
        f"<body><main><h1>{{{{ brief.title }}}}</h1>{body}</main></body></html>\n"
    )


def nested(opening: str, times: int, closing: str = "</div>") -> str:
    return page(opening * times + "<p>x</p>" + closing * times)


def image(name: str) -> str:
    return page(f"""<p><img src="{{{{ asset('images/{name}') }}}}" alt="An image"></p>""")


def png(width: int, height: int) -> bytes:
    """A black picture of one bit a pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" * (1 + (width + 7) // 8)) * height, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def svg(inner: str, start: str = "") -> bytes:
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'{start}<svg {names} width="90" height="90">{inner}</svg>'.encode()


def ten_times_ten(first: str, more: str) -> str:
    """Ten billion of something, written in ten lines."""
    return first + "".join(more.format(n + 1, n) for n in range(10))


ENTITIES = "".join(
    f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "aaaaaaaaaa"}">' for n in range(11)
)
USES = ten_times_ten(
    '<g id="g0"><rect width="1" height="1"/></g>',
    '<g id="g{0}">' + '<use xlink:href="#g{1}"/>' * 10 + "</g>",
)

FILES: dict[str, bytes] = {
    "large.png": png(20_000, 20_000),
    "laughs.svg": svg("<text>&e10;</text>", f"<!DOCTYPE s [{ENTITIES}]>"),
    "uses.svg": svg(USES + '<use xlink:href="#g10"/>'),
    "self.svg": svg('<g id="a"><use xlink:href="#a"/></g><use xlink:href="#a"/>'),
    "pattern.svg": svg(
        '<pattern id="p" width="9" height="9"><rect width="9" height="9" fill="url(#p)"/></pattern>'
        '<rect width="90" height="90" fill="url(#p)"/>'
    ),
    "deep.svg": svg("<g>" * 5000 + "<rect/>" + "</g>" * 5000),
}

TOO_LONG = r"error\[too-costly\]: {0}\[en\] took more than (1\.5 s of work|15 s) and was stopped"
TOO_STILL = r"error\[too-costly\]: {0}\[en\] stood still for more than 1\.5 s and was stopped"
TOO_MUCH = r"error\[too-costly\]: {0}\[en\] took more than 600 MB and was stopped"
COSTLY = (
    r"(error\[too-costly\]: {0}\[en\] (took more than|stood still|makes files))|"
    r"({0}\.html\.j2:1:\d+: error\[template-error\]: the template makes more than memory holds)"
)
DIED = r"error\[worker-died\]: the worker of {0}\[en\] died twice \({1}\)"
BAD_IMAGE = r"{0}\.html\.j2:1:\d+: error\[bad-image\]"
SYNTAX = r"templates/{0}\.html\.j2:\d+:\d+: error\[template-(syntax|error)\]"
DEEP = r"error\[too-deep\]: {0}\[en\] cannot be laid out"


@dataclass(frozen=True)
class Killer:
    """A report that must fail, or may be built, and what is said of it.

    Attributes:
        case: The case that it is.
        template: None for what only the worker itself can do.
        said: What the failure looks like; {0} is the report.
        may: Whether it may be built as well: a library that has learnt to bear it is no fault.
    """

    case: str
    template: str | None
    said: str
    may: bool = False


KILLERS: dict[str, Killer] = {
    "segfault": Killer("b-worker-segv", None, DIED.replace("{1}", "signal 11")),
    "leave": Killer("b-worker-segv:exit", None, DIED.replace("{1}", "exit code 3")),
    "fork-and-die": Killer("b-worker-segv:fork", None, DIED.replace("{1}", "exit code 3")),
    "bug": Killer("b-worker-segv:bug", None, r"error\[internal-error\]: reportgen failed at {0}"),
    "stop": Killer("b-worker-hang:stop", None, TOO_STILL),
    "sleep": Killer("b-worker-hang", None, TOO_STILL),
    "many-children": Killer("b-worker-hang:children", None, TOO_STILL),
    "deaf": Killer("b-worker-hang:deaf", None, TOO_LONG),
    "grow": Killer("b-worker-oom", None, TOO_MUCH),
    "out-of-memory": Killer("b-worker-oom:error", None, TOO_MUCH),
    "loop": Killer(
        "j-range:loops",
        page("{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}"),
        TOO_LONG,
    ),
    "range": Killer("j-range", page("{{ range(10 ** 9) | length }}"), SYNTAX),
    "text": Killer("j-str-mult", page("{{ ('a' * 10 ** 10) | length }}"), COSTLY),
    "list": Killer("j-str-mult:list", page("{{ ([0] * 10 ** 9) | length }}"), COSTLY),
    "power": Killer("j-str-mult:power", page("{{ 9 ** (9 ** 9) }}"), COSTLY),
    "padded": Killer("j-str-mult:format", page("{{ '%0999999999d' | format(5) }}"), COSTLY),
    "doubled": Killer(
        "j-str-mult:doubling",
        page(
            "{% set n = namespace(s='aaaaaaaaaaaaaaaa') %}{% for i in range(60) %}"
            "{% set n.s = n.s ~ n.s %}{% endfor %}"
        ),
        COSTLY,
    ),
    "output": Killer(
        "j-big-output",
        page(
            "<table>{% for i in range(1000) %}{% for j in range(1000) %}<tr><td>{{ i }}</td></tr>"
            "{% endfor %}{% endfor %}</table>"
        ),
        COSTLY,
    ),
    "macro": Killer("j-recursion", page("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"), SYNTAX),
    "include": Killer("j-recursion:include", '{% include "include.html.j2" %}', SYNTAX),
    "extends": Killer("j-recursion:extends", '{% extends "extends.html.j2" %}', SYNTAX),
    "loops": Killer("j-deep-expr:loops", "{% for i in [1] %}" * 25 + "{% endfor %}" * 25, SYNTAX),
    "flex": Killer("w-nest:flex", nested('<div style="display: flex">', 30), COSTLY),
    "grid": Killer("w-nest:grid", nested('<div style="display: grid">', 30), COSTLY, may=True),
    "blocks": Killer("w-nest", nested("<div>", 1000), DEEP),
    "many-blocks": Killer("w-nest:20000", nested("<div>", 20_000), f"({COSTLY})|({DEEP})"),
    "spans": Killer("w-nest:inline", nested("<span>", 2000, "</span>"), f"({COSTLY})|({DEEP})"),
    "columns": Killer(
        "w-colspan", page('<table><tr><td colspan="100000000">a</td></tr></table>'), COSTLY
    ),
    "rows": Killer(
        "w-colspan:rows",
        page('<table><tr><td rowspan="100000000">a</td></tr></table>'),
        COSTLY,
        may=True,
    ),
    "tracks": Killer(
        "w-colspan:grid",
        page('<div style="display: grid; grid-template-columns: repeat(100000000, 1fr)">a</div>'),
        COSTLY,
    ),
    "large-image": Killer("w-png-20k", image("large.png"), BAD_IMAGE),
    "laughs": Killer("w-svg-laughs", image("laughs.svg"), BAD_IMAGE),
    "uses": Killer("w-svg-use-self:bomb", image("uses.svg"), f"({BAD_IMAGE})|({COSTLY})"),
    "self": Killer("w-svg-use-self", image("self.svg"), BAD_IMAGE, may=True),
    "pattern": Killer("w-svg-use-self:pattern", image("pattern.svg"), BAD_IMAGE, may=True),
    "deep": Killer("w-svg-use-self:deep", image("deep.svg"), BAD_IMAGE),
    "data": Killer(
        "w-data-huge",
        page('<p><img alt="x" src="data:image/png;base64,{{ "A" * 60000000 }}"></p>'),
        f"({BAD_IMAGE})|({COSTLY})|error\\[bad-image\\]",
    ),
    "wide": Killer(
        "w-page-degenerate",
        page("x", "<style>@page { size: 1e9cm }</style>"),
        r"{0}\[en\] cannot be laid out: a page is .* 14,400 at most",
    ),
    "calc": Killer(
        "w-css-nest",
        page("x", "<style>p { width: " + "calc(" * 2000 + "1px" + ")" * 2000 + "}</style>"),
        DEEP,
        may=True,
    ),
    "not": Killer(
        "w-css-nest:not",
        page("x", "<style>" + ":not(" * 500 + "p" + ")" * 500 + "{color: red}</style>"),
        DEEP,
        may=True,
    ),
}
"""Report -> what it is."""

BORNE = {
    "tall": ("w-height-huge", page('<div style="height: 1e7cm; background: red">x</div>')),
    "huge-font": ("w-font-huge", page('<p style="font-size: 1e6px; border: 1e9px solid">abc</p>')),
    "no-page": ("w-page-degenerate:zero", page("x", "<style>@page { size: 0 }</style>")),
    "margins": (
        "w-page-degenerate:margins",
        page("x", "<style>@page { size: 1cm; margin: 5cm }</style>"),
    ),
    "word": ("w-long-word", page("<p>{{ 'a' * 30000 }}</p>")),
    "many": ("w-nodes", page("{% for i in range(300) %}<p>{{ i }}</p>{% endfor %}")),
}
"""Report -> (case, template) of what has to be built all the same."""


@dataclass(frozen=True)
class Outcome:
    """What came of the one build."""

    code: int
    said: str
    seconds: float
    built: set[str]
    left: list[str]
    folder: Path


def files() -> dict[str, str]:
    templates = {name: killer.template or page("x") for name, killer in KILLERS.items()}
    templates |= {name: template for name, (_, template) in BORNE.items()}
    templates |= {f"fine-{n}": page(f"<p>Number {n}</p>") for n in range(HARMLESS)}
    reports = "".join(f"  {name}: {{template: {name}}}\n" for name in templates)
    found = {
        "reportgen.yaml": "languages: [en]\nchecks: {not-accessible: warning, "
        f"style-ignored: warning}}\nreports:\n{reports}",
        "data/partners.yaml": "- {id: a, name: A}\n",
    }
    for name, template in templates.items():
        found[f"templates/{name}.html.j2"] = template
        found[f"templates/{name}.yaml"] = f"title: {name}\n"
    return found


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder = tmp_path_factory.mktemp("killers")
    write_project(folder, files())
    for name, data in FILES.items():
        path = folder / "templates" / "images" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    assert set(ACTIONS) == {name for name, killer in KILLERS.items() if killer.template is None}
    command = ["build", "-j", "2", "--timeout", str(SECONDS), "--memory", "600M"]
    start = time.monotonic()
    ran = subprocess.run(
        [sys.executable, "-m", "tests.safety.deadly", *command, "-C", folder],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{SRC}{os.pathsep}{ROOT}", "NO_COLOR": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    seconds = time.monotonic() - start
    built = {path.stem for path in (folder / "build").glob("en/*.pdf")}
    return Outcome(ran.returncode, ran.stderr, seconds, built, processes_of(folder), folder)


def processes_of(folder: Path) -> list[str]:
    """Command lines of processes that still run and name the folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                line = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if os.fsencode(folder) in line:
                found.append(line.decode("utf-8", "replace"))
    return found


@pytest.mark.parametrize(
    "name", [pytest.param(name, id=killer.case) for name, killer in KILLERS.items()]
)
def test_a_killer_fails_with_its_reason(outcome: Outcome, name: str) -> None:
    killer = KILLERS[name]
    if name in outcome.built:
        assert killer.may, f"{name} was built"
        return
    assert re.search(killer.said.format(name), outcome.said), outcome.said
    assert not list((outcome.folder / "build").glob(f"en/{name}.*"))


@pytest.mark.parametrize("name", [pytest.param(name, id=case) for name, (case, _) in BORNE.items()])
def test_what_is_only_odd_is_built(outcome: Outcome, name: str) -> None:
    assert name in outcome.built, outcome.said


def test_all_the_others_are_built(outcome: Outcome) -> None:
    assert {f"fine-{n}" for n in range(HARMLESS)} <= outcome.built
    harmless = {f"fine-{n}" for n in range(HARMLESS)} | set(BORNE)
    assert outcome.built - harmless <= {name for name, k in KILLERS.items() if k.may}
    listed = (outcome.folder / "build" / "index.html").read_text("utf-8")
    assert listed.count("fine-") >= HARMLESS


def test_nothing_is_left_and_a_mistake_of_ours_sets_the_exit_code(outcome: Outcome) -> None:
    assert outcome.left == []
    assert outcome.code == 70
    assert [path.name for path in (outcome.folder / ".reportgen").glob("work-*")] == []
    assert list((outcome.folder / "build").rglob(".*")) == []


def test_it_takes_bounded_time(outcome: Outcome) -> None:
    """Every killer may take its seconds, and by the clock ten times as long; most take nothing."""
    assert outcome.seconds < (len(KILLERS) * SECONDS * 10) / 2 + 60

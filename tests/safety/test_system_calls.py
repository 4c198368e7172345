"""A whole build seen from outside: every file that it opens, no socket, no other program.

strace notes the system calls of the command and of everything that it starts. What the interpreter
and the libraries read for themselves is listed here; all else has to be the project's, the
program's or a template that ships.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from reportgen.shipped import templates_root
from tests.running import SRC, write_project
from tests.safety.test_killers import png

pytestmark = pytest.mark.slow

LIBRARIES = (
    *("/usr/lib", "/lib", "/lib64", "/usr/local/lib", "/etc/ld.so.cache", "/usr/share/locale"),
    *("/usr/share/zoneinfo", "/etc/localtime", "/dev/null", "/dev/urandom", "/sys/fs/cgroup"),
    *("/etc/ssl/openssl.cnf", "/etc/mime.types", "/etc/locale.alias"),
    # vl-convert looks through the system's fonts, though no chart is drawn with them.
    *("/etc/fonts", "/usr/share/fontconfig", "/usr/share/fonts", "/usr/local/share/fonts"),
    *("/var/cache/fontconfig", "/usr/share/fonts-"),
)
PROC = re.compile(
    r"/proc/(self|\d+)/(task/\d+/)?(stat|statm|status|task|maps|cgroup|mountinfo|fd|comm|auxv)"
    r"|/proc/(cpuinfo|meminfo|stat|filesystems|version_signature|sys/.*)|/sys/devices/system/cpu.*"
)
WRITTEN = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND")
SILENT = {"socketpair", "getsockname", "getsockopt", "setsockopt", "shutdown", "recvmsg", "sendmsg"}
"""Calls on sockets that reach nobody but the other end of a pair."""

TEMPLATE = """<!DOCTYPE html><html lang="{{ brief.language }}"><head>{{ head() }}</head><body>
<main><h1>{{ record.name }}</h1>{{ prose("context") }}
<p><img src="{{ asset('images/dot.png') }}" alt="A dot"></p>
{{ chart({"mark": "bar", "encoding": {"x": {"field": "a", "type": "nominal"},
   "y": {"field": "b", "type": "quantitative"}}}, values=[{"a": "x", "b": 3}],
   title="A chart", description="One bar") }}
</main></body></html>
"""
OUTWARD = {
    "image": '<img src="file://CANARY" alt="x">',
    "dots": '<img src="../../canary/secret.png" alt="x">',
    "encoded": '<img src="%2e%2e/%2e%2e/canary/secret.png" alt="x">',
    "style": '<style>@import "file://CANARY"; p { background: url("file://CANARY") }</style>',
    "face": '<style>@font-face { font-family: X; src: url("file://CANARY") }</style>',
    "base": '<base href="file:///"><img src="CANARY" alt="x">',
    "attachment": '<link rel="attachment" href="file://CANARY">',
    "include": '{% include "../../canary/secret.png" %}',
    "optional": '{% include "../../canary/secret.png" ignore missing %}',
    "absolute": '{% include "CANARY" %}',
    "environment": '<link rel="attachment" href="file:///proc/self/environ">',
    "network": '<img src="http://127.0.0.1:9/x.png" alt="x"><img src="//[::1]/x.png" alt="x">',
    "frame": '<iframe src="file://CANARY"></iframe><object data="file://CANARY"></object>',
    "svg": '<svg xmlns="http://www.w3.org/2000/svg"><image href="file://CANARY"/></svg>',
}
"""Name -> what a template tries; each report must fail or leave it out."""


@dataclass(frozen=True)
class Call:
    """A system call that succeeded, or a try at one that matters even then."""

    name: str
    line: str
    path: str | None


BEGUN = re.compile(r"(\d+) +(.*) <unfinished \.\.\.>$")
ENDED = re.compile(r"(\d+) +<\.\.\. \w+ resumed>(.*)")


def calls(log: str) -> Iterator[Call]:
    """The calls of a log of `strace -f -y`; the path is what the kernel says was opened.

    Where two processes call at once a call stands on two lines, which belong together.
    """
    begun: dict[str, str] = {}
    for line in log.splitlines():
        if start := BEGUN.match(line):
            begun[start[1]] = f"{start[1]} {start[2]}"
            continue
        end = ENDED.match(line)
        whole = begun.pop(end[1], f"{end[1]} ") + end[2] if end else line
        found = re.match(r"\d+ +(\w+)\(", whole)
        if found:
            path = re.search(r"= \d+<(/[^>]*)>", whole)
            yield Call(found[1], whole, path[1] if path else None)


def test_a_call_on_two_lines_is_one() -> None:
    log = '1 openat(3, "a", O_RDONLY <unfinished ...>\n2 socket(1, 2, 3) = 4\n'
    log += "1 <... openat resumed>) = 5</tmp/a>\n"
    assert [(c.name, c.path) for c in calls(log)] == [("socket", None), ("openat", "/tmp/a")]
    assert "O_RDONLY) = 5" in list(calls(log))[1].line


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("watched")
    canary = base / "canary" / "secret.png"
    canary.parent.mkdir()
    canary.write_bytes(png(9, 9))
    page = '<!DOCTYPE html><html lang="en"><head>{{ head() }}</head><body>BODY</body></html>'
    templates = {
        f"templates/{name}.html.j2": page.replace("BODY", text).replace("CANARY", str(canary))
        for name, text in OUTWARD.items()
    }
    reports = "".join(f"  {name}: {{template: {name}}}\n" for name in OUTWARD)
    folder = write_project(
        base / "a" / "project",
        {
            "reportgen.yaml": "languages: [en, vi]\nchecks: {not-accessible: warning}\nreports:\n"
            f"  sheet: {{template: sheet, each: partners}}\n{reports}",
            "data/partners.yaml": "- {id: a, name: A}\n",
            "data/texts/context.en.md": "Some *text*.\n",
            "templates/sheet.html.j2": TEMPLATE,
            **templates,
            **{f"templates/{name}.yaml": "title: T\n" for name in ("sheet", *OUTWARD)},
        },
    )
    images = folder / "templates" / "images"
    images.mkdir()
    (images / "dot.png").write_bytes(png(9, 9))
    return folder


@pytest.fixture(scope="module")
def seen(project: Path) -> list[Call]:
    """The calls of one build."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed")
    log = project.parents[1] / "strace.log"
    options = [
        "-f",
        "-y",
        "-qq",
        "-s",
        "200",
        "-e",
        "trace=%file,%network,%process",
        "-o",
        str(log),
    ]
    # The check finds what it can; the build must hold without it.
    program = (
        "from reportgen.checking import templates\n"
        "templates.check_templates = lambda *_: ()\n"
        "from reportgen.cli import main\n"
        "main(['build', '-j', '2'])\n"
    )
    ran = subprocess.run(
        [strace, *options, sys.executable, "-c", program],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(SRC), "NO_COLOR": "1", "CI_JOB_TOKEN": "s3cr3t"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if not log.exists() or "ptrace" in ran.stderr:
        pytest.skip(f"strace may not watch here: {ran.stderr}")
    assert ran.returncode == 1, ran.stderr  # the outward reports
    assert (project / "build" / "en" / "sheet" / "a.pdf").is_file(), ran.stderr
    return list(calls(log.read_text("utf-8", "replace")))


def under(path: str, *folders: str | Path) -> bool:
    return any(path == str(folder) or path.startswith(f"{folder}/") for folder in folders)


@functools.cache
def program_folders() -> tuple[str, ...]:
    """Where the interpreter and what is installed lie."""
    paths = {*sysconfig.get_paths().values(), sys.prefix, sys.base_prefix, str(SRC)}
    return tuple(sorted({*paths, *(str(Path(path).resolve()) for path in paths)}))


@pytest.mark.parametrize("case", ["w-file-img:system-calls"])
def test_nothing_is_opened_that_is_not_listed(seen: list[Call], project: Path, case: str) -> None:
    opened = {c.path for c in seen if c.path and c.name in ("open", "openat", "openat2", "creat")}
    inside: tuple[str | Path, ...] = (project, templates_root().resolve(), *program_folders())
    strange = {
        path
        for path in opened
        if not under(path, *inside)
        and not path.startswith(LIBRARIES)
        and not PROC.fullmatch(path.removesuffix(" (deleted)"))
    }
    assert strange == set()
    assert f"{project}/templates/images/dot.png" in opened, "the log shows what is opened"
    assert len(opened) > 200


def test_no_secret_is_even_looked_at(seen: list[Call], project: Path) -> None:
    """Not even whether it is there is asked."""
    canary = f'"{project.parents[1] / "canary"}'
    assert [c.line for c in seen if canary in c.line or "../canary" in c.line] == []
    assert not [c.line for c in seen if re.search("/proc/[^ ]*environ", c.line)]


def test_nothing_is_written_outside_build_and_state(seen: list[Call], project: Path) -> None:
    written = {
        c.path for c in seen if c.path and c.name in ("open", "openat") and WRITTEN.search(c.line)
    }
    allowed = (project / "build", project / ".reportgen", "/dev/null")
    assert {path for path in written if not under(path, *allowed)} == set()
    assert any(path.endswith(".lock") for path in written)


@pytest.mark.parametrize("case", ["w-http:system-calls"])
def test_no_socket_is_opened(seen: list[Call], case: str) -> None:
    network = {"socket", "connect", "bind", "listen", "accept", "accept4", "sendto", "recvfrom"}
    network |= {"sendmmsg", "recvmmsg", *SILENT}
    used = [c for c in seen if c.name in network]
    assert {c.name for c in used} <= SILENT
    pairs = [c.line for c in used if c.name == "socketpair"]
    assert pairs, "the log shows sockets"
    assert all("AF_UNIX" in line for line in pairs)


@pytest.mark.parametrize("case", ["j-escape-os:system-calls"])
def test_no_program_is_started(seen: list[Call], case: str) -> None:
    started = [c.line for c in seen if c.name in ("execve", "execveat")]
    assert len(started) == 1, started  # the command itself

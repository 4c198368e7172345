"""docs/serve.md: each of its commands serves a project that has such reports."""

from __future__ import annotations

import http.client
import re
import shlex
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.running import write_project
from tests.serving.previews import serving

PAGE = Path(__file__).parents[1] / "docs" / "serve.md"
COMMANDS = re.findall(r"^    reportgen serve (.*)$", PAGE.read_text("utf-8"), re.MULTILINE)
PROJECT = {
    "reportgen.yaml": "languages: [en, vi]\nreports:\n"
    "  country-brief: {template: country-brief}\n  one-pager: {template: one-pager}\n",
    "data.yaml": "partners:\n  - {id: ilo, name: ILO}\n",
}
NOT_HERE = ("--open", "--port 8500")
"""What a test does not do: open a browser for a person, take a port that may be taken."""


@pytest.mark.parametrize("command", COMMANDS)
def test_its_commands_serve(tmp_path: Path, command: str) -> None:
    for option in NOT_HERE:
        command = command.replace(option, "")
    with serving(write_project(tmp_path, PROJECT), *shlex.split(command)) as (_, address):
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=300)
        connection.request("GET", "/")
        assert connection.getresponse().status == 200
        connection.close()


def test_it_names_the_port_that_is_tried_first() -> None:
    from reportgen.cli.serve import PORT

    assert f"<http://127.0.0.1:{PORT}/>" in PAGE.read_text("utf-8")
    assert "forty times a second" in PAGE.read_text("utf-8")

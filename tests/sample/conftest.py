"""The sample, built once for all tests of a session, however many processes run them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from lxml import html as lxml_html

from reportgen.shipped import SAMPLE, sample_root
from tests.built import built_once
from tests.running import SRC


@dataclass(frozen=True)
class Built:
    """What a build of the sample wrote.

    Attributes:
        folder: The output folder.
        log: What the build said.
    """

    folder: Path
    log: str

    def names(self, ending: str) -> list[str]:
        """The briefs with this ending, as paths inside the folder; not the list of them all."""
        found = self.folder.glob(f"*/**/*{ending}")
        return sorted(path.relative_to(self.folder).as_posix() for path in found)

    def read(self, name: str) -> bytes:
        """The bytes of a file."""
        return (self.folder / name).read_bytes()

    @cached_property
    def pages(self) -> Mapping[str, lxml_html.HtmlElement]:
        """The HTML briefs, parsed; by their path without ending: `vi/country-brief`."""
        parser = lxml_html.HTMLParser(encoding="utf-8")
        return {
            name.removesuffix(".html"): lxml_html.document_fromstring(self.read(name), parser)
            for name in self.names(".html")
        }


def copy_sample(folder: Path) -> Path:
    """The sample project in a folder of its own, without anything that was built."""
    folder.mkdir(parents=True)
    for name in SAMPLE:
        source = sample_root() / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copy(source, folder / name)
    return folder


def build_sample(project: Path, *arguments: str, variables: Mapping[str, str] | None = None) -> str:
    """Build in a process of its own, for the settings and since charts were drawn in this one."""
    ran = subprocess.run(
        [sys.executable, "-m", "reportgen", "build", *arguments],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(SRC), "NO_COLOR": "1", **(variables or {})},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == ""
    return ran.stderr


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """All briefs of the sample, in both languages and formats."""
    project, log = built_once(
        tmp_path_factory, "sample", lambda folder: build_sample(copy_sample(folder))
    )
    return Built(project / "build", log)

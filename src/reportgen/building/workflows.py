"""`reportgen ci init`: the workflow of a code host, written for one project."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from reportgen.building.addresses import PACKAGES, kind_of
from reportgen.building.loading import open_world
from reportgen.machine import LIBRARIES
from reportgen.model.configuration import Publish
from reportgen.problems import ProblemsError, problem
from reportgen.reading.configuration import read_configuration
from reportgen.shipped import templates_root

FILES = {"github": ".github/workflows/reportgen.yml", "gitlab": ".gitlab-ci.yml"}
"""Where each host looks, from the top of the repository."""

ACTIONS = {
    "checkout": "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
    "python": "actions/setup-python@5fda3b95a4ea91299a34e894583c3862153e4b97 # v7.0.0",
    "cache": "actions/cache@27d5ce7f107fe9357f9df03efb73ab90386fccae # v5.0.5",
    "restore": "actions/cache/restore@27d5ce7f107fe9357f9df03efb73ab90386fccae # v5.0.5",
    "upload": "actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0",
}
"""Each action at the commit that its repository's tag names."""

_PLACE = re.compile(r"\$([a-z]+)")
_PLAIN = re.compile(r"[A-Za-z0-9_./-]+")
"""What may stand in a shell and in YAML as it is."""

_HERE = re.compile(r"(?<=[\s\[])\./(?=[\w.])")
"""The start of a path from the top: hosts compare paths to the letter."""

_LONE = re.compile(r"^( *)\$([a-z]+)$")


@dataclass(frozen=True)
class Setting:
    """What the workflow of a project depends on.

    Attributes:
        folder: The project's folder from the top of its repository; `.` at the top.
        branch: From which is published.
        install: What `pip install` is given.
        publish: Where editions go; None where nothing is published.
    """

    folder: str = "."
    branch: str = "main"
    install: str = '"reportgen-toolkit[test]"'
    publish: Publish | None = None


def setting_of(root: Path, branch: str, install: str | None, version: str) -> tuple[Path, Setting]:
    """The top of the project's repository, and what its workflow depends on.

    Raises:
        ProblemsError: the project file cannot be read, or a name in it would steer a shell.
    """
    configuration, _, problems = read_configuration(open_world(root))
    if configuration is None:
        raise ProblemsError(problems)
    top = _top(root.resolve())
    folder = root.resolve().relative_to(top).as_posix()
    publish = configuration.publish
    kinds = {kind_of(address) for address in _addresses(publish)} - {""}
    extras = "test,dask" if kinds else "test"
    pinned = f"=={version}" if version[:1].isdigit() and " " not in version else ""
    wanted = f'"reportgen-toolkit[{extras}]{pinned or configuration.requires or ""}"'
    named = (folder, branch, *(one for one in _addresses(publish) if not kind_of(one)))
    odd = [name for name in named if not _PLAIN.fullmatch(name)]
    odd += [install] if install and not install.isprintable() else []
    if odd:
        hint = "a workflow takes plain names only: letters, digits, `.`, `_`, `/` and `-`"
        raise ProblemsError(
            [
                problem("bad-option", f"'{name}' cannot stand in a workflow", None, hint)
                for name in odd
            ]
        )
    wanted += "".join(sorted({f" {PACKAGES[kind]}" for kind in kinds if kind in PACKAGES}))
    return top, Setting(folder, branch, install or wanted, publish)


def workflow(host: str, setting: Setting) -> str:
    """The whole file for a host of `FILES`."""
    addresses = _addresses(setting.publish)
    kinds = {kind_of(address) for address in addresses}
    features = {"publish" if addresses else "check"}  # without `publish:` nothing saves a cache
    features |= {"folder"} if "" in kinds else {"address"}
    features |= {"s3"} & kinds
    kept = [address for address in addresses if not kind_of(address)]
    packages = sorted({library.debian for library in LIBRARIES})
    if host == "gitlab":
        packages += ["git"]
    sudo = "sudo " if host == "github" else ""
    places = {
        **ACTIONS,
        "folder": setting.folder,
        "branch": setting.branch,
        "install": setting.install,
        "systempackages": f"{sudo}apt-get -qq update\n"
        f"{sudo}apt-get -qq install --yes --no-install-recommends {' '.join(packages)}",
        "versions": 'DIGEST="$({ python --version; python -m pip freeze; dpkg-query -W'
        f' {" ".join(packages)}; }} | sha256sum | cut -c1-16)"\n'
        'echo "digest=$DIGEST" >> "$GITHUB_OUTPUT"',
        "bring": _scaffold("bring.sh"),
        "keep": _scaffold("keep.sh"),
        "kept": " ".join(kept),
    }
    lines = _chosen(_scaffold(f"{host}.yml").splitlines(), features)
    return "\n".join(line for given in lines for line in _filled(given, places)) + "\n"


def _scaffold(name: str) -> str:
    return (templates_root() / "scaffolds" / "ci" / name).read_text("utf-8")


def _chosen(lines: Iterable[str], features: set[str]) -> Iterator[str]:
    """The lines outside `#+ FEATURE` and `#-`, and those inside of features that are wanted."""
    stack: list[bool] = []
    for line in lines:
        if line.startswith("#+ "):
            stack.append(line[3:] in features)
        elif line == "#-":
            stack.pop()
        elif all(stack):
            yield line


def _filled(line: str, places: Mapping[str, str]) -> Iterator[str]:
    """The line with its places filled in; one that is only a place may become several lines."""
    lone = _LONE.match(line)
    inner = places.get(lone[2], line).splitlines() if lone else [line]
    lead = lone[1] if lone and lone[2] in places else ""
    for one in inner:
        filled = lead + _PLACE.sub(lambda at: places.get(at[1], at[0]), one)
        yield _HERE.sub("", filled).rstrip()


def _addresses(publish: Publish | None) -> list[str]:
    return [] if publish is None else [publish.to, publish.ledger_address]


def _top(root: Path) -> Path:
    """The top of the repository that a folder is in; the folder itself where it is in none."""
    return next((up for up in (root, *root.parents) if (up / ".git").exists()), root)

"""The user's own configuration: which hosts, limits and trust a project has on this machine.

It lies outside every project, so that nothing a project brings can grant itself anything.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reportgen.documents import Document, parse_yaml
from reportgen.model.user_configuration import Grant, UserConfiguration
from reportgen.problems import Problem, ProblemsError, problem
from reportgen.reading.harvest import cannot_read
from reportgen.reading.origin import Origin
from reportgen.reading.validation import validate
from reportgen.world import configuration_file

FORMAT = 1


@dataclass(frozen=True)
class UserSettings:
    """What the user's configuration says of one project.

    Attributes:
        file: Where it stands, or would stand.
        allow_hosts: Hosts that briefs of the project may load from.
        trust: Whether code that lies in the project may run.
        seconds: Of work that one brief may take, or None for the program's own limit.
        memory: Bytes that one brief may hold, or None for the program's own limit.
        line: The line to change for this project, counted from 1; None where it has none yet.
        exists: Whether the file is there.
    """

    file: Path
    allow_hosts: tuple[str, ...] = ()
    trust: bool = False
    seconds: float | None = None
    memory: int | None = None
    line: int | None = None
    exists: bool = False

    def to_allow(self, host: str, project: Path) -> str:
        """What to write where, for the host to be allowed."""
        hosts = ", ".join([*self.allow_hosts, host])
        return self._to_write(f"allow_hosts: [{hosts}]", project)

    def to_trust(self, project: Path) -> str:
        """What to write where, for the project's own code to run."""
        return self._to_write("trust: true", project)

    def _to_write(self, setting: str, project: Path) -> str:
        if self.line is not None:
            return f"write `{setting}` at {self.file}:{self.line}"
        where = f"write into {self.file}" if self.exists else f"make the file {self.file} with"
        return f"{where} `projects: {{{_quoted(project)}: {{{setting}}}}}`"


def user_settings(project: Path, environment: Mapping[str, str] | None = None) -> UserSettings:
    """What the user allows the project in this folder; nothing without a configuration.

    Raises:
        ProblemsError: the file is not right, with its lines, or it lies inside the project.
    """
    file = configuration_file(os.environ if environment is None else environment)
    try:
        raw = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return UserSettings(file)
    except OSError as error:
        raise ProblemsError((cannot_read(str(file), error),)) from error
    root = project.resolve()
    if any(path.is_relative_to(root) for path in (file, file.resolve())):
        hint = "let XDG_CONFIG_HOME name a folder outside the project"
        message = f"{file} lies in the project, which cannot grant itself anything"
        raise ProblemsError((problem("bad-option", message, None, hint),))
    document, configuration = _read(str(file), raw)
    if document is None or configuration is None:
        return UserSettings(file, exists=True)
    return _of_project(file, document, configuration, root)


def _read(name: str, raw: bytes) -> tuple[Document | None, UserConfiguration | None]:
    document, problems = parse_yaml(name, raw)
    if document is None:
        if all(found.code == "empty-file" for found in problems):
            return None, None
        raise ProblemsError(problems)
    origin = Origin(((document, ()),))
    if not isinstance(document.data, dict):
        message, hint = "the file must be a mapping", "write `projects:` or `limits:`"
        raise ProblemsError((problem("wrong-type", message, document.place(()), hint),))
    configuration, found = validate(
        UserConfiguration, document.data, origin, name="your configuration"
    )
    found += list(_wrong(configuration, document)) if configuration else []
    if found:
        raise ProblemsError(found)
    return document, configuration


def _wrong(configuration: UserConfiguration, document: Document) -> list[Problem]:
    if configuration.version > FORMAT:
        message = f"the file has the form {configuration.version}; this reads up to {FORMAT}"
        place = document.place(("version",))
        return [problem("newer-format", message, place, "install a newer reportgen-toolkit")]
    return [
        problem(
            "bad-value",
            f"`{name}` is no whole path of a folder",
            document.place(("projects", name), key=True),
            "write it from the root, /home/an/briefs, or from your home, ~/briefs",
        )
        for name in configuration.projects
        if not _folder(name).is_absolute()
    ]


def _of_project(
    file: Path, document: Document, configuration: UserConfiguration, root: Path
) -> UserSettings:
    names = [name for name in configuration.projects if _folder(name).resolve() == root]
    grant, line = Grant(), None
    if names:
        grant = configuration.projects[names[0]]
        at = ("projects", names[0], "allow_hosts")[: 3 if grant.allow_hosts else 2]
        line = document.place(at, key=True).line
    limits, general = grant.limits, configuration.limits
    timeout = limits.timeout or general.timeout
    return UserSettings(
        file,
        grant.allow_hosts,
        grant.trust,
        float(timeout) if timeout else None,
        limits.memory or general.memory,
        line,
        exists=True,
    )


def _folder(name: str) -> Path:
    try:
        return Path(name).expanduser()
    except RuntimeError:  # ~somebody, who is not known here
        return Path(name)


def _quoted(project: Path) -> str:
    text = str(project)
    plain = all(char.isalnum() or char in "/._-" for char in text)
    return text if plain else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

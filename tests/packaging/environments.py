"""Fresh environments that hold what requirements.txt lists and nothing else, without a network."""

from __future__ import annotations

import re
import subprocess
import sys
import venv
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Environment:
    """A fresh virtual environment and what can be done in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.python = folder / "bin" / "python"
        self.command = folder / "bin" / "reportgen"
        venv.create(folder, with_pip=False, symlinks=True)
        self.packages = next(folder.glob("lib/python*/site-packages"))
        for name in locked_names():
            self._link(name)

    def install(self, *arguments: str | Path) -> None:
        """Install with the pip of the tests' environment, from what is given only."""
        pip = [sys.executable, "-m", "pip", "--python", str(self.python), "install"]
        alone = ["--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
        self._run([*pip, *alone, *map(str, arguments)], cwd=self.folder)

    def run(self, *arguments: str, cwd: Path) -> str:
        """What `reportgen ...` printed on stdout and stderr; it has to succeed."""
        return self._run([str(self.command), *arguments], cwd=cwd)

    def ask(self, program: str) -> str:
        """What a line of Python printed, run far from the checkout."""
        return self._run([str(self.python), "-c", program], cwd=self.folder).strip()

    def _run(self, command: list[str], cwd: Path) -> str:
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(self.folder), "LANG": "C.UTF-8"}
        ran = subprocess.run(
            command,
            cwd=cwd,
            env=environment,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        assert ran.returncode == 0, f"{' '.join(command)}\n{ran.stdout}"
        return ran.stdout

    def _link(self, name: str) -> None:
        """Lend a distribution that is installed where the tests run."""
        try:
            found = distribution(name)
        except PackageNotFoundError:
            return  # for another platform
        tops = {each.parts[0] for each in found.files or []} - {"..", "__pycache__"}
        for top in tops:
            link = self.packages / top
            if not link.exists():
                link.symlink_to(Path(str(found.locate_file(top))))


def locked_names() -> list[str]:
    text = (ROOT / "requirements.txt").read_text("utf-8")
    return re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)

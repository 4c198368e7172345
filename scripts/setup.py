"""Makes .venv with everything reportgen needs; silent and quick where that is done already.

Run by `make`. Needs Python 3.11 or newer and nothing else: system packages are installed where
apt-get (as root or with sudo) or Homebrew can do it, else the line to type is printed. A stamp,
written last, says what .venv was made from; without a stamp that fits, .venv is made anew, so a
set-up that was killed is mended by the next one.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
STAMPS = {"runtime": VENV / "made-from.txt", "dev": VENV / "dev-made-from.txt"}
CHECKERS = (
    (("javac",), "openjdk-17-jdk-headless"),
    (("chromium", "chromium-browser", "google-chrome"), "chromium"),
)
"""Programs that some tests use where one of them is there, and the Debian packages of them."""
LOCKS = {"runtime": ROOT / "requirements.txt", "dev": ROOT / "requirements-dev.txt"}


class SetupError(Exception):
    """Set-up cannot go on; the message says what to do."""


def main() -> int:
    """The exit code: 0 when .venv is ready, 1 when something has to be done by hand."""
    parser = argparse.ArgumentParser(description="Make .venv with everything reportgen needs.")
    parser.add_argument("--dev", action="store_true", help="what tests and lint need too")
    parser.add_argument("--checkers", action="store_true", help="also what some tests use")
    asked = parser.parse_args()
    wanted = ["runtime", "dev"] if asked.dev else ["runtime"]
    try:
        use_new_python()
        if asked.checkers:
            install_checkers()
        if not all(is_made(part) for part in wanted):
            with one_at_a_time():
                make(wanted)
    except SetupError as error:
        print(f"setup: {error}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        print(f"setup: this failed: {' '.join(map(str, error.cmd))}", file=sys.stderr)
        return 1
    return 0


def use_new_python() -> None:
    """Go on in a newer interpreter where this one is too old for reportgen.

    Raises:
        SetupError: There is none on PATH.
    """
    if sys.version_info >= OLDEST:
        return
    for minor in range(19, OLDEST[1] - 1, -1):
        newer = shutil.which(f"python3.{minor}")
        if newer:
            os.execv(newer, [newer, *sys.argv])  # noqa: S606 - the same script, without a shell
    found = ".".join(map(str, sys.version_info[:2]))
    raise SetupError(f"Python 3.11 or newer is needed, this is {found}; install it and try again")


def make(wanted: list[str]) -> None:
    """Make the parts of .venv that are missing, each stamped when it is whole."""
    if not is_made("runtime"):
        install_system_packages()
        say("making .venv")
        run(sys.executable, "-m", "venv", "--clear", VENV)
        install("runtime")
        say("installing reportgen itself")
        # pip refuses hashes together with an editable install, so this is a step of its own.
        pip("--no-deps", "--no-build-isolation", "--editable", ROOT)
        stamp("runtime")
    if "dev" in wanted and not is_made("dev"):
        # Killed in here, neither part may count as whole.
        was = STAMPS["runtime"].read_text("utf-8")
        STAMPS["runtime"].unlink()
        install("dev")
        STAMPS["runtime"].write_text(was, "utf-8")
        stamp("dev")


def is_made(part: str) -> bool:
    """True where .venv holds the part, made from the same things that lie here now."""
    try:
        return STAMPS[part].read_text("utf-8") == made_from(part)
    except FileNotFoundError:
        return False


def stamp(part: str) -> None:
    """Note what the part was made from."""
    STAMPS[part].write_text(made_from(part), "utf-8")


def made_from(part: str) -> str:
    """What decides the content of the part: interpreter, place, locked versions, our metadata."""
    import tomllib  # 3.11: not before use_new_python

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    # Settings of ruff, mypy and pytest are in the same file and change nothing in .venv.
    ours = [project["build-system"], project["project"], project["tool"]["hatch"]]
    content = LOCKS[part].read_bytes() + repr(ours).encode() + Path(__file__).read_bytes()
    base = Path(sys.base_prefix).resolve()
    return f"{sys.version}\n{base}\n{ROOT}\n{hashlib.sha256(content).hexdigest()}\n"


def install(part: str) -> None:
    """Install the locked requirements of the part; every file must have a hash that is known."""
    lock = LOCKS[part]
    say(f"installing what {lock.name} lists")
    pip("--require-hashes", "--requirement", lock)


def pip(*arguments: str | Path) -> None:
    """Run `pip install` in .venv, quietly."""
    quiet = ("--quiet", "--disable-pip-version-check", "--no-input", "--no-warn-script-location")
    run(BIN / "python", "-m", "pip", "install", *quiet, *arguments)


def install_system_packages() -> None:
    """Get what cannot come from a Python registry, where this machine lets us.

    Raises:
        SetupError: .venv cannot be made without a package that we cannot install.
    """
    sys.path.insert(0, str(ROOT / "src"))
    from reportgen.machine import PANGO_PACKAGE, install_line, missing_libraries

    missing = missing_libraries()
    packages = sorted({library.debian for library in missing})
    if importlib.util.find_spec("ensurepip") is None:
        packages.append(f"python3.{sys.version_info.minor}-venv")
    if packages and shutil.which("apt-get"):
        apt_install(packages)
    elif PANGO_PACKAGE in packages and sys.platform == "darwin" and shutil.which("brew"):
        say("installing pango with Homebrew")
        run("brew", "install", "pango")
    importlib.invalidate_caches()
    if importlib.util.find_spec("ensurepip") is None:
        raise SetupError(f"type this, then try again: {by_hand(packages)}")
    if missing_libraries(needed_only=True):
        # HTML works without Pango, so this is no reason to stop.
        say(f"no PDF can be made here until you do this: {install_line(missing)}")


def install_checkers() -> None:
    """Get the programs without which some tests are skipped, where this machine lets us."""
    missing = [package for names, package in CHECKERS if not any(map(shutil.which, names))]
    if missing and shutil.which("apt-get"):
        apt_install(missing)


def apt_install(packages: list[str]) -> None:
    """Install Debian packages where we may; one that the distribution lacks is left out."""
    become = root_prefix()
    if become is None:
        return
    get = [*become, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    get += ["-o", "DPkg::Lock::Timeout=300"]
    say("asking apt-get which packages there are")
    run(*get, "update", check=False, show=False)
    there = [name for name in packages if known_to_apt(name)]
    if there:
        say(f"installing {' '.join(there)}")
        # Whether it worked shows below, in what is still missing.
        run(*get, "install", "--yes", "--no-install-recommends", *there, check=False, show=False)


def root_prefix() -> list[str] | None:
    """What to put before a command to run it as root; None where we cannot be root."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    if subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0:
        return ["sudo", "-n"]
    return ["sudo"] if sys.stdin.isatty() else None  # sudo asks for the password


def known_to_apt(package: str) -> bool:
    """True where the distribution has the package."""
    shown = subprocess.run(["apt-cache", "show", package], capture_output=True, check=False)
    return shown.returncode == 0 and bool(shown.stdout)


def by_hand(packages: list[str]) -> str:
    """The line that a person can type where we may not."""
    if shutil.which("apt-get"):
        return f"sudo apt-get install {' '.join(packages)}"
    return "install pip and venv for this Python (python3 -m ensurepip must work)"


def run(*command: str | Path, check: bool = True, show: bool = True) -> None:
    """Run a program and wait for it; its errors show in any case."""
    # PYTHONPATH and the like are for the caller's Python, not for the one in .venv.
    clean = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME")}
    stdout = None if show else subprocess.DEVNULL
    subprocess.run(command, check=check, env=clean, stdout=stdout, close_fds=False)


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Keep a second set-up waiting (`make -j lint test`) until the first is done.

    A pip that outlives a killed set-up holds the lock too, since run() hands it on.
    """
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    folder = ROOT / ".reportgen"
    folder.mkdir(exist_ok=True)
    with (folder / "setup.lock").open("w") as lock:
        os.set_inheritable(lock.fileno(), True)  # noqa: FBT003 - the function takes no keyword
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("waiting for another set-up to end")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def say(words: str) -> None:
    """Tell the person who waits what is going on."""
    print(f"setup: {words}", flush=True)


if __name__ == "__main__":
    sys.exit(main())

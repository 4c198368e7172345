"""Filters and functions that a project or an installed package adds to the template language.

`filters.py` of a project is code of whoever wrote the project, so it is not even looked into until
the person at this machine has said that the project is trusted. Which functions it has is read off
its syntax; it is carried out at the first call, in the worker that writes the page.
"""

from __future__ import annotations

import ast
import functools
import inspect
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

from reportgen.problems import Place, Problem, problem
from reportgen.world import World, digest

FILE = "filters.py"
GROUP = "reportgen.filters"
_MODULE = "reportgen_project_filters_{}"
_DEFINED = re.compile(r"^def[ \t]+([A-Za-z]\w*)[ \t]*\(", re.MULTILINE)


class ExtensionError(Exception):
    """A function that somebody has added has failed, or cannot be loaded."""


@dataclass(frozen=True)
class Extension:
    """A function that templates may call, as a filter too.

    Attributes:
        name: What templates call it.
        source: `filters.py`, or the module of an installed package.
        line: Where it begins, counted from 1.
        signature: Its arguments.
        function: The function itself where it is installed; that of a project is loaded later.
    """

    name: str
    source: str
    line: int
    signature: inspect.Signature
    function: Callable[..., Any] | None = None

    @property
    def where(self) -> str:
        """`filters.py:12`."""
        return f"{self.source}:{self.line}"


class Extensions:
    """What is added to the language for one project.

    Attributes:
        functions: By name.
        waiting: Names in a `filters.py` that is not trusted.
        problems: What is wrong with the files.
    """

    def __init__(self, world: World) -> None:
        installed, problems = _installed()
        self.problems: list[Problem] = list(problems)
        self.functions: dict[str, Extension] = {}
        self.waiting: frozenset[str] = frozenset()
        self._raw = world.read(FILE)
        self._module: ModuleType | None = None
        for extension in installed:
            self._add(extension)
        if self._raw is not None and not world.trusted:
            self.waiting = frozenset(_DEFINED.findall(self._raw.decode("utf-8", "replace")))
        elif self._raw is not None:
            for extension in self._declared(self._raw):
                self._add(extension)

    def digest(self, source: str) -> str | None:
        """What stands for everything that the functions of a source are; None without any."""
        if source == FILE:
            return None if self._raw is None else digest(self._raw)
        return _package_digest(source)

    def call(self, extension: Extension, *args: Any, **kwargs: Any) -> Any:
        """What the function gives.

        Raises:
            ExtensionError: it fails, or its file does.
        """
        try:
            function = extension.function or getattr(self._loaded(), extension.name)
        except (Exception, SystemExit) as error:
            raise ExtensionError(_failure(FILE, "cannot be loaded", error, FILE)) from error
        try:
            return function(*args, **kwargs)
        except MemoryError:
            raise
        except (Exception, SystemExit) as error:
            told = _failure(f"`{extension.name}`", "failed", error, extension.source)
            raise ExtensionError(told) from error

    def _add(self, extension: Extension) -> None:
        known = self.functions.setdefault(extension.name, extension)
        if known is not extension:
            message = f"`{extension.name}` is in {known.where} and in {extension.where}"
            place = Place(FILE, extension.line) if extension.source == FILE else None
            hint = "give one of them another name"
            self.problems.append(problem("filter-name", message, place, hint))

    def _declared(self, raw: bytes) -> Iterator[Extension]:
        """The public functions at the top of a file, by its syntax alone."""
        try:
            tree = ast.parse(raw, FILE)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            line = getattr(error, "lineno", None) or 1
            lines = raw.decode("utf-8", "replace").splitlines()
            text = lines[line - 1] if line <= len(lines) else ""
            said = error.msg if isinstance(error, SyntaxError) else str(error)
            place = Place(FILE, line, getattr(error, "offset", None) or 1, text)
            self.problems.append(problem("filter-failed", f"{FILE} is not Python: {said}", place))
            return
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield Extension(node.name, FILE, node.lineno, _signature(node.args))

    def _loaded(self) -> ModuleType:
        """The project's file, carried out once in this process."""
        if self._module is None:
            raw = self._raw or b""
            module = ModuleType(_MODULE.format(digest(raw)))
            sys.modules[module.__name__] = module  # data classes look themselves up there
            exec(compile(raw, FILE, "exec"), module.__dict__)  # noqa: S102  of a project that is trusted
            self._module = module
        return self._module


@functools.cache
def _installed() -> tuple[tuple[Extension, ...], tuple[Problem, ...]]:
    """What installed packages add: who installs a package lets it run."""
    found: list[Extension] = []
    problems: list[Problem] = []
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        try:
            found += _of_point(point)
        except Exception as error:  # noqa: BLE001  whatever a package does when it is imported
            told = _failure(f"`{point.value}`", "cannot be loaded", error, point.module)
            hint = f"mend or remove the package that brings the entry point {GROUP}: {point.name}"
            problems.append(problem("filter-failed", told, None, hint))
    return tuple(found), tuple(problems)


def _of_point(point: EntryPoint) -> Iterator[Extension]:
    """The function that an entry point names; of a module all public ones that it defines."""
    loaded = point.load()
    if not inspect.ismodule(loaded):
        yield _extension(point.name, loaded, point.module)
        return
    for name, function in vars(loaded).items():
        own = inspect.isfunction(function) and function.__module__ == loaded.__name__
        if own and not name.startswith("_"):
            yield _extension(name, function, loaded.__name__)


def _extension(name: str, function: Callable[..., Any], source: str) -> Extension:
    code = getattr(inspect.unwrap(function), "__code__", None)
    line = code.co_firstlineno if code is not None else 1
    return Extension(name, source, line, inspect.signature(function), function)


def installed_files() -> tuple[Path, ...]:
    """The Python files of the packages that add something: an edit of one changes no version."""
    sources = sorted({extension.source for extension in _installed()[0]})
    return tuple(path for source in sources for path in _package_files(source))


@functools.cache
def _package_digest(source: str) -> str | None:
    """The digest of all Python files of the package that a module belongs to."""
    files = _package_files(source)
    parts = (path.name.encode() + b"\0" + path.read_bytes() for path in files)
    return digest(b"\0".join(parts)) if files else None


def _package_files(source: str) -> list[Path]:
    try:
        top = import_module(source.partition(".")[0])
    except ImportError:
        return []
    folders = [Path(folder) for folder in getattr(top, "__path__", ())]
    files = [path for folder in folders for path in sorted(folder.rglob("*.py"))]
    return files or ([Path(top.__file__)] if top.__file__ else [])


class _Written:
    """A default as it stands in the file; what it comes to is not known before that runs."""

    def __init__(self, node: ast.expr) -> None:
        self._text = ast.unparse(node)

    def __repr__(self) -> str:
        return self._text


def _signature(given: ast.arguments) -> inspect.Signature:
    """The arguments of a function as its syntax has them."""
    bare = [*given.posonlyargs, *given.args]
    without = len(bare) - len(given.defaults)
    kind, empty = inspect.Parameter, inspect.Parameter.empty
    parameters = [
        kind(
            arg.arg,
            kind.POSITIONAL_ONLY if at < len(given.posonlyargs) else kind.POSITIONAL_OR_KEYWORD,
            default=empty if at < without else _Written(given.defaults[at - without]),
        )
        for at, arg in enumerate(bare)
    ]
    parameters += [kind(given.vararg.arg, kind.VAR_POSITIONAL)] if given.vararg else []
    for arg, default in zip(given.kwonlyargs, given.kw_defaults, strict=True):
        value = empty if default is None else _Written(default)
        parameters.append(kind(arg.arg, kind.KEYWORD_ONLY, default=value))
    parameters += [kind(given.kwarg.arg, kind.VAR_KEYWORD)] if given.kwarg else []
    return inspect.Signature(parameters)


def _failure(what: str, how: str, error: BaseException, source: str) -> str:
    """`shout` failed at filters.py:3: ZeroDivisionError: division by zero."""
    line, trace = None, error.__traceback__
    module = sys.modules.get(source)
    file = FILE if source == FILE else getattr(module, "__file__", None)
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == file:
            line = trace.tb_lineno
        trace = trace.tb_next
    said = " ".join(f"{type(error).__name__}: {error}".split()).rstrip(":. ")
    return f"{what} {how}{f' at {source}:{line}' if line else ''}: {said}"

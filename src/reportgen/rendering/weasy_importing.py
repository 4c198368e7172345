"""Importing WeasyPrint without what a brief never uses.

A third of the import went into fontTools' subsetting, which HarfBuzz does faster, and into asking
`ldconfig`, `gcc` and `ld` for libraries by names that only other systems have; another part into
parsing C (`weasy_declaring.py`). Nothing of that is public, so nothing here may fail: what was left
out is loaded when it is used after all, and where a library is not found by its Linux name
everything is asked as WeasyPrint would.
"""

from __future__ import annotations

import ctypes.util
import importlib
import io
import sys
import types
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from typing import Any

from reportgen.rendering.weasy_declaring import declared

_LATER = {
    "fontTools.subset": (),
    "fontTools.varLib.instancer": ("instantiateVariableFont",),
}
"""Modules that are loaded when they are used, and the functions that are imported from them."""


def _import_weasyprint() -> None:
    """Import WeasyPrint, or raise what its own import raises."""
    if "weasyprint" in sys.modules:
        return
    with warnings.catch_warnings():
        # At import it looks at the fonts of the moment, which in a worker are none yet.
        warnings.filterwarnings("ignore", "No fonts configured")
        with _later(), _own_names_only(), declared():
            try:
                with redirect_stdout(io.StringIO()):  # the second try says what there is to say
                    importlib.import_module("weasyprint")
            except OSError:
                _forget()
        with _later(), declared():
            importlib.import_module("weasyprint")


def _forget() -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        del sys.modules[name]


@contextmanager
def _own_names_only() -> Iterator[None]:
    """On Linux, libraries are found by the names that WeasyPrint gives for it, and no search."""
    if not sys.platform.startswith("linux"):
        yield
        return
    search = ctypes.util.find_library
    ctypes.util.find_library = _no_search
    try:
        yield
    finally:
        ctypes.util.find_library = search


def _no_search(name: str) -> str | None:  # noqa: ARG001  as in ctypes.util
    return None


class _Later(types.ModuleType):
    """Stands for a module until something of it is used."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(importlib.import_module(self.__name__), name)


@contextmanager
def _later() -> Iterator[None]:
    put = []
    for name, functions in _LATER.items():
        if name not in sys.modules:
            module = sys.modules[name] = _Later(name)
            vars(module).update({function: _call(name, function) for function in functions})
            put.append(name)
    try:
        yield
    finally:
        for name in put:
            if isinstance(sys.modules.get(name), _Later):
                del sys.modules[name]


def _call(module: str, function: str) -> Any:
    def call(*arguments: Any, **options: Any) -> Any:
        return getattr(importlib.import_module(module), function)(*arguments, **options)

    return call


_import_weasyprint()

"""The versions of the libraries whose private names the shortcuts rest on.

Each shortcut is taken with the one version of its library that it was held against; with any other
a brief is laid out as the library itself does it.
"""

from __future__ import annotations

from importlib.metadata import version

KNOWN = {"weasyprint": "70.0", "pydyf": "0.13.0", "tinyhtml5": "2.1.0", "cssselect2": "0.10.1"}


def is_known(library: str) -> bool:
    """Whether this version of a library is the one that was looked at."""
    return version(library) == KNOWN.get(library)

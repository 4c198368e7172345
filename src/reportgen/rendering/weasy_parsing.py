"""The expressions by which tinyhtml5 finds where a text ends, made once.

tinyhtml5 means to keep them, but files each under itself and never finds it again: they were made
some 700 times for a page.
"""

from __future__ import annotations

import re
from collections.abc import Collection

Key = tuple[Collection[str], bool]
"""The characters, and whether the text consists of them rather than ends before them."""


class Expressions(dict[Key, re.Pattern[str]]):
    """Stands in place of tinyhtml5's own dictionary, and makes what it lacks."""

    def __missing__(self, key: Key) -> re.Pattern[str]:
        characters, opposite = key
        inside = "".join(f"\\x{ord(character):02x}" for character in characters)
        self[key] = made = re.compile(f"[{'' if opposite else '^'}{inside}]+")
        return made


EXPRESSIONS = Expressions()

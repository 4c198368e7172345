"""The one "did you mean"."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

_MANY = 2000  # above this, comparing with every choice would take longer than the whole check


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The choice that the word was most likely meant to be, or None.

    Differences of case and of hyphen, underscore or space count for nothing.
    """
    wanted = _folded(word)
    if not wanted:
        return None
    folded = {_folded(choice): choice for choice in reversed(list(choices))}
    if wanted in folded:
        return folded[wanted]
    candidates: Sequence[str] = list(reversed(folded))
    if len(candidates) > _MANY:
        candidates = [choice for choice in candidates if choice[:1] == wanted[:1]][:_MANY]
    found = difflib.get_close_matches(wanted, candidates, n=1, cutoff=0.65)
    return folded[found[0]] if found else None


def did_you_mean(word: str, choices: Iterable[str], *, kind: str = "", limit: int = 12) -> str:
    """The hint for a word that is not among the choices: the nearest one, else all of them.

    Args:
        word: What was written.
        choices: What could have been written.
        kind: What the choices are, in the plural (`fields`), for the list.
        limit: How many choices are listed at most.
    """
    known = list(choices)
    near = nearest(word, known)
    if near is not None:
        return f"did you mean `{near}`?"
    if not known:
        return f"there are no {kind or 'choices'} yet"
    listed = ", ".join(f"`{choice}`" for choice in known[:limit])
    more = f" and {len(known) - limit} more" if len(known) > limit else ""
    return f"the {kind or 'choices'} are {listed}{more}"


def _folded(word: str) -> str:
    return word.strip().casefold().replace("_", "-").replace(" ", "-")

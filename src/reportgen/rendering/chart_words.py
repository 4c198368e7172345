"""The words of Vega-Lite: it draws without a word where a specification has others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from reportgen.problems import Problem, did_you_mean, problem

Path = tuple[str | int, ...]
"""Where something stands in a specification: keys, and positions in lists."""

Fault = tuple[Path, Problem]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


KEYS = _words(
    "$schema name title description data datasets transform params mark encoding layer hconcat "
    "vconcat concat facet repeat spec columns align bounds center spacing resolve projection "
    "width height padding autosize background view config usermeta"
)
"""What a view of Vega-Lite 6 may have; of any other key it would say nothing and draw without."""

CHANNELS = _words(
    "x y x2 y2 xOffset yOffset xError xError2 yError yError2 theta theta2 radius radius2 longitude "
    "latitude longitude2 latitude2 color fill stroke opacity fillOpacity strokeOpacity strokeWidth "
    "strokeDash size angle shape key text tooltip href url description detail order time facet row "
    "column"
)

MARKS = _words(
    "arc area bar boxplot circle errorband errorbar geoshape image line point rect rule square "
    "text tick trail"
)

_VIEWS = ("layer", "hconcat", "vconcat", "concat")


def unknown_words(view: Mapping[str, Any], path: Path = ()) -> Iterator[Fault]:
    """Keys, channels and marks that Vega-Lite 6 does not have, in a view and those inside it."""
    for key in view:
        if key not in KEYS:
            yield (*path, key), _unknown("key", key, KEYS)
    encoding = view.get("encoding")
    for name in encoding if isinstance(encoding, Mapping) else ():
        if name not in CHANNELS:
            yield (*path, "encoding", name), _unknown("channel", name, CHANNELS)
    mark, at = view.get("mark"), (*path, "mark")
    if isinstance(mark, Mapping):
        mark, at = mark.get("type"), (*at, "type")
    if isinstance(mark, str) and mark not in MARKS:
        yield at, _unknown("mark", mark, MARKS)
    for inner, part in _inside(view):
        yield from unknown_words(part, (*path, *inner))


def _inside(view: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    spec = view.get("spec")
    if isinstance(spec, Mapping):
        yield ("spec",), spec
    for kind in _VIEWS:
        parts = view.get(kind)
        for number, part in enumerate(parts if isinstance(parts, list) else ()):
            if isinstance(part, Mapping):
                yield (kind, number), part


def _unknown(kind: str, word: str, known: Iterable[str]) -> Problem:
    hint = did_you_mean(word, sorted(known), kind=f"{kind}s", limit=len(MARKS))
    return problem("bad-chart", f"Vega-Lite has no {kind} `{word}`", None, hint)

"""The custom properties of a style sheet: what `:root` declares, for light and for dark pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import tinycss2

_CONDITIONS = {
    "screen": "screen",
    "(prefers-color-scheme:dark)": "dark",
    "screenand(prefers-color-scheme:dark)": "dark",
}


@dataclass(frozen=True)
class Properties:
    """Name (`--ink`) -> value as written; the last one counts. `dark` holds what dark pages say."""

    light: Mapping[str, str]
    dark: Mapping[str, str]


def custom_properties(css: str) -> Properties:
    """What the rules for `:root` declare, outside conditions and where the reader's system is dark.

    Other conditions are left out.
    """
    found: dict[str, dict[str, str]] = {"light": {}, "dark": {}}
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    for mode, rule in _roots(rules, "light"):
        for held in tinycss2.parse_blocks_contents(rule.content, skip_comments=True):
            if held.type == "declaration" and held.name.startswith("--"):
                found[mode][held.name] = " ".join(tinycss2.serialize(held.value).split())
                # A later rule without a condition goes before an earlier one with.
                if mode == "light":
                    found["dark"].pop(held.name, None)
    return Properties(found["light"], found["dark"])


def _roots(rules: Any, mode: str) -> Iterator[tuple[str, Any]]:
    """(`light` or `dark`, rule) of every rule for `:root`; what is for screens only is neither."""
    for rule in rules:
        if rule.type == "qualified-rule":
            if mode in ("light", "dark") and tinycss2.serialize(rule.prelude).strip() == ":root":
                yield mode, rule
        elif rule.type == "at-rule" and rule.lower_at_keyword == "media" and rule.content:
            condition = "".join(tinycss2.serialize(rule.prelude).split()).lower()
            inner = _CONDITIONS.get(condition)
            if inner is not None:
                nested = tinycss2.parse_rule_list(
                    rule.content, skip_comments=True, skip_whitespace=True
                )
                yield from _roots(nested, inner)

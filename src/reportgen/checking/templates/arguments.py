"""What a call hands over, against what a macro, a filter or a function takes."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from jinja2 import Environment, nodes

from reportgen.problems import did_you_mean
from reportgen.rendering.filters import FILTERS
from reportgen.rendering.functions import FUNCTIONS

CALLER = "caller"
GUARDS = frozenset({"defined", "undefined", "none"})
PASSING = frozenset({"default", "d"})

Fault = tuple[str, str, str, str | None]
"""(code, the word that is wrong, message, hint)."""


@dataclass(frozen=True)
class Takes:
    """The arguments of something that can be called.

    Attributes:
        names: Those that have a name, in their order.
        needed: Those that must be given.
        bare: How many of them can be given without their names.
        many: Whether more can be given without a name.
        any_name: Whether any name can be given.
    """

    names: tuple[str, ...]
    needed: frozenset[str]
    bare: int
    many: bool = False
    any_name: bool = False

    def faults(self, what: str, word: str, call: nodes.Call | nodes.Filter) -> Iterator[Fault]:
        """What is wrong with a call; nothing where it hands on lists (`*a`, `**b`)."""
        if call.dyn_args is not None or call.dyn_kwargs is not None:
            return
        listed = f"it takes {', '.join(self.names)}" if self.names else None
        given = {str(keyword.key) for keyword in call.kwargs}
        unknown = frozenset() if self.any_name else frozenset(given - {*self.names, CALLER})
        for key in sorted(unknown):
            hint = did_you_mean(key, self.names, kind="arguments")
            yield "unknown-argument", key, f"{what} has no argument '{key}'", hint
        if len(call.args) > self.bare and not self.many:
            message = f"{what} takes {self.bare} arguments, not {len(call.args)}"
            yield "unknown-argument", word, message, listed
        for name in (
            () if unknown else self.names[min(len(call.args), self.bare) :]
        ):  # one that is misspelt
            if name in self.needed and name not in given and name != CALLER:
                yield "missing-argument", word, f"{what} needs the argument '{name}'", listed


def macro_takes(macro: nodes.Macro) -> Takes:
    """The arguments of a macro; needed are those that it prints or tests in any case."""
    names = [argument.name for argument in macro.args]
    free = {name.name for name in macro.find_all(nodes.Name)}
    without = names[: len(names) - len(macro.defaults)]
    used = {name for node in macro.body for name in _surely_used(node)}
    needed = frozenset(used.intersection(without))
    return Takes(tuple(names), needed, len(names), "varargs" in free, "kwargs" in free)


def call_faults(
    environment: Environment, call: nodes.Call | nodes.Filter, name: str
) -> Iterator[Fault]:
    """What is wrong with what a filter or a function of the language is handed."""
    piped = isinstance(call, nodes.Filter)
    filters, functions = environment.filters, environment.globals
    function: Any = inspect.unwrap(filters[name] if piped else cast("Any", functions[name]))
    own = name in (FILTERS if piped else FUNCTIONS)  # the page in hand goes before the rest
    added = hasattr(function, "__signature__")
    if not (piped or own or added):
        return  # a class of Jinja's
    first = not added and (own or hasattr(function, "jinja_pass_arg"))
    takes = _function_takes(function, piped + first)
    if takes is not None:
        yield from takes.faults(f"the {'filter' if piped else 'function'} {name}", name, call)


@functools.lru_cache(maxsize=256)
def _function_takes(function: Callable[..., Any], hidden: int) -> Takes | None:
    """The arguments of a function without the first ones, which templates leave out."""
    try:
        given = list(inspect.signature(function).parameters.values())[hidden:]
    except (TypeError, ValueError):  # one that is written in C and does not say
        return None
    named = [p for p in given if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]
    if any(p.kind is p.POSITIONAL_ONLY for p in given):
        return None
    return Takes(
        tuple(p.name for p in named),
        frozenset(p.name for p in named if p.default is p.empty),
        sum(p.kind is p.POSITIONAL_OR_KEYWORD for p in named),
        any(p.kind is p.VAR_POSITIONAL for p in given),
        any(p.kind is p.VAR_KEYWORD for p in given),
    )


def _surely_used(node: nodes.Node) -> Iterator[str]:
    """The names that are looked at whenever the node is carried out."""
    if isinstance(node, nodes.Name):
        yield node.name
        return
    parts: Iterator[nodes.Node] = iter(node.iter_child_nodes())
    if isinstance(node, nodes.If | nodes.CondExpr):
        parts = iter([node.test])
    elif isinstance(node, nodes.For):
        parts = iter([node.iter])
    elif isinstance(node, nodes.And | nodes.Or):
        parts = iter([node.left])
    elif isinstance(node, nodes.CallBlock):
        parts = iter([node.call])
    elif (
        isinstance(node, nodes.Macro | nodes.Block)
        or (isinstance(node, nodes.Test) and node.name in GUARDS)
        or (isinstance(node, nodes.Filter) and node.name in PASSING)
    ):
        return
    elif isinstance(node, nodes.Call):
        # What another macro does with it is not known.
        parts = iter([node.node])
    for part in parts:
        yield from _surely_used(part)

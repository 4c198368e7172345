"""Walks a template's syntax tree with what is known of each name, and says what cannot be.

Guards are respected: what stands under `is defined`, `default` or `is not none` is taken at its
word. Lines come from Jinja; the column is that of the wrong word on the line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from jinja2 import Environment, nodes

from reportgen.checking.templates.arguments import (
    GUARDS,
    PASSING,
    Fault,
    call_faults,
    macro_takes,
)
from reportgen.checking.templates.kinds import ANY, Kind, Loop, MacroKind, Many, ModuleKind
from reportgen.problems import did_you_mean, nearest

Scope = dict[str, Kind]
Told = Callable[[str, str, int, str, str, str | None], None]
"""(file, code, line, wrong word, message, hint)."""

SAME = frozenset(
    {
        "sort",
        "list",
        "select",
        "reject",
        "selectattr",
        "rejectattr",
        "unique",
        "reverse",
        "sort_dates",
    }
)
"""Filters that give back what they got, perhaps less of it or in another order."""

ONE = frozenset({"first", "last", "min", "max"})
BY_NAME = {
    "map": ("unknown-filter", 0),
    "select": ("unknown-test", 0),
    "reject": ("unknown-test", 0),
    "selectattr": ("unknown-test", 1),
    "rejectattr": ("unknown-test", 1),
}
"""Filters that take another, or a test, by its name: the code of a wrong one, its argument."""

BY_ATTRIBUTE = frozenset({"selectattr", "rejectattr", "groupby"})


class Walker:
    """One look through a set of templates."""

    def __init__(
        self,
        environment: Environment,
        parse: Callable[[str], nodes.Template | None],
        known: Iterable[str],
        near: Callable[[str], str | None],
        tell: Told,
    ) -> None:
        """A walker.

        Args:
            environment: Whose filters, tests and names there are.
            parse: Gives the tree of a template by name.
            known: Names that are always there.
            near: Gives the name of the template that is near to one that is not there.
            tell: Is told what is wrong.
        """
        self._environment = environment
        self._parse = parse
        self._known = frozenset(known) | frozenset(environment.globals)
        self._near = near
        self._tell = tell

    def template(self, name: str, tree: nodes.Template, scope: Scope) -> None:
        """Look through one template."""
        macros = {node.name: MacroKind(node, name) for node in tree.find_all(nodes.Macro)}
        self._body(tree.body, {**scope, **macros}, name)

    # Statements

    def _body(self, body: Iterable[nodes.Node], scope: Scope, file: str) -> None:
        for node in body:
            handler = getattr(self, f"_{type(node).__name__.lower()}", None)
            if handler is not None:
                handler(node, scope, file)
            else:
                self._other(node, scope, file)

    def _other(self, node: nodes.Node, scope: Scope, file: str) -> None:
        for child in node.iter_child_nodes():
            if isinstance(child, nodes.Expr):
                self.kind(child, scope, file)
            else:
                self._body([child], scope, file)

    def _for(self, node: nodes.For, scope: Scope, file: str) -> None:
        inner = dict(scope)
        _bind(node.target, self.kind(node.iter, scope, file).item(), inner)
        inner["loop"] = Loop()
        if node.test is not None:
            self.kind(node.test, inner, file)
        self._body(node.body, inner, file)
        self._body(node.else_, dict(scope), file)

    def _if(self, node: nodes.If, scope: Scope, file: str) -> None:
        self.kind(node.test, scope, file)
        # What a branch sets is seen after it, so branches share the scope.
        self._body(node.body, _guarded(node.test, scope), file)
        for other in node.elif_:
            self._if(other, scope, file)
        self._body(node.else_, scope, file)
        _merge(node, scope)

    def _assign(self, node: nodes.Assign, scope: Scope, file: str) -> None:
        _bind(node.target, self.kind(node.node, scope, file), scope)

    def _assignblock(self, node: nodes.AssignBlock, scope: Scope, file: str) -> None:
        self._body(node.body, dict(scope), file)
        _bind(node.target, ANY, scope)

    def _with(self, node: nodes.With, scope: Scope, file: str) -> None:
        inner = dict(scope)
        for target, value in zip(node.targets, node.values, strict=True):
            _bind(target, self.kind(value, scope, file), inner)
        self._body(node.body, inner, file)

    def _macro(self, node: nodes.Macro, scope: Scope, file: str) -> None:
        scope[node.name] = MacroKind(node, file)
        inner = {**scope, **{argument.name: ANY for argument in node.args}}
        inner |= dict.fromkeys(("caller", "varargs", "kwargs"), ANY)
        self._body(node.body, inner, file)

    def _callblock(self, node: nodes.CallBlock, scope: Scope, file: str) -> None:
        self.kind(node.call, scope, file)
        inner = {**scope, **{argument.name: ANY for argument in node.args}}
        self._body(node.body, inner, file)

    def _block(self, node: nodes.Block, scope: Scope, file: str) -> None:
        self._body(node.body, dict(scope), file)

    def _include(self, node: nodes.Include, scope: Scope, file: str) -> None:
        one = node.template
        if isinstance(one, nodes.List | nodes.Tuple) and one.items:  # the first that there is
            found = [
                isinstance(i, nodes.Const) and not self._tree(str(i.value), file) for i in one.items
            ]
            one = one.items[-1] if all(found) else one
        if not isinstance(one, nodes.Const):
            self.kind(one, scope, file)
        elif not node.ignore_missing:
            self._named(one, node.lineno, file)

    def _extends(self, node: nodes.Extends, scope: Scope, file: str) -> None:  # noqa: ARG002  as all visits
        self._named(node.template, node.lineno, file)

    def _import(self, node: nodes.Import, scope: Scope, file: str) -> None:
        tree = self._named(node.template, node.lineno, file)
        scope[node.target] = ANY
        if tree is not None and tree.body and isinstance(node.template, nodes.Const):
            macros = {m.name: m for m in tree.find_all(nodes.Macro)}
            scope[node.target] = ModuleKind(
                str(node.template.value), macros, frozenset(_assigned(tree))
            )

    def _fromimport(self, node: nodes.FromImport, scope: Scope, file: str) -> None:
        tree = self._named(node.template, node.lineno, file)
        found = {m.name: m for m in tree.find_all(nodes.Macro)} if tree else {}
        values = _assigned(tree) if tree else set()
        for name in node.names:
            original, alias = name if isinstance(name, tuple) else (name, name)
            scope[alias] = ANY
            if original in found and isinstance(node.template, nodes.Const):
                scope[alias] = MacroKind(found[original], str(node.template.value))
            elif tree is not None and original not in values:
                where = node.template.value if isinstance(node.template, nodes.Const) else "it"
                message = f"{where} has no macro '{original}'"
                hint = did_you_mean(original, found, kind="macros")
                self._tell(file, "unknown-macro", node.lineno, original, message, hint)

    def _tree(self, name: str, file: str) -> nodes.Template | None:
        return self._parse(self._environment.join_path(name, file))

    def _named(self, template: nodes.Expr, line: int, file: str) -> nodes.Template | None:
        """The tree of a template that is named in so many words; told where there is none."""
        if not isinstance(template, nodes.Const) or not isinstance(template.value, str):
            return None
        tree = self._tree(template.value, file)
        if tree is None:
            message = f"there is no template '{template.value}'"
            near = self._near(template.value)
            hint = None if near is None else f"did you mean `{near}`?"
            self._tell(file, "unknown-template", line, template.value, message, hint)
        return tree

    # Expressions

    def kind(self, node: nodes.Node, scope: Scope, file: str, *, guarded: bool = False) -> Kind:
        """What an expression gives; what is wrong inside it is told."""
        if isinstance(node, nodes.Name):
            return self._name(node, scope, file, guarded=guarded)
        if isinstance(node, nodes.Getattr):
            owner = self.kind(node.node, scope, file, guarded=guarded)
            return self._attribute(owner, node.attr, node.lineno, file, guarded=guarded)
        if isinstance(node, nodes.Getitem):
            return self._item(node, scope, file, guarded=guarded)
        if isinstance(node, nodes.Filter):
            return self._filter(node, scope, file, guarded=guarded)
        if isinstance(node, nodes.Test):
            return self._test(node, scope, file)
        if isinstance(node, nodes.Call):
            return self._call(node, scope, file)
        if isinstance(node, nodes.And):
            self.kind(node.left, scope, file, guarded=guarded)
            return self.kind(node.right, _guarded(node.left, scope), file, guarded=guarded)
        if isinstance(node, nodes.CondExpr):
            self.kind(node.test, scope, file)
            first = self.kind(node.expr1, _guarded(node.test, scope), file, guarded=guarded)
            second = self.kind(node.expr2, scope, file, guarded=guarded) if node.expr2 else ANY
            return first if first == second else ANY
        for child in node.iter_child_nodes():
            self.kind(child, scope, file, guarded=guarded)
        return ANY

    def _name(self, node: nodes.Name, scope: Scope, file: str, *, guarded: bool) -> Kind:
        if node.name in scope or node.ctx != "load":
            return scope.get(node.name, ANY)
        if not guarded and node.name not in self._known:
            message = f"there is no name '{node.name}' here"
            hint = _nearest(node.name, {*scope, *self._known})
            self._tell(file, "undefined-name", node.lineno, node.name, message, hint)
        return ANY

    def _attribute(self, owner: Kind, name: str, line: int, file: str, *, guarded: bool) -> Kind:
        names = owner.names()
        if names is None or name in names:
            return owner.get(name)
        if not guarded:
            message = f"{owner.word} has no {owner.part} '{name}'"
            hint = did_you_mean(name, names, kind=f"{owner.part}s")
            self._tell(file, f"unknown-{owner.part}", line, name, message, hint)
        return ANY

    def _item(self, node: nodes.Getitem, scope: Scope, file: str, *, guarded: bool) -> Kind:
        owner = self.kind(node.node, scope, file, guarded=guarded)
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            if isinstance(owner, Many):
                return owner.item()  # a record of a collection, by its id
            return self._attribute(owner, node.arg.value, node.lineno, file, guarded=guarded)
        self.kind(node.arg, scope, file)
        return owner if isinstance(node.arg, nodes.Slice) else owner.item()

    def _filter(self, node: nodes.Filter, scope: Scope, file: str, *, guarded: bool) -> Kind:
        if self._there_is("unknown-filter", node.name, node.lineno, file):
            faults = call_faults(self._environment, node, node.name)
            self._faults(faults, node.lineno, file)
        code, at = BY_NAME.get(node.name, ("", 0))
        named = node.args[at] if code and len(node.args) > at else None
        if isinstance(named, nodes.Const) and isinstance(named.value, str):
            self._there_is(code, named.value, node.lineno, file)
        guarded = guarded or node.name in PASSING
        got = self.kind(node.node, scope, file, guarded=guarded) if node.node else ANY
        for argument in (*node.args, *(k.value for k in node.kwargs)):
            self.kind(argument, scope, file)
        reached = self._by_attribute(node, got, file, guarded=guarded)
        if node.name == "map":
            return Many(reached) if reached is not None else ANY
        if node.name in SAME:
            return got
        return got.item() if node.name in ONE else got if node.name in PASSING else ANY

    def _there_is(self, code: str, name: str, line: int, file: str) -> bool:
        """Whether there is a filter or a test of this name; told where there is not."""
        kind = code.removeprefix("unknown-")
        known = self._environment.filters if kind == "filter" else self._environment.tests
        if name not in known:
            message = f"there is no {kind} '{name}'"
            self._tell(file, code, line, name, message, _nearest(name, known))
        return name in known

    def _by_attribute(
        self, node: nodes.Filter, got: Kind, file: str, *, guarded: bool
    ) -> Kind | None:
        """The kind that `attribute=` leads to from each element; None where none is named."""
        named = [k.value for k in node.kwargs if k.key == "attribute"]
        named += node.args[:1] if node.name in BY_ATTRIBUTE else []
        if (
            not named
            or not isinstance(named[0], nodes.Const)
            or not isinstance(named[0].value, str)
        ):
            return None
        reached = got.item()
        for part in named[0].value.split(","):
            reached = got.item()
            for name in part.strip().split("."):
                if name.isdigit():
                    reached = reached.item()
                else:
                    reached = self._attribute(reached, name, node.lineno, file, guarded=guarded)
        return reached

    def _test(self, node: nodes.Test, scope: Scope, file: str) -> Kind:
        self._there_is("unknown-test", node.name, node.lineno, file)
        self.kind(node.node, scope, file, guarded=node.name in GUARDS)
        for argument in node.args:
            self.kind(argument, scope, file)
        return ANY

    def _call(self, node: nodes.Call, scope: Scope, file: str) -> Kind:
        called = self.kind(node.node, scope, file)
        for argument in (*node.args, *(k.value for k in node.kwargs)):
            self.kind(argument, scope, file)
        if isinstance(called, MacroKind):
            name = called.node.name
            faults = macro_takes(called.node).faults(f"the macro {name}", name, node)
            self._faults(faults, node.lineno, file)
            return ANY
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        if name in self._environment.globals and name not in scope:
            self._faults(call_faults(self._environment, node, name), node.lineno, file)
        return ANY

    def _faults(self, faults: Iterable[Fault], line: int, file: str) -> None:
        for code, word, message, hint in faults:
            self._tell(file, code, line, word, message, hint)


def _nearest(word: str, choices: Iterable[str]) -> str | None:
    """The nearest of many choices, too many to list."""
    near = nearest(word, sorted(choices))
    return None if near is None else f"did you mean `{near}`?"


def _bind(target: nodes.Node, kind: Kind, scope: Scope) -> None:
    if isinstance(target, nodes.Name):
        scope[target.name] = kind
    elif isinstance(target, nodes.Tuple):
        for item in target.items:
            _bind(item, ANY, scope)


def _guarded(test: nodes.Node, scope: Scope) -> Scope:
    """The scope where a test has held: names that it asks about are taken at their word."""
    asked = [t.node for t in _tests(test) if t.name in GUARDS]
    names = {name.name for node in asked for name in _names(node)}
    return {**scope, **dict.fromkeys(names, ANY)} if names else scope


def _merge(node: nodes.If, scope: Scope) -> None:
    """Names that only some branches set may be anything afterwards."""
    for assign in node.find_all(nodes.Assign):
        _bind(assign.target, ANY, scope)
    for block in node.find_all(nodes.AssignBlock):
        _bind(block.target, ANY, scope)


def _tests(node: nodes.Node) -> Iterator[nodes.Test]:
    if isinstance(node, nodes.Test):
        yield node
    yield from node.find_all(nodes.Test)


def _names(node: nodes.Node) -> Iterator[nodes.Name]:
    if isinstance(node, nodes.Name):
        yield node
    yield from node.find_all(nodes.Name)


def _assigned(tree: nodes.Template) -> set[str]:
    """The names that a template sets, which can be imported like macros."""
    return {name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"}


def names_in(tree: nodes.Template) -> set[str]:
    """Every name that a template sets, takes or imports: what it includes may use them all."""
    found = _assigned(tree) | {
        name.name for name in tree.find_all(nodes.Name) if name.ctx == "param"
    }
    found |= {macro.name for macro in tree.find_all(nodes.Macro)}
    found |= {node.target for node in tree.find_all(nodes.Import)}
    for node in tree.find_all(nodes.FromImport):
        found |= {name[1] if isinstance(name, tuple) else name for name in node.names}
    return found

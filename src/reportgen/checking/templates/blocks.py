"""Blocks that override nothing, and text beside blocks: what is never printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from jinja2 import nodes

from reportgen.problems import did_you_mean

Tree = Callable[[str], nodes.Template | None]
Named = Callable[[str, str], str]
"""(name, by) -> the name under which a template finds what it names."""


def lost_blocks(name: str, find: Tree, named: Named) -> Iterator[tuple[nodes.Block, str]]:
    """(block, hint) of each block of a template that none further down the chain has.

    A block inside another one is new and prints where that one does, and one that is printed by
    `self.NAME()` needs no place below. Where a parent's name is made as the template runs, or
    there is none, nothing is said.
    """
    tree, below = find(name), _below(name, find, named)
    if tree is None or below is None:
        return
    known = dict.fromkeys(block.name for parent in below for block in parent.find_all(nodes.Block))
    called = {name for part in (tree, *below) for name in _called(part)}
    for block in _outermost(tree):
        if block.name not in known and block.name not in called:
            yield block, did_you_mean(block.name, known, kind="blocks")


def lost_text(tree: nodes.Template) -> Iterator[int]:
    """The lines on which text or values stand beside the blocks, below `extends`."""
    extends = [number for number, node in enumerate(tree.body) if isinstance(node, nodes.Extends)]
    for node in tree.body[extends[0] :] if extends else ():
        if isinstance(node, nodes.Output):
            for part in node.nodes:
                if not isinstance(part, nodes.TemplateData):
                    yield part.lineno
                elif part.data.strip():
                    before = part.data[: len(part.data) - len(part.data.lstrip())]
                    yield part.lineno + before.count("\n")


def _below(name: str, find: Tree, named: Named) -> list[nodes.Template] | None:
    """The templates that one extends, the nearest first; None where they cannot all be told."""
    chain: list[nodes.Template] = []
    seen: set[str] = set()
    while True:
        tree = find(name)
        if tree is None or (seen and not tree.body) or name in seen:
            return None  # told elsewhere: no such template, one that cannot be read, a ring
        chain += [tree] if seen else []
        seen.add(name)
        said = list(tree.find_all(nodes.Extends))
        if not said:
            return chain or None
        parent = said[0].template
        if len(said) > 1 or not isinstance(parent, nodes.Const):
            return None
        if not isinstance(parent.value, str):
            return None
        name = named(parent.value, name)


def _outermost(node: nodes.Node) -> Iterator[nodes.Block]:
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Block):
            yield child
        else:
            yield from _outermost(child)


def _called(tree: nodes.Template) -> Iterator[str]:
    """The blocks that a template prints by their names: `self.NAME()`."""
    for got in tree.find_all(nodes.Getattr):
        if isinstance(got.node, nodes.Name) and got.node.name == "self":
            yield got.attr
    for item in tree.find_all(nodes.Getitem):
        if isinstance(item.node, nodes.Name) and item.node.name == "self":
            yield str(item.arg.value) if isinstance(item.arg, nodes.Const) else ""

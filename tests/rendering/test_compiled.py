"""Shipped templates are compiled once; a project's own are compiled each time, and never kept."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest
from jinja2 import Environment

from reportgen.problems import ProblemsError, problem
from reportgen.rendering.compiled import CompiledTemplates, KeptCode
from reportgen.rendering.environment import BriefEnvironment
from reportgen.rendering.templates import Templates
from tests.small import Brief, MemoryWorld, Shelf, shipped_wording, small_project


class FullShelf(Shelf):
    """Can keep nothing."""

    def put(self, key: str, data: bytes) -> None:
        raise ProblemsError([problem("cannot-write", f"cannot write {key}: {len(data)} bytes")])


class Files(MemoryWorld):
    """A world in which shipped files are given, too: `!NAME`."""

    def read(self, name: str, root: str = "project") -> bytes | None:
        return super().read(name if root == "project" else f"!{name}")


def compiled(
    shelf: Shelf,
    files: dict[str, str],
    name: str,
    *,
    program: str = "program",
    language: str = "en",
    words: bytes = b"",
) -> tuple[str, int]:
    """What a template prints, and how many templates were compiled for it."""
    made: list[str] = []
    generate = Environment._generate

    def counted(self: Environment, *args: Any, **more: Any) -> str:
        made.append(str(args[1]))
        return generate(self, *args, **more)

    code = CompiledTemplates(KeptCode(shelf, program), language, words)
    world = Files(files)
    environment = BriefEnvironment(
        small_project(), Templates(world), shipped_wording(language), code=code
    )
    brief = Brief(small_project(), language)
    with patch.object(Environment, "_generate", counted), environment.writing(brief.draft):
        return environment.get_template(name).render(), len(made)


def test_a_shipped_template_is_compiled_once() -> None:
    shelf, files = Shelf(), {"!page.html.j2": "{{ 5 }}"}
    assert compiled(shelf, files, "page.html.j2") == ("5", 1)
    assert compiled(shelf, files, "page.html.j2") == ("5", 0)


def test_what_has_changed_is_compiled_again() -> None:
    shelf, files = Shelf(), {"!page.html.j2": "{{ 5 }}"}
    compiled(shelf, files, "page.html.j2")
    assert compiled(shelf, files, "page.html.j2", program="another")[1] == 1
    assert compiled(shelf, files, "page.html.j2", program="another", words=b"others")[1] == 1
    assert compiled(shelf, files, "page.html.j2", language="vi")[1] == 1
    other = {"!page.html.j2": "{{ 6 }}"}
    assert compiled(shelf, other, "page.html.j2", language="vi") == ("6", 1)


def test_a_template_of_the_project_is_never_kept() -> None:
    shelf, files = Shelf(), {"templates/page.html.j2": "{{ 5 }}", "!page.html.j2": "{{ 6 }}"}
    assert compiled(shelf, files, "page.html.j2") == ("5", 1)
    assert shelf.held == {}
    assert compiled(shelf, {"!page.html.j2": "{{ 6 }}"}, "page.html.j2") == ("6", 1)
    assert compiled(shelf, files, "page.html.j2") == ("5", 1)


@pytest.mark.parametrize("damage", [b"", b"x", b"x" * 100])
def test_code_that_is_damaged_is_compiled_again(damage: bytes) -> None:
    shelf, files = Shelf(), {"!page.html.j2": "{{ 5 }}"}
    compiled(shelf, files, "page.html.j2")
    (key,) = shelf.held
    shelf.held[key] = shelf.held[key][: len(damage)] + damage
    assert compiled(shelf, files, "page.html.j2") == ("5", 1)


def test_where_nothing_can_be_kept_it_is_compiled_each_time() -> None:
    files = {"!page.html.j2": "{{ 5 }}"}
    assert compiled(FullShelf(), files, "page.html.j2") == ("5", 1)

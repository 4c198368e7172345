"""Jinja for briefs: a sandbox over views, strict about names, printing values in the language."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from decimal import Decimal
from types import CodeType
from typing import Any

import jinja2
from jinja2 import BytecodeCache, Undefined, nodes, pass_context
from jinja2.environment import TemplateModule
from jinja2.meta import find_referenced_templates
from jinja2.runtime import BlockReference, Context, LoopContext, Macro, TemplateReference
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace
from markupsafe import Markup

from reportgen.model import COLLECTIONS
from reportgen.model.project import Project
from reportgen.rendering.compiling import code_of, parse
from reportgen.rendering.draft import Draft
from reportgen.rendering.extensions import Extension, Extensions
from reportgen.rendering.filters import FILTERS
from reportgen.rendering.functions import FUNCTIONS
from reportgen.rendering.printing import printed
from reportgen.rendering.templates import TemplateLoader, Templates
from reportgen.rendering.tracing import with_origin
from reportgen.rendering.undefined import NamedUndefined
from reportgen.rendering.view import CollectionView, View
from reportgen.rendering.wording import Wording
from reportgen.rendering.written_json import write_json

VALUES = (str, int, float, Decimal, tuple, list, dict, range)
TOOLS = (
    TemplateModule,
    TemplateReference,
    BlockReference,
    LoopContext,
    Macro,
    Cycler,
    Joiner,
    Namespace,
)
OPEN = VALUES + TOOLS
"""What has attributes for templates. A list of what is open fails closed: a class, a function or
an object of ours that comes into reach has none, without anybody having thought of it."""

RANDOM = ("random", "lipsum")
"""Jinja's own filter and function that differ from run to run."""


class Collection:
    """A collection by its name, whichever page is being written: what `partners` is in templates.

    Jinja keeps imported macros between pages, and with them the names they saw; so a name must
    stay the same object and look at the page in hand only when it is used.
    """

    __slots__ = ("_environment", "_name")

    def __init__(self, environment: BriefEnvironment, name: str) -> None:
        self._environment = environment
        self._name = name

    def now(self) -> CollectionView:
        """The collection as the page in hand sees it."""
        return self._environment.draft.views.collection(self._name)

    def __iter__(self) -> Iterator[View]:
        return iter(self.now())

    def __len__(self) -> int:
        return len(self.now())

    def __getitem__(self, key: Any) -> Any:
        return self.now()[key]


class BriefEnvironment(ImmutableSandboxedEnvironment):
    """One language's templates, compiled once, writing one page at a time."""

    def __init__(
        self,
        project: Project,
        templates: Templates,
        wording: Wording,
        *,
        origins: bool = False,
        code: BytecodeCache | None = None,
        added: Extensions | None = None,
    ) -> None:
        """The language of one project's templates.

        Args:
            project: Whose own collections are names of the language.
            templates: Where templates are found.
            wording: The words of the brief's language.
            origins: Whether blocks say which line of which template they come from.
            code: Where the code of templates is kept.
            added: Functions that the project or a package adds; none takes another's place.
        """
        super().__init__(
            loader=TemplateLoader(templates, origins=origins),
            autoescape=True,
            undefined=NamedUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
            finalize=self._print,
            auto_reload=False,
            bytecode_cache=code,
        )
        self.wording = wording
        self.templates = templates
        self.origins = origins
        self._draft: Draft | None = None
        self.policies["json.dumps_function"] = write_json
        self.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
            wording.gettext, wording.ngettext, newstyle=True, pgettext=wording.pgettext
        )
        self.filters.update({name: _bind(self, call) for name, call in FILTERS.items()})
        self.globals.update({name: _bind(self, call) for name, call in FUNCTIONS.items()})
        for name in RANDOM:
            self.filters.pop(name, None)
            self.globals.pop(name, None)
        self.globals["later"] = _bind(self, _later)
        names = {*COLLECTIONS, *project.own}
        self.globals.update({name: Collection(self, name) for name in sorted(names)})
        if added is not None:
            for name, extension in added.functions.items():
                call = _added(self, added, extension)
                self.filters.setdefault(name, call)
                self.globals.setdefault(name, call)

    @property
    def draft(self) -> Draft:
        """The page that is being written."""
        if self._draft is None:
            raise RuntimeError("a template function was called outside a page")
        return self._draft

    @contextmanager
    def writing(self, draft: Draft) -> Iterator[None]:
        """Make `draft` the page in hand.

        Jinja keeps what imported templates set at their top level (`{% set n = partners | length
        %}`). It belongs to the page that ran them: another one may show other records.
        """
        self._draft = draft
        for template in (self.cache or {}).values():
            template._module = None  # noqa: SLF001  Jinja has no public way to forget it
        try:
            yield
        finally:
            self._draft = None

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return parse(self, source, name, filename)

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,  # noqa: FBT001, FBT002  Jinja's signature
    ) -> str:
        make = super()._generate
        return code_of(lambda: make(source, name, filename, defer_init), name, filename)

    def _compile(self, source: str, filename: str) -> CodeType:
        code: CodeType = code_of(lambda: compile(source, filename, "exec"), None, filename, source)
        return code

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`view.field` and `partners.ilo`; for anything else what the sandbox allows."""
        if isinstance(obj, View | Collection | CollectionView):
            return self.getitem(obj, attribute)
        if isinstance(obj, Undefined):
            return obj[attribute]  # fails, by name; its own attributes are the program's
        if isinstance(obj, type):
            return self.unsafe_undefined(obj, attribute)  # not `dict["x"]` in its place either
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """A field of a view, a record of a collection, an item of anything else."""
        if isinstance(obj, Collection):
            obj = obj.now()
        if isinstance(obj, View | CollectionView):
            try:
                return obj[argument]
            except (KeyError, IndexError):
                return self.undefined(obj=obj, name=argument)
        if isinstance(obj, type):
            return self.unsafe_undefined(obj, str(argument))
        return super().getitem(obj, argument)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Only plain values and Jinja's own tools have attributes, and of those the public ones."""
        return isinstance(obj, OPEN) and super().is_safe_attribute(obj, attr, value)

    def _load_template(self, name: Any, globals: Any) -> jinja2.Template:
        """Every template that is named, cached or not, passes here: it is recorded."""
        self.draft.views.reads.names.add(str(name))
        return super()._load_template(name, globals)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The names that all templates share, as they are.

        Jinja stacks a mapping for names of one template on them, which here has none, and walks
        both whenever a page imports a macro: a tenth of the time of a page.
        """
        return super().make_globals(d) if d else self.globals

    def leads_back(self, name: str) -> bool:
        """True where a template names itself in its text, or a template that it names does."""
        seen: set[str] = set()
        ahead = [name]
        while ahead:
            says = ahead.pop()
            found = self.templates.find(says)
            if found is not None:
                named = find_referenced_templates(self.parse(found[1].decode("utf-8")))
                new = {self.join_path(other, says) for other in named if other} - seen
                seen |= new
                ahead += new
        return name in seen

    def join_path(self, template: str, parent: str) -> str:
        """The name as it is looked up; only `!` is relative to the template that says it."""
        return self.templates.named(template, parent)

    def _print(self, value: Any) -> Any:
        """What stands on the page for a value."""
        return printed(self.wording, value.now() if isinstance(value, Collection) else value)


def _traced(printed: Markup) -> Markup:
    """What a function printed, with the line of the template that called it."""
    frame = sys._getframe(2)  # noqa: SLF001  the way of Jinja's own tracebacks
    while (template := frame.f_globals.get("__jinja_template__")) is None:
        if frame.f_back is None:
            return printed
        frame = frame.f_back
    line = template.get_corresponding_lineno(frame.f_lineno)
    return Markup(with_origin(printed, str(template.filename), line))


def _later(draft: Draft, caller: Callable[[], str]) -> Markup:
    return draft.later(caller)


def _added(environment: BriefEnvironment, added: Extensions, extension: Extension) -> Any:
    """A function that was added, as templates call it; that the page has called it is recorded.

    Why it takes the context, which it does not need: Jinja carries out other filters of constants
    when it compiles a template, once for all pages, and only the first would have called it.
    """

    @pass_context
    def bound(_: Context, *args: Any, **kwargs: Any) -> Any:
        _refuse_undefined(*args, *kwargs.values())
        environment.draft.views.reads.code.add(extension.source)
        return added.call(extension, *args, **kwargs)

    bound.__name__ = extension.name
    bound.__signature__ = extension.signature  # type: ignore[attr-defined]  # PEP 362
    return bound


def _refuse_undefined(*values: Any) -> None:
    """Fail, by name, before a function says something about a type."""
    for value in values:
        if isinstance(value, Undefined):
            str(value)


def _bind(environment: BriefEnvironment, function: Any) -> Any:
    """The function with the page in hand as its first argument."""

    def bound(*args: Any, **kwargs: Any) -> Any:
        _refuse_undefined(*args, *kwargs.values())
        found = function(environment.draft, *args, **kwargs)
        return _traced(found) if environment.origins and isinstance(found, Markup) else found

    bound.__name__ = function.__name__
    bound.__doc__ = function.__doc__
    bound.__wrapped__ = function  # type: ignore[attr-defined]  # for `inspect`, which asks for it
    return bound

"""What a template gets for a name that is not there: an error that names the nearest one."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any, NoReturn

from jinja2 import StrictUndefined, TemplateRuntimeError, UndefinedError
from jinja2.utils import missing

from reportgen.problems import did_you_mean, nearest
from reportgen.rendering.view import CollectionView, View


class MissingNameError(UndefinedError):
    """A name that is not there was used; `undefined` is what stood for it."""

    def __init__(self, undefined: NamedUndefined, message: str) -> None:
        super().__init__(message)
        self.undefined = undefined


class NamedUndefined(StrictUndefined):
    """Fails at any use, in words: `Programme has no field 'budgett'`, and what it is near to."""

    __slots__ = ()

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: type[TemplateRuntimeError] = UndefinedError,
    ) -> None:
        # Every use raises `_undefined_exception(message)`, in Jinja's own code: so that what
        # catches it can ask what is near.
        super().__init__(hint, obj, name, exc)
        if exc is UndefinedError:
            raising: Any = functools.partial(MissingNameError, self)
            self._undefined_exception = raising

    @property
    def _undefined_message(self) -> str:
        return self.describe()[0]

    def describe(self, names: Iterable[str] = ()) -> tuple[str, str | None]:
        """(what is wrong, what to write instead as a hint or None); `names`: those at hand."""
        owner, name = self._undefined_obj, str(self._undefined_name)
        if self._undefined_hint:
            return self._undefined_hint, None
        if owner is missing:
            near = nearest(name, (n for n in names if n != name))
            return f"there is no name '{name}' here", f"did you mean `{near}`?" if near else None
        if isinstance(owner, View):
            hint = did_you_mean(name, owner.names(), kind="fields")
            return f"{owner.kind} has no field '{name}'", hint
        if isinstance(owner, CollectionView):
            return f"there is no record '{name}' in {owner.name}", did_you_mean(name, owner.ids())
        if isinstance(owner, dict):
            return f"this mapping has no key '{name}'", did_you_mean(name, map(str, owner))
        return f"{type(owner).__name__} has no attribute '{name}'", None

    def _fail(self, *_: Any, **__: Any) -> NoReturn:
        self._fail_with_undefined_error()

    # StrictUndefined leaves these four to object, whose messages name neither field nor record.
    __format__ = _fail
    __round__ = _fail
    __mod__ = _fail
    __html__ = _fail

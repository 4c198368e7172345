"""What a template gets for a name that is not there: an error that names the nearest one."""

from __future__ import annotations

from typing import Any, NoReturn

from jinja2 import StrictUndefined
from jinja2.utils import missing

from reportgen.problems import did_you_mean
from reportgen.rendering.view import CollectionView, View


class NamedUndefined(StrictUndefined):
    """Fails at any use, in words: `Programme has no field 'budgett'`, and what it is near to."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        return self.describe()[0]

    def describe(self) -> tuple[str, str | None]:
        """(what is wrong, what to write instead as a hint or None)."""
        owner, name = self._undefined_obj, str(self._undefined_name)
        if owner is missing:
            return f"there is no name '{name}' here", None
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

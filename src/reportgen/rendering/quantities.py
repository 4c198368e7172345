"""A figure in words: qualifier, number, unit, date. Nothing of it is ever dropped or rounded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, localcontext
from typing import Any

from babel.numbers import list_currencies
from markupsafe import Markup, escape

from reportgen.rendering.labels import N_
from reportgen.rendering.view import View
from reportgen.rendering.wording import MOST_DIGITS, Wording, filled

QUALIFIED = {
    "about": N_("about {number}"),
    "nearly": N_("nearly {number}"),
    "more-than": N_("more than {number}"),
    "at-least": N_("at least {number}"),
    "at-most": N_("at most {number}"),
}
SCALES = {
    2: N_("{number} hundred"),
    3: N_("{number} thousand"),
    6: N_("{number} million"),
    9: N_("{number} billion"),
    12: N_("{number} trillion"),
}
NO_SIZE = ("ordinal", "identifier")
LIKE_SIZE = 50
"""How many times the smallest the largest may be, for both to be seen on one scale."""

CURRENCIES = frozenset(list_currencies())
_PERCENT = re.compile(r"%|\bper ?cent|\bpercent|phần trăm", re.IGNORECASE)
_QUALIFIER = re.compile(r'<span class="qualifier">.*?</span>')
_WORD = re.compile(r"\w+")
ORDINALS = (
    N_("first"),
    N_("second"),
    N_("third"),
    N_("fourth"),
    N_("fifth"),
    N_("sixth"),
    N_("seventh"),
    N_("eighth"),
    N_("ninth"),
    N_("tenth"),
)


def counted(figure: Any) -> Any:
    """The figure that a count names instead of a value of its own, else the thing itself."""
    named = figure.get("figure")
    return named if isinstance(named, View) else figure


def number_markup(wording: Wording, figure: Any, *, with_unit: bool = False) -> Markup:
    """`nearly 230`, `180 of 193`, `fourth`, with the parts in spans that a style can reach.

    Where it is `with_unit`, a currency stands before it, and unit_markup prints none.
    """
    figure = counted(figure)
    value, qualifier = figure["value"], str(figure["qualifier"] or "exact")
    if value is None:
        return Markup('<span class="missing">{}</span>').format(wording.gettext("not stated"))
    if qualifier == "ordinal":
        return Markup('<span class="number">{}</span>').format(ordinal(wording, value))
    if qualifier == "identifier":
        return Markup('<span class="number">{}</span>').format(str(value))
    text = _scaled(wording, figure, value)
    if with_unit and (currency := currency_of(figure)):
        text = f"{currency}\u00a0{text}"  # as amounts of money are written everywhere
    number = Markup('<span class="number">{}</span>').format(text)
    if qualifier in QUALIFIED:
        return _qualified(wording, QUALIFIED[qualifier], number)
    return number


def unit_markup(wording: Wording, figure: Any) -> Markup:
    """The unit; for a part of a whole, `of 193 member states`."""
    figure = counted(figure)
    whole = figure.get("of")
    if isinstance(whole, View):
        printed = Markup("{} {}").format(number_markup(wording, whole), whole["unit"] or "")
        text = Markup(filled(escape(wording.gettext("of {whole}")), whole=printed))
        return Markup('<span class="unit">{}</span>').format(text)
    unit = None if currency_of(figure) else figure.get("unit")
    return Markup('<span class="unit">{}</span>').format(unit) if unit else Markup("")


def quantity_markup(wording: Wording, figure: Any) -> Markup:
    """Number and unit in one span: `nearly 230 countries and territories`."""
    number, unit = number_markup(wording, figure, with_unit=True), unit_markup(wording, figure)
    inside = Markup("{} {}").format(number, unit) if unit else number
    return Markup('<span class="quantity">{}</span>').format(inside)


def as_of_text(wording: Wording, figure: Any) -> str:
    """`as of 2024`, or `undated`: when a figure held."""
    figure = counted(figure)
    held = figure.get("as_of") or figure.get("time")
    if held is None:
        return wording.gettext("undated")
    return filled(wording.gettext("as of {date}"), date=wording.date(held))


def comparable_figures(figures: Sequence[Any]) -> bool:
    """Whether one axis can show them: all of one unit, or all plain counts, and of like size.

    A percentage, an amount of money or a measure beside a count would make a length without
    meaning; so would 3 beside 4,500,000.
    """
    shown = [counted(figure) for figure in figures]
    if len(shown) < 2 or any(str(f["qualifier"] or "exact") in NO_SIZE for f in shown):
        return False
    sizes = [_size(figure) for figure in shown]
    if any(size is None or size < 0 for size in sizes):
        return False
    above = [size for size in sizes if size]
    if not above or max(above) > LIKE_SIZE * min(above):
        return False
    units = {str(figure["unit"] or "") for figure in shown}
    return len(units) == 1 or all(
        _is_count(figure, size) for figure, size in zip(shown, sizes, strict=True)
    )


def _size(figure: Any) -> Decimal | None:
    value = figure["value"]
    return None if value is None else Decimal(value).scaleb(figure.get("unit_multiplier") or 0)


def _is_count(figure: Any, size: Decimal | None) -> bool:
    """Whether it says how many there are of something, as far as the words of its unit tell."""
    unit = str(figure["unit"] or "")
    return (
        size is not None
        and size == size.to_integral_value()
        and not _PERCENT.search(unit)
        and not any(word in CURRENCIES for word in _WORD.findall(unit))
    )


def bare_length(number: Markup) -> int:
    """How many letters a printed number has, its qualifier left out."""
    return len(Markup(_QUALIFIER.sub("", number)).striptags())


def currency_of(figure: Any) -> str | None:
    """The ISO 4217 code that is the unit of an amount of money, or None."""
    unit = str(counted(figure).get("unit") or "")
    return unit if unit in CURRENCIES else None


def ordinal(wording: Wording, value: Decimal | int) -> str:
    """`fourth`; above ten `no. 11`."""
    whole = int(value)
    if 1 <= whole <= len(ORDINALS):
        return wording.gettext(ORDINALS[whole - 1])
    return filled(wording.gettext("no. {number}"), number=wording.number(whole))


def _scaled(wording: Wording, figure: Any, value: Decimal) -> str:
    power = figure.get("unit_multiplier") or 0
    if power in SCALES:
        return filled(wording.gettext(SCALES[power]), number=wording.number(value))
    with localcontext() as context:
        context.prec = MOST_DIGITS
        return wording.number(value.scaleb(power))


def _qualified(wording: Wording, message: str, number: Markup) -> Markup:
    before, _, after = wording.gettext(message).partition("{number}")
    parts = [
        Markup('<span class="qualifier">{}</span>').format(words.strip()) if words.strip() else ""
        for words in (before, after)
    ]
    return Markup(" ").join(part for part in (parts[0], number, parts[1]) if part)

"""A language's words and forms: interface texts from the catalogue, numbers, dates and lists.

Numbers and lists follow CLDR (Babel). Date patterns are messages of the catalogue, so that a
language's official form (`ngày 28 tháng 3 năm 2023`) is a translator's choice; CLDR's long form
serves languages whose catalogue has none.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, get_month_names
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po
from babel.numbers import format_decimal, get_decimal_symbol
from markupsafe import Markup, escape

from reportgen.model.edtf import EdtfDate, EdtfInterval, parse_edtf
from reportgen.problems import Place, ProblemsError, problem
from reportgen.rendering.labels import LABELS, N_, pgettext
from reportgen.rendering.values import Code, direction

BRITISH = {"en": "en_GB"}
"""The United Nations write dates as Britain does; `en-US` asks for the other form."""

DAY = pgettext("date pattern", "d MMMM y")
MONTH = pgettext("date pattern", "MMMM y")
DAY_OF_YEAR = pgettext("date pattern", "d MMMM")
SEASON_WORDS = {21: N_("spring"), 22: N_("summer"), 23: N_("autumn"), 24: N_("winter")}
UNKNOWN_YEAR = "XXXX"
COMMON_NOUNS = ("Tiếng",)
"""What names of languages begin with that is no name: `tiếng Anh` is the speech of England."""
MINUS = "\u2212"
MOST_DIGITS = 200
"""A figure has at most 40 digits on either side of the point, and a power of ten of two digits."""


LARGEST_CATALOGUE = 2 * 1024 * 1024
"""Bytes; that of a language that ships has 15,000."""

_PLACE = re.compile(r"\{([a-z_]+)\}")
_PLURALS = re.compile(rb"nplurals\s*=\s*(\d+)")


def filled(message: str, **words: object) -> str:
    """The message with each `{name}` replaced by its word; other braces stand as they are.

    Why not str.format: catalogues come with projects, and `{date.format.__globals__[...]}` would
    lead a translation from any string of ours to the environment variables.
    """
    return _PLACE.sub(lambda at: str(words.get(at[1], at[0])), message)


class Wording:
    """Everything that is said differently in another language."""

    def __init__(
        self, language: str, catalogues: Sequence[bytes] = (), paths: Sequence[str] = ()
    ) -> None:
        """A language with its message catalogues (.po), the first found message winning.

        `paths` are those of the catalogues, for messages.
        """
        self.language = language
        self.locale = _locale(language)
        self._messages: dict[tuple[str | None, str], tuple[str, ...]] = {}
        usual = [f"templates/locale/{language}.po"] * (len(catalogues) - len(paths))
        for raw, path in reversed([*zip(catalogues, [*paths, *usual], strict=True)]):
            self._messages.update(_read(raw, language, path))

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`, as HTML writes it."""
        return direction(self.language)

    def gettext(self, message: str) -> str:
        """The message in this language; itself where there is no translation."""
        return self._messages.get((None, message), (message,))[0] or message

    def pgettext(self, context: str, message: str) -> str:
        """The message in this language, told apart by context."""
        return self._messages.get((context, message), (message,))[0] or message

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The message for this count; Vietnamese has one form for all."""
        forms = self._messages.get((None, one))
        if forms is None:
            return one if count == 1 else many
        return forms[0 if count == 1 or len(forms) == 1 else 1] or many

    def label(self, code: Code) -> str:
        """The word that stands for a code of a list."""
        return self.gettext(LABELS.get(code.list, {}).get(code, str(code)))

    def number(self, value: Decimal | int) -> str:
        """The number with this language's separators and exactly the decimals it was given."""
        decimals = max(0, -int(Decimal(value).as_tuple().exponent))
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        with localcontext() as context:
            context.prec = MOST_DIGITS  # Python's 28 are fewer than a figure may have
            text = str(format_decimal(value, format=pattern, locale=self.locale))
        return text.replace("-", MINUS)

    @property
    def decimal_sign(self) -> str:
        """What stands before the decimals of a number: a point, a comma."""
        return str(get_decimal_symbol(self.locale))

    def language_name(self, tag: str) -> str:
        """What this language calls another one (CLDR); the tag itself where it has no word.

        As it stands inside a sentence: CLDR writes `Tiếng Anh`, as in a list.
        """
        name = str(self.locale.languages.get(tag.partition("-")[0], tag))
        first, space, rest = name.partition(" ")
        return f"{first.lower()}{space}{rest}" if first in COMMON_NOUNS else name

    def in_language(self, tag: str) -> str:
        """`(in English)`: what stands behind a text that is not in this language."""
        return filled(self.gettext("(in {language})"), language=self.language_name(tag))

    def money(self, value: Decimal | int, currency: str) -> str:
        """An amount with its ISO 4217 code before it, held together by a no-break space."""
        return f"{currency}\u00a0{self.number(value)}"

    def join(self, parts: Sequence[str]) -> Markup:
        """`A, B and C` as this language joins them; markup in the parts is kept."""
        marks = [f"\x02{index}\x03" for index in range(len(parts))]
        joined = str(escape(format_list(marks, locale=self.locale))) if marks else ""
        for mark, part in zip(marks, parts, strict=True):
            joined = joined.replace(mark, str(escape(part)))
        return Markup(joined)

    def date(self, text: str | None) -> str:
        """An EDTF text as this language writes it; None is `undated`."""
        if text is None:
            return self.gettext("undated")
        value = parse_edtf(text)
        return self._interval(value) if isinstance(value, EdtfInterval) else self._date(value)

    def day(self, value: dt.date) -> str:
        """A calendar day, in full."""
        return self.date(value.isoformat())

    def _interval(self, value: EdtfInterval) -> str:
        start = self._date(value.start) if value.start else ""
        end = self._date(value.end) if value.end else ""
        if not end:
            return filled(self.gettext("since {date}"), date=start)
        if not start:
            return filled(self.gettext("until {date}"), date=end)
        dash = "–" if start.isdigit() and end.isdigit() else " – "
        return f"{start}{dash}{end}"

    def _date(self, value: EdtfDate) -> str:
        text = self._precise(value)
        if value.approximate:
            text = filled(self.gettext("about {date}"), date=text)
        if value.uncertain:
            text = filled(self.gettext("{date} (uncertain)"), date=text)
        return text

    def _precise(self, value: EdtfDate) -> str:
        year, month, day = value.year, value.month, value.day
        if year.startswith("-") or year == "0000":
            # Before the common era: as it is written, since no catalogue has words for it.
            return "-".join(part for part in (year, month, day) if part)
        if month is None or not month.isdigit():
            return self._year(year)
        if not year.isdigit():
            return self._yearless(year, int(month), day)
        if int(month) in SEASON_WORDS:
            season = self.gettext(SEASON_WORDS[int(month)])
            return filled(self.gettext("{season} {year}"), season=season, year=self._year(year))
        if day is None or not day.isdigit():
            return self._format(dt.date(int(year), int(month), 1), MONTH)
        return self._format(dt.date(int(year), int(month), int(day)), DAY)

    def _yearless(self, year: str, month: int, day: str | None) -> str:
        """A season, month or day of a year that is not wholly known; what is known is said."""
        if month in SEASON_WORDS:
            text = self.gettext(SEASON_WORDS[month])
        elif day is None or not day.isdigit():
            text = str(get_month_names("wide", locale=self.locale)[month])
        else:
            text = self._format(dt.date(2000, month, int(day)), DAY_OF_YEAR)
        if year != UNKNOWN_YEAR:
            return f"{text} ({self._year(year)})"
        return filled(self.gettext("{date}, year not stated"), date=text)

    def _year(self, year: str) -> str:
        if year == UNKNOWN_YEAR:
            return self.gettext("undated")
        if year.isdigit():
            return str(int(year))
        if year[:3].isdigit() and year[3] == "X":
            return filled(self.gettext("the {decade}s"), decade=year[:3] + "0")
        return year.replace("X", "?")

    def _format(self, day: dt.date, pattern: str) -> str:
        """The day by the catalogue's pattern; by CLDR's where the catalogue has none."""
        forms = self._messages.get(("date pattern", pattern))
        if forms is not None:
            return str(format_date(day, format=forms[0], locale=self.locale))
        if pattern == DAY:
            return str(format_date(day, format="long", locale=self.locale))
        skeleton = "yMMMM" if pattern == MONTH else "MMMMd"
        return str(format_skeleton(skeleton, day, locale=self.locale))


def _locale(language: str) -> Locale:
    for wanted in (
        BRITISH.get(language, language.replace("-", "_")),
        language.split("-", maxsplit=1)[0],
        "en_GB",
    ):
        try:
            return Locale.parse(wanted)
        except (UnknownLocaleError, ValueError):
            continue
    raise AssertionError("Babel knows British English")


def _read(raw: bytes, language: str, path: str) -> Mapping[tuple[str | None, str], tuple[str, ...]]:
    catalog = _catalog(raw, language, path)
    messages = {}
    for message in catalog:
        if not message.id or message.fuzzy:
            continue
        forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
        id_ = message.id[0] if isinstance(message.id, tuple | list) else message.id
        if any(forms):
            messages[(message.context, str(id_))] = tuple(str(form) for form in forms)
    return messages


def _catalog(raw: bytes, language: str, path: str) -> Catalog:
    """A message catalogue.

    Raises:
        ProblemsError: it is too large, or breaks the rules of gettext.
    """
    file = f"{language}.po"
    if len(raw) > LARGEST_CATALOGUE:
        message = f"{file} has more than {LARGEST_CATALOGUE // 1024**2} MB"
        raise ProblemsError((problem("bad-catalogue", message, Place(path)),))
    plurals = _PLURALS.search(raw)
    if plurals and len(plurals[1]) > 1:
        message = (
            f"{file} says that the language has {plurals[1][:20].decode()} forms of the plural"
        )
        raise ProblemsError((problem("bad-catalogue", message, Place(path)),))
    locale = language.replace("-", "_")
    try:
        return read_po(io.BytesIO(raw), locale=locale, abort_invalid=True)
    except PoFileError as error:
        place = Place(path, max(1, error.lineno))
        hint = "open it in an editor for translations, such as Poedit"
        message = f"the catalogue cannot be read: {error}"
        raise ProblemsError((problem("bad-catalogue", message, place, hint),)) from error
    except Exception as error:
        # Babel has no list of what it fails at: wrong encodings, bad escapes, broken headers.
        message = f"{file} cannot be read: {error}"
        hint = "open it in an editor for translations, such as Poedit, and save it again as UTF-8"
        raise ProblemsError((problem("bad-catalogue", message, Place(path), hint),)) from error

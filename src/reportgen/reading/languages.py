"""Language tags: those that CLDR knows, and what a wrong one was meant to be."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence

from reportgen.model.configuration import TEMPLATES, Configuration, Report
from reportgen.model.lookup import PLAIN, Lookup
from reportgen.model.text import LANGUAGE
from reportgen.model.translatable import BODIES, Translatable
from reportgen.problems import Place, Problem, nearest, problem
from reportgen.reading.origin import Origin
from reportgen.world import World

SURE = frozenset(
    [
        "ar",
        "de",
        "en",
        "es",
        "fr",
        "hi",
        "id",
        "it",
        "ja",
        "km",
        "ko",
        "lo",
        "my",
        "nl",
        "pt",
        "ru",
        "th",
        "vi",
        "zh",
    ]
)
"""Languages that need not be looked up, so that most projects are checked without Babel."""

SOURCE = "en"  # the language in which templates are written
CATALOGUE = "locale/{}.po"


@functools.cache
def is_known(tag: str) -> bool:
    """Whether CLDR has the language under this very tag, so that a brief can be made in it."""
    if tag in SURE:
        return True
    if not LANGUAGE.match(tag):
        return False
    from babel import Locale, UnknownLocaleError
    from babel.core import parse_locale

    try:
        found = Locale.parse(tag, sep="-")
        language, territory, script, *_ = parse_locale(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    # An alias, `vie` or `iw`, leads to another tag: one language would go by two names.
    pairs = ((language, found.language), (territory, found.territory), (script, found.script))
    return all(asked in (None, got) for asked, got in pairs)


def bad_language(tag: str, place: Place, own: Sequence[str] = ()) -> Problem:
    """The problem of a tag that is none, with what it was meant to be.

    Args:
        tag: What was written.
        place: Where.
        own: The languages of the project, which are meant more often than others.
    """
    meant = meant_language(tag, own)
    hint = f"did you mean `{meant}`?" if meant else "write codes such as `en` and `vi`"
    return problem("bad-language", f"`{tag}` is not the code of a language", place, hint)


def meant_language(tag: str, own: Sequence[str] = ()) -> str | None:
    """The tag that was meant by the code of a country (`vn`), an alias (`vie`) or a name."""
    from babel import Locale, localedata
    from babel.core import get_global
    from babel.languages import get_official_languages

    written = tag.strip().replace("_", "-")
    for form in (written, written.lower()):
        if is_known(form):
            return form
    folded = written.casefold()
    names = {name.casefold(): code for code, name in Locale(SOURCE).languages.items()}
    of_country = get_official_languages(written.upper(), de_facto=True)
    candidates = [str(code).partition("_")[0] for code in of_country]
    candidates += [str(get_global("language_aliases").get(folded, "")), names.get(folded, "")]
    candidates += [code for code in own if is_known(code) and _own_name(code).casefold() == folded]
    base, _, rest = written.partition("-")
    if len(written) > 2:
        tags = [code.replace("_", "-") for code in localedata.locale_identifiers()]
        same = [code for code in tags if code.startswith(f"{base}-")] if len(rest) > 2 else []
        candidates += [nearest(written, [*own, *same]) or "", base]
    found = [code for code in candidates if is_known(code)]
    return next((code for code in found if code in own), next(iter(found), None))


def _own_name(code: str) -> str:
    from babel import Locale

    locale = Locale.parse(code, sep="-")
    return str(locale.get_language_name(locale) or "")


class Written:
    """The languages of the texts of a project, judged once all texts are seen."""

    def __init__(self, configuration: Configuration, languages: Sequence[str]) -> None:
        reports = configuration.reports.values()
        more = [language for report in reports for language in report.languages or ()]
        self.made = tuple(dict.fromkeys([*languages, *more]))
        self._counts: dict[str, int] = {}
        self._first: dict[tuple[str, str, str], Origin] = {}
        self._places: dict[str, list[Place]] = {}

    @property
    def settled(self) -> bool:
        """Whether all languages in which briefs are made are known."""
        return all(map(is_known, self.made))

    def add(
        self, text: Translatable, origin: Origin, original: str | None = None
    ) -> Iterator[Problem]:
        """The problems of a text's languages; those that need all texts are kept for `spare`.

        Args:
            text: The text.
            origin: Where its record is written.
            original: The language of the document that the record describes, if it says one.
        """
        for language in text.texts:
            if language in self.made:  # told where the project names it, if it is wrong
                continue
            if not is_known(language):
                yield bad_language(language, _place(text, language, origin), self.made)
            elif language == original or text.kept:
                continue  # kept to the letter
            elif any(made in text.texts for made in self.made):
                # Alone it would be printed and marked: a title in its own language, for instance.
                self._count(text, language, origin)

    def _count(self, text: Translatable, language: str, origin: Origin) -> None:
        """One more text in this language; its place, where it may be the first of its file.

        Places cost time. Of records that stand below one another, only the first can have it.
        """
        self._counts[language] = self._counts.get(language, 0) + 1
        if len(origin.layers) == 1 and not origin.bodies:
            key = (language, text.collection, origin.layers[0][0].name)
            if self._first.setdefault(key, origin) is not origin:
                return
        self._places.setdefault(language, []).append(_place(text, language, origin))

    def join(self, counted: Mapping[str, tuple[int, Place]]) -> None:
        """Add what another one has counted."""
        for language, (count, first) in counted.items():
            self._counts[language] = self._counts.get(language, 0) + count
            self._places.setdefault(language, []).append(first)

    def counted(self) -> dict[str, tuple[int, Place]]:
        """Language -> how many texts are written in it, and the first place."""
        return {
            language: (count, min(self._places[language], key=lambda at: (at.file, at.line)))
            for language, count in self._counts.items()
        }

    def spare(self) -> Iterator[Problem]:
        """A problem for each language in which texts are written and no brief is made."""
        for language, (count, first) in self.counted().items():
            others = f" and {count - 1:,} more are" if count > 1 else " is"
            yield problem(
                "other-language",
                f"this text{others} written in `{language}`, and no brief is made in it",
                first,
                f"add `{language}` to `languages:` in reportgen.yaml, or take the text out",
            )


def _place(text: Translatable, language: str, origin: Origin) -> Place:
    path = (*text.path, language)
    if text.path == (BODIES,) and language in origin.bodies:
        return origin.place_in(path, 0, 1)
    return origin.place(path, key=True)


def without_words(
    world: World, configuration: Configuration, lookups: Mapping[str, Lookup], origin: Origin
) -> Iterator[Problem]:
    """A problem for each language whose briefs keep the templates' English words."""
    told: set[str] = set()
    for report, path, languages in _lists(configuration):
        lookup = lookups.get(configuration.theme_of(report), PLAIN)
        for number, language in enumerate(languages):
            base = language.partition("-")[0]
            if language in told or base == SOURCE or not is_known(language):
                continue
            told.add(language)
            name = CATALOGUE.format(language)
            if lookup.find(world.read, name) is None:
                yield problem(
                    "missing-catalogue",
                    f"no words of the templates are translated into `{language}`",
                    origin.place((*path, "languages", number)),
                    f"headings and labels stay English; write {TEMPLATES}/{name} to translate them",
                )


def _lists(
    configuration: Configuration,
) -> Iterable[tuple[Report | None, tuple[str, ...], Sequence[str]]]:
    yield None, (), configuration.languages or ()
    for name, report in configuration.reports.items():
        yield report, ("reports", name), report.languages or ()

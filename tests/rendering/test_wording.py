"""Words and forms of a language: messages, dates, numbers, lists, money."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po
from markupsafe import Markup

from reportgen.model.codelists import PARTY_STATUS
from reportgen.problems import ProblemsError
from reportgen.rendering.values import Code
from reportgen.rendering.wording import Wording, filled
from reportgen.shipped import templates_root
from tests.small import shipped_wording

EN, VI = shipped_wording("en"), shipped_wording("vi")
CATALOGUES = sorted((templates_root() / "locale").glob("*.po"))
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'


@pytest.mark.parametrize(
    ("edtf", "english", "vietnamese"),
    [
        (None, "undated", "không ghi ngày"),
        ("1992", "1992", "1992"),
        ("0987", "987", "987"),
        ("2023-03", "March 2023", "tháng 3 năm 2023"),
        ("2023-03-28", "28 March 2023", "ngày 28 tháng 3 năm 2023"),
        ("XXXX-03-28", "28 March, year not stated", "ngày 28 tháng 3, không nêu năm"),
        ("XXXX-03", "March, year not stated", "tháng 3, không nêu năm"),
        ("XXXX-21", "spring, year not stated", "mùa xuân, không nêu năm"),
        ("XXXX", "undated", "không ghi ngày"),
        ("201X", "the 2010s", "thập niên 2010"),
        ("19XX", "19??", "19??"),
        # What is known of a year is never left out.
        ("201X-03", "March (the 2010s)", "tháng 3 (thập niên 2010)"),
        ("201X-03-05", "5 March (the 2010s)", "ngày 5 tháng 3 (thập niên 2010)"),
        ("2023-XX", "2023", "2023"),
        ("2023-03-XX", "March 2023", "tháng 3 năm 2023"),
        ("2023-21", "spring 2023", "mùa xuân năm 2023"),
        ("2023-24", "winter 2023", "mùa đông năm 2023"),
        ("2015~", "about 2015", "khoảng 2015"),
        ("1984?", "1984 (uncertain)", "1984 (chưa chắc chắn)"),
        ("1984%", "about 1984 (uncertain)", "khoảng 1984 (chưa chắc chắn)"),
        ("-0044", "-0044", "-0044"),
        ("-0044-03-15", "-0044-03-15", "-0044-03-15"),
        ("2022/2026", "2022–2026", "2022–2026"),
        ("2022-01/2022-03", "January 2022 – March 2022", "tháng 1 năm 2022 – tháng 3 năm 2022"),
        ("2022/..", "since 2022", "từ 2022"),
        ("2022/", "since 2022", "từ 2022"),
        ("../2026", "until 2026", "đến 2026"),
        ("/2026", "until 2026", "đến 2026"),
        ("2022~/2026?", "about 2022 – 2026 (uncertain)", "khoảng 2022 – 2026 (chưa chắc chắn)"),
    ],
)
def test_dates(edtf: str | None, english: str, vietnamese: str) -> None:
    assert (EN.date(edtf), VI.date(edtf)) == (english, vietnamese)


@pytest.mark.parametrize(
    ("language", "day", "month", "yearless"),
    [
        ("en-US", "March 28, 2023", "March 2023", "March 28"),
        ("de", "28. März 2023", "März 2023", "28. März"),
        ("ja", "2023年3月28日", "2023年3月", "3月28日"),
        # A language that CLDR does not know is written as the United Nations write English.
        ("zz", "28 March 2023", "March 2023", "28 March"),
    ],
)
def test_a_language_without_catalogue_has_the_dates_of_cldr(
    language: str, day: str, month: str, yearless: str
) -> None:
    wording = Wording(language)
    assert wording.date("2023-03-28") == day
    assert wording.date("2023-03") == month
    assert wording.date("XXXX-03-28") == f"{yearless}, year not stated"


def test_a_catalogue_decides_how_dates_are_written() -> None:
    pattern = f'{HEADER}\nmsgctxt "date pattern"\nmsgid "d MMMM y"\nmsgstr "y, d. MMM"\n'
    assert Wording("de", [pattern.encode()]).date("2023-03-28") == "2023, 28. März"


@pytest.mark.parametrize(
    ("number", "english", "vietnamese"),
    [
        ("0", "0", "0"),
        ("193", "193", "193"),
        ("1200000", "1,200,000", "1.200.000"),
        ("1234567.5", "1,234,567.5", "1.234.567,5"),
        ("8.10", "8.10", "8,10"),
        ("0.000", "0.000", "0,000"),
        ("-5", "\u22125", "\u22125"),
        ("1E+3", "1,000", "1.000"),
        ("1.2E-3", "0.0012", "0,0012"),
        ("0.1234567890123", "0.1234567890123", "0,1234567890123"),
    ],
)
def test_numbers_keep_their_digits(number: str, english: str, vietnamese: str) -> None:
    assert (EN.number(Decimal(number)), VI.number(Decimal(number))) == (english, vietnamese)


def test_a_number_of_forty_digits_and_forty_decimals_is_not_rounded() -> None:
    digits = "1234567890" * 4 + "." + "0987654321" * 4
    assert EN.number(Decimal(digits)).replace(",", "") == digits


def test_money_stays_together() -> None:
    assert EN.money(Decimal("1200000.50"), "USD") == "USD\u00a01,200,000.50"
    assert VI.money(Decimal(12), "VND") == "VND\u00a012"


@pytest.mark.parametrize(
    ("parts", "english", "vietnamese"),
    [
        ([], "", ""),
        (["A"], "A", "A"),
        (["A", "B"], "A and B", "A và B"),
        (["A", "B", "C"], "A, B and C", "A, B và C"),
        (["<A>", "B & C"], "&lt;A&gt; and B &amp; C", "&lt;A&gt; và B &amp; C"),
        (
            [Markup("<abbr>A</abbr>"), "<B>"],
            "<abbr>A</abbr> and &lt;B&gt;",
            "<abbr>A</abbr> và &lt;B&gt;",
        ),
        ([str(n) for n in range(12)], None, None),
    ],
)
def test_lists(parts: list[str], english: str | None, vietnamese: str | None) -> None:
    if english is None:  # twelve: the mark of the second is the beginning of that of the eleventh
        assert EN.join(parts) == ", ".join(parts[:-1]) + " and 11"
    else:
        assert (EN.join(parts), VI.join(parts)) == (english, vietnamese)
    assert isinstance(EN.join(parts), Markup)


def test_messages_of_the_project_go_before_those_that_ship() -> None:
    shipped = f'{HEADER}\nmsgid "undated"\nmsgstr "a"\n\nmsgid "country"\nmsgstr "b"\n'
    own = f'{HEADER}\nmsgid "undated"\nmsgstr "c"\n'
    wording = Wording("vi", [own.encode(), shipped.encode()])
    assert (wording.gettext("undated"), wording.gettext("country")) == ("c", "b")
    assert wording.gettext("nobody translated this") == "nobody translated this"


def test_a_doubtful_or_empty_translation_is_none() -> None:
    raw = f'{HEADER}\n#, fuzzy\nmsgid "a"\nmsgstr "b"\n\nmsgid "c"\nmsgstr ""\n'
    wording = Wording("vi", [raw.encode()])
    assert (wording.gettext("a"), wording.gettext("c")) == ("a", "c")


def test_plural_forms_and_contexts() -> None:
    plural = '\nmsgid "one"\nmsgid_plural "many"\nmsgstr[0] "{}"\n'
    one_form = Wording("vi", [(HEADER + plural.format("x")).encode()])
    assert [one_form.ngettext("one", "many", n) for n in (1, 2)] == ["x", "x"]
    two = Wording("fr", [(HEADER + plural.format("x") + 'msgstr[1] "y"\n').encode()])
    assert [two.ngettext("one", "many", n) for n in (1, 2)] == ["x", "y"]
    assert [EN.ngettext("one", "many", n) for n in (0, 1, 2)] == ["many", "one", "many"]
    raw = f'{HEADER}\nmsgctxt "a"\nmsgid "m"\nmsgstr "x"\n\nmsgid "m"\nmsgstr "y"\n'
    wording = Wording("vi", [raw.encode()])
    assert (wording.pgettext("a", "m"), wording.gettext("m")) == ("x", "y")
    assert wording.pgettext("b", "m") == "m"


def test_filled_puts_words_in_once_and_leaves_other_braces() -> None:
    assert filled("{a} of {b}, {c}", a="{b}", b=2) == "{b} of 2, {c}"


def test_labels_and_direction() -> None:
    code = Code("in-force", PARTY_STATUS.name)
    assert (EN.label(code), VI.label(code)) == ("in force", "đang có hiệu lực")
    assert EN.label(Code("unheard-of", "no such list")) == "unheard-of"
    assert (EN.direction, Wording("ar").direction) == ("ltr", "rtl")


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_translations_keep_every_place_of_their_message(path: Path) -> None:
    """A place that a translator left out would drop a number or a name from the page."""
    for message in read_po(io.BytesIO(path.read_bytes())):
        source = message.id if isinstance(message.id, tuple | list) else (message.id,)
        forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if not message.id or message.context == "date pattern":
            continue
        wanted = set().union(*(_places(text) for text in source))
        for form in forms:
            assert _places(form or "") == wanted, f"{message.id!r}: {form!r}"


def _places(text: str) -> set[str]:
    braces = {field for _, field, _, _ in Formatter().parse(text) if field is not None}
    return braces | set(re.findall(r"%\((\w+)\)s", text))


@pytest.mark.parametrize(
    "raw",
    [
        b"\xff\xfe\x00",
        b'msgid ""\nmsgstr "Plural-Forms: nplurals=99999999999; plural=0;\\n"\n',
        b'msgid "a"\n"x"\n',
        b'msgid "a"\nmsgstr "b"\n' * 200_000,
    ],
)
def test_a_catalogue_that_cannot_be_read_is_told(
    raw: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ProblemsError) as caught:
        Wording("vi", [raw])
    assert [found.code for found in caught.value.problems] == ["bad-catalogue"]
    assert "vi.po" in str(caught.value) + str(caught.value.problems[0].place)
    assert capsys.readouterr() == ("", "")

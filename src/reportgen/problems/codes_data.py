"""Codes for data that can be read but is not right."""

from __future__ import annotations

from reportgen.problems.code import error, judgement
from reportgen.problems.severity import Severity

DATA = (
    error(
        "unknown-field",
        "a field that does not exist",
        "Only the fields of the data model are read, so that a slip of the pen does not lose a "
        "value silently. A field of your own begins with `x-`.",
        "budgett: 120000",
        "x-budget-code: 120000",
    ),
    error(
        "missing-field",
        "a field that is needed is not there",
        "A record needs an `id` and a name or title; a figure needs its value. All else may be "
        'left out and prints as "not stated".',
        "- id: ilo",
        "- id: ilo\n  name: International Labour Organization",
    ),
    error(
        "wrong-type",
        "a value of the wrong kind",
        "The field holds a list, a mapping or text where another kind is needed.",
        "partners: ilo",
        "partners: [ilo]",
    ),
    error(
        "bad-number",
        "a number that cannot be read",
        "Numbers are written with digits, a point before the decimals, and nothing between the "
        "thousands. The brief prints them in the manner of its language.",
        "value: 1.200.000",
        "value: 1200000",
    ),
    judgement(
        "ambiguous-number",
        "a number that can be read in two ways",
        "Three digits after the only point: people who write 1.240 for one thousand two hundred "
        "and forty mean another number than is read, 1.24. Write 1240 for the one; for the other "
        "leave noughts at the end out, or write 12345e-3 for 12.345, which prints so.",
        "value: 1.240",
        "value: 1240",
    ),
    error(
        "bad-date",
        "a date that cannot be read",
        "Dates are written year first: 2023, 2023-03, 2023-03-28, a span as 2022/2026, about 2015 "
        "as 2015~, a day of an unknown year as XXXX-03-28 (EDTF, ISO 8601-2).",
        "date: 28/03/2023",
        "date: 2023-03-28",
    ),
    error(
        "bad-code",
        "a value that is not in its code list",
        "The field takes one of a fixed list of words or codes.",
        "qualifier: nealy",
        "qualifier: nearly",
    ),
    error(
        "bad-id",
        "an id that cannot be used",
        "An id becomes part of file names and addresses. It has small letters a-z, digits and "
        "hyphens, begins with a letter or digit and has 64 characters at most.",
        "id: Viet Nam/ILO",
        "id: viet-nam-ilo",
    ),
    error(
        "bad-value",
        "a value that is not allowed here",
        "The value is of the right kind, but outside what the field may hold.",
        "percentage: 120",
        "percentage: 100",
    ),
    error(
        "bad-language",
        "a language that is not known",
        "Languages are written as codes of CLDR: en, vi, fr, zh-Hans; the code of a country (vn) "
        "is none. A text in several languages has one line for each.",
        "name:\n  english: Skills",
        "name:\n  en: Skills",
    ),
    judgement(
        "other-language",
        "a text in a language that no brief is made in",
        "The text is written in a language that is not among `languages:` in reportgen.yaml, so "
        "nobody reads it. Add the language there, or take the text out. It is told once for each "
        "language.",
        "languages: [en, vi]   # and in data/partners.yaml: name: {en: Skills, fr: Savoir-faire}",
        "languages: [en, vi, fr]",
    ),
    error(
        "duplicate-id",
        "two records with the same id",
        "An id stands for one record of its collection, in whichever file it lies. Rename one.",
    ),
    error(
        "unknown-reference",
        "a reference to a record that does not exist",
        "The id is not in the collection that the field refers to.",
        "partners: [ilo-hanoi]",
        "partners: [ilo]",
    ),
    error(
        "parent-cycle",
        "records that are parents of one another",
        "Following `parent` from a record must not lead back to it.",
        "- id: a\n  parent: b\n- id: b\n  parent: a",
        "- id: a\n- id: b\n  parent: a",
    ),
    judgement(
        "percentages",
        "shares that do not sum to 100",
        "The percentages of the countries or of the sectors of one vocabulary must sum to 100 "
        "(IATI rule 2.1.2). Correct them or leave them all out.",
        "sectors:\n  - {code: 16020, percentage: 60}\n  - {code: 11330, percentage: 30}",
        "sectors:\n  - {code: 16020, percentage: 60}\n  - {code: 11330, percentage: 40}",
        severity=Severity.ERROR,
    ),
    judgement(
        "period-order",
        "a period that ends before it starts",
        "The end of a period must not lie before its start.",
        "period: 2026/2022",
        "period: 2022/2026",
        severity=Severity.ERROR,
    ),
    judgement(
        "near-collection",
        "a file whose name is almost that of a collection",
        "A file in data/ that is named after no collection is a collection of your own. This one "
        "is named so much like a built-in one that it may be a slip.",
        "data/partnres.yaml",
        "data/partners.yaml",
    ),
    error(
        "bad-schema",
        "a JSON Schema that cannot be used",
        "The file data/NAME.schema.json describes the records of data/NAME.yaml. It must be a "
        "JSON Schema (draft 2020-12) and must not refer to other files or addresses.",
    ),
    error(
        "own-schema",
        "a record that its JSON Schema refuses",
        "A collection of your own is checked against data/NAME.schema.json where that lies beside "
        "it.",
    ),
    error(
        "unknown-look-up",
        "braces that look up something unknown",
        "`{figure}` prints a figure, `{partners.ilo}` a name, `{programmes.dwcp-4.title}` a "
        "field. A brace that is to be printed is written twice: `{{`.",
        "{comercial-relations}",
        "{commercial-relations}",
    ),
    error(
        "unknown-source",
        "a note that names an unknown source",
        "`[@icd, para. 3]` makes a note on the source `icd`, which must be in the collection "
        "sources.",
        "[@idc, para. 3]",
        "[@icd, para. 3]",
    ),
    judgement(
        "typed-figure",
        "a figure typed by hand",
        "The text repeats the value of a figure. Look it up with braces instead: then it changes "
        "everywhere when the figure does, and carries its note.",
        "Viet Nam trades with nearly 230 countries.",
        "Viet Nam trades with {commercial-relations}.",
    ),
    judgement(
        "missing-translation",
        "a text that a language of the project lacks",
        "The brief prints the first language instead and marks it.",
        "name:\n  en: Skills",
        "name:\n  en: Skills\n  vi: Kỹ năng",
    ),
    judgement(
        "stale-translation",
        "a translation older than its original",
        "The text that it was translated from has changed since, by the digests in "
        "translations.lock, and the translation has not. Mend it, or say with `reportgen "
        "translations accept` that it still holds.",
    ),
    judgement(
        "stale-figure",
        "a figure past its date",
        "The figure's `valid_until` lies before the date of the edition, or it is undated.",
    ),
    judgement(
        "unused-record",
        "a record that no report prints",
        "A build of all briefs has found that none of them reads a field of the record. A fact "
        "that nobody sees is checked by nobody: let a report print it, or take it out.",
    ),
    judgement(
        "unused-image",
        "a picture that no report prints",
        "A build of all briefs has found that no record names the file, and no template uses it.",
    ),
)

"""Records as written, judged: the sheet of a file, and the verdict on its languages."""

from __future__ import annotations

import json
from collections.abc import Container, Mapping, Sequence

from reportgen.model import COLLECTIONS
from reportgen.model.configuration import Configuration
from reportgen.model.records import MadeRow, Row
from reportgen.model.translatable import Translatable, translatable
from reportgen.problems import Problem
from reportgen.reading.languages import Written
from reportgen.reading.origin import Origin, Raw
from reportgen.reading.rules import ambiguous_numbers, broken_rules
from reportgen.reading.sheets import Sheet, Verdict
from reportgen.reading.translation_lock import Lock
from reportgen.reading.translations import translation_problems
from reportgen.reading.validation import validate
from reportgen.world import digest

_COUNTING = frozenset({"figures", "programmes", "partners", "agreements", "groups"})
"""Collections whose records have numbers: to look through the others would take time."""


def judge(
    file: str,
    collection: str,
    raws: Sequence[Raw],
    taken: Container[str],
    before: Sheet | None = None,
) -> Sheet:
    """The sheet of a file's records; those whose id is taken already are left out.

    Records that stand in `before`, the file's last sheet, as they are now are not judged again:
    nothing was wrong with them. A field's order counts, since it is that of the problems.
    """
    kind = COLLECTIONS[collection]
    rows: dict[str, Row] = {}
    origins: dict[str, Origin] = {}
    written: list[bytes] = []
    problems: list[Problem] = []
    characters: set[str] = set()
    same: set[str] = set()
    known: Mapping[str, Row] = before.rows if before else {}
    for raw in raws:
        line = json.dumps(raw.value, ensure_ascii=False).encode("utf-8", "surrogatepass")
        held = known.get(str(raw.id))
        if held is not None and held.digest == digest(line):
            id_ = str(raw.id)
            if id_ not in rows and id_ not in taken:
                rows[id_], origins[id_] = held, raw.origin
                written.append(line)
                same.add(id_)
            continue
        record, found = validate(kind, raw.value, raw.origin)
        problems += found
        if record is None or record.id in rows or record.id in taken:
            continue
        rows[record.id], origins[record.id] = MadeRow.of(record, digest(line)), raw.origin
        written.append(line)
        characters.update(record.model_dump_json())
        problems += broken_rules(record, raw.origin)
        if collection in _COUNTING:
            problems += ambiguous_numbers(record, raw.value, raw.origin)
    if before is not None and same:
        characters.update(before.characters)
    links = digest(repr([(id_, tuple(row.references)) for id_, row in rows.items()]).encode())
    return Sheet(
        file,
        collection,
        rows,
        written,
        tuple(problems),
        "".join(sorted(characters)),
        links,
        digest(b"\n".join(written)),
        origins.__getitem__,
        before.verdict if before is not None and same else None,
        frozenset(same),
    )


class Judge:
    """Judges the languages of texts, in one setting of the project."""

    def __init__(self, configuration: Configuration, languages: Sequence[str], lock: Lock) -> None:
        self._configuration = configuration
        self._languages = languages
        self._lock = lock
        self.written = Written(configuration, languages)
        self.settled = self.written.settled
        self._setting = digest(repr((languages, self.written.made, lock.pairs)).encode())

    def text(
        self, text: Translatable, origin: Origin, written: Written, original: str | None = None
    ) -> list[Problem]:
        """The problems of one text; `written` remembers what can only be told with all texts."""
        problems = list(written.add(text, origin, original))
        if self.settled:
            problems += translation_problems(text, origin, self._languages, self._lock)
        return problems

    def verdict(self, sheet: Sheet) -> Verdict:
        """The verdict on a sheet: the one that is known, where the setting is the same."""
        settled = sheet.verdict is not None and sheet.verdict.setting == self._setting
        if settled and sheet.verdict is not None and not sheet.same:
            return sheet.verdict
        written = Written(self._configuration, self._languages)
        problems: list[Problem] = []
        for id_, row in sheet.rows.items():
            if settled and id_ in sheet.same:
                continue
            record = row.record
            original = getattr(record, "language", None)
            for text in translatable(sheet.collection, id_, record, self._languages):
                problems += self.text(text, sheet.origin(id_), written, original)
        return Verdict(self._setting, tuple(problems), written.counted())

"""Write templates/locale/: the messages of programme and templates, and the catalogues with them.

    .venv/bin/python scripts/messages.py           # after a text in src/ or templates/ changed
    .venv/bin/python scripts/messages.py --check   # says what is out of date or not translated

The template reportgen.pot and every LANGUAGE.po beside it get the messages that are used, in
alphabetical order; translations are kept, those of messages that are gone are dropped, and new
ones stand empty: a translator fills them in. Nothing is guessed (no fuzzy matches); no date and
no file name is written, so that the catalogues change only when a message does.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "templates" / "locale"
PYTHON_KEYWORDS = {"gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "N_": None}
TEMPLATE_KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
COMMENT_TAGS = ("Translators:",)
TEMPLATE_OPTIONS = {"newstyle_gettext": "true", "silent": "false", "trimmed": "false"}


def used(root: Path) -> Catalog:
    """Every message of the programme and the templates."""
    catalog = Catalog(charset="utf-8")
    for path in sorted((root / "src").rglob("*.py")):
        _add(catalog, path, "python", PYTHON_KEYWORDS, {})
    for path in sorted((root / "templates").rglob("*.j2")):
        _add(catalog, path, "jinja2", TEMPLATE_KEYWORDS, TEMPLATE_OPTIONS)
    for path in sorted((root / "templates").glob("*.yaml")):
        for heading in yaml.safe_load(path.read_text("utf-8")).get("headings", {}).values():
            catalog.add(heading)
    return catalog


def _add(
    catalog: Catalog,
    path: Path,
    method: str,
    keywords: Mapping[str, Any],
    options: Mapping[str, str],
) -> None:
    found = extract_from_file(method, path, keywords, COMMENT_TAGS, options)
    for _, message, comments, context in found:
        catalog.add(message, auto_comments=comments, context=context)


def written(catalog: Catalog, header: str) -> bytes:
    """The catalogue as a file, without dates."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=100, omit_header=True, no_location=True, sort_output=True)
    return header.encode() + buffer.getvalue()


def header(language: str | None) -> str:
    """What stands at the top: enough for gettext tools, nothing that changes by itself."""
    lines = ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"]
    if language:
        plural = Catalog(locale=language).plural_forms
        lines = [f"Language: {language}", f"Plural-Forms: {plural}", *lines]
    body = "".join(f'"{line}\\n"\n' for line in lines)
    return f'# Made by scripts/messages.py.\nmsgid ""\nmsgstr ""\n{body}\n'


def translated(path: Path, template: Catalog) -> Catalog:
    """A language's catalogue with the messages that are used now and the translations it had."""
    old = read_po(io.BytesIO(path.read_bytes()), locale=path.stem)
    catalog = Catalog(locale=path.stem, charset="utf-8")
    for message in template:
        if not message.id:
            continue
        known = old.get(message.id, message.context)
        catalog.add(
            message.id,
            known.string if known else "",
            auto_comments=message.auto_comments,
            context=message.context,
            flags=message.flags,
        )
    return catalog


def missing(catalog: Catalog) -> list[str]:
    """The messages that have no translation."""
    return [str(m.id) for m in catalog if m.id and not all(_forms(m.string))]


def _forms(string: str | Sequence[str] | None) -> Sequence[str]:
    """The one form of a message, or one for each grammatical number."""
    return [string or ""] if string is None or isinstance(string, str) else string


def main() -> int:
    """0 where the catalogues are up to date and full."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="only say what is not right")
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    check, root = arguments.check, arguments.root
    template = used(root)
    files = {LOCALE / "reportgen.pot": written(template, header(None))}
    wrong = 0
    for path in sorted(LOCALE.glob("*.po")):
        catalog = translated(path, template)
        files[path] = written(catalog, header(path.stem))
        for message in missing(catalog):
            wrong += 1
            print(f"{path.relative_to(ROOT)}: not translated: {message}", file=sys.stderr)
    for path, content in files.items():
        if path.exists() and path.read_bytes() == content:
            continue
        if check:
            wrong += 1
            name = path.relative_to(ROOT)
            print(f"{name}: out of date; run scripts/messages.py", file=sys.stderr)
        else:
            path.write_bytes(content)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

"""What a person most likely meant where YAML's grammar breaks."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml

from reportgen.documents.mending import quoted, split_line, unquoted
from reportgen.documents.source import Source
from reportgen.problems import Problem, problem

_QUOTES = "\"'"


def explain(source: Source, error: yaml.YAMLError) -> tuple[Problem, Source | None]:
    """The problem behind a syntax error, and the text with that line mended where it can be."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        return problem("yaml-syntax", str(error), source.at(0, 0)), None
    for trap in _TRAPS:
        found = trap(source, error)
        if found is not None:
            return found
    place = source.at(mark.line, mark.column)
    return problem("yaml-syntax", _said(error), place, _syntax_hint(error)), None


def _mended(
    source: Source, code: str, message: str, line: int, column: int, hint: str = ""
) -> tuple[Problem, Source | None]:
    """The problem with the line in quotation marks as its hint, and the text with that line."""
    text = source.line(line)
    lead, value = split_line(text)
    if column > len(lead) and not value:
        return problem(code, message, source.at(line, column), "use quotation marks"), None
    better = lead + quoted(unquoted(value))
    said = f"write `{better.strip()}`" + hint
    width = max(1, len(text.rstrip()) - column)
    lines = [*source.lines[:line], better, *source.lines[line + 1 :]]
    return (
        problem(code, message, source.at(line, column, width), said),
        Source(source.name, "\n".join(lines)),
    )


def _colon(source: Source, error: Any) -> tuple[Problem, Source | None] | None:
    if error.problem != "mapping values are not allowed in this context":
        return None
    line, column = error.problem_mark.line, error.problem_mark.column
    lead, value = split_line(source.line(line))
    if column >= len(lead) and value[:1] not in _QUOTES:
        message = "a colon inside text must stand in quotation marks"
        return _mended(source, "colon-in-text", message, line, column)
    if column >= len(lead):
        message = "the text goes on after its quotation mark"
        return _mended(source, "text-after-quote", message, line, column)
    return problem(
        "yaml-syntax",
        "a key stands here, but the line before already has its value",
        source.at(line, len(lead) - len(lead.lstrip()), max(1, len(lead.strip()))),
        "indent the line like the keys that it belongs to",
    ), None


def _goes_on(source: Source, error: Any) -> tuple[Problem, Source | None] | None:
    if not str(error.problem).startswith("did not find expected"):
        return None
    line, column = error.problem_mark.line, error.problem_mark.column
    lead, value = split_line(source.line(line))
    if column <= len(lead):
        return None
    if value[:1] in _QUOTES:
        message = "the text goes on after its quotation mark"
        return _mended(source, "text-after-quote", message, line, column)
    if value[:1] in "{[" and "flow" not in str(error.context):
        kind = "brace" if value[:1] == "{" else "bracket"
        message = f"the text goes on after its {kind}"
        return _mended(source, "brace-at-start", message, line, len(lead))
    return None


def _no_dash(source: Source, error: Any) -> tuple[Problem, Source | None] | None:
    if not str(error.problem).startswith("did not find expected '-' indicator"):
        return None
    line, column = error.problem_mark.line, error.problem_mark.column
    text = source.line(line)
    if not text[column:].startswith("id:"):
        return None
    better = f"{text[:column]}- {text[column:].rstrip()}"
    return problem(
        "yaml-syntax",
        "a record begins here without its dash",
        source.at(line, column, max(1, len(text.rstrip()) - column)),
        f"write `{better.strip()}`, and its other fields below `id`",
    ), None


def _star(source: Source, error: Any) -> tuple[Problem, Source | None] | None:
    if error.context != "while scanning an alias":
        return None
    mark = error.context_mark
    message = "text that begins with a star must stand in quotation marks"
    return _at_sign(source, "star-at-start", message, mark)


def _sign(source: Source, error: Any) -> tuple[Problem, Source | None] | None:
    said, context = str(error.problem), str(error.context)
    mark = error.context_mark or error.problem_mark
    sign = source.line(mark.line)[mark.column : mark.column + 1]
    if sign == "\t" or "tab character" in said:
        mark = error.problem_mark
        hint = "put blanks in place of the tab"
        return problem("tab", "a tab stands here", source.at(mark.line, mark.column), hint), None
    if (
        context in {"while scanning an anchor", "while scanning a block scalar"}
        or context in {"while scanning a directive", "while scanning a tag"}
        or "cannot start any token" in said
        or (said == "did not find expected node content" and sign == ",")
        or said == "mapping keys are not allowed in this context"
    ):
        if sign in "|>" and not split_line(source.line(mark.line))[1][1:].strip():
            return None
        message = f"text that begins with `{sign}` must stand in quotation marks"
        if sign in "|>":  # the lines below belong to the block, so reading cannot go on
            return _at_sign(source, "sign-at-start", message, mark)[0], None
        return _at_sign(source, "sign-at-start", message, mark)
    return None


def _at_sign(source: Source, code: str, message: str, mark: Any) -> tuple[Problem, Source | None]:
    lead, _ = split_line(source.line(mark.line))
    if mark.column == len(lead):
        return _mended(source, code, message, mark.line, mark.column)
    hint = "put the text into quotation marks"
    return problem(code, message, source.at(mark.line, mark.column), hint), None


def _unclosed(source: Source, error: Any) -> tuple[Problem, Source | None] | None:
    context, mark = str(error.context), error.context_mark
    closing = {
        "while scanning a quoted scalar": "quotation mark",
        "while parsing a flow mapping": "brace",
        "while parsing a flow sequence": "bracket",
    }.get(context)
    if closing is None or mark is None:
        return None
    place = source.at(mark.line, mark.column)
    seen = error.problem_mark
    where = f"line {seen.line + 1}" if seen.line < len(source.lines) - 1 else "the end of the file"
    return problem(
        "yaml-syntax",
        f"the {closing} that opens here is not closed",
        place,
        f"close it on its own line; it was looked for until {where}",
    ), None


def _no_colon(source: Source, error: Any) -> tuple[Problem, Source | None] | None:
    if error.problem != "could not find expected ':'":
        return None
    mark = error.context_mark or error.problem_mark
    text = source.line(mark.line)
    key = re.match(r"(\s*(?:-\s+)*[\w-]+:)(\S.*)", text)
    if key:
        better = f"{key[1]} {key[2]}"
        lines = [*source.lines[: mark.line], better, *source.lines[mark.line + 1 :]]
        return problem(
            "yaml-syntax",
            "a blank is missing after the colon",
            source.at(mark.line, len(key[1]) - 1),
            f"write `{better.strip()}`",
        ), Source(source.name, "\n".join(lines))
    return problem(
        "yaml-syntax",
        "this line is neither a key with its value nor part of the text above",
        source.at(mark.line, mark.column, len(text.strip())),
        "indent it under the line that it belongs to, or write `key: value`",
    ), None


def _said(error: Any) -> str:
    said = str(getattr(error, "problem", None) or "it cannot be read as YAML").strip()
    if said in {"did not find expected key", "did not find expected '-' indicator"}:
        return "the line does not go on with what the lines above began"
    return said


def _syntax_hint(error: Any) -> str:
    said = str(getattr(error, "problem", ""))
    if "escape" in said:
        return "a backslash means something inside double quotation marks: use single ones"
    if "block sequence entries" in said:
        return "start the list on the next line, or use quotation marks if it is text"
    if "document start" in said:
        return "delete the line `...` or `---` above"
    return "look for a quotation mark that is not closed, or lines that are not indented alike"


_Trap = Callable[[Source, Any], tuple[Problem, Source | None] | None]
_TRAPS: tuple[_Trap, ...] = (_colon, _goes_on, _no_dash, _star, _sign, _unclosed, _no_colon)

"""SARIF 2.1.0 (OASIS), which code scanning and many editors read."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from reportgen.annotating.telling import Finding, Telling
from reportgen.problems import CODES, Severity, plain

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.OFF: "none"}


def sarif(telling: Telling) -> str:
    """One run with the rules of the codes that were found, and a result for each problem."""
    codes = sorted({found.code for found in telling.problems})
    driver: dict[str, Any] = {"name": "reportgen", "rules": [_rule(code) for code in codes]}
    if telling.version:
        driver["version"] = telling.version
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(found, codes) for found in telling.findings()],
    }
    value = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def _rule(code: str) -> dict[str, Any]:
    known = CODES[code]
    text = f"{known.text}\n\nWrong:\n{known.wrong}\n\nRight:\n{known.right}"
    return {
        "id": code,
        "shortDescription": {"text": known.title},
        "fullDescription": {"text": known.text},
        "help": {"text": text if known.wrong else known.text},
        "defaultConfiguration": {"level": _LEVELS[known.severity]},
    }


def _result(found: Finding, codes: list[str]) -> dict[str, Any]:
    place = found.place
    region: dict[str, Any] = {"startLine": place.line}
    if found.problem.place is not None:
        region |= {"startColumn": place.column, "endColumn": place.column + max(place.width, 1)}
    if place.text:
        region["snippet"] = {"text": plain(place.text)}
    artifact = {"uri": quote(found.path), "uriBaseId": "%SRCROOT%"}
    return {
        "ruleId": found.problem.code,
        "ruleIndex": codes.index(found.problem.code),
        "level": _LEVELS[found.problem.severity],
        "message": {"text": found.message},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
        "partialFingerprints": {"reportgen/v1": found.fingerprint},
    }

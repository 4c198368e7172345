"""Two hundred made-up projects for tests/projects/full, of every size and with every kind of gap.

They are made when the tests run and lie in no file: a person who opens the project finds there
what somebody wrote, and nobody has to read two hundred records that only differ in a number.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

NUMBER = 200

_WORDS = {
    "en": "Invented project no. {n} on chairs, tables, skills and patience in district {d}",
    "vi": "Dự án giả định số {n} về bàn, ghế, kỹ năng và lòng kiên nhẫn tại huyện {d}",
}
_LONG = {
    "en": ", which goes on for as long as it takes to fill the line, and then the next one, and one "
    "more after that, because titles do so where many had a say in them",
    "vi": ", kéo dài cho đến khi hết dòng, rồi sang dòng tiếp theo, rồi thêm một dòng nữa, vì tên gọi "
    "thường như vậy mỗi khi có nhiều người cùng góp ý",
}
_PERIODS = ("2026", "2026/2029", "2027-03/..", "2025~", "../2028", "202X", "2028-24", "2026-01-15")
_STATUSES = ("pipeline", "implementation", "finalisation", "closed", "cancelled", "suspended")
_CURRENCIES = ("USD", "VND", "EUR", "JPY", "XDR")
_PARTNERS = ("skills-agency", "placeholder-bank", "ministry", "examplia", "fictonia", "long-name")


def many_projects(number: int = NUMBER) -> Iterator[dict[str, Any]]:
    """The records: each field is left out at its own interval, so that all mixtures occur."""
    for n in range(1, number + 1):
        title = {
            language: (words + (_LONG[language] if n % 7 == 0 else "")).format(n=n, d=n % 13)
            for language, words in _WORDS.items()
        }
        record: dict[str, Any] = {"id": f"project-{n}", "title": title, "type": "project"}
        if n % 2:
            record["parent"] = "first-steps"
        if n % 3:
            record["period"] = _PERIODS[n % len(_PERIODS)]
        if n % 4:
            record["status"] = _STATUSES[n % len(_STATUSES)]
        if n % 5:
            record["partners"] = [_PARTNERS[n % 6], _PARTNERS[(n + 2) % 6]]
        if n % 6 < 2:
            currencies = [_CURRENCIES[(n + k) % 5] for k in range(n % 3 + 1)]
            record["budgets"] = [
                {"value": str(1000 * n * (-1 if n % 11 == 0 else 1)), "currency": currency}
                for currency in currencies
            ]
        if n % 10 == 0:
            record["sources"] = [{"id": "bulletin", "locator": f"p. {n}"}]
        yield record


def many_yaml(number: int = NUMBER) -> str:
    """The records as a file for `data/programmes/`; JSON is YAML, too."""
    return json.dumps(list(many_projects(number)), ensure_ascii=False, indent=1)

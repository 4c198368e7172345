"""Projects with as little data as the model allows, and with as much as pages must hold.

All of it is made up. `sparse()` gives each record its required fields only, and one record of each
collection; `dense(language)` fills the fields that stretch a page: titles over several lines,
names of 60 letters, numbers of 12 digits, a right-to-left quotation, tables of `rows` rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

Files = dict[str, str]
Records = dict[str, list[dict[str, Any]]]

FONTS = Path(__file__).parent / "full" / "templates" / "fonts"
"""The shipped faces, and one for Arabic."""

PARTNER_LETTERS = 60
QUOTED = "قال المتحدث: هذه كلمات افتراضية كتبت للاختبار وحده، ولم يقلها أحد قط."
"""A quotation that nobody has made: "these are made-up words, written for the test only"."""

_WORDS: Mapping[str, tuple[str, str, str]] = {
    # (a long title, a sentence, a name that is cut to 60 letters)
    "en": (
        (
            "Made-up programme to strengthen the institutions of vocational education, employment "
            "services and social protection in mountainous, remote and particularly difficult districts"
        ),
        "This sentence is made up and says nothing about the world; it is here to fill a line.",
        "Made-up Agency for Vocational Education, Labour and Social Affairs of Examplia",
    ),
    "vi": (
        (
            "Chương trình giả định về tăng cường năng lực thể chế giáo dục nghề nghiệp, dịch vụ việc làm "
            "và bảo trợ xã hội tại các huyện miền núi, vùng sâu, vùng xa và đặc biệt khó khăn"
        ),
        "Câu này là giả định và không nói gì về thế giới thực; nó chỉ có ở đây để lấp đầy một dòng.",
        "Cơ quan giả định về Giáo dục nghề nghiệp, Lao động và Xã hội nước Mẫu",
    ),
    "ar": (
        (
            "برنامج افتراضي لتعزيز مؤسسات التعليم المهني وخدمات التشغيل والحماية الاجتماعية في المناطق "
            "الجبلية والنائية والصعبة بوجه خاص"
        ),
        "هذه الجملة افتراضية ولا تقول شيئا عن العالم، وهي هنا لتملأ سطرا فحسب.",
        "الوكالة الافتراضية للتعليم المهني والعمل والشؤون الاجتماعية في إكزامبليا",
    ),
}
_STATUSES = ("pipeline", "implementation", "finalisation", "closed", "cancelled", "suspended")
_PARTY = ("signed", "ratified", "in-force", "negotiating", "not-ratified", "acceded")
_KINDS = ("treaty", "convention", "fta", "mou", "framework", "law", "minutes")


def sparse(language: str = "en") -> Files:
    """One record of each collection, with its required fields only."""
    title, sentence, name = (words[:24].strip() for words in _WORDS[language])
    records: Records = {
        "partners": [{"id": "a", "name": name}],
        "programmes": [{"id": "p", "title": title}],
        "agreements": [{"id": "t", "title": title}],
        "figures": [{"id": "f", "label": title, "value": "7"}],
        "priorities": [{"id": "l", "title": title}],
        "events": [{"id": "e", "title": title}],
        "statements": [{"id": "s", "kind": "unattributed", "text": sentence}],
    }
    texts = {
        "briefing-note": _sections(("purpose", "recommendation"), sentence),
        "meeting-brief": _sections(("objectives", "points"), sentence),
    }
    return _files(records, language, texts)


def dense(language: str = "vi", rows: int = 200) -> Files:
    """Long words in every place, and so many programmes and agreements."""
    title, sentence, name = _WORDS[language]
    told = " ".join([sentence] * 4)
    cited = [{"id": "paper", "locator": "p. 1000"}, {"id": "web", "locator": "para. 3"}]
    partners = [
        {
            "id": f"partner-{n}",
            "name": f"{name[: PARTNER_LETTERS - 3].strip()} {n:02}".ljust(PARTNER_LETTERS, "x")
            if n == 1
            else f"{name[:40].strip()} {n}",
            "acronym": f"LONGAC{n}" if n % 2 else None,
            "type": "multilateral",
            "groups": ["all"],
            "sources": cited,
        }
        for n in range(1, 13)
    ]
    ids = [str(partner["id"]) for partner in partners]
    records: Records = {
        "sources": [
            {"id": "paper", "title": title, "publisher": name, "date": "2031-04-30"},
            {"id": "web", "title": title, "url": "https://example.org/" + "long-path/" * 12},
        ],
        "groups": [{"id": "all", "title": title, "members": ids, "complete": "false"}],
        "partners": [{k: v for k, v in partner.items() if v is not None} for partner in partners],
        "people": [
            {"id": f"person-{n}", "name": name[:34], "role": title, "partner": "partner-1"}
            for n in range(1, 4)
        ],
        "programmes": _programmes(title, sentence, told, ids, rows),
        "agreements": _agreements(title, sentence, ids, rows),
        "figures": [
            {
                "id": f"figure-{n}",
                "label": sentence,
                "value": "123456789012.5" if n == 1 else str(1000 * n),
                "qualifier": ("nearly", "more-than", "exact", "about")[n % 4],
                "unit": title[:60],
                "as_of": "2031-04-30" if n % 2 else None,
                "sources": cited,
            }
            for n in range(1, 13)
        ],
        "priorities": [
            {
                "id": f"list-{n}",
                "title": title,
                "owner": "partner-1",
                "programme": "programme-1",
                "complete": "false",
                "items": [{"title": sentence, "sources": cited} for _ in range(9)],
            }
            for n in range(1, 4)
        ],
        "events": [
            {
                "id": f"event-{n}",
                "title": title if n % 3 else sentence,
                "date": f"20{n:02}-03-28" if n % 5 else None,
                "partners": ["partner-1"],
                "programmes": ["programme-1"],
                "sources": cited,
            }
            for n in range(1, 31)
        ],
        "statements": [
            {
                "id": "quoted",
                "kind": "quotation",
                "text": {"ar": QUOTED},
                "verbatim": "true",
                "reading": sentence,
                "attributed_to": ["partner-1"],
                "date": "2031",
                "sources": cited,
            },
            *(
                {
                    "id": f"said-{n}",
                    "kind": "paraphrase",
                    "text": told,
                    "attributed_to": ["partner-1"],
                    "sources": cited,
                }
                for n in range(1, 7)
            ),
        ],
    }
    listed = "".join(f"- {told}\n" for _ in range(5))
    texts = {
        **dict.fromkeys(_PLACES, f"{told} [@paper, p. 7]"),
        "briefing-note": _sections(_NOTE, f"{told} [@web, para. 3]\n\n{listed}"),
        "meeting-brief": _sections(_MEETING, f"{listed}\n### {sentence}\n\n{told}"),
    }
    note = {
        "recipient": told,
        "drafter": name,
        "headline": ["figure-1", "figure-2", "figure-3"],
        "events": [f"event-{n}" for n in range(1, 9)],
        "programmes": [f"programme-{n}" for n in range(1, 10)],
        "agreements": [f"agreement-{n}" for n in range(1, 10)],
    }
    meeting = {
        "counterpart": "partner-1",
        "people": ["person-1", "person-2"],
        "date": "2031-05-02",
        "venue": title,
        "delegation": [told, sentence],
    }
    return _files(records, language, texts, title, note, meeting)


def _sections(names: Iterable[str], text: str) -> str:
    """A text with these sections, each under the name that it has in every language."""
    return "\n\n".join(f"## {name}\n\n{text}" for name in names)


def _programmes(
    title: str, sentence: str, told: str, partners: Sequence[str], rows: int
) -> list[dict[str, Any]]:
    first = {
        "id": "programme-1",
        "title": title,
        "description": {"general": told, "objectives": told, "target_groups": sentence},
        "status": "implementation",
        "period": "2029/2033",
        "scope": [{"title": sentence} for _ in range(3)],
        "participants": [{"partner": one, "role": "implementing"} for one in partners],
        "sdgs": ["1.3", "4.4", "8.5", "8.10", "17"],
        "sectors": [
            {"code": "16020", "name": sentence[:40], "percentage": "60.5"},
            {"code": "11330", "name": sentence[:50], "percentage": "39.5"},
        ],
        "budgets": [
            {"value": "123456789012", "currency": currency, "period": "2030", "type": "original"}
            for currency in ("USD", "VND", "EUR")
        ],
        "results": [
            {
                "id": f"outcome-{n}",
                "type": "outcome",
                "title": told,
                "indicators": [
                    {
                        "title": sentence,
                        "unit": sentence[:30],
                        "baseline": {"year": "2029", "value": "0"},
                        "periods": [
                            {"period": str(year), "target": {"value": "1234567890"}}
                            for year in range(2030, 2034)
                        ],
                    }
                ],
            }
            for n in range(1, 5)
        ],
    }
    others = [
        {
            "id": f"programme-{n}",
            "title": f"{title if n % 9 == 0 else sentence} ({n})",
            "type": "project",
            "parent": "programme-1" if n % 4 == 0 else None,
            "status": _STATUSES[n % 6] if n % 5 else None,
            "period": "2030/2032" if n % 3 else None,
            "partners": [partners[n % len(partners)], partners[0]] if n % 2 else None,
            "sdgs": [str(n % 17 + 1)] if n % 2 else None,
            "sectors": [{"code": "16010"}] if n % 3 == 0 else None,
            "budgets": [{"value": str(1000003 * n), "currency": ("USD", "VND", "EUR")[n % 3]}]
            if n % 4 == 1
            else None,
        }
        for n in range(2, rows + 1)
    ]
    return [first, *({k: v for k, v in one.items() if v is not None} for one in others)]


def _agreements(
    title: str, sentence: str, partners: Sequence[str], rows: int
) -> list[dict[str, Any]]:
    return [
        {
            "id": f"agreement-{n}",
            "title": f"{title if n % 9 == 1 else sentence} ({n})",
            "type": _KINDS[n % 7],
            **({"code": f"C{n:03}"} if n % 3 == 0 else {}),
            **({"dates": {"signed": f"20{n % 30:02}-02-01"}} if n % 2 else {}),
            "parties": [
                {"partner": one, "status": _PARTY[(n + at) % 6], "as_of": "2031"}
                for at, one in enumerate(partners[n % 12 : n % 12 + 1 + n % 4])
            ],
        }
        for n in range(1, rows + 1)
    ]


_PLACES = (
    *("country-brief-context", "country-brief-figures", "country-brief-programmes"),
    *("one-pager-purpose", "one-pager-next-step", "agreements-register-overview"),
)
_NOTE = ("purpose", "background", "status", "considerations", "options", "recommendation")
_MEETING = (*("objectives", "points", "their-objectives", "responses", "press-line", "background"),)


def _files(
    records: Records,
    language: str,
    texts: Mapping[str, str],
    title: str = "Title",
    note: Mapping[str, Any] | None = None,
    meeting: Mapping[str, Any] | None = None,
) -> Files:
    long = {"title": title}
    reports: dict[str, Any] = {
        "one-pager": {"template": "one-pager", **long},
        "country-brief": {"template": "country-brief", **long},
        "partner-profile": {
            "template": "partner-profile",
            "title": "{name}",
            "each": "partners",
            "where": {"id": ["a", "partner-1"]},
        },
        "programme-sheet": {
            "template": "programme-sheet",
            "title": "{title}",
            "each": "programmes",
            "where": {"id": ["p", "programme-1"]},
        },
        "agreements-register": {"template": "agreements-register", **long},
        "portfolio-overview": {"template": "portfolio-overview", **long},
        "briefing-note": {"template": "briefing-note", **long, "params": note or {}},
        "meeting-brief": {"template": "meeting-brief", **long, "params": meeting or {}},
    }
    checks = ("missing-translation", "missing-catalogue", "unused-text", "unused-record")
    settings = {
        "version": "1",
        "languages": [language],
        "as_of": "2031-05-01",
        "checks": dict.fromkeys((*checks, "typed-figure", "long-table"), "off"),
        "reports": reports,
    }
    return {
        "reportgen.yaml": json.dumps(settings, ensure_ascii=False, indent=1),
        **{
            f"data/{name}.yaml": json.dumps(held, ensure_ascii=False, indent=1)
            for name, held in records.items()
        },
        **{f"data/texts/{name}.{language}.md": f"{text}\n" for name, text in texts.items()},
    }

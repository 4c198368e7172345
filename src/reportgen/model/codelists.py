"""Code lists: the words people write, and the code each has in its standard.

IATI 2.03 code lists where there is one (https://iatistandard.org/en/iati-standard/203/codelists/);
a word is its own code where the list is ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, eq=False)
class CodeList:
    """A named list: word -> code in the standard."""

    name: str
    words: Mapping[str, str]

    def word(self, value: str) -> str | None:
        """The list's word for a word or a code of it; None for anything else."""
        if value in self.words:
            return value
        return next((word for word, code in self.words.items() if code == value), None)


def _own(name: str, *words: str) -> CodeList:
    return CodeList(name, {word: word for word in words})


ORGANISATION_TYPE = CodeList(
    "IATI OrganisationType",
    {
        "government": "10",
        "local-government": "11",
        "other-public-sector": "15",
        "international-ngo": "21",
        "national-ngo": "22",
        "regional-ngo": "23",
        "partner-country-ngo": "24",
        "public-private-partnership": "30",
        "multilateral": "40",
        "foundation": "60",
        "private-sector": "70",
        "private-sector-provider-country": "71",
        "private-sector-recipient-country": "72",
        "private-sector-third-country": "73",
        "academic": "80",
        "other": "90",
        "country": "country",  # not IATI's: a state as a partner, as briefs name it
    },
)
ORGANISATION_ROLE = CodeList(
    "IATI OrganisationRole",
    {"funding": "1", "accountable": "2", "extending": "3", "implementing": "4"},
)
ACTIVITY_STATUS = CodeList(
    "IATI ActivityStatus",
    {
        "pipeline": "1",
        "implementation": "2",
        "finalisation": "3",
        "closed": "4",
        "cancelled": "5",
        "suspended": "6",
    },
)
RESULT_TYPE = CodeList(
    "IATI ResultType", {"output": "1", "outcome": "2", "impact": "3", "other": "9"}
)
INDICATOR_MEASURE = CodeList(
    "IATI IndicatorMeasure",
    {"unit": "1", "percentage": "2", "nominal": "3", "ordinal": "4", "qualitative": "5"},
)
BUDGET_TYPE = CodeList("IATI BudgetType", {"original": "1", "revised": "2"})
BUDGET_STATUS = CodeList("IATI BudgetStatus", {"indicative": "1", "committed": "2"})
TRANSACTION_TYPE = CodeList(
    "IATI TransactionType",
    {
        "incoming-funds": "1",
        "outgoing-commitment": "2",
        "disbursement": "3",
        "expenditure": "4",
        "interest-payment": "5",
        "loan-repayment": "6",
        "reimbursement": "7",
        "purchase-of-equity": "8",
        "sale-of-equity": "9",
        "credit-guarantee": "10",
        "incoming-commitment": "11",
        "outgoing-pledge": "12",
        "incoming-pledge": "13",
    },
)
POLICY_MARKER = CodeList(
    "IATI PolicyMarker",
    {
        "gender-equality": "1",
        "environment": "2",
        "good-governance": "3",
        "trade-development": "4",
        "biodiversity": "5",
        "climate-mitigation": "6",
        "climate-adaptation": "7",
        "desertification": "8",
        "maternal-child-health": "9",
        "disaster-risk-reduction": "10",
        "disability": "11",
        "nutrition": "12",
    },
)
POLICY_SIGNIFICANCE = CodeList(
    "IATI PolicySignificance",
    {
        "not-targeted": "0",
        "significant": "1",
        "principal": "2",
        "principal-in-support": "3",
        "explicit-primary": "4",
    },
)
SECTOR_VOCABULARY = CodeList(
    "IATI SectorVocabulary", {"dac5": "1", "dac3": "2", "own": "99", "own-2": "98"}
)
ACTIVITY_TYPE = CodeList("activity levels", {"programme": "1", "project": "2", "output": "3"})
RECORD_KIND = _own("kinds of record", "single", "class", "count")
QUALIFIER = _own(
    "qualifiers",
    "exact",
    "about",
    "nearly",
    "more-than",
    "at-least",
    "at-most",
    "ordinal",
    "identifier",  # a number that names something, such as Convention 87: never summed or charted
)
AGREEMENT_TYPE = _own(
    "types of agreement", "treaty", "convention", "fta", "mou", "framework", "law", "minutes"
)
PARTY_STATUS = _own(
    "statuses of a party",
    "negotiating",
    "signed",
    "ratified",
    "acceded",
    "in-force",
    "denounced",
    "not-ratified",
)
STATEMENT_KIND = _own("kinds of statement", "quotation", "paraphrase", "unattributed")
TENSE = _own("tenses", "past", "current", "coming")
OBSERVATION_STATUS = CodeList(  # SDMX CL_OBS_STATUS
    "SDMX CL_OBS_STATUS",
    {"normal": "A", "estimated": "E", "forecast": "F", "provisional": "P", "missing": "M"},
)
AUDIENCE = _own("audiences", "public", "internal")
EDITION_STATUS = _own("statuses of an edition", "draft", "cleared", "final")
LEVEL = _own("levels of a check", "error", "warning", "off")
CATCH_UP = _own("catch-up policies", "last", "all", "none")
SWITCH = _own("switches", "on", "off")
FORMAT = _own("formats", "html", "pdf")
LAYER = _own("layers of a snapshot", "data", "html", "pdf", "pages")
PICTURES = _own("ways to keep pictures", "hash", "whole")
PARAMETER_TYPE = _own(
    "types of parameter", "text", "number", "boolean", "date", "choice", "reference", "list"
)
FONT_SOURCE = _own("sources of a font", "file", "google", "bunny", "system")
FONT_STYLE = _own("styles of a font", "normal", "italic", "oblique")
FONT_WEIGHT = CodeList(
    "weights of a font",  # the words of brand.yml, some for the same weight
    {
        "thin": "100",
        "extra-light": "200",
        "ultra-light": "200",
        "light": "300",
        "normal": "400",
        "regular": "400",
        "medium": "500",
        "semi-bold": "600",
        "demi-bold": "600",
        "bold": "700",
        "extra-bold": "800",
        "ultra-bold": "800",
        "black": "900",
    },
)

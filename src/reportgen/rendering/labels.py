"""The word that a reader sees for each word of a code list, in English, for the catalogues."""

from __future__ import annotations

from collections.abc import Mapping


def N_(message: str) -> str:  # noqa: N802  (gettext's own name for "translate later")
    """Mark a message for extraction; it is translated when it is printed."""
    return message


def pgettext(context: str, message: str) -> str:  # noqa: ARG001  for the extraction
    """Mark a message that is told apart by its context; it is translated when it is used."""
    return message


LABELS: Mapping[str, Mapping[str, str]] = {
    "IATI OrganisationType": {
        "government": N_("government"),
        "local-government": N_("local government"),
        "other-public-sector": N_("other public sector"),
        "international-ngo": N_("international NGO"),
        "national-ngo": N_("national NGO"),
        "regional-ngo": N_("regional NGO"),
        "partner-country-ngo": N_("partner-country NGO"),
        "public-private-partnership": N_("public-private partnership"),
        "multilateral": N_("multilateral organisation"),
        "foundation": N_("foundation"),
        "private-sector": N_("private sector"),
        "private-sector-provider-country": N_("private sector in the provider country"),
        "private-sector-recipient-country": N_("private sector in the recipient country"),
        "private-sector-third-country": N_("private sector in a third country"),
        "academic": N_("academic or research body"),
        "other": N_("other"),
        "country": N_("country"),
    },
    "IATI OrganisationRole": {
        "funding": N_("funding"),
        "accountable": N_("accountable"),
        "extending": N_("extending"),
        "implementing": N_("implementing"),
    },
    "IATI ActivityStatus": {
        "pipeline": N_("in preparation"),
        "implementation": N_("in implementation"),
        "finalisation": N_("in finalisation"),
        "closed": N_("closed"),
        "cancelled": N_("cancelled"),
        "suspended": N_("suspended"),
    },
    "IATI ResultType": {
        "output": N_("output"),
        "outcome": N_("outcome"),
        "impact": N_("impact"),
        "other": N_("other"),
    },
    "IATI IndicatorMeasure": {
        "unit": N_("number"),
        "percentage": N_("percentage"),
        "nominal": N_("category"),
        "ordinal": N_("rank"),
        "qualitative": N_("in words"),
    },
    "IATI BudgetType": {"original": N_("original"), "revised": N_("revised")},
    "IATI BudgetStatus": {"indicative": N_("indicative"), "committed": N_("committed")},
    "IATI TransactionType": {
        "incoming-funds": N_("incoming funds"),
        "outgoing-commitment": N_("commitment"),
        "disbursement": N_("disbursement"),
        "expenditure": N_("expenditure"),
        "interest-payment": N_("interest payment"),
        "loan-repayment": N_("loan repayment"),
        "reimbursement": N_("reimbursement"),
        "purchase-of-equity": N_("purchase of equity"),
        "sale-of-equity": N_("sale of equity"),
        "credit-guarantee": N_("credit guarantee"),
        "incoming-commitment": N_("incoming commitment"),
        "outgoing-pledge": N_("pledge"),
        "incoming-pledge": N_("incoming pledge"),
    },
    "IATI PolicyMarker": {
        "gender-equality": N_("gender equality"),
        "environment": N_("environment"),
        "good-governance": N_("good governance"),
        "trade-development": N_("trade development"),
        "biodiversity": N_("biodiversity"),
        "climate-mitigation": N_("climate change mitigation"),
        "climate-adaptation": N_("climate change adaptation"),
        "desertification": N_("desertification"),
        "maternal-child-health": N_("maternal and child health"),
        "disaster-risk-reduction": N_("disaster risk reduction"),
        "disability": N_("disability"),
        "nutrition": N_("nutrition"),
    },
    "IATI PolicySignificance": {
        "not-targeted": N_("not targeted"),
        "significant": N_("significant objective"),
        "principal": N_("principal objective"),
        "principal-in-support": N_("principal objective, in support"),
        "explicit-primary": N_("explicit primary objective"),
    },
    "activity levels": {
        "programme": N_("programme"),
        "project": N_("project"),
        "output": N_("output"),
    },
    "kinds of record": {
        "single": N_("single"),
        "class": N_("named as a class"),
        "count": N_("only counted"),
    },
    "qualifiers": {
        "exact": N_("exact"),
        "about": N_("about"),
        "nearly": N_("nearly"),
        "more-than": N_("more than"),
        "at-least": N_("at least"),
        "at-most": N_("at most"),
        "ordinal": N_("ordinal"),
        "identifier": N_("identifier"),
    },
    "types of agreement": {
        "treaty": N_("treaty"),
        "convention": N_("convention"),
        "fta": N_("free trade agreement"),
        "mou": N_("memorandum of understanding"),
        "framework": N_("cooperation framework"),
        "law": N_("law"),
        "minutes": N_("minutes of cooperation"),
    },
    "statuses of a party": {
        "negotiating": N_("negotiating"),
        "signed": N_("signed"),
        "ratified": N_("ratified"),
        "acceded": N_("acceded"),
        "in-force": N_("in force"),
        "denounced": N_("denounced"),
        "not-ratified": N_("not ratified"),
    },
    "kinds of statement": {
        "quotation": N_("quotation"),
        "paraphrase": N_("paraphrase"),
        "unattributed": N_("unattributed"),
    },
    "tenses": {"past": N_("past"), "current": N_("current"), "coming": N_("coming")},
    "SDMX CL_OBS_STATUS": {
        "normal": N_("normal value"),
        "estimated": N_("estimated"),
        "forecast": N_("forecast"),
        "provisional": N_("provisional"),
        "missing": N_("missing"),
    },
    "statuses of an edition": {
        "draft": N_("draft"),
        "cleared": N_("cleared"),
        "final": N_("final"),
    },
    "audiences": {"public": N_("public"), "internal": N_("internal")},
}
"""Name of the code list -> word -> English label."""

COLLECTION_LABELS: Mapping[str, str] = {
    "partners": N_("partner"),
    "groups": N_("group of partners"),
    "people": N_("person"),
    "programmes": N_("programme"),
    "priorities": N_("list of priorities"),
    "agreements": N_("agreement"),
    "figures": N_("figure"),
    "events": N_("event"),
    "statements": N_("statement"),
    "images": N_("image"),
    "sources": N_("source"),
}
"""What one record of a collection is called."""

"""The lists of countries and currencies are those that CLDR has in use."""

from __future__ import annotations

import pytest
from babel import Locale
from babel.core import get_global
from pydantic import ValidationError

from reportgen.model.dataset import Dataset
from reportgen.model.iso import COUNTRY, CURRENCY, USER_ASSIGNED
from reportgen.model.partners import Partner

# fmt: off
NOT_COUNTRIES = {
    "EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA", "XK",
}
# fmt: on
SUPRANATIONAL = {"XDR", "XAF", "XOF", "XPF", "XCD"}


def test_countries() -> None:
    codes = map(str, Locale("en").territories)
    regions = {code for code in codes if len(code) == 2 and code.isalpha()}
    official = set(COUNTRY.words) - set(USER_ASSIGNED.split())
    assert official == regions - NOT_COUNTRIES
    assert len(official) == 249


def test_currencies() -> None:
    used = {
        code
        for rows in get_global("territory_currencies").values()
        for code, _, end, tender in rows
        if end is None and tender
    }
    assert set(CURRENCY.words) == used | SUPRANATIONAL | {"XTS", "XXX"}


@pytest.mark.parametrize(("field", "code"), [("country", "UK"), ("currency", "XYZ")])
def test_other_codes_are_refused(field: str, code: str) -> None:
    with pytest.raises(ValidationError, match="bad-code"):
        Dataset.model_validate({field: code})


def test_norway_is_a_country() -> None:
    assert Partner.model_validate({"id": "no", "name": "Norway", "country": "NO"}).country == "NO"

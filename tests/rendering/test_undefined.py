"""A name that is not there: the message says which, of what, and what is near to it."""

from __future__ import annotations

import pytest

from reportgen.problems import ProblemsError
from tests.small import small_project, write_page

PROJECT = small_project(
    {
        "partners": [
            {"id": "ilo", "name": "ILO", "valid": {"from": "1919"}},
            {"id": "wb", "name": "WB"},
        ],
        "programmes": [{"id": "p", "title": "P", "budgets": [{"value": 1, "currency": "USD"}]}],
    },
    own={"meetings": [{"id": "m", "title": "M", "place": {"city": "Hà Nội"}}]},
)
MACROS = "{% macro show(x) %}\n{{ x.nmae }}\n{% endmacro %}"


@pytest.mark.parametrize(
    ("source", "message", "hint"),
    [
        ("{{ partners.ilo.nmae }}", "Partner has no field 'nmae'", "did you mean `name`?"),
        ('{{ partners.ilo["nmae"] }}', "Partner has no field 'nmae'", "did you mean `name`?"),
        ("{{ programmes.p.budgets[0].curency }}", "Budget has no field 'curency'", "did you mean `currency`?"),
        ("{{ partners.iol }}", "there is no record 'iol' in partners", "did you mean `ilo`?"),
        ("{{ partners.iol.name }}", "there is no record 'iol' in partners", "did you mean `ilo`?"),
        ("{{ partners[7] }}", "there is no record '7' in partners", None),
        ("{{ partnrs }}", "there is no name 'partnrs' here", "did you mean `partners`?"),
        ("{{ partnrs | length }}", "there is no name 'partnrs' here", "did you mean `partners`?"),
        ("{% for x in partnrs %}{% endfor %}", "there is no name 'partnrs' here", "did you mean `partners`?"),
        ("{{ bref.title }}", "there is no name 'bref' here", "did you mean `brief`?"),
        ("{{ record.title }}", "there is no name 'record' here", "where the report has `each:`"),
        ("{{ recrd.title }}", "there is no name 'recrd' here", "did you mean `record`?"),
        ("{{ zzz }}", "there is no name 'zzz' here", None),
        ("{{ brief.titel }}", "brief has no field 'titel'", "did you mean `title`?"),
        ("{{ dataset.titel }}", "Dataset has no field 'titel'", "did you mean `title`?"),
        ("{{ meetings.m.plac.city }}", "meetings has no field 'plac'", "did you mean `place`?"),
        ("{{ meetings.m.place.ctiy }}", "meetings has no field 'ctiy'", "did you mean `city`?"),
        # However it is used.
        ("{{ '{}'.format(partners.ilo.nmae) }}", "Partner has no field 'nmae'", "did you mean `name`?"),
        ("{{ '{:>9}'.format(partners.ilo.nmae) }}", "Partner has no field 'nmae'", "did you mean `name`?"),
        ("{{ '{0.nmae}'.format(partners.ilo) }}", "Partner has no field 'nmae'", "did you mean `name`?"),
        ("{{ '%s' | format(partners.ilo.nmae) }}", "Partner has no field 'nmae'", "did you mean `name`?"),
        ("{{ partners.ilo.nmae ~ 'x' }}", "Partner has no field 'nmae'", "did you mean `name`?"),
        ("{{ partners.ilo.nmae | upper }}", "Partner has no field 'nmae'", "did you mean `name`?"),
        ("{{ partners.ilo.nmae | number }}", "Partner has no field 'nmae'", "did you mean `name`?"),
        ("{{ partners.ilo.nmae | round }}", "Partner has no field 'nmae'", "did you mean `name`?"),
        ("{{ partners.ilo.nmae | plain }}", "Partner has no field 'nmae'", "did you mean `name`?"),
        ("{{ [partners.ilo.nmae] | join_list }}", "Partner has no field 'nmae'", "did you mean `name`?"),
        ("{{ [partners.ilo.nmae] | join }}", "Partner has no field 'nmae'", "did you mean `name`?"),
        ("{{ partners.ilo.nmae | tojson }}", "Partner has no field 'nmae'", "did you mean `name`?"),
        ("{{ partners | map(attribute='nmae') | join }}", "Partner has no field 'nmae'", "did you mean `name`?"),
        ("{{ partners | sort(attribute='nmae') | length }}", "Partner has no field 'nmae'", "did you mean `name`?"),
        ("{{ partners.ilo.nmae + 1 }}", "Partner has no field 'nmae'", "did you mean `name`?"),
        ("{{ partners.ilo.nmae % 2 }}", "Partner has no field 'nmae'", "did you mean `name`?"),
        ("{{ partners.ilo.nmae == 'x' }}", "Partner has no field 'nmae'", "did you mean `name`?"),
        ("{{ not partners.ilo.nmae }}", "Partner has no field 'nmae'", "did you mean `name`?"),
        ("{% if partners.ilo.nmae %}{% endif %}", "Partner has no field 'nmae'", "did you mean `name`?"),
        ("{{ name(partners.ilo.nmae) }}", "Partner has no field 'nmae'", "did you mean `name`?"),
        ("{{ quantity(partners.ilo.nmae) }}", "Partner has no field 'nmae'", "did you mean `name`?"),
        ("{{ heading(2, partners.ilo.nmae) }}", "Partner has no field 'nmae'", "did you mean `name`?"),
        ("{{ cite(partners.ilo.nmae) }}", "Partner has no field 'nmae'", "did you mean `name`?"),
        ("{% trans x=partners.ilo.nmae %}a {{ x }}{% endtrans %}", "Partner has no field 'nmae'", "did you mean `name`?"),
        ("{% call later() %}{{ partners.ilo.nmae }}{% endcall %}", "Partner has no field 'nmae'", "did you mean `name`?"),
    ],
)  # fmt: skip
def test_messages_name_what_is_missing(source: str, message: str, hint: str | None) -> None:
    with pytest.raises(ProblemsError) as caught:
        write_page(PROJECT, f"<p>\n  {source}")
    (found,) = caught.value.problems
    assert (found.code, found.message) == ("undefined-name", message)
    assert (hint or "") in (found.hint or "")
    assert "zzz" not in message or found.hint is None
    assert found.place is not None
    assert (found.place.file, found.place.line) == ("templates/brief.html.j2", 2)
    assert (found.place.column, found.place.text) == (3, f"  {source}")


def test_inside_a_macro_the_line_is_that_of_the_macro() -> None:
    files = {"templates/macros/own.html.j2": MACROS}
    source = "{% from 'macros/own.html.j2' import show %}\n\n{{ show(partners.ilo) }}"
    with pytest.raises(ProblemsError) as caught:
        write_page(PROJECT, source, files=files)
    (found,) = caught.value.problems
    assert found.place is not None
    assert (found.place.file, found.place.line) == ("templates/macros/own.html.j2", 2)


@pytest.mark.parametrize(
    ("source", "prints"),
    [
        ("{{ partners.ilo.nmae is defined }}", "False"),
        ("{{ partners.iol is defined }} {{ nothing is defined }}", "False False"),
        ("{{ record is defined }}", "False"),
        ("{{ partners.ilo.nmae | default('x') }}", "x"),
        ("{{ partners.ilo.acronym | default('x', true) }}", "x"),
    ],
)
def test_asking_whether_it_is_there_is_no_mistake(source: str, prints: str) -> None:
    assert write_page(PROJECT, source).html == prints

"""A record added to a file in any form that people write, with everything else left as it was."""

from __future__ import annotations

import pytest

from reportgen.documents import append, parse_yaml

BLOCK = "- id: new\n  # name: A\n"

LISTS = {
    "a list at the margin": "- id: a\n- id: b\n",
    "a list that is set in": "  - id: a\n    name: A\n",
    "no line end at the end": "- id: a\n  name: A",
    "blank lines between": "# Head\n- id: a\n\n- id: b\n  name: >-\n    long\n    text\n",
    "comments at the end": "- id: a\n  # name: A\n# more\n\n\n",
    "text in a block": "- id: a\n  text: |\n    one\n    # two\n\n",
    "a list in brackets inside": "- {id: a, tags: [x,\n   y]}\n",
    "only comments": "# Partners\n",
    "nothing": "",
    "windows lines": "- id: a\r\n- id: b\r\n",
    "windows lines, the last one open": "- id: a\r\n- id: b",
    "a byte order mark": "\ufeff- id: a\n",
    "an end mark": "- id: a\n...\n",
    "quotes and escapes": '- id: \'a\'\n  "name": "A\\u0041"  # as it is\n',
}

UNDER_A_KEY = {
    "in the middle": "partners:\n  - id: a\n  # of a\n\n# of figures\nfigures:\n  - id: f\n",
    "not set in": "partners:\n- id: a\n  # of a\n# of figures\nfigures:\n- id: f\n",
    "at the end": "figures: []\npartners:\n  - id: a\n",
    "an empty key": "partners:\nfigures:\n  - id: f\n",
    "an empty key with a comment": "partners:   # none yet\nfigures: {}\n",
    "a null": "partners: ~ # none\nfigures:\n",
    "an empty list": "figures: []\npartners: []\n",
    "no such key": "figures:\n  - id: f\n",
    "no such key and no line end": "figures:\n  - id: f",
    "nothing": "# All data\n",
    "text in a block before": "partners:\n  - id: a\n    text: |\n      # head\n\n      two\n\nfigures: x\n",
}

REFUSED = {
    "a list in brackets": "partners: [{id: a}]\n",
    "all in braces": "{partners: []}\n",
    "a single value": "partners: none\n",
    "another's list": "figures: &x\n  - id: a\npartners: *x\n",
}


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS)
def test_a_list_gets_one_more(text: str) -> None:
    raw = text.encode("utf-8")
    found = append("a.yaml", raw, (), BLOCK)
    assert found is not None
    before, after = parse_yaml("a", raw)[0], parse_yaml("a", found.data)[0]
    assert after is not None
    assert after.data == [*(before.data if before else []), {"id": "new"}]
    open_end = "" if text.endswith("\n") or not text else "\r\n" if "\r" in text else "\n"
    whole = found.data.decode("utf-8")
    assert whole.replace(found.added, "", 1) == text + open_end
    assert whole.splitlines()[found.line - 1].strip() == "- id: new"
    assert ("\r\n" in found.added) == ("\r" in text)


@pytest.mark.parametrize("text", UNDER_A_KEY.values(), ids=UNDER_A_KEY)
def test_a_list_under_a_key_gets_one_more(text: str) -> None:
    found = append("a.yaml", text.encode(), ("partners",), BLOCK)
    assert found is not None
    after = parse_yaml("a", found.data)[0]
    assert after is not None
    assert after.data["partners"][-1] == {"id": "new"}
    whole = found.data.decode()
    assert whole.splitlines()[found.line - 1].strip() in ("- id: new", "partners:")
    kept = [line.strip() for line in text.splitlines() if line.strip()]
    left = [line.strip() for line in whole.splitlines()]
    assert [line for line in kept if line not in left] in (
        [],
        ["partners: ~ # none"],
        ["partners: []"],
    )


def test_comments_stay_with_what_they_are_about() -> None:
    for name in ("in the middle", "not set in"):
        found = append("a.yaml", UNDER_A_KEY[name].encode(), ("partners",), BLOCK)
        assert found is not None
        lines = [line.strip() for line in found.data.decode().splitlines() if line.strip()]
        assert lines[1:7] == [
            "- id: a",
            "# of a",
            "- id: new",
            "# name: A",
            "# of figures",
            "figures:",
        ]


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_a_form_that_would_have_to_change_is_refused(text: str) -> None:
    assert append("a.yaml", text.encode(), ("partners",), BLOCK) is None


def test_records_may_stand_beside_defaults() -> None:
    text = "defaults:\n  a: b\nrecords:\n  - id: a\n\n  - id: b\nx-own: 1\n"
    found = append("a.yaml", text.encode(), ("records",), BLOCK)
    assert found is not None
    assert found.data.decode() == text.replace("x-own", "\n  - id: new\n    # name: A\nx-own")
    only = append("a.yaml", b"defaults:\n  a: b\n", ("records",), BLOCK)
    assert only is not None
    assert only.data.decode() == "defaults:\n  a: b\n\nrecords:\n  - id: new\n    # name: A\n"


def test_a_mapping_gets_an_entry() -> None:
    text = "reports:\n    a: {template: a}   # one\n    b:\n        template: b\nchecks: {}\n"
    found = append("a.yaml", text.encode(), ("reports",), "new:\n  template: c\n")
    assert found is not None
    added = "    new:\n      template: c\n"
    assert found.data.decode() == text.replace("checks", added + "checks")
    assert (found.added, found.line) == (added, 5)


def test_an_entry_that_is_there_is_not_written_over() -> None:
    assert append("a.yaml", b"reports:\n  a: {}\n", ("reports",), "a:\n  template: c\n") is None


def test_a_file_that_cannot_be_read_is_left() -> None:
    assert append("a.yaml", b"a: [\n", (), BLOCK) is None

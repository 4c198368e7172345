"""Relations are the references of the data, read backwards."""

from __future__ import annotations

from reportgen.model.cooperation import Event
from reportgen.model.partners import Group, Partner
from reportgen.model.programmes import Programme
from reportgen.model.records import Records
from reportgen.model.relations import Relations


def partner(id_: str, *groups: str) -> Partner:
    return Partner.model_validate({"id": id_, "name": id_.upper(), "groups": list(groups)})


RELATIONS = Relations(
    {
        "partners": Records.made(
            {p.id: p for p in (partner("c", "g2", "g1"), partner("a", "g1"), partner("b"))}
        ),
        "groups": Records.made(
            {
                id_: Group.model_validate({"id": id_, "title": id_, "members": members})
                for id_, members in (("g1", ["b", "a"]), ("g2", []), ("g3", ["c", "gone"]))
            }
        ),
        "programmes": Records.made(
            {
                id_: Programme.model_validate({"id": id_, "title": id_, **rest})
                for id_, rest in (
                    ("two", {"partners": ["a", "a"], "parent": "one"}),
                    ("one", {"partners": ["b"], "participants": [{"partner": "a"}]}),
                )
            }
        ),
        "events": Records.made(
            {"met": Event.model_validate({"id": "met", "title": "Met", "partners": ["gone"]})}
        ),
    }
)


def ids(collection: str, id_: str, relation: str) -> list[str]:
    return [one for _, one in RELATIONS.find(collection, id_, relation)]


def test_each_related_record_stands_once_in_the_order_of_the_data() -> None:
    assert RELATIONS.find("partners", "a", "programmes") == (
        ("programmes", "two"),
        ("programmes", "one"),
    )
    assert ids("partners", "b", "programmes") == ["one"]
    assert ids("programmes", "one", "children") == ["two"]


def test_groups_and_members_join_what_either_side_says() -> None:
    assert ids("partners", "c", "groups") == ["g1", "g2", "g3"]
    assert ids("partners", "a", "groups") == ["g1"]
    assert ids("groups", "g1", "members") == ["c", "a", "b"]
    assert ids("groups", "g3", "members") == ["c"]


def test_what_is_not_there_is_related_to_nothing() -> None:
    assert ids("partners", "gone", "events") == []
    assert ids("partners", "nobody", "programmes") == []

"""The nouns: what data, project file and template manifests may say. No input or output here."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.model.base import Record
from reportgen.model.cooperation import Agreement, Event, PriorityList, Statement
from reportgen.model.evidence import Figure, Prose, Source
from reportgen.model.images import Image
from reportgen.model.partners import Group, Partner, Person
from reportgen.model.programmes import Programme

COLLECTIONS: Mapping[str, type[Record]] = {
    "partners": Partner,
    "groups": Group,
    "people": Person,
    "programmes": Programme,
    "priorities": PriorityList,
    "agreements": Agreement,
    "figures": Figure,
    "events": Event,
    "statements": Statement,
    "images": Image,
    "sources": Source,
    "texts": Prose,
}
"""The collections that reportgen knows, in the order in which problems and schemas list them."""

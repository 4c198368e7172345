"""What a page depends on, as digests of the moment, and in words when one of them differs."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from reportgen.building.manifest import EXISTENCE
from reportgen.model import COLLECTIONS
from reportgen.model.base import Noun
from reportgen.model.brand import BRAND_FILE, Brand
from reportgen.model.brand_keys import KEYS, stated
from reportgen.model.configuration import DEFAULT_THEME
from reportgen.model.fields import fields_of
from reportgen.model.lookup import BELOW, PLAIN
from reportgen.model.project import Job, Project
from reportgen.rendering.extensions import Extensions
from reportgen.rendering.fonts import faces_digest
from reportgen.rendering.page import BRIEF, CATALOGUE
from reportgen.rendering.theme import TOKENS, Theme
from reportgen.rendering.view import EVERYTHING
from reportgen.world import DATA, World, digest

Dependency = tuple[str, ...]
ABSENT = "absent"
_OTHER_DATE = "the edition's date is another"

_LOOKED_UP = frozenset({"file", "content", "catalogue", "faces"})
"""Kinds of dependency that a theme has a say in; the last part of such a key names it."""

LIBRARIES = (
    "reportgen-toolkit",
    "jinja2",
    "markupsafe",
    "babel",
    "markdown-it-py",
    "vl-convert-python",
    "pydantic",
    "pydantic-core",
    "pyyaml",
)
"""What a page is made by; the PDF's libraries enter the PDF's own key."""


_SHARED = frozenset(
    {
        "program",
        "links",
        "scan",
        "settings",
        "catalogue",
        "brand",
        "faces",
        "file",
        "added",
        "code",
        "content",
    }
)
"""Kinds of dependencies that briefs have in common. The others are looked up each time: there are
as many of them as there is data, and a process that remembered them would hold them all."""


class Fingerprints:
    """The state of a project, one dependency at a time; what briefs share is looked up once."""

    def __init__(self, project: Project, world: World, as_of: date | None, code: str) -> None:
        """`code` stands for the program itself: another one makes everything anew."""
        self._project = project
        self._as_of = as_of
        self._world = world
        self._themes: dict[str, Theme] = {}
        self._added = Extensions(world)
        self._known: dict[Dependency, str] = {}
        self._lookers: Mapping[str, Callable[..., str]] = {
            "program": lambda: self._program,
            "field": self._field,
            "record": self._record,
            "presence": self._presence,
            "links": self._links,
            "scan": self._scan,
            "relation": self._relation,
            "settings": lambda report, *_: self._settings(report),
            "catalogue": self._catalogue,
            "brand": self._brand,
            "faces": lambda theme=DEFAULT_THEME: faces_digest(self._theme(theme).faces),
            "file": self._file,
            # Templates may test whether there is a filter or function of a name.
            "added": lambda: digest("\n".join(sorted(self._added.functions)).encode()),
            "code": lambda source: self._added.digest(source) or ABSENT,
            "content": self._content,
        }
        self._program = digest("\n".join([code, platform.python_version(), *_versions()]).encode())

    def of_job(self, job: Job, read: Iterable[Dependency]) -> dict[Dependency, str]:
        """Everything that the page of a job depends on, with its digest."""
        always: list[Dependency] = [
            ("program",),
            ("settings", job.report, job.language, repr(job.parameters)),
            ("catalogue", job.language),
            ("brand",),
            *(("brand", key) for key in KEYS if self._project.brand),
            ("file", TOKENS),
            ("faces",),
            ("added",),
        ]
        keys = (self._themed(job.report, key) for key in (*always, *read))
        return {key: self.of(key) for key in keys}

    def files_of(self, report: str, names: Iterable[str]) -> list[str]:
        """The digests of what files hold, as the theme of a report has them."""
        return [self.of(self._themed(report, ("content", name))) for name in names]

    def _themed(self, report: str, key: Dependency) -> Dependency:
        """A dependency on a file with the theme that says where it is looked up."""
        settings = self._project.configuration
        theme = settings.theme_of(settings.reports.get(report))
        return key if key[0] not in _LOOKED_UP or theme == DEFAULT_THEME else (*key, theme)

    def _theme(self, name: str) -> Theme:
        """A theme of the project; for one that no report has any more, what it would be without."""
        if name not in self._themes:
            self._themes[name] = Theme(
                self._world, self._project.lookups.get(name, PLAIN), self._project
            )
        return self._themes[name]

    def widely(self, read: Iterable[Dependency]) -> dict[Dependency, str]:
        """The same more widely, as a ledger keeps it: records as a whole, with their digests."""
        wide = dict.fromkeys(key for key in map(widened, read) if key is not None)
        return {key: self.of(key) for key in wide}

    def first_difference(self, known: Mapping[Dependency, str]) -> Dependency | None:
        """The first dependency whose digest is another now, or None."""
        return next((key for key, value in known.items() if self.of(key) != value), None)

    def of(self, key: Dependency) -> str:
        """The digest of a dependency as it is now; `absent` for what is not there."""
        if key[0] not in _SHARED:
            return self._look(key)
        if key not in self._known:
            self._known[key] = self._look(key)
        return self._known[key]

    def _look(self, key: Dependency) -> str:
        kind, *rest = key
        looker = self._lookers.get(kind)
        return looker(*rest) if looker else f"no {kind}"  # of another version

    def _relation(self, collection: str, id_: str, relation: str) -> str:
        return digest(repr(self._project.relations.find(collection, id_, relation)).encode())

    def _catalogue(self, language: str, theme: str = DEFAULT_THEME) -> str:
        return digest(b"\0".join(self._theme(theme).templates.all(CATALOGUE.format(language))))

    def _file(self, name: str, theme: str = DEFAULT_THEME) -> str:
        """What a name stands for in a template, and on which level.

        The same text on another level has other files below it.
        """
        content, found = self._content(name, theme), self._theme(theme).templates.found(name)
        return (
            content if found is None else digest(f"{found.number} {found.path} {content}".encode())
        )

    def _content(self, name: str, theme: str = DEFAULT_THEME) -> str:
        here = self._theme(theme)
        data = [here.files(name)]
        if name.startswith(f"{DATA}/"):
            # As a template the same name means a file inside templates/.
            data += here.templates.all(name)
        held = [part for part in data if part is not None]
        return digest(b"\0".join(held)) if held else ABSENT

    def _brand(self, key: str | None = None) -> str:
        """What a key of `_brand.yml` comes to; without a key, whether there is a brand."""
        if self._project.brand is None:
            return ABSENT
        return "there" if key is None else self._stated.get(key) or ABSENT

    @cached_property
    def _stated(self) -> Mapping[str, str]:
        return {
            key: digest(value.encode())
            for key, value in stated(self._project.brand or Brand()).items()
            if value
        }

    def _scan(self, collection: str) -> str:
        """Which records there are, in which order, and for whom."""
        rows = [
            (id_, self._project.audience(collection, id_))
            for id_ in self._project.collection(collection)
        ]
        return digest(repr(rows).encode())

    def _field(self, collection: str, id_: str, name: str) -> str:
        if (collection, id_) == BRIEF:
            return self._edition(name)
        noun: Noun | Mapping[str, Any] | None = (
            self._project.dataset
            if collection == "dataset"
            else self._project.collection(collection).get(id_)
        )
        if noun is None:
            return ABSENT
        if isinstance(noun, Mapping):
            # A field that is not there and one that holds nothing are told apart by templates.
            return digest(repr(noun if name == EVERYTHING else noun.get(name, ABSENT)).encode())
        kind = fields_of(type(noun)).get(name)
        return digest(repr(getattr(noun, kind.attribute)).encode()) if kind else "inside"

    def _edition(self, name: str) -> str:
        """What a page is told of its edition; what is not here is among its settings."""
        brand = self._project.brand
        if name == "logo":
            return digest(repr((brand.logo, brand.meta)).encode()) if brand else ABSENT
        return digest(repr(self._as_of).encode()) if name == "as_of" else "settings"

    def _record(self, collection: str, id_: str) -> str:
        """A record as a whole: where it is the same, each of its fields is."""
        if collection == "dataset":
            return digest(repr(self._project.dataset).encode())
        if collection in self._project.records:
            row = self._project.records[collection].rows.get(id_)
            return ABSENT if row is None else row.digest
        own = self._project.own.get(collection, {}).get(id_)
        return ABSENT if own is None else digest(repr(own).encode())

    def state(self, collection: str) -> str:
        """The digest of all records of a known collection; empty where nobody has worked it out."""
        held = self._project.records.get(collection)
        return held.state if held is not None else ""

    def _presence(self, collection: str, id_: str) -> str:
        """Whether there is such a record, and for whom."""
        if id_ not in self._project.collection(collection):
            return ABSENT
        return self._project.audience(collection, id_) or "all"

    def _links(self) -> str:
        """Which records there are, in which order, and everything that they refer to."""
        parts = [f"{name} {held.links}" for name, held in sorted(self._project.records.items())]
        return digest("\n".join(parts).encode())

    def _settings(self, report: str) -> str:
        settings = self._project.configuration
        own = settings.reports.get(report)
        if own is None:
            return ABSENT
        shared = settings.model_copy(
            update={
                "reports": {},
                "checks": {},
                "publish": None,
                "as_of": None,
                "requires": None,
                "snapshots": None,
            }
        )
        parts = [
            self._project.dataset.title,
            own.model_copy(
                update={"schedule": None, "output": None, "where": {}, "snapshots": None}
            ),
            shared,
            sorted(self._project.own),  # each is a name that templates may test
            self._project.manifest(own),
            self._project.languages,
        ]
        return digest(repr(parts).encode())

    def describe(self, key: Dependency) -> str:
        """What differs, in words: `data/partners.yaml:31 ilo.acronym changed`."""
        kind, *rest = key
        gone = self.of(key) == ABSENT
        if kind == "field" and tuple(rest[:2]) == BRIEF:
            return self._describe_brand("logo") if rest[2] == "logo" else _OTHER_DATE
        if kind == "brand":
            return self._describe_brand(*rest)
        if kind == "field":
            return self._describe_field(rest[0], rest[1], rest[2], gone=gone)
        if kind == "scan":
            return f"the list of {rest[0]} changed"
        if kind == "relation":
            return f"the {rest[2]} of {rest[0]}.{rest[1]} changed"
        if kind == "file":
            path = self._path(*rest)
            return f"{path} is not there any more" if gone else f"{path} changed"
        if kind == "code":
            return f"{rest[0]} changed"
        return {
            "program": "reportgen or a library is of another version",
            "settings": f"the settings of {rest[0] if rest else ''} in reportgen.yaml changed",
            "catalogue": f"the words of '{rest[0] if rest else ''}' changed",
            "faces": "the fonts changed",
            "added": "there are other filters and functions of your own",
        }.get(kind, f"{kind} changed")

    def _describe_brand(self, key: str | None = None) -> str:
        path = tuple(key.split(".")) if key else ()
        if key is None or self._project.brand is None:
            gone = self._project.brand is None
            return f"{BRAND_FILE} is {'not there any more' if gone else 'new'}"
        if key != "logo" and self.of(("brand", key)) == ABSENT:
            return f"{BRAND_FILE} {key} is not there any more"
        place = self._project.find(BRAND_FILE, "", path)
        return f"{BRAND_FILE}:{place.line if place else 1} {key} changed"

    def _describe_field(self, collection: str, id_: str, name: str, *, gone: bool) -> str:
        if gone:
            return f"{collection}.{id_} is not there any more"
        place = self._project.find(collection, id_, (name,))
        where = f"{place.file}:{place.line} " if place else ""
        return f"{where}{id_}.{name} changed"

    def _path(self, name: str, theme: str = DEFAULT_THEME) -> str:
        found = self._theme(theme).templates.find(name)
        return found[0] if found else name.lstrip(BELOW)


def widened(key: Dependency) -> Dependency | None:
    """The dependency that a ledger keeps in place of one: the same whenever that one is the same.

    None for what is decided by the other dependencies of every job.
    """
    if key[0] != "field":
        return key
    _, collection, id_, name = key
    if (collection, id_) == BRIEF:
        return key if name in ("as_of", "logo") else None
    if name in EXISTENCE and collection in COLLECTIONS:
        return ("presence", collection, id_)
    return ("record", collection, id_)


def _versions() -> list[str]:
    found = []
    for name in LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:  # a checkout that is run without being installed
            found.append(f"{name} ?")
    return found

"""A snapshot as it is kept: a header that says what made it, then what it holds.

Texts are plain files; a page is a picture whose description (Exif) is the header. Of a page the
hash of all its pixels is kept beside a small picture, or the whole picture where that is asked.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from PIL import Image

from reportgen.testing.pictures import SMALL, TILE, as_png, picture_hash, small

FORMAT = 1
_FIRST = f"# reportgen snapshot {FORMAT}: "
_MADE, _READ = "# made by ", "# from "
_DESCRIPTION = 0x010E
"""The Exif tag ImageDescription."""


@dataclass(frozen=True)
class Header:
    """What made a snapshot.

    Attributes:
        name: Of what: `country-brief[en-pdf]`.
        makers: Library -> version, of those that decide what the snapshot holds.
        sources: Template, style or font -> digest of what it was.
    """

    name: str
    makers: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)

    def others(self, here: Header, names: tuple[str, ...] | None = None) -> list[str]:
        """`Pango 1.50.12, here 1.52.0` for each maker that differs; only these, where named."""
        return [
            f"{name} {self.makers.get(name, 'none')}, here {here.makers.get(name, 'none')}"
            for name in dict.fromkeys((*self.makers, *here.makers))
            if (names is None or name in names) and self.makers.get(name) != here.makers.get(name)
        ]

    def changed_sources(self, here: Header) -> list[str]:
        """The templates, styles and fonts that are not what they were, by name."""
        return [
            name
            for name in sorted({*self.sources, *here.sources})
            if self.sources.get(name) != here.sources.get(name)
        ]


@dataclass(frozen=True)
class TextSnapshot:
    """The outline of data, HTML or PDF."""

    header: Header
    text: str

    def to_bytes(self) -> bytes:
        """The file."""
        lines = [_FIRST + self.header.name]
        lines += [f"{_MADE}{name} {version}" for name, version in self.header.makers.items()]
        lines += [f"{_READ}{name} {digest}" for name, digest in self.header.sources.items()]
        return ("\n".join(lines) + "\n\n" + self.text).encode("utf-8")

    @classmethod
    def from_bytes(cls, data: bytes) -> TextSnapshot:
        """The snapshot in a file.

        Raises:
            ValueError: it is none that this version reads.
        """
        head, _, text = data.decode("utf-8").replace("\r\n", "\n").partition("\n\n")
        first, *rest = head.split("\n")
        if not first.startswith(_FIRST):
            raise ValueError(f"no snapshot of form {FORMAT}")
        return cls(
            Header(first.removeprefix(_FIRST), _pairs(rest, _MADE), _pairs(rest, _READ)), text
        )


@dataclass(frozen=True)
class PageSnapshot:
    """A page: the hash of its pixels, and a picture that is small or whole."""

    header: Header
    hash: str
    picture: Image.Image
    whole: bool

    @property
    def tile(self) -> int:
        """Pixels of a side of a tile of this picture."""
        return TILE if self.whole else TILE // SMALL

    def to_bytes(self) -> bytes:
        """The file: PNG for a whole picture, WebP without loss for a small one."""
        exif = Image.Exif()
        exif[_DESCRIPTION] = json.dumps(
            {
                "reportgen": FORMAT,
                "name": self.header.name,
                "hash": self.hash,
                "makers": dict(self.header.makers),
                "sources": dict(self.header.sources),
            }
        )
        out = io.BytesIO()
        if self.whole:
            self.picture.save(out, "PNG", optimize=True, exif=exif)
        else:
            self.picture.save(out, "WEBP", lossless=True, quality=100, exif=exif)
        return out.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> PageSnapshot:
        """The snapshot in a file.

        Raises:
            ValueError: it is none that this version reads.
        """
        try:
            picture = Image.open(io.BytesIO(data))
            told = json.loads(picture.getexif()[_DESCRIPTION])
            header = Header(told["name"], told["makers"], told["sources"])
            found = cls(header, told["hash"], picture.convert("RGB"), picture.format == "PNG")
        except (OSError, KeyError, TypeError, ValueError) as error:
            raise ValueError(f"no snapshot of form {FORMAT}") from error
        if told["reportgen"] != FORMAT:
            raise ValueError(f"no snapshot of form {FORMAT}")
        return found


Snapshot = TextSnapshot | PageSnapshot


def page_snapshot(header: Header, picture: Image.Image, *, whole: bool) -> PageSnapshot:
    """The snapshot of a page that was drawn."""
    kept = picture if whole else small(picture)
    return PageSnapshot(header, picture_hash(picture), kept, whole)


def shown(snapshot: PageSnapshot) -> bytes:
    """The picture as a PNG for people to look at."""
    return as_png(snapshot.picture)


def _pairs(lines: list[str], start: str) -> dict[str, str]:
    pairs = (line.removeprefix(start).rpartition(" ") for line in lines if line.startswith(start))
    return {name: value for name, _, value in pairs}

"""Texts that hold several sections of a report, each under its heading (`headings:`)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from reportgen.documents import sections_of
from reportgen.model.manifest import Manifest
from reportgen.rendering.wording import Wording


def heading_names(manifest: Manifest, wording: Wording) -> dict[str, str]:
    """Place -> its heading in this language: as the manifest says it, else the catalogue."""
    return {place: _called(manifest, place, wording) for place in manifest.headings}


def heading_places(manifest: Manifest, wording: Wording) -> Mapping[str, str]:
    """What a text in this language may write above a section -> the place.

    That is the heading in this language or in another that the manifest has, or the name of the
    place; see `folded`.
    """
    found: dict[str, str] = {}
    for place, heading in manifest.headings.items():
        known = [_called(manifest, place, wording), *(text for _, text in heading.parts()), place]
        for words in known:
            found.setdefault(folded(words), place)
    return found


def folded(heading: str) -> str:
    """A heading as it is compared: case, spaces, hyphens and a colon at the end do not count."""
    words = unicodedata.normalize("NFC", heading).casefold().replace("-", " ")
    return " ".join(words.split()).rstrip(" :.")


def section_text(manifest: Manifest, place: str, body: str, wording: Wording) -> str | None:
    """What a text says under the heading of a place; None where it says nothing."""
    places = heading_places(manifest, wording)
    for section in sections_of(str.__str__(body)):
        if section.heading and places.get(folded(section.heading)) == place:
            return section.text if section.text.strip() else None
    return None


def _called(manifest: Manifest, place: str, wording: Wording) -> str:
    heading = manifest.headings[place]
    if heading.plain is not None:
        # The templates that ship are called in English; the catalogue has the other languages.
        return wording.gettext(heading.plain)
    return heading.find(wording.language, "en")[0]

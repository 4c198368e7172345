"""The files inside a PDF: what the brief prints and its sources, as YAML and as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import yaml

from reportgen.model.project import Job, Project
from reportgen.rendering.attachment import Attachment
from reportgen.rendering.labels import N_
from reportgen.rendering.source_data import source_data
from reportgen.rendering.view import Reads
from reportgen.rendering.wording import Wording, filled

NO_DAY = date(1980, 1, 1)
"""The day of a file in a brief that names none: the same every time, whenever it is built."""

_UNSAFE = re.compile(r"[^\w.-]+")
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def attachments(
    html: str, facts: Mapping[str, Any], reads: Reads, job: Job, project: Project, wording: Wording
) -> tuple[Attachment, ...]:
    """What the PDF of a page carries; nothing for internal use, and where it is switched off.

    Args:
        html: The page.
        facts: What its head says.
        reads: What it has read of the data.
        job: The brief.
        project: Where the data is.
        wording: The words of the brief's language.
    """
    if not project.configuration.has_attachments(project.configuration.reports[job.report]):
        return ()
    held = {"brief": _brief(facts), **source_data(project, reads.paths, html)}
    day = date.fromisoformat(facts["as_of"]) if facts["as_of"] else NO_DAY
    about = wording.gettext(N_("What this brief prints, and its sources, as {format}"))
    stem = _UNSAFE.sub("-", "-".join(filter(None, (job.report, job.record, job.language))))
    return (
        Attachment(
            f"{stem}.yaml",
            _yaml(held),
            "application/yaml",
            "Source",
            filled(about, format="YAML"),
            day,
        ),
        Attachment(
            f"{stem}.json",
            (json.dumps(held, ensure_ascii=False, indent=1) + "\n").encode("utf-8"),
            "application/json",
            "Data",
            filled(about, format="JSON"),
            day,
        ),
    )


def _yaml(held: Mapping[str, Any]) -> bytes:
    text = yaml.dump(held, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=1000)
    return str(text).encode("utf-8")


def _brief(facts: Mapping[str, Any]) -> dict[str, str]:
    """What the brief says of itself."""
    told = {
        "title": facts["title"],
        "language": facts["language"],
        "as_of": facts["as_of"],
        "publisher": facts["publisher"],
        "classification": facts["classification"],
        "status": None if facts["status"] == "final" else facts["status"],
    }
    return {name: str.__str__(str(value)) for name, value in told.items() if value}

"""Where the files that ship with reportgen lie: beside this module, or in the checkout around it.

The wheel carries `templates/`, `data/`, `reportgen.yaml` and `translations.lock` in
`reportgen/_shipped/` (see pyproject.toml). In a checkout and an editable install that folder does
not exist and the repository's own files are used, so a change to a template shows at once.
"""

from __future__ import annotations

from pathlib import Path

SAMPLE = ("reportgen.yaml", "translations.lock", "data")
"""What `reportgen init --example` copies from `sample_root()`."""


def sample_root() -> Path:
    """The folder of the sample project: `reportgen.yaml` and `data/` lie in it."""
    carried = Path(__file__).parent / "_shipped"
    return carried if carried.is_dir() else Path(__file__).parents[2]


def templates_root() -> Path:
    """The folder of the templates, styles, fonts and message catalogues that ship."""
    return sample_root() / "templates"

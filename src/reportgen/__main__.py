"""`python -m reportgen` is `reportgen`."""

from __future__ import annotations

from reportgen.cli import main

if __name__ == "__main__":  # spawned workers import this module again
    main()

"""The review: a page of this machine alone that shows what waits, and accepts or rejects it.

Who may: see `loopback`; requests also carry the token of this run. Only what waits can be
accepted, by its key; no path comes from a request.
"""

from __future__ import annotations

import http
import json
import secrets
from pathlib import Path
from threading import Lock
from urllib.parse import parse_qs, urlsplit

from reportgen.loopback import Door, Loopback
from reportgen.problems import ProblemsError
from reportgen.testing.desk import Desk
from reportgen.testing.gallery import page, show
from reportgen.testing.shelf import Spot

_MOST = 4096
"""Bytes of a request's body at most."""

_POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline';"
    " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Review(Loopback):
    """Serves the review of one project.

    Attributes:
        token: Who has it may look and decide.
    """

    def __init__(self, root: Path, port: int = 0) -> None:
        """Read the project and take a port of the loopback address.

        Raises:
            ProblemsError: the project has errors.
            OSError: the port is taken.
        """
        self._root = root
        self._lock = Lock()
        self.desk = Desk(root)
        self.token = secrets.token_urlsafe(24)
        super().__init__(_Handler, port)

    @property
    def address(self) -> str:
        """What to open: it carries the token."""
        return f"{super().address}?token={self.token}"

    def page(self) -> str:
        """The page with all that waits now."""
        with self._lock:
            shown = show(self.desk, self.desk.waiting())
        title = f"{self.desk.briefs.root.name}: what differs"
        return page(shown, title=title, token=self.token)

    def decide(self, key: str, verdict: str) -> tuple[http.HTTPStatus, str]:
        """(status, what to say) for accepting or rejecting one change that waits."""
        path, _, layer = key.rpartition(":")
        spot = Spot(path, layer)
        with self._lock:
            if verdict not in ("accept", "reject"):
                return http.HTTPStatus.BAD_REQUEST, "neither accepted nor rejected"
            if spot not in self.desk.shelf.spots(pending=True):
                return http.HTTPStatus.NOT_FOUND, "this does not wait any more"
            if verdict == "reject":
                self.desk.shelf.forget(spot)
                return http.HTTPStatus.OK, "rejected"
            kept = self.desk.shelf.accept(spot)
            return http.HTTPStatus.OK, "accepted" if kept else "accepted: it is gone"


class _Handler(Door):
    server: Review

    def get(self) -> None:
        """Show the page."""
        parts = urlsplit(self.path)
        token = parse_qs(parts.query).get("token", [""])[0]
        if parts.path != "/":
            self._say(http.HTTPStatus.NOT_FOUND, "there is nothing here")
        elif self._may(token):
            data = self.server.page().encode("utf-8")
            self.answer(http.HTTPStatus.OK, "text/html; charset=utf-8", data, _POLICY)

    def post(self) -> None:
        """Accept or reject."""
        if not self._may(self.headers.get("X-Reportgen-Token", "")):
            return
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > _MOST:
            self._say(http.HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too long")
            return
        asked = self._asked(self.rfile.read(int(length)))
        if self.path != "/decide" or asked is None:
            self._say(http.HTTPStatus.BAD_REQUEST, "not understood")
            return
        try:
            self._say(*self.server.decide(*asked))
        except (ProblemsError, ValueError) as error:
            self._say(http.HTTPStatus.INTERNAL_SERVER_ERROR, str(error))

    def _asked(self, body: bytes) -> tuple[str, str] | None:
        try:
            value = json.loads(body)
            return str(value["key"]), str(value["verdict"])
        except (ValueError, KeyError, TypeError):
            return None

    def _may(self, token: str) -> bool:
        """Whether the request may be answered; else it is refused."""
        refused = self.refusal()
        if refused is None and not secrets.compare_digest(
            token.encode(), self.server.token.encode()
        ):
            refused = "no token: open the address that `reportgen review` printed"
        if refused is not None:
            self._say(http.HTTPStatus.FORBIDDEN, refused)
        return refused is None

    def _say(self, status: http.HTTPStatus, text: str) -> None:
        data = json.dumps({"said": text}).encode("utf-8")
        self.answer(status, "application/json", data, _POLICY)

"""The review: a page of this machine alone that shows what waits, and accepts or rejects it.

Who may: requests must name the loopback address as Host (so that no other name leads here by
rebinding), carry the token of this run, and where a browser says from which page they come, it
must be ours. Only what waits can be accepted, by its key; no path comes from a request.
"""

from __future__ import annotations

import http
import json
import secrets
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import parse_qs, urlsplit

from reportgen.problems import ProblemsError
from reportgen.testing.desk import Desk
from reportgen.testing.gallery import page, show
from reportgen.testing.shelf import Spot

LOOPBACK = "127.0.0.1"
_MOST = 4096
"""Bytes of a request's body at most."""

_POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline';"
    " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Review(ThreadingHTTPServer):
    """Serves the review of one project.

    Attributes:
        token: Who has it may look and decide.
    """

    daemon_threads = True

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
        super().__init__((LOOPBACK, port), _Handler)

    @property
    def hosts(self) -> tuple[str, ...]:
        """The values of `Host` that are ours."""
        return tuple(f"{name}:{self.server_port}" for name in (LOOPBACK, "localhost"))

    @property
    def address(self) -> str:
        """What to open: it carries the token."""
        return f"http://{LOOPBACK}:{self.server_port}/?token={self.token}"

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


class _Handler(BaseHTTPRequestHandler):
    server: Review
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        token = parse_qs(parts.query).get("token", [""])[0]
        if parts.path != "/":
            self._say(http.HTTPStatus.NOT_FOUND, "there is nothing here")
        elif self._may(token):
            self._send(http.HTTPStatus.OK, "text/html; charset=utf-8", self.server.page())

    def do_POST(self) -> None:
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

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the terminal is for the person, and addresses carry the token."""

    def _asked(self, body: bytes) -> tuple[str, str] | None:
        try:
            value = json.loads(body)
            return str(value["key"]), str(value["verdict"])
        except (ValueError, KeyError, TypeError):
            return None

    def _may(self, token: str) -> bool:
        """Whether the request may be answered; else it is refused."""
        origin = self.headers.get("Origin")
        ours = [f"http://{host}" for host in self.server.hosts]
        if self.headers.get("Host", "") not in self.server.hosts:
            refused = "another host"
        elif origin is not None and origin not in ours:
            refused = "another page"
        elif self.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
            refused = "another site"
        elif not secrets.compare_digest(token.encode(), self.server.token.encode()):
            refused = "no token: open the address that `reportgen review` printed"
        else:
            return True
        self._say(http.HTTPStatus.FORBIDDEN, refused)
        return False

    def _say(self, status: http.HTTPStatus, text: str) -> None:
        self._send(status, "application/json", json.dumps({"said": text}))

    def _send(self, status: http.HTTPStatus, kind: str, text: str) -> None:
        data = text.encode("utf-8")
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Content-Security-Policy", _POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        if status >= http.HTTPStatus.BAD_REQUEST:
            self.close_connection = True  # a body may be left unread
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(data)

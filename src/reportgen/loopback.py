"""Servers of pages for this machine alone: where they listen, and who may ask.

They listen on the loopback address. A request must name that address as Host, so that no other
name leads here by rebinding, and where a browser says from which page it comes, that must be
one of ours. Who is slow, or says nothing, holds up nobody else.
"""

from __future__ import annotations

import http
import os
import socketserver
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import BoundedSemaphore
from typing import Any

LOOPBACK = "127.0.0.1"
"""Where these servers listen, and nowhere else."""

_IDLE_S = 20
"""How long a connection may say nothing, or take nothing."""

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Loopback(ThreadingHTTPServer):
    """Listens on a port of the loopback address, with a thread for each connection.

    Attributes:
        most: Connections at once; a further one is closed.
    """

    most = 512
    daemon_threads = True
    request_queue_size = 128
    allow_reuse_address = os.name == "posix"  # elsewhere it lets two servers have one port

    def __init__(self, handler: type[Door], port: int = 0) -> None:
        """Take a port; 0 takes a free one.

        Raises:
            OSError: the port is taken.
        """
        self._free = BoundedSemaphore(self.most)
        super().__init__((LOOPBACK, port), handler)

    def server_bind(self) -> None:
        """Take the port, and ask no name server what the address is called."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, self.server_address[1]

    @property
    def hosts(self) -> tuple[str, ...]:
        """The values of `Host` that are ours."""
        return tuple(f"{name}:{self.server_port}" for name in (LOOPBACK, "localhost"))

    @property
    def address(self) -> str:
        """What to open."""
        return f"http://{LOOPBACK}:{self.server_port}/"

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer in a thread of its own, while there are not too many."""
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer one connection until it ends."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell what went wrong, unless it is that a reader has gone."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class Door(BaseHTTPRequestHandler):
    """One connection: whether it may ask, and answers with the headers that all of them have."""

    server: Loopback
    protocol_version = "HTTP/1.1"
    timeout = _IDLE_S

    def do_GET(self) -> None:
        """Called by the standard library, as the next two."""
        self.get()

    def do_HEAD(self) -> None:
        """As GET; `answer` sends no body."""
        self.get()

    def do_POST(self) -> None:
        """A request that changes something."""
        self.post()

    def get(self) -> None:
        """Answer GET and HEAD."""
        self.send_error(http.HTTPStatus.NOT_FOUND)

    def post(self) -> None:
        """Answer POST."""
        self.send_error(http.HTTPStatus.METHOD_NOT_ALLOWED)

    def refusal(self) -> str | None:
        """Why the request is not to be answered, in a few words; None where it may be."""
        origins = self.headers.get_all("Origin", [])
        ours = [f"http://{host}" for host in self.server.hosts]
        if self.headers.get_all("Host", []) not in [[host] for host in self.server.hosts]:
            return "another host"
        if any(origin not in ours for origin in origins):
            return "another page"
        if self.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
            return "another site"
        return None

    def answer(
        self, status: http.HTTPStatus, kind: str, data: bytes, policy: str, **headers: str
    ) -> None:
        """Send an answer with its Content-Security-Policy; HEAD gets the headers alone."""
        self.send_response(status)
        told = {"Content-Type": kind, "Content-Length": str(len(data))}
        told |= {"Content-Security-Policy": policy, **_HEADERS, **headers}
        for name, value in told.items():
            self.send_header(name.replace("_", "-"), value)
        if status >= http.HTTPStatus.BAD_REQUEST:
            self.close_connection = True  # a body may be left unread
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def plain(self, status: http.HTTPStatus, text: str) -> None:
        """Send a line of text."""
        kind = "text/plain; charset=utf-8"
        self.answer(status, kind, f"{text}\n".encode(), "default-src 'none'")

    def send_error(
        self,
        code: int,
        message: str | None = None,  # noqa: ARG002  may quote the request; it is not repeated
        explain: str | None = None,  # noqa: ARG002  likewise
    ) -> None:
        """Send what a request that is no request, or of another kind, gets: one short line."""
        status = http.HTTPStatus(code)
        self.plain(status, status.phrase.lower())

    def version_string(self) -> str:
        """What the header Server says: no versions."""
        return "reportgen"

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the terminal is for the person, and addresses may carry a token."""

"""Answers the browser: the page, the built files, and a stream of what changes.

It shows files of the manifest and no others, so no path of a request is ever looked up. It runs
in a process of its own, since it needs threads, and what forks workers must have none.
"""

from __future__ import annotations

import contextlib
import functools
import http
import json
import os
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock, Thread
from urllib.parse import parse_qs, unquote, urlsplit

from reportgen.loopback import Door, Loopback
from reportgen.rendering.listing import INDEX_PAGE
from reportgen.rendering.media import script_sources
from reportgen.rendering.page import SCRIPT
from reportgen.rendering.templates import ENDING
from reportgen.serving.board import Board
from reportgen.serving.state import FIRST, Viewing
from reportgen.shipped import templates_root
from reportgen.world import World

HERE = Path(__file__).parent
FILES, INSPECTED = "/build/", "/inspect/"
_PAGE = {
    "/": ("page.html", "text/html; charset=utf-8"),
    "/page.css": ("page.css", "text/css; charset=utf-8"),
    "/page.js": ("page.js", "text/javascript; charset=utf-8"),
    "/inspector.js": ("inspector.js", "text/javascript; charset=utf-8"),
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'"
)
_BRIEF = (
    "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin"
)
"""Nothing that stands in a brief runs; the page around it may look into it."""

_INDEX = (
    "default-src 'none'; img-src 'self' data:; font-src data:; style-src 'unsafe-inline';"
    " script-src {}; base-uri 'none'; form-action 'none'; frame-ancestors 'self';"
    " sandbox allow-scripts allow-same-origin"
)
"""The script that ships with the page may run, and no other."""

_PDF = "frame-ancestors 'self'"  # a browser's own viewer needs what other words would forbid
_KINDS = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "png": "image/png",
    "json": "application/json",
}
_BEAT_S = 10
"""How often the stream says that it lives, so that a reader who has gone is noticed."""


class Server(Loopback):
    """Serves the preview of one output folder.

    Attributes:
        tell: Is told what people look at.
    """

    def __init__(self, folder: Path, port: int = 0) -> None:
        """Take a port of the loopback address.

        Raises:
            OSError: the port is taken.
        """
        self.folder = folder
        self.board = Board()
        self._looking = Lock()
        self.tell: Callable[[Viewing], object] = lambda _: None
        super().__init__(_Handler, port)

    def looks(self, who: int, viewing: Viewing | None) -> None:
        """Note what one reader looks at, or that he has gone, and tell what all of them look at.

        One at a time: what is told last must be what is so.
        """
        with self._looking:
            self.tell(self.board.view(who, viewing))

    def read(self, path: str) -> bytes | None:
        """A file that a build made, or will have made in a moment; None for all others."""
        data = self.board.preview(path)
        if data is not None:
            return data
        if not self.board.may_be_shown(path) or self.folder.is_symlink():
            return None
        # The manifest may be a stranger's: a world reads nothing that lies outside its folder.
        return World(self.folder, self.folder, environment={}).read(path)


def run(server: Server, pipe: Connection) -> None:
    """Serve until the other end of the pipe closes; what comes from it is shown."""

    def tell(viewing: Viewing) -> None:
        with contextlib.suppress(OSError):
            pipe.send(viewing)

    server.tell = tell
    Thread(target=server.serve_forever, daemon=True).start()
    with contextlib.suppress(EOFError, OSError):
        while True:
            server.board.put(pipe.recv())
    os._exit(0)  # readers may hold on to a stream; nobody needs them to let go


@functools.cache
def _index_scripts() -> str:
    template = templates_root() / f"{INDEX_PAGE}{ENDING}"
    return script_sources(SCRIPT.findall(template.read_text("utf-8")))


class _Handler(Door):
    server: Server

    def get(self) -> None:
        """Answer GET and HEAD."""
        refused = self.refusal()
        parts = urlsplit(self.path)
        if refused is not None:
            self.plain(http.HTTPStatus.FORBIDDEN, refused)
        elif parts.path in _PAGE:
            name, kind = _PAGE[parts.path]
            self.answer(http.HTTPStatus.OK, kind, (HERE / name).read_bytes(), _POLICY)
        elif parts.path == "/events":
            self._events(parse_qs(parts.query))
        elif parts.path.startswith(FILES):
            path = unquote(parts.path.removeprefix(FILES), errors="replace")
            self._file(path, self.server.read(path))
        elif parts.path.startswith(INSPECTED):
            path = unquote(parts.path.removeprefix(INSPECTED), errors="replace")
            self._file(path, self.server.board.inspected(path))
        else:
            self._nothing()

    def _file(self, path: str, data: bytes | None) -> None:
        if data is None:
            self._nothing()
            return
        kind = _KINDS.get(path.rpartition(".")[2], _KINDS["html"])
        policy = {FIRST: _INDEX.format(_index_scripts())}.get(path, _BRIEF)
        self.answer(http.HTTPStatus.OK, kind, data, _PDF if path.endswith(".pdf") else policy)

    def _nothing(self) -> None:
        self.plain(http.HTTPStatus.NOT_FOUND, "there is nothing here")

    def _events(self, asked: dict[str, list[str]]) -> None:
        """The states as they come, as server-sent events (HTML, 9.2)."""
        self.close_connection = True
        self.send_response(http.HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command == "HEAD":
            return
        server, viewing = self.server, Viewing(frozenset(asked.get("view", ())), "inspect" in asked)
        server.looks(id(self), viewing)
        try:
            for event in self._states():
                self.wfile.write(event)
                self.wfile.flush()
        finally:
            server.looks(id(self), None)

    def _states(self) -> Iterator[bytes]:
        number = 0
        while True:
            found = self.server.board.after(number, _BEAT_S)
            if found is None:
                yield b": still here\n\n"
                continue
            number, state = found
            yield f"data: {json.dumps(state)}\n\n".encode()

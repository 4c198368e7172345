"""The preview server, asked by strangers and in odd ways: it shows what was built, to its own page."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from reportgen.loopback import LOOPBACK, Door
from reportgen.serving.server import Server
from reportgen.serving.state import Inspected, State
from tests.running import answering, reportgen, until, write_project
from tests.serving.previews import PROJECT

SECRET = "nobody may read this"
CONNECTIONS = 200


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """Serves the build of a project in which there is more than what may be shown."""
    secrets = (".env", ".git/config", "data.yaml", "build/.hidden", "build/manifest.json")
    files = dict.fromkeys((*secrets, "build/en/not-ours.html", "../secret"), SECRET)
    write_project(
        tmp_path / "project", {**files, "build/en/a.html": "<p>A", "build/index.html": "<p>I"}
    )
    folder = tmp_path / "project" / "build"
    (folder / "en" / "link.html").symlink_to(tmp_path / "secret")
    (folder / "far").symlink_to(tmp_path)
    server = Server(folder)
    names = ("en/a.html", "index.html", "en/link.html", "far/secret", "../../secret", "en/gone.pdf")
    server.board.put(State("ready", outputs=dict.fromkeys((*names, ".hidden", "/etc"), "0")))
    server.board.put(Inspected("en/b", "html", {"en/b.html": b"<p>B"}))
    with answering(server):
        yield server


def ask(
    server: Server, path: str, method: str = "GET", host: str | None = "", **headers: str
) -> tuple[int, dict[str, str], str]:
    """(status, headers, body) of a request whose path is sent as it stands."""
    connection = http.client.HTTPConnection(LOOPBACK, server.server_port, timeout=300)
    connection._validate_path = lambda _: None  # type: ignore[attr-defined]  # it would refuse NUL
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for one in [server.hosts[0]] if host == "" else [host] if host else []:
        connection.putheader("Host", one)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, {k.lower(): v for k, v in answer.getheaders()}, body


def test_what_was_built_is_shown(server: Server) -> None:
    assert ask(server, "/build/en/a.html?x")[::2] == (200, "<p>A")
    assert ask(server, "/build/en%2Fa.html")[::2] == (200, "<p>A")
    assert ask(server, "/build/en/a.html", "HEAD")[::2] == (200, "")
    assert ask(server, "/")[0] == 200


WAYS_OUT = (
    "/../secret", "/build/../../secret", "/build/../../../secret", "/%2e%2e/secret",
    "/build/%2e%2e/%2e%2e/secret", "/build/%252e%252e/%252e%252e/secret",
    "/build/..%2f..%2fsecret", "/build/..%5c..%5csecret", "/build/..\\..\\secret",
    "/build/..%c0%af..%c0%afsecret", "//secret", "/build//secret", "/build/%2fetc", "/build//etc",
    "/build/\0", "/build/%00", "/build/en/a.html%00.pdf", "/build/en/link.html",
    "/build/far/secret", "/build/en/../en/a.html", "/build/./en/a.html", "/build/en/./a.html",
    "/build/EN/a.html", "/build/en/a.html/", "/build/en/gone.pdf", "http://other/build/en/a.htm",
    "*", "build/en/a.html", "/%62uild/en/a.html", "/inspect/en/a.html", "/inspect/../build/en/a.html",
    "/inspect/%2e%2e/%2e%2e/secret", "/inspect/", "/inspect/en/", "/inspect//etc",
)  # fmt: skip


@pytest.mark.parametrize("path", [pytest.param(p, id=f"s-traversal:{n}") for n, p in enumerate(WAYS_OUT)])  # fmt: skip
def test_nothing_else_is_found_by_any_spelling(server: Server, path: str) -> None:
    status, _, body = ask(server, path)
    assert status in (400, 404)
    assert SECRET not in body
    assert len(body) < 100


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=f"s-dotfiles:{path.replace('/', '.')}")
        for path in ("/.env", "/.git/config", "/data.yaml", "/build/.hidden", "/build/manifest.json",
                     "/build", "/build/", "/build/en", "/build/en/", "/build/en/not-ours.html",
                     "/page.py", "/server.py", "/reportgen.yaml")
    ],
)  # fmt: skip
def test_what_is_hidden_or_not_built_is_not_there(server: Server, path: str) -> None:
    assert ask(server, path)[::2] == (404, "there is nothing here\n")


def test_a_link_in_place_of_the_folder_leads_nowhere(server: Server) -> None:
    server.folder.rename(server.folder.with_name("moved"))
    server.folder.symlink_to(server.folder.with_name("moved"))
    assert ask(server, "/build/en/a.html")[0] == 404


@pytest.mark.parametrize("host", [pytest.param(h, id=f"s-host:{n}") for n, h in enumerate(
    ["evil.example", "evil.example:{}", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:{}", None]
)])  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/events", "/build/en/a.html"])
def test_no_other_name_leads_here(server: Server, host: str | None, path: str) -> None:
    status, _, body = ask(server, path, host=host and host.format(server.server_port))
    assert (status, body) == (403, "another host\n")


def test_two_hosts_are_none(server: Server) -> None:
    status, _, body = ask(server, "/", Host="evil.example")
    assert (status, body) == (403, "another host\n")


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://evil.example"}, {"Origin": "null"}, {"Sec_Fetch_Site": "cross-site"},
     {"Sec_Fetch_Site": "same-site"}],
)  # fmt: skip
def test_no_other_page_may_ask(server: Server, headers: dict[str, str]) -> None:
    for path in ("/", "/events", "/build/en/a.html"):
        assert ask(server, path, **headers)[0] == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "X"])
def test_nothing_can_be_changed(server: Server, method: str) -> None:
    assert ask(server, "/build/en/a.html", method)[0] in (405, 501)


@pytest.mark.parametrize("path", [pytest.param(p, id=f"s-cors:{n}") for n, p in enumerate(
    ["/", "/page.js", "/build/en/a.html", "/inspect/en/b.html", "/build/index.html", "/none"]
)])  # fmt: skip
def test_headers_let_no_other_page_read_and_no_data_run(server: Server, path: str) -> None:
    _, headers, _ = ask(server, path)
    assert not [name for name in headers if name.startswith("access-control")]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    if path in ("/build/en/a.html", "/inspect/en/b.html"):
        assert "script-src" not in policy
        assert policy.endswith("sandbox allow-same-origin")
    if path == "/build/index.html":
        assert "script-src 'sha256-" in policy
        assert "script-src 'unsafe" not in policy


@pytest.mark.parametrize("_", [pytest.param(0, id="s-bind")])
def test_it_listens_on_the_loopback_address_alone(server: Server, _: int) -> None:
    assert server.socket.getsockname()[0] == "127.0.0.1"
    with socket.socket() as other:  # refused, or there is no such address
        other.settimeout(60)
        assert other.connect_ex(("127.0.0.2", server.server_port)) != 0


@pytest.mark.parametrize(
    "option", [pytest.param(o, id=f"s-bind:{o}") for o in ("--host", "--bind")]
)
def test_no_option_makes_it_listen_elsewhere(tmp_path: Path, option: str) -> None:
    folder = write_project(tmp_path, PROJECT)
    told = reportgen(folder, "serve", option, "0.0.0.0", code=2).stderr
    assert "No such option" in told
    assert option in told


def test_connections_have_a_bound_and_who_leaves_makes_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Server.most == 512  # more than the test below can hold open in every system
    monkeypatch.setattr(Server, "most", 20)
    server = Server(write_project(tmp_path, {"index.html": "<p>I"}))
    with answering(server), ExitStack() as stack:
        idle = [
            stack.enter_context(socket.create_connection((LOOPBACK, server.server_port), 60))
            for _ in range(20)
        ]
        assert not answers(server)  # connections are taken in the order in which they come
        idle[0].close()
        assert until(lambda: answers(server))


def test_who_says_nothing_is_sent_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert 0 < Door.timeout <= 60
    monkeypatch.setattr(Door, "timeout", 0.01)
    server = Server(write_project(tmp_path, {"index.html": "<p>I"}))
    with answering(server), socket.create_connection((LOOPBACK, server.server_port), 60) as idle:
        assert idle.recv(1) == b""


def answers(server: Server) -> bool:
    try:
        return ask(server, "/")[0] == 200
    except (ConnectionError, http.client.HTTPException):
        return False


@pytest.mark.parametrize("_", [pytest.param(0, id="s-slow")])
def test_who_says_nothing_holds_up_nobody(server: Server, _: int) -> None:
    with ExitStack() as stack:
        for number in range(CONNECTIONS):
            idle = stack.enter_context(socket.create_connection((LOOPBACK, server.server_port), 60))
            if number % 3:
                half = f"GET /events HTTP/1.1\r\nHost: {server.hosts[0]}\r\n"
                idle.sendall(half.encode() + (b"\r\n" if number % 3 == 1 else b""))
        assert ask(server, "/build/en/a.html")[::2] == (200, "<p>A")

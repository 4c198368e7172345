"""A file of the network: from hosts that the user allows, over https, bounded, and nothing else.

The server here is a real one, on this machine, with a certificate made for the test.
"""

from __future__ import annotations

import functools
import http.server
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from reportgen import network as module
from reportgen.network import Network, is_public
from reportgen.problems import ProblemsError

HOST = "data.example.org"


@dataclass
class Allowed:
    """What a user's configuration would say."""

    allow_hosts: tuple[str, ...] = (HOST, "more.example.org")

    def to_allow(self, host: str, project: Path) -> str:
        return f"allow {host} for {project}"


class Answers(http.server.BaseHTTPRequestHandler):
    """What the host says at each of its addresses."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        name = self.path.lstrip("/")
        if name.startswith("to="):
            self.send_response(302)
            self.send_header("Location", name.removeprefix("to="))
            self.end_headers()
        elif name == "none":
            self.send_error(404)
        elif name == "endless":
            self.send_response(200)
            self.end_headers()
            for _ in range(module.LARGEST // 65536 + 2):
                self.wfile.write(b"x" * 65536)
        elif name == "short":
            self.send_response(200)
            self.send_header("Content-Length", "99")
            self.end_headers()
            self.wfile.write(b"x")
        elif name == "stuck":
            threading.Event().wait(3)
        else:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"hello")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate with its key, for the hosts of this test."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl, which makes the certificate of the test, is not installed")
    file = tmp_path_factory.mktemp("certificate") / "host.pem"
    subprocess.run(
        f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={HOST} -addext "
        f"subjectAltName=DNS:{HOST},DNS:more.example.org -keyout {file} -out {file}.crt".split(),
        check=True,
        capture_output=True,
    )
    file.write_text(file.read_text() + Path(f"{file}.crt").read_text())
    return file


@pytest.fixture
def host(certificate: Path) -> Iterator[tuple[Network, list[str]]]:
    """The network of a project whose allowed hosts are this machine, and what was asked of them."""
    asked: list[str] = []
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), type("Handler", (Answers,), {"asked": asked})
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()

    def connect(name: str, seconds: float) -> ssl.SSLSocket:
        plain = socket.create_connection(("127.0.0.1", server.server_port), timeout=seconds)
        trusting = ssl.create_default_context(cafile=str(certificate))
        return trusting.wrap_socket(plain, server_hostname=name)

    yield Network(Path("/briefs"), Allowed, connect), asked
    server.shutdown()
    server.server_close()


def refusal(network: Network, address: str) -> str:
    with pytest.raises(ProblemsError) as caught:
        network(address)
    (found,) = caught.value.problems
    assert found.hint
    return f"{found.code}: {found.message}; {found.hint}"


def test_an_allowed_host_is_asked(host: tuple[Network, list[str]]) -> None:
    network, asked = host
    assert network(f"https://{HOST}/a b.png?x=1#part") == b"hello"
    assert network(f"https://{HOST.upper()}:443") == b"hello"
    assert asked == ["/a%20b.png?x=1", "/"]


@pytest.mark.parametrize(
    "address",
    [
        f"http://{HOST}/x",
        f"https://user@{HOST}/x",
        f"https://{HOST}:8443/x",
        f"https://{HOST}:x/",
        f"https://{HOST}@evil.org/x",
        "https://evil.org/x",
        f"https://{HOST}.evil.org/x",
        f"https://evil.org/{HOST}",
        f"https://evil.org#@{HOST}/",
        f"https://evil.org\\@{HOST}/",
        "https://127.0.0.1/x",
        "https://2130706433/x",
        "https://0x7f000001/x",
        "https://127.1/x",
        "https://[::1]/x",
        "https://localhost/x",
        "https://169.254.169.254/latest/meta-data",
        "https:///x",
        "https://[/",
        "file:///etc/hostname",
        "ftp://127.0.0.1/x",
        "data:text/plain,x",
        "//evil.org/x",
        "",
    ],
)
def test_nothing_else_is(host: tuple[Network, list[str]], address: str) -> None:
    network, asked = host
    assert refusal(network, address).startswith("refused-asset: ")
    assert asked == []


def test_the_refusal_says_what_would_allow_it() -> None:
    told = refusal(Network(Path("/briefs"), functools.partial(Allowed, ())), f"https://{HOST}/x")
    assert f"allow {HOST} for /briefs" in told


@pytest.mark.parametrize(
    ("to", "says"),
    [
        (
            "https://evil.org/x",
            "to which `https://data.example.org/to=https://evil.org/x` redirects",
        ),
        ("http://data.example.org/x", "redirects"),
        ("file:///etc/hostname", "redirects"),
        ("data:text/plain,x", "redirects"),
        ("https://169.254.169.254/x", "redirects"),
        ("//evil.org/x", "redirects"),
        ("/to=/to=/to=/to=/to=/to=/to=/x", "redirects more than 5 times"),
    ],
)
def test_every_redirect_is_looked_at(host: tuple[Network, list[str]], to: str, says: str) -> None:
    network, asked = host
    assert says in refusal(network, f"https://{HOST}/to={to}")
    assert all(path.startswith("/to=") for path in asked)


def test_a_redirect_among_allowed_hosts_is_followed(host: tuple[Network, list[str]]) -> None:
    network, asked = host
    assert network(f"https://{HOST}/to=https://more.example.org/x") == b"hello"
    assert asked[-1] == "/x"


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("none", "the host answers 404"),
        ("endless", "it is larger than 20 MB"),
        ("short", "the answer is cut short"),
        ("stuck", "there is no answer within 1 s"),
    ],
)
def test_an_answer_that_is_of_no_use_is_told(
    host: tuple[Network, list[str]], monkeypatch: pytest.MonkeyPatch, path: str, says: str
) -> None:
    if path == "stuck":
        monkeypatch.setattr(module, "SECONDS", 1.0)
    assert says in refusal(host[0], f"https://{HOST}/{path}")


def test_a_certificate_of_another_host_is_refused(host: tuple[Network, list[str]]) -> None:
    network = Network(Path("/briefs"), lambda: Allowed(("wrong.example.org",)), host[0]._connect)
    assert "certificate verify failed" in refusal(network, "https://wrong.example.org/x").lower()


@pytest.mark.parametrize("inner", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fe80::1%1"])
def test_a_name_that_leads_inside_is_not_connected_to(
    monkeypatch: pytest.MonkeyPatch, inner: str
) -> None:
    """Also where another of its addresses is public."""
    family = socket.AF_INET6 if ":" in inner else socket.AF_INET
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", 443)),
        (family, socket.SOCK_STREAM, 6, "", (inner, 443)),
    ]
    opened: list[object] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(socket, "create_connection", lambda *a, **_: opened.append(a))
    told = refusal(Network(Path("/briefs"), Allowed), f"https://{HOST}/x")
    assert f"leads to {inner}, an address of an inner network" in told
    assert opened == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("::ffff:8.8.8.8", True),
        ("127.0.0.1", False),
        ("0.0.0.0", False),
        ("10.0.0.1", False),
        ("100.64.0.1", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("no address", False),
    ],
)
def test_what_is_public(address: str, public: bool) -> None:
    assert is_public(address) is public

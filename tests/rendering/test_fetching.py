from __future__ import annotations

import pytest

from reportgen.rendering.fetching import file_name, inline_image


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://project.invalid/styles/print.css", "styles/print.css"),
        ("https://project.invalid/images/b%E1%BB%99.png", "images/bộ.png"),
        ("https://project.invalid/fonts/a.woff2?v=1#iefix", "fonts/a.woff2"),
    ],
)
def test_an_address_of_the_project_is_a_name(address: str, name: str) -> None:
    assert file_name(address) == name


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/logo.png",
        "http://project.invalid/logo.png",
        "https://project.invalid:443/logo.png",
        "https://user@project.invalid/logo.png",
        "https://project.invalid.example.org/logo.png",
        "file:///etc/passwd",
        "https://project.invalid/%2e%2e/secret",
        "https://project.invalid/a/..%2f..%2fsecret",
        "https://project.invalid//etc/passwd",
        "https://project.invalid/a%5c..%5csecret",
        "https://project.invalid/a%00.png",
        "https://project.invalid/%ff.png",
        "https://project.invalid/",
        "https://[broken/",
        "ftp://project.invalid/a",
        "",
    ],
)
def test_any_other_address_is_no_name(address: str) -> None:
    assert file_name(address) is None


def test_an_image_may_be_written_into_the_page() -> None:
    assert inline_image("data:image/svg+xml,%3Csvg/%3E") == (b"<svg/>", "image/svg+xml")
    assert inline_image("DATA:image/PNG;base64,AAEC") == (b"\0\1\2", "image/png")


@pytest.mark.parametrize(
    "address",
    [
        "data:text/css,@import 'x'",
        "data:text/html,<b>",
        "data:,x",
        "data:image/png;base64,@@",
        "data:image/png",
        "https://project.invalid/data:image/png,x",
    ],
)
def test_nothing_else_may_be_written_into_the_page(address: str) -> None:
    assert inline_image(address) is None

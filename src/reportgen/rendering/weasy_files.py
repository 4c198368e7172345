"""The files that a page asks for while it is laid out, from the project and nowhere else."""

from __future__ import annotations

from typing import Any, NoReturn

from weasyprint.urls import URLFetcher, URLFetcherResponse

from reportgen.problems import Problem, ProblemsError, problem
from reportgen.rendering.fetching import BASE, Fetch, file_name, inline_image, is_remote
from reportgen.rendering.images import check_image
from reportgen.world import digest


class ProjectFiles(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Answers from the project only. WeasyPrint swallows errors here, so they are kept."""

    def __init__(self, fetch: Fetch) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._answer = fetch
        self.problems: list[Problem] = []
        self.failed: set[str] = set()
        self.asked: dict[str, str | None] = {}
        self.sheet: str | None = None

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # noqa: ARG002  WeasyPrint's signature
        """The file that the address means."""
        self.asked[url] = None
        name = url if is_remote(url) and not url.startswith(BASE) else file_name(url)
        try:
            image = inline_image(url)
            if image is not None:
                check_image(url, *image)
                return response(url, *image)
            if name is None:
                self._refuse(url, _refusal(url))
            found = self._answer(name)
        except ProblemsError as error:
            self._refuse(url, *error.problems)
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            self._refuse(url, problem("cannot-read", f"`{name}` cannot be read: {why}"))
        if found is None and is_remote(str(name)):
            self._refuse(url, _refusal(url))
        if found is None:
            hint = "the path is counted from the project folder, then from the theme"
            self._refuse(url, problem("unknown-asset", f"there is no file `{name}`", None, hint))
        if found.media_type == "text/css":
            self.sheet = name
        self.asked[url] = digest(found.data)
        return response(url, found.data, found.media_type)

    def _refuse(self, url: str, *problems: Problem) -> NoReturn:
        self.failed.add(url)
        self.problems.extend(problems)
        raise ValueError("refused")


def response(url: str, data: bytes, media_type: str) -> URLFetcherResponse:
    """These bytes, as WeasyPrint takes them for the answer of an address."""
    return URLFetcherResponse(url, data, {"Content-Type": media_type})


def _refusal(url: str) -> Problem:
    shown = url if len(url) <= 80 else f"{url[:77]}..."
    hint = "put the file into the project and write its path; nothing comes from the network"
    return problem("refused-asset", f"`{shown}` is not read", None, hint)

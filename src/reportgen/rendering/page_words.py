"""Whether words stand on a page, for those who ask it of every text that a brief reads."""

from __future__ import annotations

import re

_TAG = re.compile(r"<[^>]*>")


class PageWords:
    """The words of a page: `words in PageWords(html)` is `words in html`, said sooner.

    A page of 5,000 rows is asked for three times as many texts, so going through it for each would
    take a time that grows with the square of the rows. Most texts are all that a tag holds, or have
    a word that the page does not; the others come in the order of the data, as pages mostly do.
    """

    def __init__(self, html: str) -> None:
        """`html` is the page, every white space in it one space."""
        self._html = html
        self._between_tags = {text.strip() for text in _TAG.split(html)}
        self._words = set(html.split(" "))
        self._known: dict[str, bool] = {}
        self._last = 0

    def __contains__(self, words: str) -> bool:
        if words not in self._known:
            self._known[words] = words in self._between_tags or self._found(words)
        return self._known[words]

    def _found(self, words: str) -> bool:
        # The first and the last may be parts of longer ones; those between them are whole.
        if not self._words.issuperset(words.split(" ")[1:-1]):
            return False
        at = self._html.find(words, self._last)
        if at < 0:
            at = self._html.find(words, 0, self._last + len(words))
        if at >= 0:
            self._last = at
        return at >= 0

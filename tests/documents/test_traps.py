"""Every trap of ordinary writing has its code and its mended line; what is harmless is read.

traps.txt holds each input with what comes of it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Protocol

from reportgen.documents import parse_yaml
from reportgen.problems import format_problem, visible

CASES = [
    ("a hash cuts text off", "title: Convention #87 on freedom of association\n"),
    ("a hash at the start", "title: #87\n"),
    ("a hash cuts off a list item", "- Convention #87\n"),
    (
        "an honest comment",
        (
            "formats: [html]   # the first\n"
            "value: 5 # five\n"
            'name: "a" #quoted\n'
            "# whole line\n"
            "#whole line\n"
            "list: #of things\n"
            "  - a\n"
        ),
    ),
    ("a hash in a block of text", "text: |\n  No #87 here\n"),
    ("a colon inside text", "title: Decent Work: Viet Nam\n"),
    ("a colon at the end of text", "title: Decent Work in Viet Nam: 2022: \n"),
    ("text after a quotation mark", 'title: "quote" then text\n'),
    ("text after a single quotation mark", "title: 'Decent' work: it's \"ours\"\n"),
    ("a list item that begins with a quotation mark", '- "quote" then text\n'),
    ("bold text at the start", "title: **Decent** work\n"),
    ("stressed text at the start", "title: *Decent* work\n"),
    ("one word after a star", "title: *ilo\n"),
    ("a look-up alone", "en: {commercial-relations}\n"),
    ("a look-up at the start", "en: {commercial-relations} countries\n"),
    ("doubled braces at the start", "en: {{brace}} text\n"),
    ("a bracket at the start", "en: [sic] as written\n"),
    ("an at sign", "name: @molisa\n"),
    ("a per cent sign", "name: %-age of women\n"),
    ("a backtick", "name: `code` here\n"),
    ("an ampersand", "name: & others\n"),
    ("an ampersand and a word", "name: &others in Viet Nam\n"),
    ("more than", "value: > 30 years\n"),
    ("a bar with text", "value: | thirty\n  more\n"),
    ("an exclamation mark", "title: !important Read this\n"),
    ("a comma at the start", "title: , and so on\n"),
    ("a question mark at the start", "title: ? what\n"),
    ("a tab after the colon is a blank", "title:\tDecent work\n"),
    ("a tab before a key", "title:\n\ten: x\n"),
    ("a tab after the dash", "- a\n-\tb\n"),
    ("a comma in braces", "name: {en: Skills, jobs and dignity, vi: X}\n"),
    ("two commas in braces", "name: {en: Skills, jobs, dignity}\n"),
    ("a null in braces that is meant", "name: {en: Skills, vi: ~, fr: }\n"),
    ("a key twice", "value: 230\nunit: countries\nnested: {a: 1, a: 2}\nvalue: 180\n"),
    (
        "words that other readers turn into values",
        (
            "a: NO\n"
            "b: 8.10\n"
            "c: 12:30\n"
            "d: 0123\n"
            "e: yes\n"
            "f: 1e3\n"
            "g: 2023-03-28\n"
            "on: off\n"
            "1: true\n"
            "null: x\n"
        ),
    ),
    ("nothing is nothing", 'a:\nb: ~\nc: null\nd: ""\ne: "null"\n'),
    ("no blank after the colon", "a: b\nc:d\ne: f\n"),
    ("a line that belongs nowhere", "a: b\njust words\n"),
    ("indented too far", "a: b\n c: d\n"),
    ("indented too little", "a:\n    b: c\n  d: e\n"),
    ("a list on the line of its key", "a: - b\n"),
    ("a quotation mark that is not closed", 'a: "b\nc: d\n'),
    ("a bracket that is not closed", "a: [b\nc: d\n"),
    ("a brace that is not closed", "a: {b: c\nd: e\n"),
    ("a backslash in double quotation marks", 'a: "C:\\qu"\n'),
    (
        "a python tag",
        (
            "a: !!python/object/apply:os.system [id]\n"
            "b: !!python/name:os.system\n"
            "c: !!binary aGk=\n"
            "d: !!set {a}\n"
        ),
    ),
    ("a tag of one's own", "%TAG ! tag:x,2000:\n---\na: !foo bar\n"),
    ("an anchor in itself", "a: &x {self: *x}\n"),
    ("an anchor that is used", "a: &x {b: c}\nd: *x\n"),
    ("merging", "a: &x {b: c}\nd: {<<: *x}\n"),
    ("a list as a key", "? [1, 2]\n: x\n"),
    ("two documents", "a: 1\n---\nb: 2\n"),
    ("only comments", "# nothing\n"),
    ("only null", "null\n"),
    ("a hidden turn of direction", "name: a\u202eb\nother: \u2066x\n"),
    ("an escaped turn of direction", 'name: "\\u202e"\n'),
    ("an escaped NUL", "name: \"a\\0b\"\npath: 'C:\\0'\n"),
    (
        "several traps are told at once",
        (
            "a: Decent Work: Viet Nam\n"
            'b: "x" y\n'
            "c: **z**\n"
            "d: Convention #87\n"
            "e: @x # a comment\n"
            "f: {g: h, i}\n"
            "j: 1\n"
        ),
    ),
    ("line ends of other systems", "a: b\r\nc: |\r\n  d\r\n  e\r\n"),
]


class Snapshot(Protocol):
    def check(self, path: Path, found: str) -> None: ...


def test_traps(snapshot: Snapshot) -> None:
    told = "\n".join(_told(title, text) for title, text in CASES)
    snapshot.check(Path(__file__).with_name("traps.txt"), told)


def _told(title: str, text: str) -> str:
    document, problems = parse_yaml("f.yaml", text.encode())
    lines = [f"=== {title}", visible(text).rstrip("\n"), ">>>"]
    lines += [format_problem(found) for found in problems]
    if document is not None:
        lines.append(json.dumps(document.data, ensure_ascii=False))
    return "\n".join(lines) + "\n"

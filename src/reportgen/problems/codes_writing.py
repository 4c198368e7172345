"""Codes for files that cannot be read as they were meant: YAML, and the traps of writing it."""

from __future__ import annotations

from reportgen.problems.code import error

WRITING = (
    error(
        "yaml-syntax",
        "the file is not YAML",
        "YAML could not be read at this place. Often the cause is one line earlier: a quotation "
        "mark that is not closed, or lines that are not indented alike.",
        'title: "Decent work',
        'title: "Decent work"',
    ),
    error(
        "not-utf-8",
        "the file is not saved as UTF-8",
        "Files are read as UTF-8, so that every letter of every language comes out as it went in. "
        "Open the file in your editor and save it with the encoding UTF-8.",
    ),
    error(
        "control-character",
        "a character that cannot be printed",
        "The file holds a character that steers a machine and prints nothing, for instance NUL, "
        "or a byte order mark in the middle where two files were joined. Delete it.",
    ),
    error(
        "direction-override",
        "a hidden character that turns the direction of text",
        "Such a character makes text read otherwise than it is stored, so that what a reviewer "
        "sees is not what is printed. Delete it. Right-to-left text needs none.",
    ),
    error(
        "empty-file",
        "the file is empty",
        "The file holds nothing but blank lines and comments. Write a record into it or delete it.",
        "# partners",
        "- id: ilo\n  name: International Labour Organization",
    ),
    error(
        "several-documents",
        "more than one YAML document in a file",
        "A line `---` starts a second document. A file holds one: delete the line, or make two "
        "files.",
        "- id: ilo\n  name: ILO\n---\n- id: undp\n  name: UNDP",
        "- id: ilo\n  name: ILO\n- id: undp\n  name: UNDP",
    ),
    error(
        "too-large",
        "the file is larger than can be read",
        "A file may have 20 MB and two million values. Put the records of a collection into "
        "several files: data/partners/a.yaml, data/partners/b.yaml.",
    ),
    error(
        "too-deep",
        "values are nested too deeply",
        "Lists and mappings may stand inside one another 50 levels deep. More is almost always a "
        "bracket that was not closed. Templates and pages have such limits too.",
        "[[[[[[[[",
        "[a, b]",
    ),
    error(
        "too-many-aliases",
        "references to anchors grow too large",
        "`*name` repeats what `&name` marks. Aliases of aliases can blow a small file up without "
        "bound, therefore their number is limited, and one may not contain itself. Repeat the "
        "value instead.",
        "a: &x [*x]",
        "a: [b]",
    ),
    error(
        "yaml-tag",
        "a tag",
        "A word that begins with `!` asks YAML for a special kind of value, and some kinds run "
        "programs. None are read. Delete the tag; put text that begins with `!` into quotation "
        "marks.",
        "title: !important Read this",
        'title: "!important Read this"',
    ),
    error(
        "duplicate-key",
        "a key that stands twice in the same mapping",
        "YAML would keep the last value and lose the first without a word. Delete one of the two.",
        "value: 230\nunit: countries\nvalue: 180",
        "value: 230\nunit: countries",
    ),
    error(
        "bad-key",
        "a key that is not text",
        "The name before the colon must be a word, not a list or a mapping. Text that begins with "
        "`{` or `[` goes into quotation marks.",
        "? [a, b]\n: c",
        "a: c",
    ),
    error(
        "cut-comment",
        "text that a comment has cut off",
        "A `#` after a blank starts a comment: everything after it was lost. Put the text into "
        "quotation marks. If a comment is meant, write a blank after the `#`.",
        "title: Convention #87 on freedom of association",
        'title: "Convention #87 on freedom of association"',
    ),
    error(
        "colon-in-text",
        "a colon inside text",
        "A colon followed by a blank ends a key. Put the text into quotation marks.",
        "title: Decent Work: Viet Nam",
        'title: "Decent Work: Viet Nam"',
    ),
    error(
        "text-after-quote",
        "text that goes on after a quotation mark",
        "A value that begins with a quotation mark ends at the next one. Put the whole into the "
        "other kind of quotation marks.",
        'title: "Decent work" for all',
        "title: '\"Decent work\" for all'",
    ),
    error(
        "star-at-start",
        "text that begins with a star",
        "A star at the start refers to an anchor of that name. Put the text into quotation marks.",
        "text: **Decent** work",
        'text: "**Decent** work"',
    ),
    error(
        "brace-at-start",
        "text that begins with a brace or bracket",
        "A brace at the start begins a mapping and a bracket begins a list. Put the text into "
        "quotation marks, or write it as a block after `|`.",
        "en: {commercial-relations} countries",
        'en: "{commercial-relations} countries"',
    ),
    error(
        "sign-at-start",
        "text that begins with a sign of YAML's own",
        "`@`, `%`, the backtick, `&`, `|`, `>` and `!` mean something to YAML at the start of a "
        "value. Put the text into quotation marks.",
        "name: @molisa",
        'name: "@molisa"',
    ),
    error(
        "tab",
        "a tab where blanks are needed",
        "YAML indents with blanks only, and a value may not begin with a tab. Replace the tab by "
        "blanks; most editors can be told to do so.",
        "partner:\n\tname: ILO",
        "partner:\n  name: ILO",
    ),
    error(
        "comma-in-braces",
        "a comma that splits text inside braces",
        "Inside braces and brackets a comma ends the value, and the rest became a key without a "
        "value. Write the value on its own line, or put it into quotation marks.",
        "name: {en: Skills, jobs and dignity}",
        'name: {en: "Skills, jobs and dignity"}',
    ),
    error(
        "prose-syntax",
        "braces or brackets in prose that cannot be read",
        "`{figure}` looks a value up and `[@source, locator]` makes a note. A brace that is to be "
        "printed is written twice. Braces look up and never compute.",
        "{commercial relations + 1}",
        "{commercial-relations}",
    ),
)

"""Codes for a project's copies of shipped templates."""

from __future__ import annotations

from reportgen.problems.code import error, judgement

CUSTOMISING = (
    error(
        "conflict-marks",
        "two changes that have not been brought together",
        "A merge found that both sides had changed the same lines, and left both between lines of "
        "marks. Keep what is right and delete the marks; nothing is built before.",
        "<<<<<<< yours\n  color: navy;\n=======\n  color: teal;\n>>>>>>> as it ships now",
        "  color: navy;",
    ),
    judgement(
        "original-moved-on",
        "a copy of a template that has changed since",
        "`reportgen templates eject` has copied the file, and a later version of reportgen ships "
        "another text: what was mended or added there is not in the copy. `reportgen templates "
        "diff NAME` shows it, `reportgen templates upgrade NAME` merges it.",
    ),
    error(
        "already-ejected",
        "a template that the project already has",
        "`reportgen templates eject` never writes over a file of the project. Move it away, or "
        "change it where it stands.",
    ),
    error(
        "not-ejected",
        "a template that is no copy",
        "Only of files that `reportgen templates eject` has copied is the original known. "
        "`reportgen templates status` lists them.",
    ),
    error(
        "cannot-merge",
        "two changes that cannot be merged here",
        "Text is merged by git, so git has to be installed; fonts and images cannot be merged. "
        "Take the change over by hand, then say so with `reportgen templates upgrade --keep NAME`.",
    ),
    error(
        "template-exists",
        "a new template where one is already",
        "`reportgen new report NAME` writes a template NAME and never over one, nor in the place "
        "of one that ships. Choose another name, or make a report of the template that is there: "
        "`reportgen new report NAME --template TEMPLATE`.",
    ),
)

"""Codes for what goes wrong while editions are published."""

from __future__ import annotations

from reportgen.problems.code import error, judgement

PUBLISHING = (
    error(
        "no-publish",
        "a project that does not say where editions are published",
        "`reportgen due`, `build --due`, `release` and `history` need `publish:` in "
        "reportgen.yaml: `to` is where readers look, a folder or an address such as "
        "s3://bucket/briefs.",
        "reports: ...",
        "publish: {to: build/site, keep: 24}\nreports: ...",
    ),
    error(
        "bad-ledger",
        "a ledger that is cut off or damaged",
        "The newest version of the ledger cannot be read. What was published stands in it, so "
        "nothing is built or published until it is whole again, or you remove it to go on from the "
        "version before. reportgen removes nothing of it by itself.",
    ),
    error(
        "clock-behind",
        "a clock that has jumped back",
        "The clock of this machine is behind the last thing that the ledger says. With a wrong "
        "clock slots would be left out or made at the wrong time, so nothing is published.",
    ),
    error(
        "damaged-edition",
        "an edition that is not as it was built",
        "A file of an edition is missing or differs from the digest that was noted when it was "
        "built. What is published must be what was built, so it is not.",
    ),
    judgement(
        "ledger-rebuilt",
        "a ledger that was lost",
        "There is no ledger where `publish:` says, but there are published editions. Their list "
        "takes its place, so that nothing is published twice; what was held back is lost.",
    ),
)

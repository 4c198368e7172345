"""The cases of hostile and broken input that must be held, by area: each is the id of a test here.

`pytest tests/safety -k CASE` runs one. A test holds a case when its own id ends in the case's, in
brackets and perhaps with a variant: `[yaml-laughs]`, `[w-http:localhost]`.
"""

from __future__ import annotations

CASES: dict[str, str] = {
    "yaml": """
        yaml-laughs yaml-merge-quadratic yaml-alias-cycle yaml-alias-benign yaml-deep-flow
        yaml-deep-block yaml-tag-python yaml-tag-other yaml-dup-key yaml-norway yaml-key-on
        yaml-octal yaml-sexagesimal yaml-underscore-int yaml-date yaml-date-impossible
        yaml-date-tz yaml-nan-inf yaml-huge-int yaml-sexagesimal-bomb yaml-bom yaml-utf16
        yaml-latin1 yaml-tab yaml-nul yaml-bidi yaml-unhashable yaml-nonstring-key yaml-empty
        yaml-multidoc yaml-toplevel-list yaml-50MB yaml-crlf
    """,
    "references": """
        ref-unknown ref-cycle ref-dup-id ref-id-traversal ref-id-url-encoded
        ref-output-collision ref-name-chars ref-name-long ref-type-confusion ref-deep-chain
    """,
    "jinja": """
        j-undef j-undef-if j-undef-default j-syntax j-range j-str-mult j-recursion j-deep-expr
        j-escape-mro j-escape-os j-env-leak j-read-dotdot j-ssti-data j-autoescape
        j-unquoted-attr j-js-url j-script-context j-safe-filter j-big-output md-raw-html
        md-image
    """,
    "weasyprint": """
        w-file-img w-file-symlink w-attach w-css w-svg-read w-svg-laughs w-svg-use-self w-http
        w-redirect w-ftp w-pres-hints w-data-huge w-png-20k w-png-truncated w-svg-as-png
        w-img-missing w-font-missing w-font-local w-page-degenerate w-height-huge w-font-huge
        w-colspan w-css-nest w-nest w-nodes w-long-word w-determinism
    """,
    "build": """
        b-enospc b-readonly b-kill9 b-two-builds b-sigint b-worker-segv b-worker-hang
        b-worker-oom b-symlink-out b-stale-foreign b-home-ro b-lang-c b-no-pango b-tmp-missing
        b-many-fds
    """,
    "dev server": """
        s-traversal s-bind s-host s-cors s-dotfiles s-slow
    """,
    "CI": """
        ci-secret-env ci-prt ci-gha-annotations ci-artifact ci-release
    """,
}
"""Area -> the ids of its cases."""

"""Codes for the project file reportgen.yaml and for what a command line asks of it."""

from __future__ import annotations

from reportgen.problems.code import error, judgement

PROJECT = (
    error(
        "no-project",
        "no reportgen.yaml here",
        "A project is a folder with a file reportgen.yaml. Go into it, name it with --project, or "
        "make one with `reportgen init`.",
    ),
    judgement(
        "no-data",
        "a project without data",
        "The records of a project stand in data.yaml beside reportgen.yaml, or in files such as "
        "data/partners.yaml. There is neither; capitals and endings count.",
        "Data.yaml",
        "data.yaml",
    ),
    error(
        "wrong-version",
        "the project asks for another version of reportgen",
        "`requires:` in reportgen.yaml says which versions the project was written for.",
        'requires: ">=9"',
        'requires: ">=0.1,<1"',
    ),
    error(
        "newer-format",
        "a file in a newer form",
        "The file was written for a later version of reportgen. Install that version.",
        "version: 2",
        "version: 1",
    ),
    error(
        "no-reports",
        "no report in reportgen.yaml",
        "`reports:` names what is to be built.",
        "reports: {}",
        "reports:\n  country-brief: {template: country-brief}",
    ),
    error(
        "unknown-report",
        "a report that does not exist",
        "The name is not among `reports:` in reportgen.yaml.",
    ),
    error(
        "unknown-template",
        "a template that does not exist",
        "A template is named after its file: templates/NAME.html.j2 with templates/NAME.yaml "
        "beside it, in the project or among those that ship with reportgen.",
        "template: contry-brief",
        "template: country-brief",
    ),
    error(
        "bad-manifest",
        "the description of a template that is not right",
        "templates/NAME.yaml says what the template is called, which parameters and texts it "
        "takes, and its sections.",
    ),
    error(
        "unknown-parameter",
        "a parameter that the template does not declare",
        "Each template declares its parameters in templates/NAME.yaml.",
        "params: {headlines: [a]}",
        "params: {headline: [a]}",
    ),
    judgement(
        "missing-catalogue",
        "a language into which the templates are not translated",
        "Headings, labels and other words of the templates come from templates/locale/LANGUAGE.po "
        "of the project, else from those that ship with reportgen. Without one they stay English.",
    ),
    error(
        "unknown-theme",
        "a theme that does not exist",
        "`theme:` is `default`, the path of a folder of the project that holds a theme.yaml, or "
        "the name of a theme that an installed package gives (docs/themes.md).",
        "theme: nice",
        "theme: default",
    ),
    error(
        "bad-theme",
        "a theme that cannot be used",
        "A theme is a folder with a theme.yaml that says its `name:`. What it `extends:` is "
        "another theme, never one that leads back to it; the entry point of an installed one names "
        "a folder of its package. `templates/` and `data/` are no themes.",
    ),
    error(
        "unknown-section",
        "a section that the template does not have",
        "`sections:` chooses and orders the sections of the template.",
        "sections: [contxt]",
        "sections: [context]",
    ),
    error(
        "unknown-collection",
        "a collection that does not exist",
        "`each:` takes the name of a collection: a built-in one, or a file of your own in data/.",
        "each: partner",
        "each: partners",
    ),
    error(
        "bad-where",
        "a condition that cannot be read",
        "`where:` is a mapping from fields of the collection to a value, or to several of which "
        "one must hold. `--where` on the command line is `field=value`.",
        "where: {grups: [ifi]}",
        "where: {groups: [ifi]}",
    ),
    error(
        "bad-pattern",
        "a pattern of file name or title that cannot be filled in",
        "Braces in `output:` and `title:` look up a field of the record that `each:` gives; "
        "without `each:` there is none.",
        "output: partners/{ident}",
        "output: partners/{id}",
    ),
    error(
        "bad-schedule",
        "a schedule that cannot be read",
        "`schedule:` is daily, weekly, monthly, quarterly, yearly or five cron fields.",
        "schedule: mothly",
        "schedule: monthly",
    ),
    error(
        "unknown-check",
        "a check that does not exist",
        "`checks:` takes codes of problems. `reportgen explain` lists them.",
        "checks: {missing-transaltion: off}",
        "checks: {missing-translation: off}",
    ),
    error(
        "fixed-check",
        "a check whose severity cannot be set",
        "Without what this check guards, the project cannot be read; therefore it is always an "
        "error.",
        "checks: {yaml-syntax: off}",
        "checks: {missing-translation: off}",
    ),
    error(
        "output-collision",
        "two jobs that would write the same file",
        "Each brief needs a path of its own: put what tells them apart into `output:`.",
        "output: partners/{name}",
        "output: partners/{id}",
    ),
    error(
        "bad-output",
        "an output path that cannot be used",
        "The path lies below build/LANGUAGE/, uses forward slashes, and has no `..`, no drive and "
        "no leading slash.",
        "output: ../brief",
        "output: brief",
    ),
    error(
        "bad-option",
        "an option of the command line that cannot be used",
        "The option's value does not fit this project.",
    ),
    judgement(
        "unused-text",
        "a text that no template asks for",
        "The text is named after no place of the templates that the reports use, or a build of "
        "all briefs has found that none of them prints it. A place takes the text `REPORT-PLACE`, "
        "else `PLACE`.",
        "data/texts/contxt.en.md",
        "data/texts/context.en.md",
    ),
    judgement(
        "unread-file",
        "a file among the data that is not read",
        "Data is written in files that end in .yaml or .yml, texts in those that end in .md; small "
        "letters count. A table of another program is not read.",
        "data/partners.YAML",
        "data/partners.yaml",
    ),
    judgement(
        "unread-brand",
        "a brand file that is not read",
        "The look of the house stands in _brand.yml beside reportgen.yaml; the underscore and the "
        "ending count.",
        "brand.yaml",
        "_brand.yml",
    ),
    error(
        "unknown-colour",
        "a colour that does not exist",
        'A colour in _brand.yml is one of CSS (`"#447099"`, `teal`), a name of `color.palette:`, '
        "or one of the uses such as `primary`. It is opaque.",
        'color: {palette: {blue: "#447099"}, primary: bleu}',
        'color: {palette: {blue: "#447099"}, primary: blue}',
    ),
    error(
        "colour-ring",
        "colours that lead to each other",
        "A name of the palette may stand for another name, which must lead to a colour in the end.",
        "palette: {red: lava, lava: red}",
        'palette: {red: lava, lava: "#ff7557"}',
    ),
)

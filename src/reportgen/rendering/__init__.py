"""Views, templates, charts, fonts, HTML and PDF: what turns a job into bytes."""

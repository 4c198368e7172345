"""Our own plug-in, for our own briefs, also in a checkout that is not installed."""

pytest_plugins = ["pytester", "reportgen.testing.plugin"]

"""Briefs compared with what was found right before: a pytest plug-in, commands, a review page."""

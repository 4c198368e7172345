"""Checks that need both the data and the theme."""

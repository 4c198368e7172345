"""Copies of shipped templates in a project: what they were copied from, and what has moved on."""

"""Briefing reports from YAML: checked, multilingual, accessible HTML and PDF."""

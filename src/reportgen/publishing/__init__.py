"""Editions: what was built for a slot, who may see it when, and the ledger that remembers."""

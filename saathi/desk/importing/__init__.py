"""Bringing in the children of another system: upload, columns, words, rows, decision, what came of it."""

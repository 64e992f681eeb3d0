"""Importing children from another system: upload, columns, values, rows, decision, result."""

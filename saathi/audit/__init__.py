"""Append-only, sealed record of who did or saw what. No screens and no foreign keys."""

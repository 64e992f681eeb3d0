"""The append-only, sealed record of who did or saw what."""

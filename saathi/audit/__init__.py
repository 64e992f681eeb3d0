"""Append-only, sealed record of who did or saw what. No screens and no foreign keys."""

from saathi.audit.actions import record
from saathi.audit.buffered_entries import gather_entries, write_gathered_entries
from saathi.audit.vocabulary import AuditKind

__all__ = ["AuditKind", "gather_entries", "record", "write_gathered_entries"]

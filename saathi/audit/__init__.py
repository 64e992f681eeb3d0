"""Append-only, sealed record of who did or saw what. No screens and no foreign keys."""

from saathi.audit.actions import record
from saathi.audit.gathering import gathered, write_gathered
from saathi.audit.vocabulary import Kind

__all__ = ["Kind", "gathered", "record", "write_gathered"]

"""Writes docs/audit-kinds.md from the vocabulary of the log; a test fails when it was forgotten."""

from pathlib import Path

from saathi.audit.vocabulary import document_audit_kinds

PAGE = Path(__file__).resolve().parent.parent / "docs" / "audit-kinds.md"

if __name__ == "__main__":
    PAGE.write_text(document_audit_kinds(), encoding="utf-8")

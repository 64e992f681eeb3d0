"""Sentences of a verification: older copies of the heads, keys of another log, declared recoveries."""

import datetime as dt
from pathlib import Path
from typing import Any

from psycopg import Connection

from saathi.audit.heads import LogRestoration, VerifyKeys, read_lines
from saathi.audit.vocabulary import AuditKind


def describe_older_copy(restored: LogRestoration) -> str:
    """What a copy of the heads from before a declared restore proves, and what it does not."""
    return (
        f"The copy of the heads is older than the restore or recovery declared at {restored.declared_at}. "
        f"Up to batch {restored.resumed.number} it agrees with the log. Later batches of the copy were "
        "given up with that declaration; the copy proves that they existed. Find out whether the "
        "restore was ordered, and take a new copy of the heads."
    )


def describe_foreign_heads(heads: Path, public: VerifyKeys) -> str:
    """A sentence if none of these keys signed any head; empty if one did, or there are no heads."""
    used = {line.key_id for _, line in read_lines(heads) if line is not None}
    if not used or used & public.keys():
        return ""
    return (
        f"The public keys are of another log: they are {', '.join(sorted(public))}, and the heads are "
        f"signed with {', '.join(sorted(used))}. Name the folder with the keys of this log (--keys)."
    )


def describe_recoveries(connection: Connection[Any]) -> list[str]:
    """A sentence for each recovery recorded in the log: when, up to which time, with what loss."""
    rows = connection.execute(
        "SELECT at, detail->>'ends_at', detail->>'version', detail->>'count', detail->>'hits' "
        "FROM audit_entry WHERE kind = %s ORDER BY at",
        [AuditKind.RECOVERED.value],
    )
    return [
        f"The server was recovered, declared at {at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}: it holds "
        f"what was recorded up to {until or 'nothing'} (timeline {timeline}); {lost} sealed entries were "
        f"lost, {erased} keys of erased files were destroyed again."
        for at, until, timeline, lost, erased in rows
    ]

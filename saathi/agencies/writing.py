"""The two ways a record is written, used by `actions` alone: `add` and `change`.

Both seal, count versions and leave a line in the log; neither decides whether it may happen.
"""

from collections.abc import Mapping
from typing import Any, cast

from django.db import models

from saathi import audit
from saathi.agencies.models import Scoped, Staff
from saathi.vault import store as vault


class ChangedMeanwhile(Exception):
    """Somebody changed the record since this person opened it. What she typed is kept by the form."""

    def __init__(self, record: Scoped) -> None:
        super().__init__("The record was changed by somebody else in the meantime.")
        self.record = record


def add[RecordT: Scoped](
    record: RecordT, *, by: Staff, payload: Mapping[str, Any] | None = None
) -> RecordT:
    """The new record, sealed, saved and logged. `payload` is what its vault envelope holds."""
    record.recorded_by = by.id
    if payload is not None:
        vault.seal(cast("vault.Sealed", record), dict(payload))
    record.save(force_insert=True)
    _log(record, by, "added")
    return record


def change[RecordT: Scoped](
    record: RecordT,
    *,
    by: Staff,
    version: int | None = None,
    payload: Mapping[str, Any] | None = None,
    **fields: Any,
) -> RecordT:
    """The record with `fields` (and its envelope, where `payload` is given) changed.

    `version` is the one the person saw; where none is given, the one in hand counts.
    ChangedMeanwhile when it is not the present one; nothing is written then.
    """
    seen = record.version if version is None else version
    if payload is not None:
        sealed = cast("vault.Versioned", record)
        vault.keep_old(sealed, section=int(record.section), by=by.id)
        vault.seal(sealed, dict(payload))
        fields["sealed"] = sealed.sealed
    for name, value in fields.items():
        setattr(record, name, value)
    updated = (
        type(record)
        ._default_manager.filter(pk=record.pk, version=seen)
        .update(**fields, version=models.F("version") + 1)
    )
    if not updated:
        raise ChangedMeanwhile(record)
    record.version = seen + 1
    _log(record, by, "changed")
    return record


def _log(record: Scoped, by: Staff, what: str) -> None:
    audit.record(
        audit.Kind.WROTE,
        by=by.id,
        agency=by.agency_id,
        file_id=record.file_id,
        objects=[record.pk],
        detail={"action": what, "model": record._meta.label_lower},
    )

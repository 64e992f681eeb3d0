"""Actions on records that no rule can refuse: everyone who works on the case may take them."""

from collections.abc import Mapping

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of


@transaction.atomic
def add_record[RecordT: Scoped](*, record: RecordT, actor: Staff) -> RecordT:
    """Adds a record; earlier records of its kind stay."""
    access.require(actor, Permission.WORK_ON_CASE, record)

    return writing.add(record, actor=actor)


@transaction.atomic
def change_record[RecordT: Scoped](
    *, record: RecordT, columns: Mapping[str, object], version: int, actor: Staff
) -> RecordT:
    """Changes an opened record, which has its new texts; the earlier version is kept."""
    access.require(actor, Permission.WORK_ON_CASE, record)

    texts = payload_of(record)
    return writing.change(record, actor=actor, version=version, payload=texts, **columns)

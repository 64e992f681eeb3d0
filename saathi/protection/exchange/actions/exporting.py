"""An export: asked for with purpose and reason, made by a job, its passphrase shown once, fetched, ended."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F

from saathi import audit
from saathi.agencies import access, job_orders, writing
from saathi.agencies.in_name_of import go_on, tell_progress
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import EVERYTHING, Section
from saathi.agencies.vocabulary import FileKind
from saathi.infra import clock
from saathi.infra.reasons import Refused
from saathi.protection.exchange import contents, jobs, queries
from saathi.protection.exchange.actions.importing import NotNow
from saathi.protection.exchange.models import Export
from saathi.protection.exchange.rules import reasons_against_form
from saathi.protection.exchange.vocabulary import ExportState
from saathi.sheets import packing
from saathi.vault import attachments, envelopes
from saathi.vault import store as vault
from saathi.vault.media import MediaType
from saathi.vault.models import StoredFile

MOST_FILES: Final = 5_000
AT_ONCE: Final = 50
MOST_DAYS: Final = 14
ZIP, PASSPHRASE = "exchange.zip", "exchange.passphrase"


@dataclass(frozen=True)
class Asked:
    """What is to be given out, what for, in which form, for how many days."""

    purpose: str
    reason: str
    format: str
    sections: Section
    days: int
    of_file: UUID | None = None
    chosen: Sequence[str] = ()
    opened_from: dt.date | None = None
    opened_until: dt.date | None = None


class TooMany(Exception):
    """More files than one export may hold; `count` says how many."""

    def __init__(self, count: int) -> None:
        super().__init__("Too many files for one export.")
        self.count = count


@transaction.atomic
def ask(*, asked: Asked, by: Staff) -> Export:
    """The export, made by a job. Identity goes along: records without their child mean nothing."""
    access.require(by, Permission.EXPORT)
    sections = (asked.sections | Section.IDENTITY) & EVERYTHING & ~Section.ENQUIRY
    against = reasons_against_form(
        purpose=asked.purpose,
        form=asked.format,
        sections=sections,
        is_one_file=asked.of_file is not None,
    )
    if against:
        raise Refused(against)

    record = Export(
        purpose=asked.purpose,
        format=asked.format,
        sections=int(sections),
        of_file=asked.of_file,
        chosen=list(asked.chosen),
        opened_from=asked.opened_from,
        opened_until=asked.opened_until,
        ends_at=clock.now() + dt.timedelta(days=min(asked.days, MOST_DAYS)),
    )
    record.files = queries.to_export(by, record).count()
    if not 0 < record.files <= MOST_FILES:
        raise TooMany(record.files)

    record.file = writing.new_file(kind=FileKind.EXCHANGE, office=by.office, by=by)
    key = vault.key_for(record.file_id)
    phrase = packing.new_passphrase().encode()
    record.passphrase = envelopes.seal_bytes(key, PASSPHRASE, record.pk, phrase)
    writing.add(record, by=by, payload={"reason": asked.reason})

    job_orders.order_in_name(jobs.make_export_job, by=by, record=record.pk)
    return record


@transaction.atomic
def make(*, record: Export, by: Staff) -> Export:
    """The export with its locked ZIP; each child's file that is in it was read, and stands in the log."""
    access.require(by, Permission.EXPORT)
    if record.state != ExportState.WAITING or record.recorded_by != by.id:
        raise NotNow

    children = list(queries.to_export(by, record)[: MOST_FILES + 1])
    if not 0 < len(children) <= MOST_FILES:
        raise TooMany(len(children))
    gathered = contents.begun(record.format, Section(record.sections))
    for start in range(0, len(children), AT_ONCE):
        some = children[start : start + AT_ONCE]
        gathered.add(by, some)
        for child in some:
            _record(audit.Kind.EXPORTED, record, by, of=child.file_id)
        go_on(by)
        done = start + len(some)
        tell_progress(record, staff=by, done_files=done, moved_at=clock.now())
    packed = packing.pack(gathered.files(), _passphrase(record))
    stored = attachments.keep_data(
        file_id=record.file_id,
        field_id=ZIP,
        section=int(Export.section),
        data=packed,
        media_type=MediaType.ZIP,
        by=by.id,
    )
    return writing.change(
        record,
        by=by,
        state=ExportState.READY,
        stored=stored.id,
        files=len(children),
        done_files=len(children),
        moved_at=clock.now(),
    )


def _passphrase(record: Export) -> str:
    key = vault.key_for(record.file_id)
    sealed = bytes(record.passphrase or b"")
    return envelopes.open_bytes(key, PASSPHRASE, record.pk, sealed).decode()


@transaction.atomic
def reveal(*, record: Export, by: Staff) -> str:
    """The passphrase, this once: it is nowhere to be read afterwards."""
    access.require(by, Permission.EXPORT, record)
    if not record.passphrase or not is_there(record, by):
        raise NotNow

    phrase = _passphrase(record)
    held = Export.objects.filter(pk=record.pk, passphrase__isnull=False)
    if not writing.change_where(held, by=by, passphrase=None):
        raise NotNow  # shown in another window a moment ago
    record.passphrase = None
    return phrase


@transaction.atomic
def fetch(*, record: Export, by: Staff) -> bytes:
    """The locked ZIP; each time it is fetched is counted and on record."""
    access.require(by, Permission.EXPORT, record)
    if record.stored is None or not is_there(record, by):
        raise NotNow
    stored = StoredFile.objects.filter(pk=record.stored, file_id=record.file_id).first()
    if stored is None:
        raise NotNow

    writing.change_where(Export.objects.filter(pk=record.pk), by=by, downloads=F("downloads") + 1)

    _record(audit.Kind.FILE_OPENED, record, by, of=record.file_id)
    return attachments.read(stored)


@transaction.atomic
def end(*, record: Export, by: Staff) -> None:
    """Ends an export before its time: a job deletes its file. One that is over stays so."""
    access.require(by, Permission.EXPORT, record)

    there = Export.objects.filter(pk=record.pk, state__in=[ExportState.READY, ExportState.FAILED])
    writing.change_where(there, by=by, state=ExportState.ENDED, passphrase=None)

    job_orders.order(jobs.clear_job, by=by)


@transaction.atomic
def fail(*, record: Export, by: Staff) -> None:
    """The export, of which nothing was made because something went wrong."""
    if record.state == ExportState.WAITING:
        writing.change(record, by=by, state=ExportState.FAILED, passphrase=None)


def is_there(record: Export, by: Staff) -> bool:
    """Whether it can be fetched now, by the one who asked for it."""
    is_hers = record.recorded_by == by.id
    return is_hers and record.state == ExportState.READY and record.ends_at > clock.now()


def _record(kind: audit.Kind, record: Export, by: Staff, *, of: UUID) -> None:
    audit.record(
        kind,
        by=by.id,
        agency=by.agency_id,
        file_id=of,
        objects=[record.pk],
        purpose=str(record.purpose),
        detail={"section": record.sections, "format": str(record.format)},
    )

"""Write actions for exports: request, build, show the passphrase once, download, end."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction

from saathi import audit
from saathi.agencies import access, job_orders, notices, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.run_as import publish_progress, renew_context
from saathi.agencies.sections import ALL_SECTIONS, Section
from saathi.agencies.vocabulary import FileKind
from saathi.engines.sheets import encrypted_zip
from saathi.infra import clock
from saathi.infra.reasons import Refused
from saathi.people.models import Child
from saathi.protection.exchange import export_contents, jobs, queries
from saathi.protection.exchange.actions.importing import ExchangeStepNotAllowed
from saathi.protection.exchange.models import Export
from saathi.protection.exchange.rules import reasons_against_basis, reasons_against_format
from saathi.protection.exchange.vocabulary import EXPORT_WITHOUT_BASIS_NOTICE, ExportState
from saathi.vault import attachments, envelopes
from saathi.vault import store as vault
from saathi.vault.accepted_media import MediaType
from saathi.vault.models import StoredFile

MAX_FILES: Final = 5_000
BATCH_SIZE: Final = 50
MAX_DAYS: Final = 14
# In the log of a child's file: the requester stated the basis for sharing, none was recorded.
BASIS_STATED: Final = "basis_stated"
ZIP, PASSPHRASE = "exchange.zip", "exchange.passphrase"


@dataclass(frozen=True)
class ExportRequest:
    """What to export, for which purpose, in which format, for how many days."""

    purpose: str
    reason: str
    format: str
    sections: Section
    days: int
    of_file: UUID | None = None
    chosen: Sequence[str] = ()
    opened_from: dt.date | None = None
    opened_until: dt.date | None = None
    basis: str = ""  # for the children without a recorded one, in words; it is kept with the export


@dataclass(frozen=True)
class ExportPreview:
    """What an export would hold: how many children, and how many of the chosen have no basis for sharing."""

    chosen: int
    without_basis: int
    first_without_basis: Sequence[Child]

    @property
    def more_without_basis(self) -> int:
        """How many of them are not listed."""
        return self.without_basis - len(self.first_without_basis)


class TooManyFilesToExport(Exception):
    """More files than one export may contain; `count` is their number."""

    def __init__(self, count: int) -> None:
        super().__init__("Too many files for one export.")
        self.count = count


def preview_export(*, data: ExportRequest, actor: Staff) -> ExportPreview:
    """What an export would hold if it were requested now; nothing is written.

    `Refused` or `TooManyFilesToExport` as for the request.
    """
    record = _unsaved_export(data, actor)
    chosen = queries.find_chosen_children(actor, record).count()
    if not 0 < chosen <= MAX_FILES:
        raise TooManyFilesToExport(chosen)
    without = queries.find_children_without_basis(actor, record)
    listed = list(without.order_by("code")[: queries.PAGE_SIZE])
    return ExportPreview(chosen, without.count() if listed else 0, listed)


@transaction.atomic
def request_export(*, data: ExportRequest, actor: Staff) -> Export:
    """Requests an export, which a job builds.

    Identity is included: records without their child have no meaning. The supervisors are notified
    if children without a recorded basis are included. `Refused` if the stated basis says too little.
    """
    record = _unsaved_export(data, actor)
    if reasons := reasons_against_basis(data.basis):
        raise Refused(reasons)
    children = queries.find_children_to_export(actor, record, is_basis_stated=bool(data.basis))
    record.files = children.count()
    if not 0 < record.files <= MAX_FILES:
        raise TooManyFilesToExport(record.files)

    record.file = writing.create_file(kind=FileKind.EXCHANGE, office=actor.office, actor=actor)
    key = vault.get_file_key(record.file_id)
    phrase = encrypted_zip.new_passphrase().encode()
    record.passphrase = envelopes.seal_bytes(key, PASSPHRASE, record.pk, phrase)
    payload = writing.nonblank_texts({"reason": data.reason, "basis": data.basis})
    writing.add(record, actor=actor, payload=payload)

    if data.basis and queries.find_children_without_basis(actor, record).exists():
        kind, file_id = EXPORT_WITHOUT_BASIS_NOTICE, record.file_id
        notices.notify_supervisors(file_id=file_id, kind=kind, record=record.pk, actor=actor)
    job_orders.queue_job_as(jobs.make_export_job, actor=actor, record=record.pk)
    return record


def _unsaved_export(data: ExportRequest, actor: Staff) -> Export:
    """The export as it was asked for; `Refused` if the format does not suit."""
    access.require(actor, Permission.EXPORT)
    sections = (data.sections | Section.IDENTITY) & ALL_SECTIONS & ~Section.ENQUIRY
    reasons = reasons_against_format(
        purpose=data.purpose,
        form=data.format,
        sections=sections,
        is_one_file=data.of_file is not None,
    )
    if reasons:
        raise Refused(reasons)
    return Export(
        purpose=data.purpose,
        format=data.format,
        sections=int(sections),
        of_file=data.of_file,
        chosen=list(data.chosen),
        opened_from=data.opened_from,
        opened_until=data.opened_until,
        ends_at=clock.now() + dt.timedelta(days=min(data.days, MAX_DAYS)),
    )


@transaction.atomic
def make_export(*, record: Export, actor: Staff) -> Export:
    """Builds the encrypted ZIP; every file in it gets an entry in the access log."""
    access.require(actor, Permission.EXPORT)
    if record.state != ExportState.WAITING or record.recorded_by != actor.id:
        raise ExchangeStepNotAllowed

    stated = bool(vault.open(record).get("basis"))
    children_to_export = queries.find_children_to_export(actor, record, is_basis_stated=stated)
    children = list(children_to_export[: MAX_FILES + 1])
    lacking = queries.find_children_without_basis(actor, record).values_list("pk", flat=True)
    without_basis = set(lacking)
    if not 0 < len(children) <= MAX_FILES:
        raise TooManyFilesToExport(len(children))
    gathered = export_contents.start_export_contents(
        record.format, Section(record.sections), actor.language
    )
    for start in range(0, len(children), BATCH_SIZE):
        batch = children[start : start + BATCH_SIZE]
        gathered.add_children(actor, batch)
        for child in batch:
            by = BASIS_STATED if child.pk in without_basis else ""
            _record(audit.AuditKind.EXPORTED, record, actor, of=child.file_id, reason=by)
        renew_context(actor)
        done = start + len(batch)
        publish_progress(record, staff=actor, done_files=done, moved_at=clock.now())
    return writing.change(
        record,
        actor=actor,
        state=ExportState.READY,
        stored=_store(record, gathered.files(), actor),
        files=len(children),
        done_files=len(children),
        moved_at=clock.now(),
    )


def _store(record: Export, files: Mapping[str, bytes], actor: Staff) -> UUID:
    """The id of the encrypted ZIP of these files, as stored."""
    stored = attachments.store_data(
        file_id=record.file_id,
        field_id=ZIP,
        section=int(Export.section),
        data=encrypted_zip.pack_encrypted_zip(files, _passphrase(record)),
        media_type=MediaType.ZIP,
        by=actor.id,
    )
    return stored.id


def _passphrase(record: Export) -> str:
    key = vault.get_file_key(record.file_id)
    sealed = bytes(record.passphrase or b"")
    return envelopes.open_bytes(key, PASSPHRASE, record.pk, sealed).decode()


@transaction.atomic
def reveal_passphrase(*, record: Export, actor: Staff) -> str:
    """Returns the passphrase once; it cannot be read again."""
    access.require(actor, Permission.EXPORT, record)
    if not record.passphrase or not is_downloadable(record, actor):
        raise ExchangeStepNotAllowed

    phrase = _passphrase(record)
    waiting = Export.objects.filter(pk=record.pk, passphrase__isnull=False)
    if not writing.change_matching(waiting, actor=actor, passphrase=None):
        raise ExchangeStepNotAllowed  # another window has shown it already
    record.passphrase = None
    return phrase


@transaction.atomic
def download_export(*, record: Export, actor: Staff) -> bytes:
    """Returns the encrypted ZIP; every download is counted and logged."""
    access.require(actor, Permission.EXPORT, record)
    if record.stored is None or not is_downloadable(record, actor):
        raise ExchangeStepNotAllowed
    stored = StoredFile.objects.filter(pk=record.stored, file_id=record.file_id).first()
    if stored is None:
        raise ExchangeStepNotAllowed

    counted = Export.objects.select_for_update().get(pk=record.pk)  # other windows count too
    writing.change(counted, actor=actor, downloads=counted.downloads + 1)

    _record(audit.AuditKind.MEDIA_OPENED, record, actor, of=record.file_id)
    return attachments.read_file(stored)


@transaction.atomic
def end_export(*, record: Export, actor: Staff) -> None:
    """Ends an export early; a job deletes its file. An expired export stays expired."""
    access.require(actor, Permission.EXPORT, record)

    endable = Export.objects.filter(pk=record.pk, state__in=[ExportState.READY, ExportState.FAILED])
    writing.change_matching(endable, actor=actor, state=ExportState.ENDED, passphrase=None)

    job_orders.queue_job(jobs.delete_expired_files_job, actor=actor)


@transaction.atomic
def mark_export_failed(*, record: Export, actor: Staff) -> None:
    """Marks the export as failed; no file was stored."""
    if record.state == ExportState.WAITING:
        writing.change(record, actor=actor, state=ExportState.FAILED, passphrase=None)


def is_downloadable(record: Export, actor: Staff) -> bool:
    """Whether the actor requested the export and can download it now."""
    is_hers = record.recorded_by == actor.id
    return is_hers and record.state == ExportState.READY and record.ends_at > clock.now()


def _record(
    kind: audit.AuditKind,
    record: Export,
    actor: Staff,
    *,
    of: UUID,
    reason: str = "",
) -> None:
    audit.record(
        kind,
        by=actor.id,
        agency=actor.agency_id,
        file_id=of,
        objects=[record.pk],
        purpose=str(record.purpose),
        detail={"section": record.sections, "format": str(record.format)}
        | ({"reason": reason} if reason else {}),
    )

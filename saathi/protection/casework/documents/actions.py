"""Write actions for documents: add, replace, change, add files, remove."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from saathi.agencies import access, definer_functions, staff_search, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import attach_opened_texts, payload_of
from saathi.agencies.stored_files import remove_stored_files
from saathi.infra.reasons import Refused
from saathi.protection.casework.cases import due_queries
from saathi.protection.casework.cases.actions import duties
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.queries import current_case
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.casework.documents import queries, rules
from saathi.protection.casework.documents.models import (
    ORIGINAL_FIELD,
    SECTION_OF_KIND,
    SHOWN_FIELD,
    THUMBNAIL_FIELD,
    Document,
    DocumentFile,
)
from saathi.protection.casework.documents.vocabulary import (
    DocumentAudience,
    DocumentKind,
    DocumentState,
    RemovalReason,
)
from saathi.vault import accepted_media, attachments
from saathi.vault.accepted_media import EvidenceFile, MediaType
from saathi.vault.errors import UploadRefused


class DocumentRefused(Refused):
    """A document that cannot be saved or removed as requested; `reasons` give the codes."""


@dataclass(frozen=True)
class SentFile:
    """A file as it was sent: its name on the sender's device, and its content."""

    name: str = field(repr=False)
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class SentFiles:
    """The files that were sent together, and whether the sender has read what must not be sent."""

    files: Sequence[SentFile] = ()
    has_read: bool = False


@dataclass(frozen=True)
class ReplacedDocument:
    """The document that a new one replaces, and the version of it that the actor saw."""

    document: Document
    version: int


@transaction.atomic
def add_document(
    *, document: Document, sent: SentFiles, actor: Staff, replaced: ReplacedDocument | None = None
) -> Document:
    """Records a document with its files; the one it replaces is kept as its earlier version.

    `DocumentRefused` with reasons, `UploadRefused` for a file, `ChangedMeanwhile` if the replaced
    document was changed after the actor saw it.
    """
    _require_write(document, actor)
    _check(document, actor)
    evidence = _checked_files(sent, kept=0)

    if replaced is not None:
        _require_write(replaced.document, actor)
        document.replaces = replaced.document.pk
        _end(replaced.document, DocumentState.REPLACED, replaced.version, actor)
    document.due = _add_due(document, actor)
    writing.add(document, actor=actor)
    _store(document, sent.files, evidence, actor)
    return document


@transaction.atomic
def change_document(
    *, document: Document, columns: Mapping[str, Any], version: int, actor: Staff
) -> Document:
    """Saves an opened document's new facts and texts; errors as in `add_document`."""
    _require_write(document, actor)
    _require_state(document, DocumentState.REMOVED)  # a removed document no longer changes
    before, audience = document.valid_until, DocumentAudience(document.audience)
    readers = set(document.readers)
    for name, value in columns.items():
        setattr(document, name, value)
    _require_write(document, actor)  # for its new type too
    _check(document, actor)
    if reasons := rules.reasons_against_narrowing(
        audience,
        DocumentAudience(document.audience),
        is_recorder=document.recorded_by == actor.pk,
        is_named=actor.pk in document.readers,
    ):
        raise DocumentRefused(reasons)

    changes = {**columns, "readers": document.readers}
    has_other_readers = (audience, readers) != (document.audience, set(document.readers))
    if before != document.valid_until or (has_other_readers and document.due is not None):
        _end_due(document, actor)
        changes["due"] = _add_due(document, actor)
    texts = payload_of(document)
    return writing.change(document, actor=actor, version=version, payload=texts, **changes)


@transaction.atomic
def add_files(
    *, document: Document, sent: SentFiles, version: int, actor: Staff
) -> list[DocumentFile]:
    """Adds files to a document in use; errors as in `add_document`."""
    _require_write(document, actor)
    _require_state(document, DocumentState.REPLACED)
    kept = queries.list_files(actor, document, only_kept=True)
    evidence = _checked_files(sent, kept=len(kept), must_send=True)

    # Raises its version: two people adding files at once would give them the same numbers.
    writing.change(document, actor=actor, version=version)
    return _store(document, sent.files, evidence, actor)


@transaction.atomic
def end_reminder(*, document: Document, version: int, actor: Staff) -> Document:
    """Records that a document needs no renewal: its duty is done."""
    _require_write(document, actor)

    _end_due(document, actor)
    return writing.change(document, actor=actor, version=version, due=None)


@transaction.atomic
def remove_file(
    *, document_file: DocumentFile, reason: RemovalReason, version: int, actor: Staff
) -> DocumentFile:
    """Erases a file at once; its existence, who removed it and why stay on record.

    For `REASONS_TO_ERASE_TEXTS` its name and hash are erased too.
    """
    _require_write(document_file.document, actor)

    _remove(document_file, reason, version, actor)
    _remove_wordings(document_file.document, reason, actor)
    return document_file


@transaction.atomic
def remove_document(
    *, document: Document, reason: RemovalReason, version: int, actor: Staff
) -> Document:
    """Erases all files of a document at once, and takes it off the list of documents in use.

    For `REASONS_TO_ERASE_TEXTS` its texts are erased too, with all earlier versions of them.
    """
    _require_write(document, actor)

    for document_file in queries.list_files(actor, document):
        if document_file.removed_on is None:
            _remove(document_file, reason, document_file.version, actor)
        elif erased := _erased_texts(document_file, reason):
            writing.change(document_file, actor=actor, version=document_file.version, **erased)
    values = {"removed_because": reason, **_erased_texts(document, reason)}
    _end(document, DocumentState.REMOVED, version, actor, **values)
    _remove_wordings(document, reason, actor)
    return document


def _erased_texts(record: Document | DocumentFile, reason: RemovalReason) -> dict[str, Any]:
    """The column values that erase a removed record's texts; empty if the reason keeps them."""
    if reason not in rules.REASONS_TO_ERASE_TEXTS:
        return {}
    attach_opened_texts(record, {})
    return {"payload": payload_of(record)}


def _remove_wordings(document: Document, reason: RemovalReason, actor: Staff) -> None:
    """Removes the earlier texts, which the database keeps at each change."""
    if reason in rules.REASONS_TO_ERASE_TEXTS:
        definer_functions.make_change("document_wordings_remove", [document.pk], by=actor.id)


def _require_write(document: Document, actor: Staff) -> None:
    """Requires that the actor may read what documents of this type disclose."""
    access.require(actor, Permission.WORK_ON_CASE, document)
    reads, _writes = access.sections_of_file(actor, document.file_id)
    if SECTION_OF_KIND[DocumentKind(document.kind)] & ~reads:
        raise access.NotAllowed


def _check(document: Document, actor: Staff) -> None:
    team = {person.pk for person in staff_search.list_team(document.file_id)}
    named = document.audience == DocumentAudience.NAMED
    # Being named gives no right to the file: only staff of the child's team can be named.
    document.readers = [reader for reader in document.readers if reader in team] if named else []
    reasons = rules.reasons_against_dates(
        issued_on=document.issued_on,
        valid_until=document.valid_until,
        received_on=document.received_on,
        today=actor.office.today(),
    ) + rules.reasons_against_audience(DocumentAudience(document.audience), document.readers)
    if reasons:
        raise DocumentRefused(reasons)


def _checked_files(sent: SentFiles, *, kept: int, must_send: bool = False) -> list[EvidenceFile]:
    """All files, checked before the first is stored."""
    sizes = [len(file.data) for file in sent.files]
    if reasons := rules.reasons_against_files(
        sizes, kept=kept, has_read=sent.has_read, must_send=must_send
    ):
        raise DocumentRefused(reasons)
    checked = []
    for number, file in enumerate(sent.files, 1):
        try:
            checked.append(accepted_media.check_evidence(file.data))
        except UploadRefused as refusal:
            if len(sent.files) == 1:
                raise
            text = gettext("File %(number)d: %(reason)s")
            raise UploadRefused(text % {"number": number, "reason": refusal}) from None
    return checked


def _store(
    document: Document, files: Sequence[SentFile], checked: Sequence[EvidenceFile], actor: Staff
) -> list[DocumentFile]:
    first = queries.last_file_number(actor, document) + 1
    return [
        _store_file(document, file.name, evidence, number, actor)
        for number, (file, evidence) in enumerate(zip(files, checked, strict=True), first)
    ]


def _store_file(
    document: Document, name: str, evidence: EvidenceFile, number: int, actor: Staff
) -> DocumentFile:
    def store(field_id: str, data: bytes | None) -> UUID | None:
        if data is None:
            return None
        stored = attachments.store_data(
            file_id=document.file_id,
            field_id=field_id,
            section=int(DocumentFile.section),
            data=data,
            media_type=MediaType(evidence.media_type),
            by=actor.id,
        )
        return stored.pk

    record = DocumentFile(
        file_id=document.file_id,
        document=document,
        number=number,
        media_type=evidence.media_type.value,
        original=store(ORIGINAL_FIELD, evidence.original),
        shown=store(SHOWN_FIELD, evidence.shown),
        thumbnail=store(THUMBNAIL_FIELD, evidence.thumbnail),
    )
    record.name = name[-255:]
    record.sha256 = hashlib.sha256(evidence.original).hexdigest()
    return writing.add(record, actor=actor)


def _remove(
    document_file: DocumentFile, reason: RemovalReason, version: int, actor: Staff
) -> DocumentFile:
    named = (document_file.original, document_file.shown, document_file.thumbnail)
    stored = [stored_id for stored_id in named if stored_id is not None]
    if reasons := rules.reasons_against_file_removal(is_kept=bool(stored)):
        raise DocumentRefused(reasons)
    writing.change(
        document_file,
        actor=actor,
        version=version,
        original=None,
        shown=None,
        thumbnail=None,
        removed_on=actor.office.today(),
        removed_because=reason,
        **_erased_texts(document_file, reason),
    )
    remove_stored_files(document_file, stored, actor=actor, reason=reason.value)
    return document_file


def _require_state(document: Document, target: DocumentState) -> None:
    if reasons := rules.reasons_against_state(DocumentState(document.state), target):
        raise DocumentRefused(reasons)


def _end(
    document: Document, state: DocumentState, version: int, actor: Staff, **values: Any
) -> Document:
    _require_state(document, state)
    _end_due(document, actor)
    if state == DocumentState.REMOVED:
        values["removed_on"] = actor.office.today()
    return writing.change(document, actor=actor, version=version, state=state, due=None, **values)


def _add_due(document: Document, actor: Staff) -> UUID | None:
    """Adds the duty to renew a document before it expires; its id, None without a case."""
    on: dt.date | None = rules.reminder_day(document.valid_until, actor.office.today())
    if on is None or document.state != DocumentState.CURRENT:
        return None
    try:
        case = current_case(actor, document.child)
    except access.NotAllowed:
        return None
    due = duties.add_standalone_duty(
        case=case,
        duty=Duty.DOCUMENT,
        due_on=on,
        actor=actor,
        worker=_renewing_colleague(document, case, actor),
    )
    return due.pk if due else None


def _renewing_colleague(document: Document, case: Case, actor: Staff) -> Staff | None:
    """Who gets the duty in place of a case worker who may not see the document, else None."""
    if _is_for(document, case.worker_id):
        return None
    if document.recorded_by in {None, actor.pk}:
        return actor
    candidates = [document.recorded_by, *document.readers]
    may_have_it = due_queries.due_readers_among(case, candidates)
    chosen = next(
        (
            candidate
            for candidate in candidates
            if candidate in may_have_it and _is_for(document, candidate)
        ),
        None,
    )
    return Staff.objects.get(pk=chosen) if chosen else actor


def _is_for(document: Document, staff_id: UUID) -> bool:
    """Whether this person is in a document's audience; others must not see it on My day."""
    audience = DocumentAudience(document.audience)
    is_named = audience == DocumentAudience.NAMED and staff_id in document.readers
    return audience == DocumentAudience.TEAM or is_named or staff_id == document.recorded_by


def _end_due(document: Document, actor: Staff) -> None:
    if document.due is not None:
        today = actor.office.today()
        duties.finish_standalone_duty(due_id=document.due, done_on=today, actor=actor)

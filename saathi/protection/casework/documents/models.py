"""Documents of a child, and the files of each."""

from functools import reduce
from operator import or_
from typing import ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Scoped
from saathi.agencies.read_conditions import (
    WORKS_WITH_CHILD,
    HasCode,
    HoldsGrant,
    IsActor,
    IsFoundBy,
    ListsActor,
    ReadCondition,
    ReadsOtherFile,
    ReadsParent,
)
from saathi.agencies.record_kit import (
    identifying,
    line,
    operational,
    sensitive,
    short_text,
    statistical,
)
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import GrantKind
from saathi.people.models import Child
from saathi.protection.casework.documents import vocabulary as codes
from saathi.protection.casework.documents.vocabulary import DocumentKind
from saathi.vault.accepted_media import MediaType

# What a document discloses besides identity: readers without this section cannot read it.
SECTION_OF_KIND: Final[dict[DocumentKind, Section]] = {
    DocumentKind.BIRTH: Section.IDENTITY,
    DocumentKind.IDENTITY_CARD: Section.IDENTITY,
    DocumentKind.PASSPORT: Section.IDENTITY,
    DocumentKind.SCHOOL: Section.IDENTITY,
    DocumentKind.MEDICAL: Section.NEEDS,
    DocumentKind.COURT_ORDER: Section.LEGAL,
    DocumentKind.POLICE_REPORT: Section.LEGAL,
    DocumentKind.AGREEMENT: Section.LEGAL,
    DocumentKind.LETTER: Section.LEGAL,
    DocumentKind.OTHER: Section.LEGAL,
}
ORIGINAL_FIELD: Final = "documents.original"
SHOWN_FIELD: Final = "documents.shown"
THUMBNAIL_FIELD: Final = "documents.thumbnail"
MEDIA_TYPES: Final = (MediaType.JPEG, MediaType.PNG, MediaType.WEBP, MediaType.PDF)


def _reads_kind(kind: DocumentKind) -> ReadCondition:
    section = SECTION_OF_KIND[kind]
    of_kind = HasCode("kind", kind)
    return of_kind if section == Section.IDENTITY else of_kind & ReadsOtherFile("file", section)


def _further_sections(kind_field: str) -> dict[Section, Q]:
    """The sections besides identity, each with the condition on documents that disclose it."""
    return {
        section: Q(**{f"{kind_field}__in": [k for k, s in SECTION_OF_KIND.items() if s == section]})
        for section in set(SECTION_OF_KIND.values()) - {Section.IDENTITY}
    }


_IN_AUDIENCE = WORKS_WITH_CHILD & (
    IsActor("recorded_by")
    | HasCode("audience", codes.DocumentAudience.TEAM)
    | HasCode("audience", codes.DocumentAudience.NAMED) & ListsActor("readers")
    # When everyone who could see it has left, it passes to those who lead the office.
    | HoldsGrant((GrantKind.OWNER,)) & IsFoundBy("id", "document_lacks_readers")
)


class Document(Scoped):
    """A document: what it is, issuer, validity, where the original is, and who can see it.

    Those who work with the child read it if they may read what its type discloses and are in its
    audience; when all of these have left, the supervisors of the office do. Services with a
    referral, emergency access and staff who no longer work with the child read none, not even their
    own.
    """

    child = operational.foreign_key(Child, db_index=False)
    kind = statistical.choice(DocumentKind, 16, label=_("Type of document"))
    issued_on = sensitive(
        models.DateField(null=True, blank=True), label=_("Date of issue"), is_past=True
    )
    valid_until = sensitive(models.DateField(null=True, blank=True), label=_("Valid until"))
    issued_in = sensitive(
        models.CharField(max_length=5, blank=True), label=_("Country of issue"), required=False
    )
    original_with = statistical.choice(
        codes.OriginalHolder, 12, label=_("Where the original is"), is_radio=True
    )
    source = statistical.choice(codes.DocumentSource, 12, label=_("Received from"))
    received_on = statistical.date(label=_("Date of receipt"), is_past=True)
    purpose = statistical.choice(codes.DocumentPurpose, 12, label=_("Purpose"))
    audience = sensitive.choice(
        codes.DocumentAudience, 8, label=_("Who can see this"), is_radio=True
    )
    readers = sensitive(ArrayField(models.UUIDField(), default=list, blank=True))
    state = statistical.choice(
        codes.DocumentState, 8, default=codes.DocumentState.CURRENT, label=_("State")
    )
    # The id of the document that it replaces.
    replaces = operational(models.UUIDField(null=True, blank=True))
    removed_because = statistical.choice(
        codes.RemovalReason, 12, blank=True, label=_("Reason for removal")
    )
    removed_on = statistical(models.DateField(null=True, blank=True), label=_("Removed on"))
    due = operational(models.UUIDField(null=True, blank=True))  # the duty to renew it
    sealed = identifying(models.BinaryField())
    title = line(200, label=_("Title"), required=True)
    issuer = line(200, label=_("Issued by"))
    number = line(100, label=_("Number"))
    note = short_text(2000, label=_("Additional information"))

    section = Section.IDENTITY
    further_sections = _further_sections("kind")
    SEALED_FIELD_ID: ClassVar[str] = "documents.document"
    kept_fields = ("child", "replaces")
    read_condition = reduce(or_, map(_reads_kind, DocumentKind)) & _IN_AUDIENCE

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(issued_on__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=models.F("issued_on")),
                name="documents_valid_after_issue",
            ),
            models.CheckConstraint(
                condition=Q(state="removed", removed_on__isnull=False) & ~Q(removed_because="")
                | ~Q(state="removed") & Q(removed_on__isnull=True, removed_because=""),
                name="documents_removed_for_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["child", "-received_on"], name="documents_of_child")]


class DocumentFile(Scoped):
    """A file of a document: the original as received and what is shown of it, while kept.

    The sealed hash proves that an original given out is the one that was uploaded.
    """

    document = operational.foreign_key(Document, db_index=False, related_name="files")
    number = operational(models.PositiveSmallIntegerField())
    media_type = operational(
        models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in MEDIA_TYPES])
    )
    original = operational(models.UUIDField(null=True, blank=True))
    shown = operational(models.UUIDField(null=True, blank=True))  # without metadata; none of a PDF
    thumbnail = operational(models.UUIDField(null=True, blank=True))
    removed_because = statistical.choice(
        codes.RemovalReason, 12, blank=True, label=_("Reason for removal")
    )
    removed_on = statistical(models.DateField(null=True, blank=True), label=_("Removed on"))
    sealed = identifying(models.BinaryField())
    name = line(255, label=_("File name"))
    sha256 = line(64, label=_("SHA-256 of the original"))

    section = Section.IDENTITY
    further_sections = _further_sections("document__kind")
    SEALED_FIELD_ID: ClassVar[str] = "documents.file"
    kept_fields = ("document", "number", "media_type")
    ordered_within: ClassVar[str] = "document"
    stored_files: ClassVar[dict[str, str]] = {
        ORIGINAL_FIELD: "original",
        SHOWN_FIELD: "shown",
        THUMBNAIL_FIELD: "thumbnail",
    }
    read_condition = ReadsParent("document")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="documents_file_number"),
            models.CheckConstraint(
                condition=Q(original__isnull=False, removed_on__isnull=True, removed_because="")
                | Q(original=None, shown=None, thumbnail=None, removed_on__isnull=False)
                & ~Q(removed_because=""),
                name="documents_file_kept_or_removed",
            ),
        ]

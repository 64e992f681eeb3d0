"""Files, the rights to them, and the base class of every record in a file."""

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, cast

from django.contrib.postgres.indexes import HashIndex
from django.db import models

from saathi.agencies.models.organisation import Agency, Office
from saathi.agencies.record_kit import operational, sensitive, statistical
from saathi.agencies.record_kit.fields import DeclaredClasses
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import FileKind, GrantKind
from saathi.infra import clock
from saathi.infra.classification import OPERATIONAL, STATISTICAL, DataClass

if TYPE_CHECKING:
    from saathi.agencies.read_conditions import ReadCondition


class File(models.Model):
    """The root of a record: one child, one report, or one enquiry, held by one office.

    Rights are granted to files; every other record belongs to one file. The vault keeps one key per
    file, so that destroying the key erases all that is known about the person.
    """

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    kind = statistical(models.CharField(max_length=10, choices=FileKind))
    agency = statistical.foreign_key(Agency)
    office = operational.foreign_key(Office)
    # No enquiry ever finds a protected child, and its answer must not reveal the difference.
    is_protected = sensitive(models.BooleanField(default=False))
    recorded_at = operational(models.DateTimeField(default=clock.now))
    recorded_by = operational(models.UUIDField())

    classified = DeclaredClasses()


class Grant(models.Model):
    """A right to a file: who has it (staff or office), its origin, its sections, its end."""

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    file = operational.foreign_key(
        File, on_delete=models.CASCADE, related_name="grants", db_index=False
    )
    principal = operational(models.UUIDField())
    kind = operational(models.CharField(max_length=10, choices=GrantKind))
    reads = operational(models.IntegerField())
    writes = operational(models.IntegerField(default=0))
    starts_at = operational(models.DateTimeField(default=clock.now))
    ends_at = operational(models.DateTimeField(null=True, blank=True))  # NULL: until it is ended
    given_by = operational(models.UUIDField())

    classified = DeclaredClasses()

    class Meta:
        indexes = [
            models.Index(fields=["principal", "file"], name="agencies_grant_of_principal"),
            # Queries for lists of files ask what grants from others let an office read; few of an
            # office's grants have an end.
            models.Index(
                fields=["principal", "file"],
                condition=models.Q(ends_at__isnull=False),
                name="agencies_grant_with_end",
            ),
            # Row security looks up the grants of one file for each row it shows: a hash index needs
            # one lookup instead of a tree descent, a third of the cost of the check.
            HashIndex(fields=["file"], name="agencies_grant_by_file"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["owner", "team"]) | models.Q(ends_at__isnull=False),
                name="agencies_grant_of_others_ends",
            )
        ]


class Hidden(models.Model):
    """A file hidden from a member of staff or an agency, such as a relative or the accused."""

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    file = operational.foreign_key(
        File, on_delete=models.CASCADE, related_name="hidden_from", db_index=False
    )
    principal = sensitive(models.UUIDField())  # a staff id or an agency id
    since = operational(models.DateTimeField(default=clock.now))
    hidden_by = operational(models.UUIDField())
    # The office that this person led then; NULL if they led none, if a report hides the file, or if
    # it is unknown.
    hider_office = operational(models.UUIDField(null=True, blank=True))

    classified = DeclaredClasses()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "principal"], name="agencies_hidden_once")
        ]
        # Row security looks up once for each table in a statement which files are hidden from a
        # person.
        indexes = [models.Index(fields=["principal"], name="agencies_hidden_from")]


class Scoped(models.Model):
    """Base of every record of a file: its file, its section, its recorder, its version.

    A model that inherits this is found by `access`, protected by row-level security, and counted by
    the architecture tests, which refuse a model that has a child's data and does not inherit it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.UUIDField()
    version = models.PositiveIntegerField(default=1)

    section: ClassVar[Section]
    # Which of the staff who can read the section may read these records; None: all of them.
    read_condition: "ClassVar[ReadCondition | None]" = None
    # Further sections that some records tell of, with the condition on these records; and fields and sealed
    # texts (by their key in the envelope) that tell of other sections alone, with the sections of which one
    # is enough: the child's own words go with the child's statements. What is limited to sections (an
    # export) leaves out all three.
    further_sections: ClassVar[Mapping[Section, models.Q]] = {}
    sections_of_fields: ClassVar[Mapping[str, Section]] = {}
    sections_of_texts: ClassVar[Mapping[str, Section]] = {}
    # Where false no export holds these records, whichever sections were chosen; and which of them are
    # in none where it is true.
    is_exported: ClassVar[bool] = True
    never_exported: ClassVar[models.Q | None] = None
    # Keys of the envelope that no export holds: they identify another person.
    texts_never_exported: ClassVar[frozenset[str]] = frozenset()
    # If True, the web role can only read these records; functions of the warden write them.
    written_by_functions: ClassVar[bool] = False
    # Fields that never change after the insert, besides the file and the time. All other fields
    # change only with a proof, and all first values need one (`agencies.guarded_columns`).
    kept_fields: ClassVar[tuple[str, ...]] = ()
    # What else must be true of the record (as `r` in SQL) for its stored files to be read; "" for nothing.
    stored_files_condition: ClassVar[str] = ""
    # Foreign keys to other records, checked to lie in the same file: (column, table) pairs are
    # worked out by `agencies.row_security` from the model itself.
    # From the declarations of the fields (`agencies.record_kit.fields`); a model may write its own.
    classified: ClassVar[dict[str, DataClass]] = cast("dict[str, DataClass]", DeclaredClasses())
    base_classified: ClassVar[dict[str, DataClass]] = {
        "id": OPERATIONAL,
        "file": OPERATIONAL,
        "recorded_at": STATISTICAL,
        "recorded_by": OPERATIONAL,
        "version": OPERATIONAL,
    }

    class Meta:
        abstract = True

    def texts_left_out_of_export(self) -> frozenset[str]:
        """The keys of this record's envelope that no export holds, whichever sections were chosen."""
        return self.texts_never_exported

"""The doors to a file: `get`, `visible`, `require`. Policy: reviewed by those who answer for access.

This is the first lock; row-level security is the second, and a property test shows that both see
the same rows.
"""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404

from saathi import audit
from saathi.agencies.models import File, Grant, Hidden, Scoped, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import GrantKind
from saathi.infra import clock


class NotAllowed(Http404):
    """This person may not do this here. A stranger cannot tell it from what does not exist."""


def running_grants(staff: Staff) -> QuerySet[Grant]:
    """The rights of this person that hold now, to any file."""
    now = clock.now()
    return Grant.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=now), principal__in=staff.acts_as, starts_at__lte=now
    )


def right_to(staff: Staff, bits: str, section: Section, file: str) -> Q:
    """The condition that `staff` holds a section (`bits`: reads or writes) of the file in `file`."""
    held = (
        running_grants(staff)
        .annotate(held=F(bits).bitand(int(section)))
        .filter(file=OuterRef(file), held__gt=0)
    )
    hidden = Hidden.objects.filter(file=OuterRef(file), principal__in=[staff.id, staff.agency_id])
    return Q(Exists(held)) & ~Q(Exists(hidden))


def visible[RecordT: Scoped](staff: Staff, model: type[RecordT]) -> QuerySet[RecordT]:
    """The records of this kind that `staff` may read. Add your own indexable predicate to it."""
    if not issubclass(model, Scoped):
        raise TypeError(f"{model.__name__} is not a record of a file; access cannot judge it.")
    found = model._default_manager.filter(right_to(staff, "reads", model.section, "file"))
    narrow = getattr(model, "readable_by", None)
    return found.filter(narrow(staff)) if narrow is not None else found


def get[RecordT: Scoped](
    staff: Staff, model: type[RecordT], record_id: UUID, *, purpose: str = ""
) -> RecordT:
    """The record, and a line in the log that it was looked at; Http404 to strangers."""
    record = visible(staff, model).filter(pk=record_id).first()
    if record is None:
        raise NotAllowed
    audit.record(
        audit.Kind.LOOKED,
        by=staff.id,
        agency=staff.agency_id,
        file_id=record.file_id,
        objects=[record.pk],
        purpose=purpose or staff.looks_for,
        detail={"section": int(model.section)},
    )
    return record


@dataclass(frozen=True, slots=True)
class FileRights:
    """What one member of staff holds of one file now, asked once for a page that shows much of it."""

    staff: Staff
    file_id: UUID
    reads: Section
    writes: Section
    kinds: frozenset[str]
    ends_at: dt.datetime | None  # of a glass that is open; None when there is none

    @property
    def is_own_case(self) -> bool:
        """Whether she works in the child's team or leads the office: the purpose is implied."""
        return not self.kinds.isdisjoint({GrantKind.TEAM, GrantKind.OWNER})

    def may_read(self, section: Section) -> bool:
        """Whether she reads this section of the file."""
        return section in self.reads

    def records[RecordT: Scoped](self, model: type[RecordT]) -> QuerySet[RecordT]:
        """The records of this kind in the file, none where she does not read their section."""
        if not self.may_read(model.section):
            return model._default_manager.none()
        found = model._default_manager.filter(file=self.file_id)
        narrow = getattr(model, "readable_by", None)
        return found.filter(narrow(self.staff)) if narrow is not None else found


def rights(staff: Staff, file_id: UUID) -> FileRights:
    """What `staff` holds of a file now; NotAllowed when nothing. One query, no line in the log."""
    hidden = Hidden.objects.filter(file=file_id, principal__in=[staff.id, staff.agency_id])
    reads, writes, kinds, glass = Section(0), Section(0), set[str](), None
    for grant in running_grants(staff).filter(~Q(Exists(hidden)), file=file_id):
        reads |= Section(grant.reads)
        writes |= Section(grant.writes)
        kinds.add(grant.kind)
        if grant.kind == GrantKind.GLASS and grant.ends_at:
            glass = max(glass, grant.ends_at) if glass else grant.ends_at
    if not reads:
        raise NotAllowed
    return FileRights(staff, file_id, reads, writes, frozenset(kinds), glass)


def may(staff: Staff, permission: Permission) -> bool:
    """Whether the bundle of an active member of staff holds a permission today."""
    return permission in staff.permissions


def may_write(staff: Staff, file_id: UUID, section: Section) -> bool:
    """Whether `staff` may write a section of a file now."""
    return File.objects.filter(right_to(staff, "writes", section, "pk"), pk=file_id).exists()


def require(staff: Staff, permission: Permission, record: Scoped | None = None) -> None:
    """Returns in silence when `staff` may do this, to this record; NotAllowed otherwise."""
    if not may(staff, permission):
        raise NotAllowed
    if record is None:
        return
    if not may_write(staff, record.file_id, record.section):
        raise NotAllowed


def sections(file_id: UUID) -> tuple[Section, Section]:
    """What the person of this request reads and writes of a file now; one query for a whole page."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reads, writes FROM access_sections(%s)", [file_id])
        reads, writes = cursor.fetchone()
    return Section(reads), Section(writes)

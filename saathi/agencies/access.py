"""Access to a file: `get`, `visible`, `require`. Policy: reviewed by those responsible for access.

This is the first lock; row-level security is the second, and a property test shows that both see
the same rows.
"""

import datetime as dt
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, cast
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import BitOr, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.http import Http404

from saathi import audit
from saathi.agencies.compiled_queries import compiled_query, first_row
from saathi.agencies.has_right import Bits, HasRight
from saathi.agencies.models import File, Grant, Hidden, Scoped, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.request_cache import cache_answer, forget_answer, get_cached, is_cache_active
from saathi.agencies.sections import ALL_SECTIONS, TEAM_MEMBER_SECTIONS, Section
from saathi.agencies.vocabulary import FileKind, GrantKind
from saathi.infra import clock
from saathi.infra.any_of import AnyOf
from saathi.vault import store as vault


class NotAllowed(Http404):
    """The person may not do this. Cannot be distinguished from a missing record."""


def current_grants(staff: Staff) -> QuerySet[Grant]:
    """The rights of this person to any file that are valid now."""
    now = clock.now()
    return Grant.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=now), principal__in=staff.acts_as, starts_at__lte=now
    )


def right_condition(
    staff: Staff, bits: Bits, section: Section, file: str, *, by_row: bool = False
) -> Q:
    """The condition that `staff` may read or write (`bits`) a section of the file in `file`."""
    return Q(HasRight(staff, bits, section, file, by_row=by_row))


def visible[RecordT: Scoped](
    staff: Staff, model: type[RecordT], *, by_row: bool = False
) -> QuerySet[RecordT]:
    """The records of this kind that `staff` may read. Add your own indexable predicate to it.

    If that predicate matches only a few of the readable records, such as requests waiting in the
    offices the reader leads, pass `by_row`: the right is then checked for those rows alone.
    """
    if not issubclass(model, Scoped):
        raise TypeError(f"{model.__name__} is not a record of a file; access cannot judge it.")
    records = model._default_manager.filter(
        right_condition(staff, "reads", model.section, "file", by_row=by_row)
    )
    return _narrowed(staff, model, records)


def get[RecordT: Scoped](
    staff: Staff, model: type[RecordT], record_id: UUID, *, purpose: str = ""
) -> RecordT:
    """The record, with the access logged; Http404 without access."""
    record: RecordT | None
    if is_cache_active():
        record = _noted(staff, first_row(_seen(staff, model, record_id)))
    else:
        record = visible(staff, model).filter(pk=record_id).first()
    if record is None:
        raise NotAllowed
    audit.record(
        audit.AuditKind.LOOKED,
        by=staff.id,
        agency=staff.agency_id,
        file_id=record.file_id,
        objects=[record.pk],
        purpose=purpose or staff.access_purpose,
        detail={"section": int(model.section)},
    )
    return record


def readable_sections(staff: Staff, files: Collection[UUID]) -> dict[UUID, Section]:
    """The sections `staff` may read of each file; files without any are left out. One query.

    For a page with many queries about many files: each query is then limited to the files whose
    section is readable, instead of checking the right again for every row.
    """
    return {file: Section(sections) for file, sections in _reads(staff, list(files))}


def writable_sections(staff: Staff, files: Collection[UUID]) -> dict[UUID, Section]:
    """The sections `staff` may write of each file; files without any right are left out. One query."""
    return {file: Section(sections) for file, sections in _writes(staff, list(files))}


@compiled_query
def _writes(staff: Staff, files: list[UUID]) -> QuerySet[Any, tuple[UUID, int]]:
    hidden = Hidden.objects.filter(file=OuterRef("file"), principal__in=[staff.id, staff.agency_id])
    held = current_grants(staff).filter(~Exists(hidden), AnyOf("file", files)).order_by()
    return held.values("file").annotate(sections=BitOr("writes")).values_list("file", "sections")


@compiled_query
def _reads(staff: Staff, files: list[UUID]) -> QuerySet[Any, tuple[UUID, int]]:
    hidden = Hidden.objects.filter(file=OuterRef("file"), principal__in=[staff.id, staff.agency_id])
    held = current_grants(staff).filter(~Exists(hidden), AnyOf("file", files)).order_by()
    return held.values("file").annotate(sections=BitOr("reads")).values_list("file", "sections")


def records_in_files[RecordT: Scoped](
    staff: Staff, files: Collection[UUID], model: type[RecordT]
) -> QuerySet[RecordT]:
    """The records of this kind in files whose section the reader may read (see `readable_sections`)."""
    return _narrowed(staff, model, model._default_manager.filter(AnyOf("file", files)))


def _narrowed[RecordT: Scoped](
    staff: Staff, model: type[RecordT], records: QuerySet[RecordT]
) -> QuerySet[RecordT]:
    """The given records that the model's own condition lets this person read."""
    condition = model.read_condition
    return records if condition is None else records.filter(condition.query(model, staff))


@dataclass(frozen=True, slots=True)
class FileRights:
    """The current rights of one member of staff to one file, queried once per page."""

    staff: Staff
    file_id: UUID
    reads: Section
    writes: Section
    kinds: frozenset[str]
    ends_at: dt.datetime | None  # when emergency access ends, if there is any

    @property
    def is_own_case(self) -> bool:
        """Whether the person is in the child's team or leads the office: the purpose is implied."""
        return not self.kinds.isdisjoint({GrantKind.TEAM, GrantKind.OWNER})

    def may_read(self, section: Section) -> bool:
        """Whether the person may read this section of the file."""
        return section in self.reads

    def records[RecordT: Scoped](self, model: type[RecordT]) -> QuerySet[RecordT]:
        """The records of this kind in the file; none if their section may not be read."""
        if not self.may_read(model.section):
            return model._default_manager.none()
        records = model._default_manager.filter(file=self.file_id)
        return _narrowed(self.staff, model, records)


def rights(staff: Staff, file_id: UUID) -> FileRights:
    """The current rights of `staff` to a file; NotAllowed if none. One query, not logged.

    The file's key is loaded too, still wrapped: a page that shows a file is about to open it.
    """
    file_rights = _rights_or_none(staff, file_id)
    if file_rights is None:
        raise NotAllowed
    return file_rights


def first_record_with_rights[RecordT: Scoped](
    staff: Staff, records: QuerySet[RecordT]
) -> RecordT | None:
    """The first record, with the rights of `staff` to its file, for later checks.

    `rights` does not query these again in this request. Still one query.
    """
    if not is_cache_active():
        return records.first()
    return _noted(staff, _with_rights(staff, records).first())


@compiled_query
def _seen[RecordT: Scoped](
    staff: Staff, model: type[RecordT], record_id: UUID
) -> QuerySet[RecordT]:
    return _with_rights(staff, visible(staff, model).filter(pk=record_id))


def _with_rights[RecordT: Scoped](staff: Staff, records: QuerySet[RecordT]) -> QuerySet[RecordT]:
    grants = _running_grants_seen(staff).filter(file=OuterRef("file_id"))
    parts = JSONObject(**{name: F(name) for name in _PARTS})
    beside: Any = records.annotate(
        rights_held=ArraySubquery(grants.values(part=parts)),
        file_key=vault.wrapped_key_subquery("file_id"),
    )
    return cast("QuerySet[RecordT]", beside)


def _noted[RecordT: Scoped](staff: Staff, record: RecordT | None) -> RecordT | None:
    """The record, after caching the rights to its file."""
    if record is not None:
        held = [_Held(*(values[name] for name in _PARTS)) for values in record.rights_held]  # type: ignore[attr-defined]
        cache_answer(_question(staff, record.file_id), _summed(staff, record.file_id, held))
        vault.prime_key_cache(record.file_id, record.file_key)  # type: ignore[attr-defined]
    return record


class _Held(NamedTuple):
    """The values of a grant that make up the rights to a file."""

    reads: int
    writes: int
    kind: str
    ends_at: dt.datetime | str | None


_PARTS = _Held._fields


def _question(staff: Staff, file_id: UUID) -> Hashable:
    return ("rights", staff.id, file_id)


def _running_grants_seen(staff: Staff) -> QuerySet[Grant]:
    """The current rights of this person to files that are not hidden from them."""
    hidden = Hidden.objects.filter(file=OuterRef("file"), principal__in=[staff.id, staff.agency_id])
    return current_grants(staff).filter(~Q(Exists(hidden)))


def _rights_or_none(staff: Staff, file_id: UUID) -> FileRights | None:
    def ask() -> FileRights | None:
        rows = _held(staff, file_id)
        for row in rows[:1]:
            vault.prime_key_cache(file_id, row[-1])
        return _summed(staff, file_id, [_Held(*row[:-1]) for row in rows])

    return get_cached(_question(staff, file_id), ask)


@compiled_query
def _held(staff: Staff, file_id: UUID) -> QuerySet[Any, tuple[Any, ...]]:
    grants = _running_grants_seen(staff).filter(file=file_id)
    return grants.annotate(file_key=vault.wrapped_key_subquery("file_id")).values_list(
        *_PARTS, "file_key"
    )


def _summed(staff: Staff, file_id: UUID, held: Sequence[_Held]) -> FileRights | None:
    """The combined rights of all grants; None if they read nothing."""
    reads, writes, emergency_ends = Section(0), Section(0), list[dt.datetime]()
    for grant in held:
        reads |= Section(grant.reads)
        writes |= Section(grant.writes)
        if grant.kind == GrantKind.EMERGENCY and grant.ends_at:
            ends = grant.ends_at
            emergency_ends.append(
                dt.datetime.fromisoformat(ends) if isinstance(ends, str) else ends
            )
    if not reads:
        return None
    kinds = frozenset(grant.kind for grant in held)
    return FileRights(staff, file_id, reads, writes, kinds, max(emergency_ends, default=None))


def cache_founder_rights(staff: Staff, file: File) -> None:
    """Caches the rights that the database granted the actor with a file they just created."""
    team = Section.ENQUIRY if file.kind == FileKind.ENQUIRY else TEAM_MEMBER_SECTIONS
    held = [_Held(team, team, GrantKind.TEAM, None)]
    if file.office_id in staff.acts_as:
        held.append(_Held(ALL_SECTIONS, ALL_SECTIONS, GrantKind.OWNER, None))
    cache_answer(_question(staff, file.pk), _summed(staff, file.pk, held))


def forget_cached_rights(staff: Staff, file_id: UUID) -> None:
    """Makes the rights of `staff` to a file be queried again: they changed in this request."""
    forget_answer(_question(staff, file_id))


def has_permission(staff: Staff, permission: Permission) -> bool:
    """Whether the bundle of an active member of staff includes a permission today."""
    return permission in staff.permissions


def may_write(staff: Staff, file_id: UUID, section: Section) -> bool:
    """Whether `staff` may write a section of a file now."""
    if is_cache_active():
        file_rights = _rights_or_none(staff, file_id)
        return file_rights is not None and bool(file_rights.writes & section)
    return File.objects.filter(right_condition(staff, "writes", section, "pk"), pk=file_id).exists()


def require(staff: Staff, permission: Permission, record: Scoped | None = None) -> None:
    """Returns if `staff` may do this, and write `record` if given; raises NotAllowed otherwise."""
    if not has_permission(staff, permission):
        raise NotAllowed
    if record is None:
        return
    if not may_write(staff, record.file_id, record.section):
        raise NotAllowed


def sections_of_file(staff: Staff, file_id: UUID) -> tuple[Section, Section]:
    """The sections of a file that the acting `staff` may read and may write; one query per page."""
    if is_cache_active():
        file_rights = _rights_or_none(staff, file_id)
        return (file_rights.reads, file_rights.writes) if file_rights else (Section(0), Section(0))
    with connection.cursor() as cursor:
        cursor.execute("SELECT reads, writes FROM access_sections(%s)", [file_id])
        reads, writes = cursor.fetchone()
    return Section(reads), Section(writes)

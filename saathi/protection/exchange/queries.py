"""Queries for imports, exports, saved plans and the workers who can get cases."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, F, Func, Q, QuerySet

from saathi.agencies import access, access_log
from saathi.agencies.access import FileRights
from saathi.agencies.models import Office, Staff
from saathi.agencies.permissions import Permission
from saathi.audit import AuditKind
from saathi.audit.queries import list_files_changed_after
from saathi.consent.queries import active_consents
from saathi.consent.rules import BASES_OVER_REFUSAL
from saathi.consent.vocabulary import ConsentScope
from saathi.engines.sheets.checking import ColumnPlan
from saathi.people.models import Child
from saathi.people.names import display_name, names_in_payload
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import ENDED_STATUSES, OPEN_STATUSES
from saathi.protection.exchange import duplicates, upload_storage
from saathi.protection.exchange.checks import ImportRowCheck
from saathi.protection.exchange.models import Export, Import, ImportedRecord, SavedPlan
from saathi.protection.exchange.vocabulary import (
    IMPORTING,
    NEEDS_BASIS,
    STANDARDS,
    ExportPurpose,
)
from saathi.vault import store as vault

PAGE_SIZE = 25
MAX_WORKERS = 1000


def visible_imports(staff: Staff) -> QuerySet[Import]:
    """The imports of the offices that the staff member leads, newest first."""
    return access.visible(staff, Import).order_by("-recorded_at", "-pk")


def own_exports(staff: Staff) -> QuerySet[Export]:
    """The exports that the staff member requested, newest first."""
    return access.visible(staff, Export).order_by("-recorded_at", "-pk")


def open_imports(records: list[Import]) -> dict[UUID, dict[str, Any]]:
    """The opened contents of imports."""
    return vault.open_many(records)


def load_row_checks(record: Import) -> list[ImportRowCheck]:
    """The check results by row; empty if the import is not checked or is finished."""
    return [
        ImportRowCheck.from_stored(stored)
        for stored in upload_storage.read_sealed(record, record.result) or ()
    ]


def with_readable_duplicates(
    staff: Staff, checks: Sequence[ImportRowCheck]
) -> list[ImportRowCheck]:
    """The rows, each with the possible duplicates that this reader may read.

    Another person may have checked the import, or a file may have been hidden since. One query.
    """
    files = duplicates.files_of(
        duplicate for row_check in checks for duplicate in row_check.possible_duplicates
    )
    visible = access.visible(staff, Child).filter(file__in=files) if files else Child.objects.none()
    readable = {None, *visible.values_list("file_id", flat=True)}
    return [
        replace(
            row_check,
            possible_duplicates=[
                duplicate
                for duplicate in row_check.possible_duplicates
                if duplicate.file_id in readable
            ],
        )
        for row_check in checks
    ]


def open_names_of_duplicates(staff: Staff, checks: Sequence[ImportRowCheck]) -> dict[UUID, str]:
    """The names of the possible duplicates of these rows by file, of those that the reader may read.

    The access is logged.
    """
    files = duplicates.files_of(
        duplicate for row_check in checks for duplicate in row_check.possible_duplicates
    )
    if not files:
        return {}
    children = list(access.visible(staff, Child).filter(file__in=files))
    opened = vault.open_many(children)
    names = {
        child.file_id: display_name(names_in_payload(opened[child.pk])).primary
        for child in children
        if child.pk in opened
    }
    access_log.log_list_view(staff, list(names), purpose=IMPORTING, model="people.child")
    return names


@dataclass(frozen=True)
class NamedColumnPlan:
    """A plan saved under a name."""

    id: UUID
    name: str
    plan: ColumnPlan


def list_saved_plans(staff: Staff) -> list[NamedColumnPlan]:
    """The saved plans of the office, by name; at most fifty."""
    plans_found = list(access.visible(staff, SavedPlan).order_by("-recorded_at")[:50])
    opened = vault.open_many(plans_found)
    plans = [
        NamedColumnPlan(
            record.pk, opened[record.pk]["name"], ColumnPlan.from_stored(opened[record.pk]["plan"])
        )
        for record in plans_found
        if record.pk in opened
    ]
    return sorted(plans, key=lambda plan: plan.name.casefold())


def list_assignable_staff(staff: Staff) -> QuerySet[Staff]:
    """Active colleagues in the offices that the staff member leads."""
    led = Office.objects.filter(pk__in=staff.acts_as).values("pk")
    return Staff.objects.filter(agency=staff.agency_id, is_active=True, office__in=led).order_by(
        "name"
    )


def case_workers_by_address(staff: Staff) -> dict[str, Staff]:
    """Those colleagues who work on cases, by their sign-in address."""
    colleagues = list_assignable_staff(staff)[:MAX_WORKERS]
    return {
        colleague.email.casefold(): colleague
        for colleague in colleagues
        if Permission.WORK_ON_CASE in colleague.permissions
    }


def find_imported_children(staff: Staff, record: Import) -> QuerySet[Child]:
    """The children created by an import, as far as the staff member may see them."""
    imported = find_imported_files(staff, record)
    return access.visible(staff, Child).filter(file__in=imported).order_by("code")


def find_imported_files(staff: Staff, record: Import) -> QuerySet[Any, UUID]:
    """The files created by an import, as far as the staff member may see where they came from."""
    imported = access.visible(staff, ImportedRecord).filter(imported_by=record.pk)
    return imported.values_list("file", flat=True)


def list_children_of_files(staff: Staff, files: Collection[UUID]) -> list[Child]:
    """Some of the children of these files, by code, as far as the staff member may see them."""
    return list(access.visible(staff, Child).filter(file__in=files).order_by("code")[:PAGE_SIZE])


@dataclass(frozen=True)
class ImportedFileStatus:
    """An imported file, and whether it was used since the import."""

    file: UUID
    is_child: bool
    was_worked_on: bool


def list_imported_file_statuses(record: Import) -> list[ImportedFileStatus]:
    """The files of a finished import, for leaders of its office. Four queries."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT file, is_child, stays FROM exchange_files_after_import(%s, %s)",
            [record.pk, list_files_used_since(record)],
        )
        return [ImportedFileStatus(*row) for row in cursor.fetchall()]


def list_files_used_since(record: Import) -> list[UUID]:
    """The files of an import that were changed, printed, exported or shared afterwards.

    Mere views do not count. A file whose data have left the system must stay traceable.
    """
    imported_files = ImportedRecord.objects.filter(imported_by=record.pk).values_list(
        "file", flat=True
    )
    return list_files_changed_after(
        list(imported_files), once=record.file_id, kind=AuditKind.LOADED, since=record.finished_at
    )


@dataclass(frozen=True)
class ImportOrigin:
    """The origin of a child's file, and the columns that were not mapped."""

    record: ImportedRecord
    source: str
    source_id: str
    extras: dict[str, str]


def get_import_origin(rights: FileRights) -> ImportOrigin | None:
    """The origin of this file; None if it was not imported or the reader may not see it."""
    record = rights.records(ImportedRecord).order_by("recorded_at").first()
    if record is None:
        return None
    content = vault.open(record)
    return ImportOrigin(record, content["source"], content["source_id"], content["extras"])


def find_children_to_export(
    staff: Staff, export: Export, *, is_basis_stated: bool
) -> QuerySet[Child]:
    """The children of an export: of the requester's agency, neither protected nor hidden from the requester.

    For statistics only children who agreed to it, or whose data a law requires. For another agency
    only those with a recorded basis for the transfer, unless the requester states one for the others.
    """
    chosen = find_chosen_children(staff, export)
    if _needs_basis(export) and not is_basis_stated:
        return chosen.filter(_has_basis(staff))
    return chosen


def find_children_without_basis(staff: Staff, export: Export) -> QuerySet[Child]:
    """Those of the chosen children who have no recorded basis for this export, if it needs one."""
    chosen = find_chosen_children(staff, export)
    return chosen.exclude(_has_basis(staff)) if _needs_basis(export) else chosen.none()


def _needs_basis(export: Export) -> bool:
    return export.purpose in NEEDS_BASIS and export.format not in STANDARDS


def _has_basis(staff: Staff) -> Q:
    """With an active consent to the transfer, or another basis for it, as for an offer of a transfer."""
    bases = active_consents(
        staff, ConsentScope.TRANSFER, staff.office.today(), over_refusal=BASES_OVER_REFUSAL
    )
    return Q(pk__in=bases.values("child"))


def _is_protected_elsewhere() -> Func:
    """Whether another file of the same child is under special protection."""
    return Func(F("file_id"), function="child_protected_elsewhere", output_field=BooleanField())


def find_chosen_children(staff: Staff, export: Export) -> QuerySet[Child]:
    """The children that an export was asked for, with or without a basis for sharing."""
    exportable = access.visible(staff, Child).filter(
        file__agency=staff.agency_id, file__is_protected=False
    )
    exportable = exportable.filter(~_is_protected_elsewhere())
    if export.purpose == ExportPurpose.STATISTICS:
        agreed = active_consents(staff, ConsentScope.STATISTICS, staff.office.today())
        exportable = exportable.filter(pk__in=agreed.values("child"))
    if export.of_file:
        return exportable.filter(file=export.of_file)
    cases = access.visible(staff, Case)
    if "closed" in export.chosen and "open" not in export.chosen:
        cases = cases.filter(status__in=ENDED_STATUSES)
    elif "open" in export.chosen and "closed" not in export.chosen:
        cases = cases.filter(status__in=OPEN_STATUSES)
    if export.opened_from:
        cases = cases.filter(opened_on__gte=export.opened_from)
    if export.opened_until:
        cases = cases.filter(opened_on__lte=export.opened_until)
    return exportable.filter(file__in=cases.values("file")).order_by("pk")

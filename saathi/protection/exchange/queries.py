"""Reads of imports and exports, of saved plans, and of those to whom cases can go."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from saathi.agencies import access
from saathi.agencies.access import FileRights
from saathi.agencies.models import Office, Staff
from saathi.agencies.permissions import Permission
from saathi.audit import AuditKind
from saathi.audit.queries import list_files_changed_after
from saathi.consent.queries import active_consents
from saathi.consent.vocabulary import ConsentScope
from saathi.people.models import Child
from saathi.protection.cases.models import Case
from saathi.protection.cases.vocabulary import CaseStatus
from saathi.protection.exchange import upload_storage
from saathi.protection.exchange.checks import ImportRowCheck
from saathi.protection.exchange.models import Export, Import, ImportedRecord, SavedPlan
from saathi.protection.exchange.vocabulary import ExportPurpose
from saathi.sheets.checking import ColumnPlan
from saathi.vault import store as vault

PAGE_SIZE = 25
MAX_WORKERS = 1000


def visible_imports(staff: Staff) -> QuerySet[Import]:
    """The imports of the offices she leads, newest first."""
    return access.visible(staff, Import).order_by("-recorded_at", "-pk")


def own_exports(staff: Staff) -> QuerySet[Export]:
    """The exports she asked for, newest first."""
    return access.visible(staff, Export).order_by("-recorded_at", "-pk")


def open_imports(records: list[Import]) -> dict[UUID, dict[str, Any]]:
    """What lies sealed in imports."""
    return vault.open_many(records)


def load_row_checks(record: Import) -> list[ImportRowCheck]:
    """What checking found, row by row; nothing where it was not checked or is over."""
    return [
        ImportRowCheck.from_stored(kept)
        for kept in upload_storage.read_sealed(record, record.result) or ()
    ]


@dataclass(frozen=True)
class NamedColumnPlan:
    """A plan that was kept under a name."""

    id: UUID
    name: str
    plan: ColumnPlan


def list_saved_plans(staff: Staff) -> list[NamedColumnPlan]:
    """The plans kept by the office, by name; at most fifty."""
    found = list(access.visible(staff, SavedPlan).order_by("-recorded_at")[:50])
    told = vault.open_many(found)
    plans = [
        NamedColumnPlan(one.pk, told[one.pk]["name"], ColumnPlan.from_stored(told[one.pk]["plan"]))
        for one in found
        if one.pk in told
    ]
    return sorted(plans, key=lambda one: one.name.casefold())


def list_assignable_staff(staff: Staff) -> QuerySet[Staff]:
    """Active colleagues of the offices she leads."""
    led = Office.objects.filter(pk__in=staff.acts_as).values("pk")
    return Staff.objects.filter(agency=staff.agency_id, is_active=True, office__in=led).order_by(
        "name"
    )


def case_workers_by_address(staff: Staff) -> dict[str, Staff]:
    """Those of them who work on cases, by the address they sign in with."""
    found = list_assignable_staff(staff)[:MAX_WORKERS]
    return {
        one.email.casefold(): one for one in found if Permission.WORK_ON_CASE in one.permissions
    }


def find_imported_children(staff: Staff, record: Import) -> QuerySet[Child]:
    """The children that an import brought in, as far as she may see them."""
    made = access.visible(staff, ImportedRecord).filter(imported_by=record.pk)
    return access.visible(staff, Child).filter(file__in=made.values("file")).order_by("code")


def list_children_of_files(staff: Staff, files: Collection[UUID]) -> list[Child]:
    """Some of the children of these files, by their codes, as far as she may see them."""
    return list(access.visible(staff, Child).filter(file__in=files).order_by("code")[:PAGE_SIZE])


@dataclass(frozen=True)
class ImportedFileStatus:
    """A file that an import brought in, and whether something was done with it since."""

    file: UUID
    is_child: bool
    was_worked_on: bool


def list_imported_file_statuses(record: Import) -> list[ImportedFileStatus]:
    """Each file of an import that is done, for those who lead its office. Four queries."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT file, is_child, stays FROM exchange_standing(%s, %s)",
            [record.pk, list_files_used_since(record)],
        )
        return [ImportedFileStatus(*row) for row in cursor.fetchall()]


def list_files_used_since(record: Import) -> list[UUID]:
    """The files of an import of which the log tells more than looks since it was done.

    A paper that was printed, an export, a right that was given: what left must be found again.
    """
    made = ImportedRecord.objects.filter(imported_by=record.pk).values_list("file", flat=True)
    return list_files_changed_after(
        list(made), once=record.file_id, kind=AuditKind.LOADED, since=record.finished_at
    )


@dataclass(frozen=True)
class ImportOrigin:
    """Where a child's file comes from, and what of it was not understood."""

    record: ImportedRecord
    source: str
    source_id: str
    extras: dict[str, str]


def get_import_origin(rights: FileRights) -> ImportOrigin | None:
    """Where this file was brought in from; None where it was not, or she may not read it."""
    record = rights.records(ImportedRecord).order_by("recorded_at").first()
    if record is None:
        return None
    told = vault.open(record)
    return ImportOrigin(record, told["source"], told["source_id"], told["extras"])


def find_children_to_export(staff: Staff, export: Export) -> QuerySet[Child]:
    """The children whose files an export gives: her agency's, not protected, not hidden from her.

    For statistics those alone who agreed that numbers are made of what is known, or where a law asks.
    """
    found = access.visible(staff, Child).filter(
        file__agency=staff.agency_id, file__is_protected=False
    )
    if export.purpose == ExportPurpose.STATISTICS:
        agreed = active_consents(staff, ConsentScope.STATISTICS, staff.office.today())
        found = found.filter(pk__in=agreed.values("child"))
    if export.of_file:
        return found.filter(file=export.of_file)
    cases = access.visible(staff, Case)
    if "closed" in export.chosen and "open" not in export.chosen:
        cases = cases.filter(status=CaseStatus.CLOSED)
    elif "open" in export.chosen and "closed" not in export.chosen:
        cases = cases.exclude(status=CaseStatus.CLOSED)
    if export.opened_from:
        cases = cases.filter(opened_on__gte=export.opened_from)
    if export.opened_until:
        cases = cases.filter(opened_on__lte=export.opened_until)
    return found.filter(file__in=cases.values("file")).order_by("pk")

"""Import screens. Each step is a page of its own and can be continued on another day."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from saathi import audit
from saathi.agencies import access, access_log
from saathi.agencies.form_submission import RecordForm, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.desk.importing import pages, primero_pages, samples
from saathi.desk.importing.duplicate_views import count_import_duplicates
from saathi.desk.importing.forms import (
    ImportAssignmentAndClosureForm,
    ImportColumnsForm,
    ImportUploadForm,
    ImportValuesForm,
    fields_with_prefix,
)
from saathi.engines.sheets.checking import ColumnPlan
from saathi.engines.sheets.table import Sheet
from saathi.infra import clock
from saathi.protection.exchange import import_rows, queries, upload_storage
from saathi.protection.exchange.actions import importing as actions
from saathi.protection.exchange.actions import undo_import
from saathi.protection.exchange.models import Import
from saathi.protection.exchange.primero.owners import owners_from_counts
from saathi.protection.exchange.vocabulary import ImportState
from saathi.vault import store as vault
from saathi.web import discreet_view, downloads
from saathi.web.paging import requested_page

JSON = "application/json"
TOO_LATE_TEXT = _(
    "This import was changed in the meantime, or this step is finished. See the current "
    "status of the import."
)


@require_safe
@staff_screen(Permission.IMPORT, Permission.EXPORT)
def list_imports(request: StaffRequest) -> HttpResponse:
    """Imports in offices that the user leads; redirects to exports if they only export."""
    if Permission.IMPORT not in request.may:
        return redirect("desk:list_exports")
    page = requested_page(request, queries.visible_imports(request.staff), queries.PAGE_SIZE)
    rows = list(page.object_list)
    access_log.log_list_view(request.staff, [record.pk for record in rows], model="exchange.import")
    context = {
        "table": pages.table_of_imports(rows, queries.open_imports(rows), request.staff.office),
        "page": page,
        "may_export": Permission.EXPORT in request.may,
        "samples": samples.SAMPLE_FILES,
    }
    return render(request, "desk/list_imports.html", context)


@sensitive_post_parameters()
@staff_screen(Permission.IMPORT)
def upload_import(request: StaffRequest) -> HttpResponse:
    """Uploads a file. No record is created yet."""
    form = ImportUploadForm(request.POST or None, request.FILES or None)

    def save(sent: ImportUploadForm) -> str:
        if sent.sheet is None:
            return ""
        file = sent.cleaned_data["file"]
        record = actions.create_import(
            sheet=sent.sheet,
            file_name=str(file.name)[:120],
            source=" ".join(sent.cleaned_data["source"].split()),
            actor=request.staff,
        )
        next_page = "show_import" if import_rows.is_primero(sent.sheet) else "map_import_columns"
        return reverse(f"desk:{next_page}", args=[record.pk])

    answer = submit_form(request, form, save)
    context = {"form": form, "samples": samples.SAMPLE_FILES}
    return answer or render(request, "desk/upload_import.html", context)


@require_safe
@staff_screen(Permission.IMPORT)
def show_import(request: StaffRequest, import_id: UUID) -> HttpResponse:
    """The state of an import, its result, and the next step."""
    record = access.get(request.staff, Import, import_id)
    details = vault.open(record)
    is_done = record.state in {ImportState.DONE, ImportState.UNDONE}
    was_imported = is_done or record.state == ImportState.UNDOING
    seconds_without_progress = (
        clock.now() - (record.moved_at or record.recorded_at)
    ).total_seconds()
    waits = record.state in {ImportState.CHECKING, ImportState.WAITING, ImportState.UNDOING}
    context = {
        "record": record,
        "pairs": pages.import_facts(record, details, request.staff.office),
        "outcome": pages.outcome_table(details, is_done=was_imported),
        "tables": pages.reconciliation_tables(details) if is_done else (),
        "counts": details.get("counts"),
        "is_primero": primero_pages.is_primero(details),
        "primero_tables": primero_pages.difference_tables(details, is_done=was_imported),
        "waits": waits,
        "stalled": waits and seconds_without_progress > pages.STALLED_SECONDS,
        "progress": pages.describe_progress(record) if waits else "",
        "form": RecordForm(initial={"version": record.version}),
        "brought": _imported_children(request, record) if is_done else None,
        "duplicates": count_import_duplicates(request.staff, record)
        if record.state == ImportState.DONE
        else None,
        "taken_back": pages.undo_result_table(details),
        "may_drop": ImportState.DROPPED in actions.STEPS[ImportState(record.state)],
    }
    return render(request, "desk/show_import.html", context)


def _imported_children(request: StaffRequest, record: Import) -> dict[str, Any]:
    """The context of a page with the codes of imported children; no names are opened."""
    page = requested_page(
        request, queries.find_imported_children(request.staff, record), queries.PAGE_SIZE
    )
    return {"page": page, "children": list(page.object_list)}


def import_with_table(
    request: StaffRequest, import_id: UUID
) -> tuple[Import, dict[str, Any], Sheet] | None:
    """The import with its opened envelope and table; None if the table was deleted."""
    record = access.get(request.staff, Import, import_id)
    sheet = upload_storage.load_sheet(record)
    return None if sheet is None else (record, vault.open(record), sheet)


def import_page_url(record_id: UUID, name: str = "show_import") -> str:
    """The address of a page of an import."""
    return reverse(f"desk:{name}", args=[record_id])


def form_error_if_step_too_late[FormT: RecordForm](
    save: Callable[[FormT], str],
) -> Callable[[FormT], str]:
    """Wraps `save` so that the form gets a plain error if the step is no longer possible."""

    def tried(form: FormT) -> str:
        try:
            return save(form)
        except actions.ExchangeStepNotAllowed:
            form.add_error(None, TOO_LATE_TEXT)
            return ""

    return tried


@sensitive_post_parameters()
@staff_screen(Permission.IMPORT)
def map_import_columns(request: StaffRequest, import_id: UUID) -> HttpResponse:
    """Asks for the field of each column."""
    if (at_hand := import_with_table(request, import_id)) is None:
        return redirect(import_page_url(import_id))
    record, details, sheet = at_hand
    if import_rows.is_primero(sheet):  # this import has nothing to map
        return redirect(import_page_url(import_id))
    before = ColumnPlan.from_stored(details["plan"]) if "plan" in details else None
    form = ImportColumnsForm(
        request.POST or None,
        sheet=sheet,
        plan=before,
        saved=queries.list_saved_plans(request.staff),
        initial={"version": record.version},
    )

    def save(sent: ImportColumnsForm) -> str:
        actions.save_column_choice(
            record=record, plan=sent.to_plan(before), version=sent.seen_version, actor=request.staff
        )
        return import_page_url(import_id, "map_import_values")

    answer = submit_form(
        request, form, form_error_if_step_too_late(save), newest_url=import_page_url(import_id)
    )
    context = {"form": form, "record": record, "told": details}
    return answer or render(request, "desk/map_import_columns.html", context)


@sensitive_post_parameters()
@staff_screen(Permission.IMPORT)
def map_import_values(request: StaffRequest, import_id: UUID) -> HttpResponse:
    """Asks for the meaning of source values and the date formats; then a job checks the rows."""
    at_hand = import_with_table(request, import_id)
    if at_hand is None:
        return redirect(import_page_url(import_id))
    record, details, sheet = at_hand
    if "plan" not in details:
        return redirect(import_page_url(import_id, "map_import_columns"))
    form = ImportValuesForm(
        request.POST or None,
        sheet=sheet,
        plan=ColumnPlan.from_stored(details["plan"]),
        country=request.staff.office.country,
        initial={"version": record.version},
    )

    def save(sent: ImportValuesForm) -> str:
        actions.confirm_columns(
            record=record,
            plan=sent.to_plan(),
            save_as=" ".join(sent.cleaned_data["save_as"].split()),
            version=sent.seen_version,
            actor=request.staff,
        )
        return import_page_url(import_id)

    answer = submit_form(
        request, form, form_error_if_step_too_late(save), newest_url=import_page_url(import_id)
    )
    context = {
        "form": form,
        "record": record,
        "orders": list(fields_with_prefix(form, "order_")),
        "words": list(fields_with_prefix(form, "word_")),
    }
    return answer or render(request, "desk/map_import_values.html", context)


@require_safe
@staff_screen(Permission.IMPORT)
def list_import_rows(request: StaffRequest, import_id: UUID) -> HttpResponse:
    """The expected result of each row."""
    if discreet_view.must_cover_texts(request):
        return discreet_view.render_cover(request)
    at_hand = import_with_table(request, import_id)
    if at_hand is None or not at_hand[0].result:
        return redirect(import_page_url(import_id))
    record, details, sheet = at_hand
    row_filter = request.GET.get("show", "all")

    def subject_of(number: int) -> pages.RowSubject:
        if import_rows.is_primero(sheet):
            return primero_pages.row_subject(record, details, sheet, number, request.staff)
        return pages.table_row_subject(sheet, ColumnPlan.from_stored(details["plan"]), number)

    page = pages.rows_page(
        queries.with_readable_duplicates(request.staff, queries.load_row_checks(record)),
        subject_of,
        lambda checks: queries.open_names_of_duplicates(request.staff, checks),
        which=row_filter if row_filter in pages.ROW_FILTERS else "all",
        number=request.GET.get("page", "1"),
    )
    counts = details.get("counts") or {}
    context = {
        "record": record,
        "rows": page,
        "outcome": pages.outcome_table(details, is_done=False),
        "counts": counts,
        "is_checked": record.state == ImportState.CHECKED,
    }
    return render(request, "desk/list_import_rows.html", context)


@require_safe
@staff_screen(Permission.IMPORT)
def download_import_errors(request: StaffRequest, import_id: UUID) -> HttpResponse:
    """The rows with errors, as a file to correct."""
    at_hand = import_with_table(request, import_id)
    if at_hand is None or not at_hand[0].result:
        return redirect(import_page_url(import_id))
    record, _told, sheet = at_hand
    checked_rows = queries.load_row_checks(record)
    audit.record(
        audit.AuditKind.MEDIA_OPENED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        file_id=record.file_id,
        objects=[record.pk],
        detail={
            "screen": "desk:download_import_errors",
            "count": sum(bool(checked_row.errors) for checked_row in checked_rows),
        },
    )
    if import_rows.is_primero(sheet):
        content = primero_pages.faulty_records_json(sheet, checked_rows)
        return downloads.attachment_response(content, "records-with-errors.json", JSON)
    return downloads.attachment_response(
        pages.faulty_rows_csv(sheet, checked_rows), "rows-with-mistakes.csv", downloads.CSV
    )


@staff_screen(Permission.IMPORT)
def decide_import(request: StaffRequest, import_id: UUID) -> HttpResponse:
    """Asks for the decision: a job imports all valid rows, or nothing is imported."""
    record = access.get(request.staff, Import, import_id)
    details = vault.open(record)
    workers = list(queries.case_workers_by_address(request.staff).values())
    form = ImportAssignmentAndClosureForm(
        request.POST or None,
        workers=workers,
        owners=owners_from_counts(details.get("counts") or {}),
        closures=(details.get("counts") or {}).get("closures"),
        initial={"version": record.version, "worker": record.worker_id},
    )
    if record.state not in {ImportState.CHECKED, ImportState.WAITING}:
        return redirect(import_page_url(import_id))

    def save(sent: ImportAssignmentAndClosureForm) -> str:
        actions.approve_import(
            record=record,
            worker=sent.cleaned_data["worker"],
            choices=sent.chosen(),
            version=sent.seen_version,
            actor=request.staff,
        )
        return import_page_url(import_id)

    answer = submit_form(
        request, form, form_error_if_step_too_late(save), newest_url=import_page_url(import_id)
    )
    context = {
        "form": form,
        "record": record,
        "outcome": pages.outcome_table(details, is_done=False),
        "counts": details.get("counts") or {},
        "has_workers": bool(workers),
    }
    return answer or render(request, "desk/decide_import.html", context)


@require_POST
@staff_screen(Permission.IMPORT)
def discard_import(request: StaffRequest, import_id: UUID) -> HttpResponse:
    """Discards an import: nothing is imported, its upload is deleted."""
    record = access.get(request.staff, Import, import_id)

    def save(sent: RecordForm) -> str:
        actions.discard_import(record=record, version=sent.seen_version, actor=request.staff)
        return import_page_url(import_id)

    answer = submit_form(
        request,
        RecordForm(request.POST),
        form_error_if_step_too_late(save),
        newest_url=import_page_url(import_id),
    )
    return answer or redirect(import_page_url(import_id))


@staff_screen(Permission.IMPORT)
def undo_completed_import(request: StaffRequest, import_id: UUID) -> HttpResponse:
    """Shows what undoing an import would remove and keep; then a job does it."""
    record = access.get(request.staff, Import, import_id)
    if record.state != ImportState.DONE:
        return redirect(import_page_url(import_id))
    standing = queries.list_imported_file_statuses(record)

    def save(sent: RecordForm) -> str:
        undo_import.request_undo(record=record, version=sent.seen_version, actor=request.staff)
        return import_page_url(import_id)

    form = RecordForm(request.POST or None, initial={"version": record.version})
    answer = submit_form(
        request, form, form_error_if_step_too_late(save), newest_url=import_page_url(import_id)
    )
    context = {
        "form": form,
        "record": record,
        "table": pages.undo_preview_table(standing),
        "may_go": any(not standing_file.was_worked_on for standing_file in standing),
        "staying": queries.list_children_of_files(
            request.staff,
            [standing_file.file for standing_file in standing if standing_file.was_worked_on],
        ),
    }
    return answer or render(request, "desk/undo_completed_import.html", context)


@require_safe
@staff_screen(Permission.IMPORT)
def download_sample_file(request: StaffRequest, name: str) -> HttpResponse:  # noqa: ARG001 - like each screen
    """A file with an invented caseload for trying out imports."""
    data, media_type = samples.sample_content(name)
    return downloads.attachment_response(data, name, media_type)

"""Pages of external series: import, review, set columns, show, withdraw."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from saathi.agencies import access
from saathi.agencies.form_pages import FormPageText, render_form_page
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.engines.sheets.reading import read_sheet
from saathi.evidence.external import actions, layouts, queries
from saathi.evidence.external.forms import (
    SeriesColumnsForm,
    SeriesForm,
    SeriesShowForm,
    SeriesTableFilterForm,
    SeriesWithdrawForm,
)
from saathi.evidence.external.models import ExternalSeries
from saathi.evidence.external.vocabulary import SeriesLayout, SeriesState
from saathi.web.paging import requested_page, requested_search_text

SEES, PREPARES = Permission.SEE_NUMBERS, Permission.PREPARE_RELEASE
MOST_MISTAKES, A_LOOK = 50, 15
BACK = _("External series")
ADD_PAGE_TEXT = FormPageText(
    _("External series"),
    _("The numbers are shown as published, next to our numbers, and are never added to them."),
    _("Preview"),
    BACK,
)
COLUMNS_PAGE_TEXT = FormPageText(
    _("Map columns"),
    _("Unmapped columns are left out. You are notified if this makes rows identical."),
    _("Save"),
    BACK,
)
SHOW_PAGE_TEXT = FormPageText(
    _("Show the series"),
    _("The series is shown as external data with its source and proxies, and cannot be changed."),
    _("Show the series"),
    BACK,
)
WITHDRAW_PAGE_TEXT = FormPageText(
    _("Withdraw the series"),
    _(
        "The numbers are no longer shown. The record of the series and the reason for "
        "withdrawal remain."
    ),
    _("Withdraw"),
    BACK,
)


@require_safe
@staff_screen(SEES)
def list_series(request: StaffRequest) -> HttpResponse:
    """The list of shown series and of the agency's series under review."""
    search_text = requested_search_text(request)
    page = requested_page(
        request, queries.list_series(request.staff, search_text), queries.PAGE_SIZE
    )
    rows = [
        (row, SeriesState(row.state).label, queries.TAGS[SeriesState(row.state)])
        for row in page.object_list
    ]
    context = {
        "page": page,
        "rows": rows,
        "asked": search_text,
        "prepares": access.has_permission(request.staff, PREPARES),
    }
    return render(request, "external/list_series.html", context)


@staff_screen(PREPARES)
def add_series(request: StaffRequest) -> HttpResponse:
    """Imports a table for review."""
    sent = request.method == "POST"
    form = SeriesForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        today=request.staff.office.today(),
    )

    def save(form: SeriesForm) -> str:
        made = actions.import_series(series=form.to_record(), body=form.body, actor=request.staff)
        return reverse("external:show_series", args=[made.pk])

    back = reverse("external:list_series")
    return submit_form(request, form, save) or render_form_page(request, form, ADD_PAGE_TEXT, back)


@require_safe
@staff_screen(SEES)
def show_series(request: StaffRequest, series_id: UUID) -> HttpResponse:
    """A series: during review its columns and every error; then its numbers."""
    row = queries.get_series(request.staff, series_id)
    prepares = (
        access.has_permission(request.staff, PREPARES) and row.agency_id == request.staff.agency_id
    )
    context: dict[str, object] = {
        "row": row, "about": queries.series_details(row), "proxies": queries.list_proxies(row),
        "prepares": prepares, "state": SeriesState(row.state).label,
        "tag": queries.TAGS[SeriesState(row.state)],
    }  # fmt: skip
    if row.state == SeriesState.PREVIEW:
        if not prepares:
            raise Http404
        context |= _preview(row)
        return render(request, "external/preview.html", context)
    cells = queries.load_series_cells(row) if row.state == SeriesState.SHOWN else None
    if cells and cells.roles:
        form = SeriesTableFilterForm(request.GET, series_cells=cells)
        context |= {"form": form, "table": queries.build_series_table(cells, form.to_filter())}
    return render(request, "external/show_series.html", context)


def _preview(row: ExternalSeries) -> dict[str, object]:
    outcome = actions.read_series(row)
    sheet = read_sheet(bytes(row.body))
    return {
        "columns": sheet.columns,
        "rows": sheet.rows[:A_LOOK],
        "all_rows": len(sheet.rows),
        "cells": len(outcome.cells),
        "mistakes": outcome.mistakes[:MOST_MISTAKES],
        "more_mistakes": max(0, len(outcome.mistakes) - MOST_MISTAKES),
        "of_table": [mistake.words for mistake in outcome.mistakes if mistake.line == 0],
        "counts_rows": layouts.has_person_rows(SeriesLayout(row.layout)),
        "meant": {column: role for role, column in row.columns.items()},
    }


@staff_screen(PREPARES)
def set_columns(request: StaffRequest, series_id: UUID) -> HttpResponse:
    """Sets the roles of the columns of a table."""
    row, back = _own_series(request, series_id)
    if row.state != SeriesState.PREVIEW:
        return redirect(back)
    sheet = read_sheet(bytes(row.body))
    initial = {
        **row.columns,
        "fixed_year": row.year,
        "fixed_place": row.place,
        "version": row.version,
    }
    counts_rows = layouts.has_person_rows(SeriesLayout(row.layout))
    form = SeriesColumnsForm(
        posted_data(request), initial=initial, columns=sheet.columns, counts_rows=counts_rows
    )

    def save(sent: SeriesColumnsForm) -> str:
        data = sent.cleaned_data
        meaning = actions.SeriesColumnsInput(
            sent.columns(), data["fixed_year"], data["fixed_place"]
        )
        actions.set_columns(
            series=row, columns_input=meaning, version=sent.seen_version, actor=request.staff
        )
        return back

    return submit_form(request, form, save, newest_url=back) or render_form_page(
        request, form, COLUMNS_PAGE_TEXT, back
    )


@staff_screen(PREPARES)
def make_series_visible(request: StaffRequest, series_id: UUID) -> HttpResponse:
    """Shows a series to all readers of statistics."""
    row, back = _own_series(request, series_id)
    if row.state != SeriesState.PREVIEW:
        return redirect(back)
    form = SeriesShowForm(posted_data(request), initial={"version": row.version})

    def save(sent: SeriesShowForm) -> str:
        try:
            actions.make_series_visible(
                series=row, leave_out=sent.cleaned_data["leave_out"], version=sent.seen_version,
                actor=request.staff,
            )  # fmt: skip
        except actions.SeriesHasMistakes:
            sent.add_error(
                None,
                _("The file has errors. Correct the file, map its columns, or leave those rows out."),
            )  # fmt: skip
            return ""
        return back

    return submit_form(request, form, save, newest_url=back) or render_form_page(
        request, form, SHOW_PAGE_TEXT, back
    )


@staff_screen(PREPARES)
def withdraw_series(request: StaffRequest, series_id: UUID) -> HttpResponse:
    """Withdraws a series from view."""
    row, back = _own_series(request, series_id)
    if row.state == SeriesState.WITHDRAWN:
        return redirect(back)
    form = SeriesWithdrawForm(posted_data(request), initial={"version": row.version})

    def save(sent: SeriesWithdrawForm) -> str:
        why = sent.cleaned_data["why"]
        actions.withdraw_series(series=row, why=why, version=sent.seen_version, actor=request.staff)
        return back

    return submit_form(request, form, save, newest_url=back) or render_form_page(
        request, form, WITHDRAW_PAGE_TEXT, back
    )


def _own_series(request: StaffRequest, series_id: UUID) -> tuple[ExternalSeries, str]:
    row = queries.get_series(request.staff, series_id)
    if row.agency_id != request.staff.agency_id:
        raise Http404
    return row, reverse("external:show_series", args=[row.pk])

"""Answers the requests of a list: its page, its table as a file, its saved views."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from saathi import audit
from saathi.agencies.list_kit import saved_views
from saathi.agencies.list_kit.declaration import ListDeclaration
from saathi.agencies.list_kit.forms import ListForm, SavedViewForm
from saathi.agencies.list_kit.keyset import ListPosition, sorted_records
from saathi.agencies.list_kit.pages import build_list_page, filtered_records
from saathi.agencies.staff_requests import StaffRequest
from saathi.engines.sheets import writing
from saathi.web import downloads
from saathi.web.paging import requested_key

MAX_EXPORTED = 10_000
EXPORT, SAVE_VIEW, REMOVE_VIEW = "export", "save_view", "remove_view"
WRITERS: Final[Mapping[str, tuple[Callable[[writing.OutputTable], bytes], str]]] = {
    "csv": (writing.write_csv, downloads.CSV),
    "xlsx": (lambda table: writing.write_workbook([table]), downloads.XLSX),
}
TOO_MANY = _("You have reached the number of saved views for this list. Remove one first.")
TOO_LONG = _("This view has too many columns and filters. Choose fewer.")


def list_response(
    request: StaffRequest,
    declaration: ListDeclaration[Any],
    template: str,
    context: Mapping[str, Any] | None = None,
    log_shown: Callable[[Sequence[Any]], object] = list,
) -> HttpResponse:
    """The response of a list page to GET and POST; its template includes `list_kit/_list.html`.

    `log_shown` gets the records of the page, for the access log.
    """
    form, view_form = ListForm(request.GET, declaration), SavedViewForm()
    if request.method == "POST":
        view_form = SavedViewForm(request.POST)
        if _changed_views(request, declaration, form, view_form):
            return redirect(request.get_full_path())
    elif EXPORT in request.GET:
        return _export(request, declaration, form)
    page = build_list_page(
        declaration,
        form,
        ListPosition.from_query(request.GET),
        reader=request.staff,
        view_form=view_form,
    )
    log_shown(page.records)
    return render(request, template, {"list": page, **(context or {})})


def _changed_views(
    request: StaffRequest, declaration: ListDeclaration[Any], form: ListForm, named: SavedViewForm
) -> bool:
    """Whether a view was saved or removed; else the form of its name has the error."""
    if REMOVE_VIEW in request.POST:
        if (view_id := requested_key(request.POST[REMOVE_VIEW])) is not None:
            saved_views.remove_list_view(
                view_id=view_id, list_name=declaration.name, actor=request.staff
            )
        return True
    if not named.is_valid():
        return False
    try:
        saved_views.save_list_view(
            list_name=declaration.name,
            name=named.cleaned_data["view_name"],
            parameters=form.chosen_parameters(),
            actor=request.staff,
        )
    except saved_views.TooManyViews:
        named.add_error("view_name", str(TOO_MANY))
    except saved_views.ViewTooLong:
        named.add_error("view_name", str(TOO_LONG))
    return named.is_valid()


def _export(
    request: StaffRequest, declaration: ListDeclaration[Any], form: ListForm
) -> HttpResponse:
    """The chosen columns of all matching rows, to ten thousand, as a file; logged with its number."""
    kind = request.GET[EXPORT]
    if not declaration.may_export or kind not in WRITERS:
        raise Http404
    columns = [declaration.column(name) for name in form.column_names]
    field = declaration.sort_field(form.order)
    records = list(sorted_records(filtered_records(declaration, form), field)[:MAX_EXPORTED])
    audit.record(
        audit.AuditKind.EXPORTED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        detail={"screen": _view_name(request), "count": len(records)},
    )
    write, media_type = WRITERS[kind]
    rows = [[str(column.cell(record).text) for column in columns] for record in records]
    table = writing.OutputTable(declaration.name, [str(each.label) for each in columns], list(rows))
    return downloads.attachment_response(write(table), f"{declaration.name}.{kind}", media_type)


def _view_name(request: StaffRequest) -> str:
    match = request.resolver_match
    return match.view_name if match else ""

"""A list as a file: the chosen columns of all matching rows, with a purpose if required; logged."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from saathi import audit
from saathi.agencies.list_kit.declaration import ListDeclaration
from saathi.agencies.list_kit.forms import ListForm
from saathi.agencies.list_kit.pages import rows_to_export
from saathi.agencies.staff_requests import StaffRequest
from saathi.engines.sheets import writing
from saathi.web import downloads
from saathi.web.components import Text
from saathi.web.dynamic_choices import set_choices

MAX_EXPORTED = 10_000
EXPORT = "export"
WRITERS: Final[Mapping[str, tuple[Callable[[writing.OutputTable], bytes], str]]] = {
    "csv": (writing.write_csv, downloads.CSV),
    "xlsx": (lambda table: writing.write_workbook([table]), downloads.XLSX),
}


class ListExportForm(forms.Form):
    """The purpose for which a list leaves the system."""

    purpose = forms.ChoiceField(label=_("Purpose"), widget=forms.RadioSelect)

    def __init__(self, data: Any, purposes: list[tuple[str, Text]]) -> None:
        super().__init__(data)
        set_choices(self, "purpose", purposes)


def export_response(
    request: StaffRequest, declaration: ListDeclaration[Any], form: ListForm
) -> HttpResponse:
    """The file; if a purpose is required, first the page that asks for it."""
    kind = request.GET[EXPORT]
    if not declaration.may_export or kind not in WRITERS:
        raise Http404
    purpose = ""
    if declaration.export.purposes:
        data = request.POST if request.method == "POST" else None
        asked = ListExportForm(data, list(declaration.export.purposes))
        if not asked.is_valid():
            context = {"form": asked, "note": declaration.export.note, "most": f"{MAX_EXPORTED:,}"}
            return render(request, "list_kit/export_list.html", context)
        purpose = asked.cleaned_data["purpose"]
    return _file(request, declaration, form, kind, purpose)


def _file(
    request: StaffRequest,
    declaration: ListDeclaration[Any],
    form: ListForm,
    kind: str,
    purpose: str,
) -> HttpResponse:
    names = [name for name in form.column_names if name not in declaration.export.columns]
    columns = [declaration.column(name) for name in names]
    records = rows_to_export(declaration, form, MAX_EXPORTED)
    audit.record(
        audit.AuditKind.EXPORTED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        objects=[record.pk for record in records] if purpose else [],
        purpose=purpose,
        detail={"screen": _view_name(request), "count": len(records)},
    )
    write, media_type = WRITERS[kind]
    rows = [[str(column.cell(record).text) for column in columns] for record in records]
    table = writing.OutputTable(declaration.name, [str(each.label) for each in columns], list(rows))
    return downloads.attachment_response(write(table), f"{declaration.name}.{kind}", media_type)


def _view_name(request: StaffRequest) -> str:
    match = request.resolver_match
    return match.view_name if match else ""

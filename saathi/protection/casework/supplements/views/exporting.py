"""Exports answers to a form as a table, for staff with that right: with a reason, and logged."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_post_parameters

from saathi import audit
from saathi.agencies import access
from saathi.agencies.permissions import Permission
from saathi.agencies.sign_in.confirmation import recently_confirmed
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.protection.casework.supplements import answer_tables, queries
from saathi.protection.casework.supplements.forms.versions import AnswersExportForm
from saathi.web import downloads

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@sensitive_post_parameters()
@recently_confirmed
@staff_screen(Permission.EXPORT)
def export_answers(request: StaffRequest, code: str) -> HttpResponse:
    """The answers to a form that the reader may read, limited to the requested classes."""
    versions = queries.list_form_versions(request.staff.agency_id, code)
    if not versions:
        raise access.NotAllowed
    language = get_language() or "en"
    form = AnswersExportForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        title = queries.title_in_language(versions[0].titles, versions[0].spoken, language)  # type: ignore[attr-defined]
        context = {"form": form, "title": title, "code": code, "most": answer_tables.MAX_ROWS}
        return render(request, "supplements/export_answers.html", context)
    options = form.cleaned_data
    table = answer_tables.build_answers_table(request.staff, code, form.classes(), language)
    if table is None:
        raise access.NotAllowed
    audit.record(
        audit.AuditKind.EXPORTED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        objects=table.records,
        detail={
            "reason": options["reason"],
            "format": options["kind"],
            "count": len(table.rows),
            "section": versions[0].section,
            "truncated": table.is_truncated,
        },
    )
    data = (
        answer_tables.table_to_csv(table)
        if options["kind"] == "csv"
        else answer_tables.table_to_xlsx(table)
    )
    name = f"{code}.{options['kind']}"
    return downloads.attachment_response(data, name, _TYPES[options["kind"]])

"""Answers to a form as a table, for those who may take data out: with a reason, and on record."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_post_parameters

from saathi import audit
from saathi.agencies import access
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.sign_in.confirmation import recently_confirmed
from saathi.protection.supplements import answer_tables, queries
from saathi.protection.supplements.forms.versions import AnswersExportForm
from saathi.web import downloads

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@sensitive_post_parameters()
@recently_confirmed
@staff_screen(Permission.EXPORT)
def export_answers(request: StaffRequest, code: str) -> HttpResponse:
    """All that one may read of the answers to a form, of the classes that were asked for."""
    found = queries.list_form_versions(request.staff.agency_id, code)
    if not found:
        raise access.NotAllowed
    language = get_language() or "en"
    form = AnswersExportForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        title = queries.title_in_language(found[0].titles, found[0].spoken, language)  # type: ignore[attr-defined]
        context = {"form": form, "title": title, "code": code, "most": answer_tables.MAX_ROWS}
        return render(request, "supplements/export_answers.html", context)
    asked = form.cleaned_data
    made = answer_tables.build_answers_table(request.staff, code, form.classes(), language)
    if made is None:
        raise access.NotAllowed
    audit.record(
        audit.AuditKind.EXPORTED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        objects=made.records,
        detail={
            "reason": asked["reason"],
            "format": asked["kind"],
            "count": len(made.rows),
            "section": found[0].section,
            "truncated": made.is_truncated,
        },
    )
    data = (
        answer_tables.table_to_csv(made)
        if asked["kind"] == "csv"
        else answer_tables.table_to_xlsx(made)
    )
    name = f"{code}.{asked['kind']}"
    return downloads.attachment_response(data, name, _TYPES[asked["kind"]])

"""A child's file, the form for the purpose of access, and the access log."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from saathi import audit
from saathi.agencies import access, access_purposes
from saathi.agencies.access_purposes import FileAccessPurpose
from saathi.agencies.file_viewers import list_file_accesses
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.desk.child_file import access_log, pages, queries
from saathi.desk.team.queries import list_hidden_from
from saathi.web import discreet_view

_SHOWN = Section.IDENTITY | Section.CASE | Section.PLAN | Section.VOICE | Section.LEGAL


class FileAccessPurposeForm(forms.Form):
    """The purpose of opening the file."""

    purpose = forms.ChoiceField(
        label=_("Purpose of opening this file"),
        choices=FileAccessPurpose,
        widget=forms.RadioSelect,
    )


@require_safe
@staff_screen(asks_purpose=False)
def child_file(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """A child's file, as far as the reader may see it; asks for a purpose outside own cases."""
    rights = access.rights(request.staff, file_id)
    child = queries.get_child(rights)
    purpose = access_purposes.access_purpose(request.staff, request.session, rights)
    if purpose is None:
        return _ask_purpose(request, child.code, FileAccessPurposeForm())
    request.rights = rights  # from here on, the file's frame is rendered
    request.staff.access_purpose = purpose
    is_discreet = discreet_view.must_cover_texts(request)
    shown = Section.CASE if is_discreet else _SHOWN
    queries.log_child_file_view(rights, child, purpose, rights.reads & shown)
    audit.write_gathered_entries()  # so that the page's count includes this access
    if is_discreet:
        page = pages.discreet_page(rights, child)
    else:
        shows_what_happened = request.GET.get("happened") == "1"
        page = pages.file_page(rights, child, shows_what_happened=shows_what_happened)
    return render(request, "desk/child_file.html", {"page": page, "steps": page.steps})


@require_POST
@staff_screen(asks_purpose=False)
def set_access_purpose(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Remembers the purpose for the working day, and opens the file."""
    rights = access.rights(request.staff, file_id)
    child = queries.get_child(rights)
    form = FileAccessPurposeForm(request.POST)
    if not form.is_valid():
        return _ask_purpose(request, child.code, form)
    access_purposes.remember_purpose(
        request.staff, request.session, file_id, form.cleaned_data["purpose"]
    )
    return redirect("desk:child_file", file_id)


@require_safe
@staff_screen(Permission.SEE_WHO_LOOKED)
def show_access_log(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """The access log of the file for thirty days."""
    rights = access.rights(request.staff, file_id)
    child = queries.get_child(rights)
    if not rights.may_read(Section.CASE):
        raise access.NotAllowed
    audit.record(
        audit.AuditKind.LOG_READ,
        by=request.staff.id,
        agency=request.staff.agency_id,
        file_id=file_id,
        purpose=access_purposes.access_purpose(request.staff, request.session, rights) or "",
        detail={"screen": "desk:show_access_log"},
    )
    audit.write_gathered_entries()
    table = access_log.access_log_table(
        rights, list_file_accesses(file_id, queries.access_log_start())
    )
    hidden = access_log.hidden_from_table(rights, list_hidden_from(file_id))
    return render(
        request,
        "desk/show_access_log.html",
        {"code": child.code, "file_id": file_id, "table": table, "hidden": hidden},
    )


def _ask_purpose(request: StaffRequest, code: str, form: FileAccessPurposeForm) -> HttpResponse:
    return render(request, "desk/ask_access_purpose.html", {"code": code, "form": form})

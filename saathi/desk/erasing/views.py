"""Screens of erasing: ask, see what is asked, decide, take back, the certificate, the list."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from saathi import audit
from saathi.agencies import access, erasures, looking, once, queries
from saathi.agencies.access import FileRights
from saathi.agencies.actions import erasures as actions
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.models import ErasureRequest
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.sending import send
from saathi.agencies.sign_in.confirmation import recently_confirmed
from saathi.agencies.warden import NotPossible
from saathi.desk.child_file.queries import child_of, record_look
from saathi.desk.erasing import pages
from saathi.desk.erasing.forms import About, AskForm, DecideForm
from saathi.desk.erasing.queries import warnings
from saathi.people.models import Child
from saathi.people.queries import header

TOO_LATE = _("Somebody was quicker, or what it rests on has changed. See where it stands now.")


def _here(file_id: UUID, name: str = "show_erasure") -> str:
    return reverse(f"desk:{name}", args=[file_id])


def _open(request: StaffRequest, file_id: UUID) -> tuple[FileRights, Child]:
    """Her rights and the child, with the look on record; 404 to strangers."""
    rights = request.rights or access.rights(request.staff, file_id)
    child = child_of(rights)
    record_look(rights, child, request.staff.looks_for, Section.IDENTITY)
    return rights, child


@require_safe
@staff_screen()
def show_erasure(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Where it stands: nothing asked, waiting, decided, done. An erased file leads here."""
    rights, child = _open(request, file_id)
    asked = erasures.newest(rights)
    page = pages.erasure_page(rights, child, erasures.standing(rights), asked)
    if not (page.is_erased or page.request or page.may_ask):
        raise access.NotAllowed
    context = {"page": page, "form_key": once.new_key()}
    return render(request, "desk/show_erasure.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@recently_confirmed
@staff_screen(Permission.ERASE)
def ask_erasure(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Says what will happen and what remains, and asks for it with reason and basis in law."""
    rights, child = _open(request, file_id)
    standing = erasures.standing(rights)
    if not standing.may_act:
        raise access.NotAllowed
    if standing.erased or erasures.under_way(rights):
        return redirect(_here(file_id))
    before = erasures.before(file_id)
    about = About(child.code, before.reports, warnings(rights, before))

    def save(form: AskForm) -> str:
        codes = [reason.code for reason in form.speaks_for_waiting()]
        try:
            actions.ask(by=request.staff, file_id=file_id, asked=form.asked(), warnings=codes)
        except NotPossible:
            form.add_error(None, TOO_LATE)
            return ""
        return _here(file_id)

    form = AskForm(request.POST or None, about=about)
    if (answer := send(request, form, save)) is not None:
        return answer
    context = {
        "child": header(child, staff=request.staff),
        "file_id": file_id,
        "form": form,
        "consequences": pages.consequences(reports=about.reports),
        "warnings": [gettext(reason.text) for reason in about.warnings],
        "has_second": before.seconds > 0,
    }
    return render(request, "desk/ask_erasure.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@recently_confirmed
@staff_screen(Permission.ERASE)
def decide_erasure(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """A second person agrees, or refuses with a reason."""
    rights, child = _open(request, file_id)
    asked, standing = erasures.under_way(rights), erasures.standing(rights)
    page = pages.erasure_page(rights, child, standing, asked)
    if asked is None or not page.may_decide:
        if not standing.may_act or erasures.newest(rights) is None:
            raise access.NotAllowed
        return redirect(_here(file_id))  # it was decided, or it is her own

    def save(form: DecideForm) -> str:
        try:
            actions.decide(by=request.staff, request=asked, refusal=form.refused())
        except NotPossible:
            form.add_error(None, TOO_LATE)
            return ""
        return _here(file_id)

    form = DecideForm(request.POST or None, only_refuse=page.has_lapsed)
    if (answer := send(request, form, save)) is not None:
        return answer
    reports = erasures.before(file_id).reports if asked.with_reports else 0
    context = {
        "child": header(child, staff=request.staff),
        "page": page,
        "form": form,
        "consequences": pages.consequences(reports=reports),
    }
    return render(request, "desk/decide_erasure.html", context)


@require_POST
@staff_screen(Permission.ERASE)
def withdraw_erasure(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """The one who asked takes it back, while it waits."""
    rights, _child = _open(request, file_id)
    asked = erasures.under_way(rights)
    if asked is None or asked.recorded_by != request.staff.id:
        raise access.NotAllowed
    if earlier := once.begin(request):
        return earlier
    try:
        actions.withdraw(by=request.staff, request=asked)
    except NotPossible:
        once.give_back(request)
        return redirect(_here(file_id))
    return once.finish(request, _here(file_id))


@require_safe
@staff_screen()
def show_certificate(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """The certificate, to be printed; that it was made is on record."""
    rights, child = _open(request, file_id)
    if erasures.standing(rights).erased is None or not rights.may_read(Section.DECISIONS):
        raise access.NotAllowed
    audit.record(
        audit.Kind.PRINTED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        file_id=file_id,
        purpose=request.staff.looks_for,
        detail={"screen": "desk:show_certificate"},
    )
    page = pages.certificate_page(rights, child, erasures.newest(rights))
    return render(request, "desk/show_certificate.html", {"page": page})


@require_safe
@staff_screen(Permission.ERASE)
def list_erasures(request: StaffRequest) -> HttpResponse:
    """The requests of the agency that she may read, the newest first."""
    rows, last = erasures.page(request.staff, after=request.GET.get("after", ""))
    codes = _codes(request, rows)
    names = queries.names_of([asked.recorded_by for asked in rows])
    if rows:
        looking.listed(
            request.staff,
            [asked.file_id for asked in rows],
            screen="desk:list_erasures",
            count=len(rows),
        )
    context = {
        "waiting": erasures.waiting(request.staff).count(),
        "table": pages.list_table(rows, codes, names, request.staff.office),
        "pager": {"before": None, "after": str(last.pk) if last else None},
    }
    return render(request, "desk/list_erasures.html", context)


def _codes(request: StaffRequest, rows: list[ErasureRequest]) -> dict[UUID, str]:
    found = access.visible(request.staff, Child).filter(file__in=[asked.file_id for asked in rows])
    return dict(found.values_list("file_id", "code"))

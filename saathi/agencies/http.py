"""Typed requests of signed-in staff, and the decorator that every screen of theirs carries."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Concatenate, ParamSpec, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from saathi.agencies import access, offline_keys, purposes
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.vault.errors import FileKeyMissing, RecordUnreadable
from saathi.vault.unreadable import collect_unreadable, note_unreadable
from saathi.web import error_pages
from saathi.web.context import CurrentUserInfo

P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request whose sender is signed in; `staff` is she, `may` what her bundle allows."""

    staff: Staff
    may: frozenset[Permission]
    rights: access.FileRights | None  # to the file of the address, where they were asked already
    nav: list[str]  # the places of the menu that her permissions open
    me: CurrentUserInfo
    unreadable: list[str]  # references of records that the page leaves out, as `base.html` says


StaffView = Callable[Concatenate[StaffRequest, P], HttpResponse]
# Which permissions open which place of the menu (`web.navigation`).
MENU_PERMISSIONS: dict[str, frozenset[Permission]] = {
    "my_day": frozenset({Permission.WORK_ON_CASE, Permission.ANSWER_ENQUIRY}),
    "find": frozenset({Permission.SEARCH}),
    "reports": frozenset({Permission.RECORD_REPORT}),
    "missing": frozenset({Permission.RECORD_REPORT}),
    "services": frozenset(
        {Permission.RECORD_REPORT, Permission.WORK_ON_CASE, Permission.KEEP_SERVICES}
    ),
    "approvals": frozenset({Permission.APPROVE}),
    "matches": frozenset({Permission.REVIEW_MATCHES}),
    "enquiries": frozenset({Permission.ANSWER_ENQUIRY}),
    "incidents": frozenset({Permission.ANSWER_ENQUIRY}),
    "erasures": frozenset({Permission.ERASE}),
    "exchange": frozenset({Permission.IMPORT, Permission.EXPORT}),
    "numbers": frozenset({Permission.SEE_NUMBERS}),
    "releases": frozenset({Permission.PREPARE_RELEASE, Permission.APPROVE_RELEASE}),
    "law": frozenset({Permission.SEE_LAW}),
    "agency": frozenset({Permission.MANAGE_STAFF}),
    "changes": frozenset({Permission.CONFIRM_STAFF}),
    "forms": frozenset({Permission.CONFIRM_STAFF, Permission.EXPORT}),
}
ERASED_SCREEN = "show_erasure"
SCREEN_PERMISSIONS: dict[
    str, frozenset[Permission]
] = {}  # view -> permissions, for the access matrix test


def staff_screen(
    *needed: Permission, asks_purpose: bool = True
) -> Callable[[StaffView[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """A screen for signed-in staff who hold one of the permissions; others get 404.

    One about a child's file (`file_id`) opens outside one's own cases only once its purpose was
    said; until then it leads to the file, which asks for it (`asks_purpose=False` there).
    """

    def decorate(view: StaffView[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @login_required
        @wraps(view)
        def screen(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            asked = _as_staff_request(request)
            if needed and not asked.may.intersection(needed):
                raise Http404
            asked.rights, file_id = None, kwargs.get("file_id")
            if asks_purpose and isinstance(file_id, UUID):
                asked.rights = access.rights(asked.staff, file_id)
                purpose = purposes.purpose_of(asked.staff, asked.session, asked.rights)
                # What was typed before midnight is not thrown away because the day ended.
                if purpose is None and request.method in {"GET", "HEAD"}:
                    return redirect("desk:child_file", file_id)
                asked.staff.looks_for = purpose or ""
            try:
                if request.method not in {"GET", "HEAD"}:
                    return view(asked, *args, **kwargs)
                return _show(asked, partial(view, asked, *args, **kwargs))
            except FileKeyMissing:
                # What identifies this child was erased: its page says so, and what remains.
                if not isinstance(file_id, UUID) or view.__name__ == ERASED_SCREEN:
                    raise
                return redirect(f"desk:{ERASED_SCREEN}", file_id)

        SCREEN_PERMISSIONS[f"{view.__module__}.{view.__name__}"] = frozenset(needed)
        return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", screen)

    return decorate


def _as_staff_request(request: HttpRequest) -> StaffRequest:
    """The request of the person who is signed in, with what their pages need."""
    asked = cast("StaffRequest", request)
    asked.staff = cast("Staff", request.user)
    asked.may = asked.staff.permissions
    asked.nav = [place for place, opening in MENU_PERMISSIONS.items() if opening & asked.may]
    sealing_key = offline_keys.get_public_key(asked.staff)
    asked.me = CurrentUserInfo(asked.staff.name, asked.staff.office.name, sealing_key)
    asked.unreadable = []
    return asked


def _show(request: StaffRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
    """The page without the records that cannot be read; for one of these, a page that says so."""
    try:
        with collect_unreadable(request.unreadable):
            return view()
    except RecordUnreadable as error:
        note_unreadable(error)
        request.unreadable[:] = [error.reference]
        return error_pages.record_unreadable(request)


def requested_page_start(request: HttpRequest) -> UUID | None:
    """The record before which a page of a list begins; none in the address: the first page."""
    try:
        return UUID(request.GET.get("before", ""))
    except ValueError:
        return None

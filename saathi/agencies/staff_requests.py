"""Typed requests of signed-in staff, and the decorator of every staff screen."""

from collections.abc import Callable
from functools import cache, partial, wraps
from typing import Concatenate, ParamSpec, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve, reverse

from saathi.agencies import access, access_purposes, domains, offline_keys
from saathi.agencies.models import Staff
from saathi.agencies.permissions import TEAM_READS, Permission
from saathi.agencies.sections import Section
from saathi.vault.errors import FileKeyMissing, RecordUnreadable
from saathi.vault.unreadable_records import collect_unreadable, note_unreadable
from saathi.web import error_pages, page_names
from saathi.web.navigation import MenuPlace
from saathi.web.template_context import CurrentUserInfo

P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request of a signed-in member of staff; `may` are the permissions of their bundle."""

    staff: Staff
    may: frozenset[Permission]
    rights: access.FileRights | None  # rights to the file in the address, if already queried
    nav: list[MenuPlace]  # the menu items that the staff member's permissions open
    me: CurrentUserInfo
    unreadable: list[str]  # references of records left out of the page, as `base.html` states


StaffView = Callable[Concatenate[StaffRequest, P], HttpResponse]
SCREEN_PERMISSIONS: dict[
    str, frozenset[Permission]
] = {}  # view -> permissions, for the access matrix test


def staff_screen(
    *needed: Permission, asks_purpose: bool = True
) -> Callable[[StaffView[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """A screen for signed-in staff with one of the permissions; others get 404.

    A screen about a child's file (`file_id`) outside the reader's own cases opens only after the
    purpose was given; until then it redirects to the file's page, which asks for it and so has
    `asks_purpose=False`.
    """

    def decorate(view: StaffView[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @login_required
        @wraps(view)
        def screen(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            staff_request = _identified(request)
            if needed and not staff_request.may.intersection(needed):
                raise Http404
            staff_request.rights, file_id = None, kwargs.get("file_id")
            if asks_purpose and isinstance(file_id, UUID):
                purpose = _purpose_of_file(staff_request, file_id)
                # Entries typed before midnight must not be lost because the day has ended.
                if purpose is None and request.method in {"GET", "HEAD"}:
                    return redirect(page_names.CHILD_FILE, file_id)
                staff_request.staff.access_purpose = purpose or ""
            try:
                if request.method not in {"GET", "HEAD"}:
                    return view(staff_request, *args, **kwargs)
                return _show(staff_request, partial(view, staff_request, *args, **kwargs))
            except FileKeyMissing:
                # The child's identity was erased: the page says so, and shows what remains.
                if not isinstance(file_id, UUID) or view.__name__ == page_names.ERASURE:
                    raise
                return redirect(page_names.ERASURE, file_id)

        SCREEN_PERMISSIONS[f"{view.__module__}.{view.__name__}"] = frozenset(needed)
        return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", screen)

    return decorate


def _identified(request: HttpRequest) -> StaffRequest:
    """The request with the signed-in person, their permissions and their menu."""
    staff_request = cast("StaffRequest", request)
    staff = staff_request.staff = cast("Staff", request.user)
    staff_request.may = staff.permissions
    staff_request.nav = domains.open_menu(
        staff_request.may, TEAM_READS.get(staff.role_kind, Section(0))
    )
    sealing_key = offline_keys.get_public_key(staff)
    staff_request.me = CurrentUserInfo(staff.name, staff.office.name, sealing_key)
    staff_request.unreadable = []
    return staff_request


def _purpose_of_file(request: StaffRequest, file_id: UUID) -> str | None:
    """The purpose of opening this file, None if it must be asked; the request keeps the rights."""
    request.rights = access.rights(request.staff, file_id)
    return access_purposes.access_purpose(request.staff, request.session, request.rights)


def _show(request: StaffRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
    """The page without the records that cannot be read; a page saying so if one is its subject."""
    try:
        with collect_unreadable(request.unreadable):
            return view()
    except RecordUnreadable as error:
        note_unreadable(error)
        request.unreadable[:] = [error.reference]
        return error_pages.record_unreadable(request)


@cache
def permissions_of_page(name: str) -> frozenset[Permission]:
    """The permissions for a page of a file, by URL name: any one is enough; empty: none needed."""
    view = resolve(reverse(name, args=[UUID(int=0)])).func
    return SCREEN_PERMISSIONS.get(f"{view.__module__}.{view.__name__}", frozenset())


def requested_page_start(request: HttpRequest) -> UUID | None:
    """The record before which this page of a list begins; None for the first page."""
    try:
        return UUID(request.GET.get("before", ""))
    except ValueError:
        return None

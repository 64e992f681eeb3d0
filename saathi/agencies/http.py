"""Typed requests of signed-in staff, and the decorator that every screen of theirs carries."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission, permissions_of

P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request whose sender is signed in; `staff` is she, `may` what her bundle allows."""

    staff: Staff
    may: frozenset[Permission]


StaffView = Callable[Concatenate[StaffRequest, P], HttpResponse]
SCREENS: dict[str, frozenset[Permission]] = {}  # view -> permissions, for the access matrix test


def staff_screen(
    *needed: Permission,
) -> Callable[[StaffView[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """A screen for signed-in staff who hold one of the permissions; others get 404."""

    def decorate(view: StaffView[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @login_required
        @wraps(view)
        def screen(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            asked = cast("StaffRequest", request)
            asked.staff = cast("Staff", request.user)
            asked.may = permissions_of(asked.staff.bundle)
            if needed and not asked.may.intersection(needed):
                raise Http404
            return view(asked, *args, **kwargs)

        SCREENS[f"{view.__module__}.{view.__name__}"] = frozenset(needed)
        return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", screen)

    return decorate

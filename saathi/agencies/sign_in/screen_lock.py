"""The screen lock of a shared device, opened with a PIN. A PIN never signs anyone in.

Policy: changes here are reviewed by those responsible for access.
"""

from collections.abc import Callable
from typing import Final, cast
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from saathi import audit
from saathi.agencies import credentials
from saathi.agencies.actions import own_account
from saathi.agencies.log_identity import log_as
from saathi.agencies.models import Staff
from saathi.agencies.sign_in import attempts
from saathi.infra.digits import to_ascii_digits
from saathi.web import discreet_view, views

LOCKED_KEY = "is_locked"
# The one page that a locked session still shows, such as questions for a child, and where the lock leads
# once it is opened.
OPEN_PAGE_KEY, UNLOCK_TO_KEY = "locked_to_page", "unlock_to"
BACK_TO: Final = "next"  # in the address where a PIN is chosen: the page that needs it
SOUND_PART = "sound/"  # addresses below that page which play a sound
MAX_TRIES = 5  # as in `attempts.sql`
# Pages that a locked session can still reach: unlock, sign out, quick exit.
OPEN_PATHS = ("/unlock", "/lock", "/sign-out", "/static/", "/language/", "/away", "/health")

# The most common of 3.4 million PINs, without rows, repeated groups and years (N. Berry, PIN
# Analysis, DataGenetics, 2012); also the keypad's middle column and corners, and the even and odd
# digits.
COMMON_PINS = frozenset(
    {"1004", "1122", "2580", "0852", "2468", "1357", "1397", "1379", "147258", "159753"}
)
YEARS_BEGIN = ("19", "20")  # years of birth and of today, in both calendars of Nepal


class ScreenLockMiddleware:
    """Shows the lock instead of any page of a locked session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page, or the lock. No page of a locked session has a menu (`web.template_context`)."""
        is_open = request.path.startswith(OPEN_PATHS) or _is_of_open_page(request)
        if _is_locked(request):
            if not is_open:
                return redirect("unlock")
            request.is_locked = True  # type: ignore[attr-defined]
        return self.get_response(request)


def lock_to_page(request: HttpRequest, page: str, unlock_to: str) -> bool:
    """Locks the session except for one page; False, and no lock, without a PIN to open it again.

    Another person can then use this page on the device, and no other.
    """
    staff = cast("Staff", request.user)
    if not credentials.has_pin(staff.pk):
        return False
    request.session[LOCKED_KEY] = True
    request.session[OPEN_PAGE_KEY], request.session[UNLOCK_TO_KEY] = page, unlock_to
    _note(staff, "locked")
    return True


def has_pin(request: HttpRequest) -> bool:
    """Whether the person has chosen a PIN, so that the session can be locked."""
    return credentials.has_pin(cast("Staff", request.user).pk)


def is_locked_to(request: HttpRequest, page: str) -> bool:
    """Whether the session is locked except for this page."""
    return _is_locked(request) and request.session.get(OPEN_PAGE_KEY) == page


def _is_of_open_page(request: HttpRequest) -> bool:
    """Whether the path is the page that stays open, or a sound below it that the page plays."""
    page = request.session.get(OPEN_PAGE_KEY)
    is_sound = bool(page) and request.path.startswith(f"{page}{SOUND_PART}")
    return is_locked_to(request, request.path) or (_is_locked(request) and is_sound)


def is_common_pin(pin: str) -> bool:
    """Whether others would try this PIN first: a row, one group repeated, a year, a common choice."""
    is_row = pin in "01234567890" or pin in "09876543210"
    is_repeated = any(
        len(pin) % size == 0 and pin == pin[:size] * (len(pin) // size) for size in (1, 2, 3)
    )
    is_year = len(pin) == 4 and pin[:2] in YEARS_BEGIN
    return is_row or is_repeated or is_year or pin in COMMON_PINS


class PINForm(forms.Form):
    """A PIN of four to eight digits, typed twice, in the digits of any script."""

    pin = forms.CharField(
        label=_("Your new PIN"),
        help_text=_(
            "Use four to eight digits. Do not use your birth year or your telephone’s PIN."
        ),
        widget=forms.PasswordInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    again = forms.CharField(
        label=_("Repeat the PIN"),
        widget=forms.PasswordInput({"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_pin(self) -> str:
        """The PIN in ASCII digits."""
        pin = to_ascii_digits(self.cleaned_data["pin"]).strip()
        if not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 8):
            raise forms.ValidationError(_("Use four to eight digits."))
        if is_common_pin(pin):
            raise forms.ValidationError(_("This PIN is easy to guess. Choose another one."))
        return pin

    def clean_again(self) -> str:
        """The same PIN again."""
        repeated = to_ascii_digits(self.cleaned_data["again"]).strip()
        if "pin" in self.cleaned_data and repeated != self.cleaned_data["pin"]:
            raise forms.ValidationError(_("The two entries do not match."))
        return repeated


def pin_address(then: str) -> str:
    """The address where a PIN is chosen, which leads back to a page of this site afterwards."""
    return f"{reverse('set_pin')}?{urlencode({BACK_TO: then})}"


@login_required
def set_pin(request: HttpRequest) -> HttpResponse:
    """The page to choose the PIN for the screen lock; afterwards the page that needs it."""
    form = PINForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        own_account.set_pin(actor=cast("Staff", request.user), pin=form.cleaned_data["pin"])
        then = request.GET.get(BACK_TO, "")
        if url_has_allowed_host_and_scheme(then, None):  # only a path of this site
            return redirect(then)
        return redirect(settings.SAATHI_SECOND_FACTOR_URL)
    return render(request, "agencies/set_pin.html", {"form": form})


@require_POST
@login_required
def lock(request: HttpRequest) -> HttpResponse:
    """Locks the session; without a PIN, signs the person out instead."""
    # Without a PIN nothing can be locked: the sign-in page says so.
    signed_out = f"{settings.SAATHI_SIGN_IN_URL}?ended=no_pin"
    answer = redirect("unlock" if _lock(request) else signed_out)
    discreet_view.forget_shown_names(request, answer)
    return answer


@require_safe
def leave_quickly(request: HttpRequest) -> HttpResponse:
    """The neutral page of *Leave quickly*. It locks the session, so that going back shows the lock.

    The browser also requests the lock, but does not wait for it; without JavaScript, only this page
    locks the session.
    """
    if request.user.is_authenticated and not _is_locked(request):
        _lock(request)
    answer = views.show_neutral_page(request)
    discreet_view.forget_shown_names(request, answer)
    return answer


def _lock(request: HttpRequest) -> bool:
    """Locks the session; without a PIN it ends the session and returns False."""
    staff = cast("Staff", request.user)
    if not credentials.has_pin(staff.pk):
        request.signs_out_because = "locked"  # type: ignore[attr-defined]
        logout(request)
        return False
    request.session[LOCKED_KEY] = True
    _note(staff, "locked")
    return True


@login_required
def unlock(request: HttpRequest) -> HttpResponse:
    """The lock page: 400 for a wrong PIN, and the fifth wrong PIN ends the session."""
    staff = cast("Staff", request.user)
    if request.method != "POST":
        return render(request, "agencies/unlock.html") if _is_locked(request) else redirect("/")
    pin = to_ascii_digits(request.POST.get("pin", "")).strip()
    attempt = attempts.count_pin(staff.pk, str(request.session.session_key))
    if attempt and credentials.accepts_pin(staff.pk, pin):
        attempts.count_pin(staff.pk, str(request.session.session_key), succeeded=True)
        request.session.pop(LOCKED_KEY, None)
        request.session.pop(OPEN_PAGE_KEY, None)
        leads_to = request.session.pop(UNLOCK_TO_KEY, "/")
        _note(staff, "opened")
        # A lock shown over a page with unsaved text stays there; the full lock page redirects.
        is_cover = "X-Saathi-Send" in request.headers
        return HttpResponse(status=204) if is_cover else redirect(leads_to)
    if not attempt or attempt >= MAX_TRIES:
        request.signs_out_because = "pin"  # type: ignore[attr-defined]
        logout(request)
        return redirect(f"{settings.SAATHI_SIGN_IN_URL}?ended=pin")
    _note(staff, "wrong", attempt=attempt)
    return render(request, "agencies/unlock.html", {"left": MAX_TRIES - attempt}, status=400)


def _is_locked(request: HttpRequest) -> bool:
    return bool(request.session.get(LOCKED_KEY))


def _note(staff: Staff, outcome: str, **more: int) -> None:
    detail: dict[str, object] = {"outcome": outcome, **more}
    with log_as(staff):
        audit.record(audit.AuditKind.LOCKED, by=staff.id, agency=staff.agency_id, detail=detail)

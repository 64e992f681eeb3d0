"""How allauth works here: no self-registration, no reset by mail, no names in messages.

Policy: changes here are reviewed by those responsible for access.
"""

from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import Login
from allauth.core import context
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from saathi import audit
from saathi.agencies import credentials, queries, sessions
from saathi.agencies.models import Staff
from saathi.agencies.sign_in import first_page, login_stages, sealing
from saathi.agencies.sign_in.attempts import SignInAttempt, remember_device
from saathi.agencies.sign_in.confirmation import is_recently_confirmed
from saathi.vault.errors import VaultError

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# The same response for a wrong address, a wrong password and a closed account.
WRONG_PASSWORD_TEXT = _("The e-mail address or password is incorrect. Check both and try again.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Passwords and sign-in."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": WRONG_PASSWORD_TEXT,
        "email_password_mismatch": WRONG_PASSWORD_TEXT,
        "incorrect_code": _(
            "This code is incorrect or has already been used. Wait for the next one."
        ),
        "incorrect_password": _("The password is incorrect."),
        "enter_current_password": _("The current password is incorrect."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes and try again."),
        "rate_limited": _("Too many attempts. Wait five minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """False: staff are invited."""
        del request
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Staff | None:
        """The member of staff with this password; an inactive account counts as unknown."""
        staff = super().authenticate(request, **credentials)
        if isinstance(staff, Staff) and staff.is_active:
            return staff
        if staff is not None:
            self.authentication_failed(request, **credentials)
        return None

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Counts the attempt; refuses it if there were too many from this device or source."""
        self._attempt = SignInAttempt.from_request(request, str(credentials.get("email", "")))
        if not self._attempt.is_allowed():
            raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        """Takes the attempt back, because the password was right."""
        self._attempt.mark_succeeded()

    def post_login(self, request: HttpRequest, user: Staff, **more: Any) -> HttpResponseBase:
        """The page after signing in; the device is remembered from now on."""
        response: HttpResponseBase = super().post_login(request, user, **more)
        remember_device(request, response, user.email)
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Logs the failed attempt, with the account it was aimed at, if there is one."""
        del request
        aimed_at = queries.staff_by_email(str(credentials.get("email", "")))
        agency = aimed_at.agency_id if aimed_at else None
        detail: dict[str, str | UUID] = {"method": "password"}
        if aimed_at:
            detail["staff"] = aimed_at.id
        audit.record(audit.AuditKind.SIGN_IN_FAILED, by=None, agency=agency, detail=detail)

    def reauthenticate(self, user: Staff, password: str) -> bool:
        """Whether this is the person's password; guesses count as sign-in attempts."""
        return self.authenticate(context.request, email=user.email, password=password) == user

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """True; outside the demo also for accounts that allauth has no way to confirm.

        allauth would let those continue as if they had just confirmed, hence this exception.
        """
        if not settings.IS_DEMO and not is_recently_confirmed(context.request):
            raise ReauthenticationRequired
        required: bool = super().is_reauthentication_required(app=app, **more)
        return required

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to confirm. Without password and second factor: single sign-on, or a refusal."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if methods or not user.is_authenticated:
            return methods
        url = reverse("account_confirm")
        return [{"id": "single_sign_on", "description": _("Single sign-on"), "url": url}]

    def set_password(self, user: Staff, password: str) -> None:
        """Stores a new password for the acting person."""
        user.change_password(password)
        sessions.end_own_sessions(user.pk, str(context.request.session.session_key), None)

    def get_login_stages(self) -> list[str]:
        """The steps of a sign-in; the last checks that the account is still the same."""
        stage = login_stages.UnchangedAccountStage
        return [*super().get_login_stages(), f"{stage.__module__}.{stage.__qualname__}"]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The person's first page."""
        return first_page.first_page(request.user) if isinstance(request.user, Staff) else "/"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """The address of the page of own sign-in details."""
        del request
        return settings.SAATHI_SECOND_FACTOR_URL

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Adds no message: our pages have their own, and allauth's texts name the person."""

    def send_mail(self, *args: Any, **kwargs: Any) -> None:
        """Sends nothing: a mailbox must give no access to this system."""

    def is_login_by_code_required(self, login: Login) -> bool:
        """Always False: codes by mail are not used."""
        del login
        return False


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors. Seeds are sealed; the last factor cannot be removed outside the demo."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_delete_authenticator": _("This is your only second factor. Add another one first."),
    }

    def encrypt(self, text: str) -> str:
        """A seed in its stored form."""
        return sealing.seal_text(text.encode(), purpose="second_factor")

    def decrypt(self, encrypted_text: str) -> str:
        """The seed; one that cannot be opened proves no identity."""
        try:
            return sealing.open_sealed(encrypted_text, purpose="second_factor").decode()
        except (VaultError, ValueError):
            raise self.validation_error("incorrect_code") from None

    def get_totp_issuer(self) -> str:
        """The name an authenticator app shows: neutral, because others may see the phone."""
        return "S"

    def get_totp_label(self, user: Staff) -> str:
        """The second line: letters that distinguish two accounts, without name or address."""
        return str(user.id)[:8]

    def _get_site_name(self) -> str:
        return "Saathi"

    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        """Whether the person has a second factor; `SignInDetailsTampered` if SQL alone made it."""
        if isinstance(user, Staff):
            credentials.read_checked_details(user.pk, user.email)
        if getattr(context.request, "provider_proves_factor", False):
            return False  # the second step was made at the single sign-on provider
        enabled: bool = super().is_mfa_enabled(user, types)
        return enabled

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether another passkey or code generator remains."""
        if settings.IS_DEMO or authenticator.type not in FACTORS:
            return True
        remaining = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=FACTORS)
        return bool(remaining.exclude(pk=authenticator.pk).exists())

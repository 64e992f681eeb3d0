"""Sign-in forms: allauth's, with our wording, accepting local digits in codes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.core import context as allauth
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateCodeForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
)
from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies import context
from saathi.agencies.models import Staff
from saathi.agencies.sign_in import attempts
from saathi.infra.digits import to_ascii_digits

CODE_ATTRIBUTES = {"inputmode": "numeric", "autocomplete": "one-time-code", "class": "short"}


@contextmanager
def run_as_signing_in_staff(staff: Staff) -> Iterator[None]:
    """Runs the block as the person signing in, so that the second factor is their own row."""
    context.enter_staff_context(staff=staff.id, agency=staff.agency_id)
    try:
        yield
    finally:
        context.leave_context()


class SignInForm(LoginForm):  # type: ignore[misc]
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Your e-mail address")
        self.fields["login"].widget.attrs |= {"autocomplete": "username webauthn"}
        self.fields["login"].widget.attrs.pop("placeholder", None)
        self.fields["password"].label = _("Your password")
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)


class ConfirmPasswordForm(ReauthenticateForm):  # type: ignore[misc]
    """The person's password, entered again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Your password")
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """A new password in place of the current one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "oldpassword": _("Your current password"),
            "password1": _("New password"),
            "password2": _("Repeat the new password"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
            self.fields[name].widget.attrs.pop("placeholder", None)


class _CodeForm:
    """A code that may be typed in the digits of any script."""

    fields: dict[str, forms.Field]
    data: Any

    def say(self, label: Any) -> None:
        """Sets the field's label and the right keyboard."""
        self.fields["code"].label = label
        self.fields["code"].widget = forms.TextInput(CODE_ATTRIBUTES)
        self.fields["code"].to_python = lambda value: to_ascii_digits(str(value or "")).strip()  # type: ignore[method-assign]


class _CountedCodeForm(_CodeForm):
    """A code for signing in: attempts are counted where no injected statement can reset them."""

    user: Staff

    def clean_code(self) -> str:
        """The code, if this account and this source have attempts left."""
        if not attempts.count_code(allauth.request, self.user.pk):
            raise get_adapter().validation_error("too_many_login_attempts")
        code: str = super().clean_code()  # type: ignore[misc]
        attempts.count_code(allauth.request, self.user.pk, succeeded=True)
        return code


class SecondFactorCodeForm(_CountedCodeForm, AuthenticateForm):  # type: ignore[misc]
    """A code of the person's code app, or a paper code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say(_("Code from your app, or a recovery code"))

    def clean_code(self) -> str:
        """The code, used up: a paper code is marked as used in the person's own row."""
        with run_as_signing_in_staff(self.user):
            code: str = super().clean_code()
            return code

    def save(self) -> None:
        """Records when this factor was last used."""
        with run_as_signing_in_staff(self.user):
            super().save()


class ConfirmCodeForm(_CountedCodeForm, ReauthenticateCodeForm):  # type: ignore[misc]
    """A code entered again while signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say(_("Code from your app, or a recovery code"))


class ActivateCodeAppForm(_CodeForm, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new code app, which proves that the app works."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say(_("Current code from your app"))


class SecondFactorPasskeyForm(AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey as second factor after the password."""

    def save(self) -> None:
        """Records when this key was last used."""
        with run_as_signing_in_staff(self.user):
            super().save()


class PasskeySignInForm(LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey alone."""

    def clean_credential(self) -> Authenticator:
        """The passkey. allauth's next records are made in the person's name, for this request."""
        key = super().clean_credential()
        if not key.user.is_active or not key.wrap().is_passwordless:
            raise forms.ValidationError(_("This passkey does not belong to an account."))
        context.enter_staff_context(staff=key.user.id, agency=key.user.agency_id)
        return key


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey; it also signs in without a password unless the person declines."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the passkey")
        self.fields["name"].help_text = _("For example: my telephone, blue security key.")
        self.fields["passwordless"].label = _("Sign in with this passkey alone, without a password")
        self.fields["passwordless"].help_text = ""
        self.fields["passwordless"].initial = True


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    """A new name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the passkey")

"""Rules of passwords: how long, of what, checked as typed, changed with the present one, never worn out."""

from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from saathi.agencies.forms import FirstPasswordForm
from saathi.agencies.models import Staff
from saathi.agencies.sign_in.auth_forms import ConfirmPasswordForm, NewPasswordForm, SignInForm
from tests.clients import StaffClient
from tests.factories import agencies

pytestmark = pytest.mark.django_db

PASSWORD = "Kettle orbit lemon sparrow"


@pytest.fixture
def person() -> Staff:
    return agencies.staff("administrator", password=make_password(PASSWORD))


def signs_in(person: Staff, password: str) -> bool:
    answer = Client().post("/account/login/", {"login": person.email, "password": password})
    return answer.status_code == 302


def test_a_password_has_at_least_twelve_signs() -> None:
    validate_password("qzkvwxjyplmt")
    with pytest.raises(ValidationError):
        validate_password("qzkvwxjyplm")


@pytest.mark.parametrize(
    "password",
    [
        "quiet tractor banjo",
        "839472615038",
        "ZQXWVKJYPMTR",
        "!?%&/()=+*#-",
        "پانی کتاب درخت سورج",
        "x" * 3 + " lantern fig",
    ],
)
def test_a_password_may_be_of_any_signs(password: str) -> None:
    validate_password(password)


def test_a_password_may_be_long_and_is_not_cut() -> None:
    long = "violet harbour ladder quince " * 4  # 116 signs
    validate_password(long.strip())
    someone = agencies.staff("administrator", password=make_password(long.strip()))
    assert signs_in(someone, long.strip())
    assert not signs_in(someone, long.strip()[:72])


def test_a_password_is_checked_exactly_as_it_was_typed(person: Staff) -> None:
    assert signs_in(person, PASSWORD)
    for other in (
        PASSWORD.lower(),
        PASSWORD.upper(),
        f"{PASSWORD} ",
        f" {PASSWORD}",
        PASSWORD[:-1],
    ):
        assert not signs_in(person, other)


def test_a_new_password_needs_the_present_one(person: Staff) -> None:
    client = StaffClient()
    client.force_login(person)
    new = "harbour violet ladder quince"
    wrong = {"oldpassword": "not the present one", "password1": new, "password2": new}
    assert client.post("/account/password/", wrong).status_code == 200
    assert not signs_in(person, new)
    client.post("/account/password/", {**wrong, "oldpassword": PASSWORD})
    assert signs_in(person, new)


def test_a_changed_password_is_held_against_the_rules(person: Staff) -> None:
    client = StaffClient()
    client.force_login(person)
    for bad in ("1q2w3e4r5t6y7u8i", "short", "saathi-2026!"):
        told = {"oldpassword": PASSWORD, "password1": bad, "password2": bad}
        assert client.post("/account/password/", told).status_code == 200
        assert not signs_in(person, bad)


def test_a_first_password_is_held_against_the_rules() -> None:
    for bad in ("1q2w3e4r5t6y7u8i", "short", "saathi-2026!"):
        form = FirstPasswordForm(
            {"password": bad, "again": bad}, name="Gita", email="gita@example.org"
        )
        assert "password" in form.errors


@pytest.mark.parametrize("kind", [SignInForm, ConfirmPasswordForm, NewPasswordForm])
def test_a_password_is_masked_and_a_manager_may_fill_it(kind: Any, person: Staff) -> None:
    form = kind() if kind is SignInForm else kind(user=person)
    fields = [field for name, field in form.fields.items() if "password" in name]
    assert fields
    for field in fields:
        assert field.widget.input_type == "password"
        assert field.widget.attrs.get("autocomplete") in {"current-password", "new-password"}
        assert not {"onpaste", "oncopy", "readonly"} & field.widget.attrs.keys()


def test_a_password_stays_good_with_time(person: Staff, settings: Any) -> None:
    assert not [name for name in dir(settings) if "PASSWORD" in name and "EXPIR" in name]
    names = {field.name for field in Staff._meta.get_fields()}
    assert not {name for name in names if "password" in name} - {"password"}

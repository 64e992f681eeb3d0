"""Signing in by password, code app and paper code, as the web role."""

import uuid
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from saathi.agencies.models import Staff
from tests.agencies.sign_in.signing_in import (
    PASSWORD,
    code_of,
    person,
    said_in_the_log,
    send_password,
    start_codes,
)
from tests.roles import role

pytestmark = pytest.mark.django_db


def test_a_wrong_password_an_unknown_address_and_a_closed_account_look_alike(
    client: Client,
) -> None:
    active, closed = person(), person(is_active=False)
    answers = [
        send_password(client, active.email, "not this one at all"),
        send_password(client, "nobody@example.org"),
        send_password(client, closed.email),
    ]
    assert {answer.status_code for answer in answers} == {200}
    errors = [str(answer.context["form"].errors) for answer in answers]
    assert len(set(errors)) == 1
    assert "_auth_user_id" not in client.session
    failed = said_in_the_log("sign_in_failed")
    assert [entry.get("staff") for entry in failed] == [str(active.id), None, str(closed.id)]


def test_a_password_alone_opens_only_the_pages_to_add_a_second_factor() -> None:
    client, someone = Client(), person()
    assert send_password(client, someone.email).status_code == 302
    assert client.session["_auth_user_id"] == str(someone.id)
    for page in ("/law/", "/", "/agency/"):
        answer = client.get(page)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/account/2fa/"), page
    assert client.get("/account/2fa/").status_code == 200
    assert client.post("/numbers/").status_code == 302


def test_in_the_demo_a_password_is_enough(settings: Any) -> None:
    settings.IS_DEMO = True
    client, someone = Client(), person()
    send_password(client, someone.email)
    assert client.get("/law/").status_code != 302


def test_a_code_is_asked_after_the_password_and_works_once() -> None:
    someone, first = person(), Client()
    send_password(first, someone.email)
    secret = start_codes(first)

    second = Client()
    answer = send_password(second, someone.email)
    assert answer.headers["Location"] == "/account/2fa/authenticate/"
    assert "_auth_user_id" not in second.session
    assert second.post("/account/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert "_auth_user_id" not in second.session
    code = code_of(secret)
    deva = code.translate(str.maketrans("0123456789", "०१२३४५६७८९"))
    assert second.post("/account/2fa/authenticate/", {"code": deva}).status_code == 302
    assert second.session["_auth_user_id"] == str(someone.id)
    assert said_in_the_log("signed_in")[-1] == {"method": "password.totp"}

    third = Client()
    send_password(third, someone.email)
    assert third.post("/account/2fa/authenticate/", {"code": code}).status_code == 200
    assert "_auth_user_id" not in third.session


@pytest.mark.parametrize("change", ["nothing", "password", "sessions", "end"])
def test_second_step_is_refused_where_the_account_changed_meanwhile(change: str) -> None:
    someone, first, second = person(), Client(), Client()
    send_password(first, someone.email)
    secret = start_codes(first)
    send_password(second, someone.email)
    new = "eleven lamps in the harbour"
    if change == "password":
        sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
        assert first.post("/account/password/", sent).status_code == 302
    elif change == "sessions":
        with role("maintenance"):
            Staff.objects.filter(pk=someone.pk).update(session_stamp=uuid.uuid4())
    elif change == "end":
        with role("maintenance"):
            Staff.objects.filter(pk=someone.pk).update(is_active=False)
    answer = second.post("/account/2fa/authenticate/", {"code": code_of(secret)})
    if change == "nothing":
        assert second.session["_auth_user_id"] == str(someone.id)
        return
    assert "_auth_user_id" not in second.session
    assert answer.headers["Location"] == "/account/login/?ended=changed"
    assert "Your account was changed" in second.get(answer.headers["Location"]).content.decode()
    cache.clear()
    if change == "password":
        send_password(second, someone.email, new)
        second.post("/account/2fa/authenticate/", {"code": code_of(secret)})
        assert second.session["_auth_user_id"] == str(someone.id)


def test_the_database_has_no_plain_secret_of_a_code_app() -> None:
    someone, client = person(), Client()
    send_password(client, someone.email)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/account/2fa/totp/activate/").context["form"].secret
    with role("maintenance"):
        stored = [session.session_data for session in Session.objects.all()]
    assert stored
    assert all(secret not in text for text in stored)
    client.post("/account/2fa/totp/activate/", {"code": code_of(secret)})
    rows = [str(row.data) for row in Authenticator.objects.filter(user=someone)]
    assert len(rows) == 2  # the app and the paper
    assert all(secret not in row for row in rows)


def test_a_code_of_the_paper_works_once() -> None:
    someone, client = person(), Client()
    send_password(client, someone.email)
    start_codes(client)
    paper = client.get("/account/2fa/recovery-codes/").context["unused_codes"]
    assert len(paper) == 10
    for tries, signed_in in ((1, True), (2, False)):
        other = Client()
        send_password(other, someone.email)
        other.post("/account/2fa/authenticate/", {"code": paper[0]})
        assert ("_auth_user_id" in other.session) is signed_in, tries


def test_new_codes_can_be_made() -> None:
    someone, client = person(), Client()
    send_password(client, someone.email)
    start_codes(client)
    before = client.get("/account/2fa/recovery-codes/").context["unused_codes"]
    assert client.post("/account/2fa/recovery-codes/generate/").status_code == 302
    assert client.get("/account/2fa/recovery-codes/").context["unused_codes"] != before


def test_the_last_second_factor_cannot_be_removed(settings: Any) -> None:
    someone, client = person(), Client()
    send_password(client, someone.email)
    start_codes(client)
    client.post("/account/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=someone, type="totp").exists()
    settings.IS_DEMO = True
    client.post("/account/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=someone).exists()


def test_a_password_can_be_changed_and_ends_other_sessions() -> None:
    someone, desktop, elsewhere = person(), Client(), Client()
    send_password(desktop, someone.email)
    send_password(elsewhere, someone.email)
    new = "eleven goats on a blue roof"
    data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert desktop.post("/account/password/", data).status_code == 302
    assert desktop.get("/account/2fa/").status_code == 200
    assert elsewhere.get("/account/2fa/").status_code == 302
    assert said_in_the_log("key_added")[-1] == {"method": "password"}


def test_password_change_is_not_offered_without_password(settings: Any) -> None:
    settings.IS_DEMO = True  # the demo people sign in by one click
    for has_one in (True, False):
        someone, client = person() if has_one else person(password=make_password(None)), Client()
        client.force_login(someone, "saathi.agencies.sign_in.backend.StaffBackend")
        page = client.get("/account/2fa/").content.decode()
        assert ("/account/password/" in page) is has_one
        assert client.get("/account/password/").status_code == (200 if has_one else 302)


def test_no_one_signs_up_and_no_mail_resets_a_password(client: Client) -> None:
    for page in ("/account/signup/", "/account/password/reset/", "/account/email/"):
        assert client.get(page).status_code == 404, page
        assert client.post(page, {"email": "x@example.org"}).status_code == 404, page


def test_sign_out_is_logged(client: Client) -> None:
    someone = person()
    client.force_login(someone)
    assert client.post("/sign-out").headers["Location"] == "/account/login/"
    assert said_in_the_log("signed_out") == [{"reason": "asked"}]
    assert "_auth_user_id" not in client.session


def test_sign_in_page_is_rate_limited(client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    answers = [client.post("/account/login/") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].headers["Retry-After"] == "60"

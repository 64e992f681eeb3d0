"""Own sessions: listed, ended by their owner or an administrator, closed to injected statements."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.base import UpdateError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from saathi.agencies import change_proofs, sessions
from saathi.agencies.models import Staff
from tests.agencies.sign_in.signing_in import PASSWORD, said_in_the_log
from tests.clients import StaffClient
from tests.factories import agencies
from tests.roles import acting, role
from tests.signing import just_confirmed

pytestmark = pytest.mark.django_db
PAGE = "/account/sessions/"
PHONE = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"


def signed_in(staff: Staff, agent: str = "") -> StaffClient:
    """A browser in which the person signed in with a password."""
    client = StaffClient(headers={"user-agent": agent} if agent else {})
    typed = {"login": staff.email, "password": PASSWORD}
    assert client.post("/account/login/", typed).status_code == 302
    session = client.session
    session["has_second_factor"] = True
    session.save()
    return client


@pytest.fixture
def someone() -> Staff:
    return agencies.staff("case_worker", password=make_password(PASSWORD))


def is_in(client: Any) -> bool:
    return bool(client.get(PAGE).status_code == 200)


def test_session_is_stored_for_twelve_hours_after_its_sign_in_at_most(someone: Staff) -> None:
    desktop, phone = signed_in(someone), signed_in(someone, PHONE)
    of_phone = "WHERE device <> ''"
    with role("warden"), connection.cursor() as cursor:
        ago = "now() - interval '12 hours 3 minutes'"
        cursor.execute(f"UPDATE agencies_staffsession SET started_at = {ago} {of_phone}")
    for client in (desktop, phone):
        session = client.session
        session["anything"] = "new"
        session.save()
    assert (is_in(desktop), is_in(phone)) == (True, False)


def test_session_that_is_over_is_not_stored_anew(someone: Staff) -> None:
    desktop = signed_in(someone)
    session = desktop.session
    session["anything"] = "new"
    with role("warden"), connection.cursor() as cursor:
        cursor.execute("UPDATE django_session SET expire_date = now()")
    with pytest.raises(UpdateError):
        session.save()
    assert not is_in(desktop)


def test_own_sessions_are_listed_and_no_others(someone: Staff) -> None:
    other = agencies.staff("case_worker", password=make_password(PASSWORD))
    desktop, _phone, _theirs = signed_in(someone), signed_in(someone, PHONE), signed_in(other)
    listed = desktop.get(PAGE).context["sessions"]
    assert sorted(session.device for session in listed) == ["", "Firefox, Android"]
    assert [session.is_current for session in listed].count(True) == 1
    assert b"Firefox, Android" in desktop.get(PAGE).content


def test_one_other_session_is_ended(someone: Staff) -> None:
    desktop, phone, third = signed_in(someone), signed_in(someone, PHONE), signed_in(someone)
    listed = desktop.get(PAGE).context["sessions"]
    [handle] = [session.handle for session in listed if session.device]
    assert desktop.post(PAGE, {"session": str(handle)}).status_code == 302
    assert (is_in(desktop), is_in(phone), is_in(third)) == (True, False, True)
    assert said_in_the_log("signed_out")[-1] == {"reason": "ended_by_owner"}


def test_all_other_sessions_are_ended(someone: Staff) -> None:
    desktop, phone, third = signed_in(someone), signed_in(someone, PHONE), signed_in(someone)
    desktop.post(PAGE)
    assert (is_in(desktop), is_in(phone), is_in(third)) == (True, False, False)


def test_session_of_someone_else_is_not_ended(someone: Staff) -> None:
    other = agencies.staff("case_worker", password=make_password(PASSWORD))
    own_browser, other_browser = signed_in(someone), signed_in(other)
    [session] = other_browser.get(PAGE).context["sessions"]
    for handle in (session.handle, uuid4()):
        own_browser.post(PAGE, {"session": str(handle)})
    assert own_browser.post(PAGE, {"session": "x"}).status_code == 404
    assert is_in(other_browser)


def test_new_password_ends_other_sessions_and_keeps_this_one_listed(someone: Staff) -> None:
    desktop, phone = signed_in(someone), signed_in(someone, PHONE)
    new = "eleven quiet ferries"
    data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert desktop.post("/account/password/", data).status_code == 302
    assert (is_in(desktop), is_in(phone)) == (True, False)
    assert [session.is_current for session in desktop.get(PAGE).context["sessions"]] == [True]


def test_administrator_ends_the_sessions_of_a_colleague(someone: Staff) -> None:
    phone = signed_in(someone, PHONE)
    admin = just_confirmed(agencies.staff("administrator", someone.office))
    address = reverse("agencies:end_sessions", args=[someone.pk])
    assert (
        b"End all sessions" in admin.get(reverse("agencies:show_staff", args=[someone.pk])).content
    )
    assert admin.post(address).status_code == 302
    assert not is_in(phone)
    assert signed_in(someone)


def test_other_roles_and_agencies_end_no_sessions(someone: Staff) -> None:
    phone = signed_in(someone, PHONE)
    for person in (agencies.staff("supervisor", someone.office), agencies.staff("administrator")):
        client = just_confirmed(person)
        assert client.post(reverse("agencies:end_sessions", args=[someone.pk])).status_code == 404
    assert is_in(phone)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT session_key FROM django_session",
        "DELETE FROM django_session",
        "UPDATE django_session SET expire_date = now()",
        "INSERT INTO django_session SELECT 'x', 'x', now()",
        "SELECT key FROM agencies_staffsession",
        "DELETE FROM agencies_staffsession",
        "SELECT session_clear('{me}')",
        "SELECT session_end(NULL, 'x', '')",
        "SELECT session_note('x', '{me}', '', '')",
        "SELECT staff_end_sessions('{other}', '')",
    ],
)
def test_injected_statement_reads_and_ends_no_session(someone: Staff, statement: str) -> None:
    me = agencies.staff("administrator", someone.office)
    with acting(me), pytest.raises(DatabaseError, match=r"permission denied|proof"):  # noqa: SIM117
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format(me=me.pk, other=someone.pk))


def test_proof_of_one_ended_session_ends_no_other(someone: Staff) -> None:
    proof = change_proofs.prove_change("session_end", f"{uuid4()}|x", actor=someone.pk)
    with acting(someone), pytest.raises(DatabaseError, match="proof"), transaction.atomic():
        sessions._call("SELECT session_end(NULL, 'x', %s)", proof)


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (PHONE, "Firefox, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU OS 19 like Mac OS X) Version/19 Safari/605", "Safari, iPhone"),
        ("curl/8", ""),
    ],
)
def test_kind_of_device_in_words(agent: str, device: str) -> None:
    assert sessions.device_kind(agent) == device


def test_moments_stand_by_the_clock_of_the_office(client: StaffClient) -> None:
    someone = agencies.staff("administrator")
    assert someone.office.time_zone == "Asia/Kathmandu"
    client.force_login(someone)
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute("UPDATE agencies_staffsession SET started_at = '2026-03-09 19:00+00'")
    page = client.get("/account/sessions/").content.decode()
    assert "10 March 2026, 00:45" in page

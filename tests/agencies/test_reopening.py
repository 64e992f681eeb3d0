"""Reopening a closed account: by two persons, with a new way to sign in, and no old credentials."""

from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.db import DatabaseError, connection, transaction
from django.test import Client

from saathi.agencies import invitation_tokens
from saathi.agencies.models import Office, Principal, Staff
from tests.agencies.agency_pages import PASSWORD, StaffChange_of, browser, url
from tests.desk.cast import entries
from tests.factories import agencies, children
from tests.roles import acting, role, with_proof
from tests.sending import key

pytestmark = pytest.mark.django_db
NEW = "eleven goats on a blue roof"


@pytest.fixture
def office() -> Office:
    return agencies.office()


@pytest.fixture
def someone(office: Office) -> Staff:
    return agencies.staff(
        "case_worker", office, email="asha@example.org", password=make_password(PASSWORD)
    )


def place(office: Office, role: str = "case_worker") -> dict[str, Any]:
    return {"role_kind": role, "office": str(office.pk), "title": ""} | key()


def close(someone: Staff, by: Client) -> None:
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO mfa_authenticator (type, data, user_id, created_at) "
            "VALUES ('totp', '{}', %s, now())",
            [someone.id],
        )
    assert by.post(url("end_account", someone.pk)).status_code == 302


@pytest.mark.parametrize("role_kind", ["supervisor", "oversight", "data_officer", "case_worker"])
def test_reopening_request_needs_manage_staff_permission(
    office: Office, someone: Staff, role_kind: str
) -> None:
    close(someone, browser(agencies.staff("administrator", office)))
    for client in (
        browser(agencies.staff(role_kind, office)),
        browser(agencies.staff("administrator")),
    ):
        assert client.get(url("reopen_account", someone.pk)).status_code == 404
        assert client.post(url("reopen_account", someone.pk), place(office)).status_code == 404


def test_an_account_in_use_is_not_opened_again(office: Office, someone: Staff) -> None:
    boss = agencies.staff("administrator", office)
    assert browser(boss).get(url("reopen_account", someone.pk)).status_code == 404
    statement = f"SELECT staff_ask_reopen('{someone.pk}', 'case_worker', '', '{office.pk}', '')"
    with (
        acting(boss),
        pytest.raises(DatabaseError, match="not closed"),
        transaction.atomic(),
        with_proof(statement),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_reopened_account_needs_two_persons_and_new_credentials(
    office: Office, someone: Staff
) -> None:
    old_browser = browser(someone)
    case = children.case(someone)
    admin_browser, second_browser = (
        browser(agencies.staff("administrator", office)) for _ in range(2)
    )
    close(someone, admin_browser)
    assert "Reopen account" in admin_browser.get(url("show_staff", someone.pk)).content.decode()
    ask = admin_browser.get(url("reopen_account", someone.pk)).content.decode()
    assert "The person will regain access to one child’s file" in ask
    assert admin_browser.post(url("reopen_account", someone.pk), place(office)).status_code == 302
    change = StaffChange_of("asha@example.org")
    someone.refresh_from_db()
    assert someone.deactivated_at is not None

    assert (
        admin_browser.post(url("decide_staff_change", change), {"decision": "agree"}).status_code
        == 404
    )
    assert (
        "The person regains access to one child’s file."
        in second_browser.get(url("decide_staff_change", change)).content.decode()
    )
    done = second_browser.post(url("decide_staff_change", change), {"decision": "agree"})
    assert done.headers["Location"] == url("show_invitation_paper", someone.pk)
    assert admin_browser.get(url("show_invitation_paper", someone.pk)).context["code"] == ""
    code = second_browser.get(url("show_invitation_paper", someone.pk)).context["code"]
    someone.refresh_from_db()
    assert (someone.is_active, someone.deactivated_at) == (False, None)
    assert not Principal.objects.filter(staff=someone).exists()

    link = url("accept_invitation", invitation_tokens.normalise_code(code))
    assert Client().post(link, {"password": NEW, "again": NEW}).status_code == 302
    someone.refresh_from_db()
    assert someone.is_active
    assert (someone.check_password(PASSWORD), someone.check_password(NEW)) == (False, True)
    assert old_browser.get("/account/2fa/").status_code == 302  # the previous session
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM mfa_authenticator WHERE user_id = %s", [someone.pk])
        assert cursor.fetchone() == (0,)
    guest = Client()
    guest.post("/account/login/", {"login": someone.email, "password": NEW})
    assert guest.get(f"/child/{case.file_id}/").headers["Location"] == "/account/2fa/"
    assert browser(someone).get(f"/child/{case.file_id}/").status_code == 200
    assert [e.detail["outcome"] for e in entries(kind="reopened")] == ["agreed"]


def test_account_stays_closed_when_reopening_is_refused(office: Office, someone: Staff) -> None:
    admin_browser, watch = (
        browser(agencies.staff(b, office)) for b in ("administrator", "oversight")
    )
    close(someone, admin_browser)
    admin_browser.post(url("reopen_account", someone.pk), place(office))
    change = StaffChange_of("asha@example.org")
    assert watch.post(url("decide_staff_change", change), {"decision": "refuse"}).status_code == 302
    someone.refresh_from_db()
    assert (someone.is_active, someone.deactivated_at is None) == (False, False)
    assert not entries(kind="reopened")


def test_reopened_account_has_the_agreed_role(office: Office, someone: Staff) -> None:
    admin_browser, watch = (
        browser(agencies.staff(b, office)) for b in ("administrator", "oversight")
    )
    close(someone, admin_browser)
    admin_browser.post(url("reopen_account", someone.pk), place(office, "supervisor"))
    change = StaffChange_of("asha@example.org")
    watch.post(url("decide_staff_change", change), {"decision": "agree"})
    code = watch.get(url("show_invitation_paper", someone.pk)).context["code"]
    Client().post(
        url("accept_invitation", invitation_tokens.normalise_code(code)),
        {"password": NEW, "again": NEW},
    )
    someone.refresh_from_db()
    assert someone.role_kind == "supervisor"
    assert Principal.objects.filter(staff=someone, principal=office.pk).exists()


def test_withdrawn_invitation_of_reopened_account_closes_it(office: Office, someone: Staff) -> None:
    """Otherwise one administrator could send a new link at any time."""
    admin_browser, watch = (
        browser(agencies.staff(b, office)) for b in ("administrator", "oversight")
    )
    with role("maintenance"):
        someone.invitations.create(
            token_hash=b"used", expires_at=someone.recorded_at, used_at=someone.recorded_at
        )
    close(someone, admin_browser)
    admin_browser.post(url("reopen_account", someone.pk), place(office))
    watch.post(
        url("decide_staff_change", StaffChange_of("asha@example.org")), {"decision": "agree"}
    )
    assert admin_browser.post(url("withdraw_invitation", someone.pk), key()).status_code == 302
    someone.refresh_from_db()
    assert someone.deactivated_at is not None
    assert (
        admin_browser.post(url("invite_again", someone.pk), {"way": "paper"} | key()).status_code
        == 404
    )

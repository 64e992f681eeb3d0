"""Invitations by mail and on paper: what is sent, what it names, and what ends it."""

import datetime as dt
import json
import re
import smtplib
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from saathi.agencies import invitation_mail, invitation_tokens
from saathi.agencies.models import Invitation, Office, Staff
from saathi.agencies.vocabulary import MailFailure
from saathi.infra import clock
from tests.agencies.agency_pages import PASSWORD, StaffChange_of, browser, invite, url
from tests.desk.cast import entries
from tests.factories import agencies
from tests.roles import role
from tests.sending import key

pytestmark = pytest.mark.django_db
TYPED = {"password": PASSWORD, "again": PASSWORD}


@pytest.fixture(autouse=True)
def _mail_settings(settings: Any) -> None:
    settings.SAATHI_SENDS_MAIL = True
    settings.SAATHI_ADDRESS = "https://saathi.example.org"


@pytest.fixture
def office() -> Office:
    return agencies.office(agencies.agency("Welfare Board"))


def invited_person() -> Staff:
    return Staff.objects.get(email="asha@example.org")


def jobs() -> list[dict[str, Any]]:
    """The waiting mail jobs, as in the queue's table."""
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT args FROM procrastinate_jobs WHERE task_name = 'agencies.mail_invitation' "
            "ORDER BY id"
        )
        return [json.loads(args) for (args,) in cursor.fetchall()]


def run_mail_jobs() -> list[bool]:
    """Runs the waiting mail jobs as the worker, with the worker's rights."""
    waiting = jobs()
    with role("worker"):
        return [invitation_mail.mail_invitation(args["invitation"]) for args in waiting]


def link_in(message: Any) -> str:
    match = re.search(r"https://saathi\.example\.org(/join/\S+)", message.body)
    assert match
    return match[1] + "/"


def opens(link: str) -> bool:
    return Client().get(link).status_code == 200


def test_a_mailed_invitation_opens_and_names_neither_child_nor_person(office: Office) -> None:
    client = browser(agencies.staff("administrator", office))
    answer = invite(client, office, way="mail")
    assert answer.headers["Location"] == url("show_staff", invited_person().pk)
    assert run_mail_jobs() == [True]
    (message,) = mail.outbox
    assert message.to == ["asha@example.org"]
    text = (message.subject + message.body).replace(link_in(message).rstrip("/"), "").lower()
    for word in ("Asha", "Rai", "worker", "case", "child"):
        assert word.lower() not in text, word
    assert "Welfare Board" not in message.subject
    assert opens(link_in(message))
    assert Client().post(link_in(message), TYPED).status_code == 302
    assert invited_person().is_active
    assert entries(kind="invited")[0].detail["method"] == "mail"
    [sent] = entries(kind="invitation_sent")
    assert (sent.objects_seen, sent.detail["outcome"]) == ([invited_person().pk], "sent")


def test_invitation_mail_is_in_language_of_invitee(office: Office) -> None:
    invite(browser(agencies.staff("administrator", office)), office, way="mail", language="ur")
    run_mail_jobs()
    assert mail.outbox[0].subject == "آپ کا دعوت نامہ"
    assert "پاس ورڈ" in mail.outbox[0].body
    assert opens(link_in(mail.outbox[0]))


def test_neither_queue_nor_table_nor_page_ever_holds_the_token(office: Office) -> None:
    client = browser(agencies.staff("administrator", office))
    invite(client, office, way="mail")
    (args,) = jobs()
    assert set(args) == {"invitation"}
    run_mail_jobs()
    token = link_in(mail.outbox[0]).split("/")[2]
    with role("maintenance"), connection.cursor() as cursor:
        for table in ("agencies_invitation", "procrastinate_jobs", "agencies_staff", "audit_entry"):
            cursor.execute(f"SELECT t::text FROM {table} t")
            assert all(token not in text for (text,) in cursor.fetchall()), table
    assert token not in client.get(url("show_staff", invited_person().pk)).content.decode()
    assert client.get(url("show_invitation_paper", invited_person().pk)).context["code"] == ""


def test_a_job_that_runs_twice_sends_once(office: Office) -> None:
    invite(browser(agencies.staff("administrator", office)), office, way="mail")
    assert [*run_mail_jobs(), *run_mail_jobs()] == [True, False]
    assert len(mail.outbox) == 1


def test_resent_invitation_ends_previous_link(office: Office) -> None:
    client = browser(agencies.staff("administrator", office))
    invite(client, office, way="mail")
    run_mail_jobs()
    again = url("invite_again", invited_person().pk)
    assert client.post(again, {"way": "mail"} | key()).status_code == 302
    assert run_mail_jobs() == [False, True]
    first, second = map(link_in, mail.outbox)
    assert (opens(first), opens(second)) == (False, True)
    paper = client.post(again, {"way": "paper"} | key())
    assert paper.headers["Location"] == url("show_invitation_paper", invited_person().pk)
    code = client.get(paper.headers["Location"]).context["code"]
    assert not opens(second)
    assert opens(url("accept_invitation", invitation_tokens.normalise_code(code)))


def test_withdrawn_invitation_opens_nothing_until_renewed(office: Office) -> None:
    client = browser(agencies.staff("administrator", office))
    invite(client, office, way="mail")
    run_mail_jobs()
    assert client.post(url("withdraw_invitation", invited_person().pk), key()).status_code == 302
    assert not opens(link_in(mail.outbox[0]))
    page = client.get(url("show_staff", invited_person().pk)).content.decode()
    assert "The invitation was withdrawn" in page
    assert entries(kind="invitation_ended")
    client.post(url("invite_again", invited_person().pk), {"way": "mail"} | key())
    run_mail_jobs()
    assert opens(link_in(mail.outbox[1]))


def test_withdrawn_powerful_invitation_needs_new_confirmation(office: Office) -> None:
    first, second = (browser(agencies.staff("administrator", office)) for _ in range(2))
    invite(first, office, "supervisor", way="mail")
    assert jobs() == []  # nothing goes out before it is confirmed
    change = StaffChange_of("asha@example.org")
    second.post(url("decide_staff_change", change), {"decision": "agree"})
    assert run_mail_jobs() == [True]
    first.post(url("withdraw_invitation", invited_person().pk), key())
    first.post(url("invite_again", invited_person().pk), {"way": "paper"} | key())
    assert StaffChange_of("asha@example.org") != change
    with role("maintenance"):
        assert not Invitation.objects.get(staff=invited_person(), used_at=None).is_confirmed


def test_expired_invitation_page_says_so(office: Office) -> None:
    client = browser(agencies.staff("administrator", office))
    invite(client, office, way="mail")
    run_mail_jobs()
    with role("maintenance"):
        Invitation.objects.update(expires_at=clock.now() - dt.timedelta(hours=1))
    assert not opens(link_in(mail.outbox[0]))
    assert (
        "it was not used within seven days"
        in client.get(url("show_staff", invited_person().pk)).content.decode()
    )
    client.post(url("invite_again", invited_person().pk), {"way": "mail"} | key())
    run_mail_jobs()
    assert opens(link_in(mail.outbox[1]))


def test_active_staff_cannot_be_invited_again(office: Office) -> None:
    client = browser(agencies.staff("administrator", office))
    member = agencies.staff("case_worker", office)
    for name in ("invite_again", "withdraw_invitation"):
        assert client.post(url(name, member.pk), {"way": "paper"} | key()).status_code == 404, name
    member.refresh_from_db()
    assert member.is_active


@pytest.mark.parametrize("role_kind", ["supervisor", "oversight", "case_worker"])
def test_invitations_need_manage_staff_permission(office: Office, role_kind: str) -> None:
    invite(browser(agencies.staff("administrator", office)), office, way="mail")
    client = browser(agencies.staff(role_kind, office))
    for name in ("invite_again", "withdraw_invitation"):
        assert (
            client.post(url(name, invited_person().pk), {"way": "paper"} | key()).status_code == 404
        ), name
    stranger = browser(agencies.staff("administrator"))
    for name in ("invite_again", "withdraw_invitation"):
        assert (
            stranger.post(url(name, invited_person().pk), {"way": "mail"} | key()).status_code
            == 404
        ), name


def test_without_a_mail_server_the_page_says_so_and_offers_paper(
    office: Office, settings: Any
) -> None:
    settings.SAATHI_SENDS_MAIL = False
    client = browser(agencies.staff("administrator", office))
    page = client.get(url("invite_staff")).content.decode()
    assert "This installation does not send e-mail yet" in page
    assert 'value="mail"' not in page
    assert invite(client, office, way="mail").status_code == 200
    assert invite(client, office, way="paper").status_code == 302
    person = client.get(url("show_staff", invited_person().pk)).content.decode()
    assert "This installation does not send e-mail yet" in person
    assert 'value="mail"' not in person
    assert (
        client.post(url("invite_again", invited_person().pk), {"way": "mail"} | key()).status_code
        == 404
    )


class RefusingMailBackend:
    """A mail server that refuses every mail, as smtplib reports it."""

    error: Exception = ConnectionRefusedError()

    def __init__(self, **_: Any) -> None:
        pass

    def send_messages(self, _messages: Any) -> int:
        raise self.error


@pytest.mark.parametrize(
    ("error", "trouble", "said"),
    [
        (ConnectionRefusedError(), MailFailure.UNREACHABLE, "could not be reached"),
        (smtplib.SMTPServerDisconnected(), MailFailure.UNREACHABLE, "could not be reached"),
        (smtplib.SMTPRecipientsRefused({}), MailFailure.REFUSED, "does not accept mail"),
    ],
)
def test_failed_invitation_mail_is_shown_on_page(
    office: Office, settings: Any, error: Exception, trouble: str, said: str
) -> None:
    client = browser(agencies.staff("administrator", office))
    invite(client, office, way="mail")
    before = settings.MAILERS
    settings.MAILERS = {
        "default": {"BACKEND": "tests.agencies.test_invitations.RefusingMailBackend"}
    }
    RefusingMailBackend.error = error
    if trouble == MailFailure.REFUSED:
        assert run_mail_jobs() == [False]
    else:
        with pytest.raises(type(error)):  # so that the job is tried again
            run_mail_jobs()
    with role("maintenance"):
        assert Invitation.objects.get(staff=invited_person()).mail_trouble == trouble
    assert said in client.get(url("show_staff", invited_person().pk)).content.decode()
    assert entries(kind="invitation_sent")[0].detail["outcome"] == trouble

    settings.MAILERS = before
    assert run_mail_jobs() == [True]
    assert (
        "The invitation was sent by e-mail"
        in client.get(url("show_staff", invited_person().pk)).content.decode()
    )


def test_paper_code_accepts_any_grouping_and_case(office: Office) -> None:
    client = browser(agencies.staff("administrator", office))
    invite(client, office)
    shown = client.get(url("show_invitation_paper", invited_person().pk))
    code = shown.context["code"]
    words = shown.content.decode()
    assert re.fullmatch(r"([2-9A-HJKMNP-TV-Z]{5} ){5}[2-9A-HJKMNP-TV-Z]{5}", code)
    assert "http://testserver/join/" in words
    guest, page = Client(), url("enter_invitation_code")
    assert guest.get(page).status_code == 200
    assert "This code is not valid" in guest.post(page, {"code": "AAAAA-BBBBB"}).content.decode()
    typed = code.lower().replace(" ", "-")
    gone = guest.post(page, {"code": typed})
    assert gone.status_code == 302
    assert guest.post(gone.headers["Location"], TYPED).status_code == 302
    assert "This code is not valid" in guest.post(page, {"code": code}).content.decode()


def test_paper_code_accepts_local_digits() -> None:
    assert invitation_tokens.normalise_code("२३४AB-۵۶۷cd") == "234AB567CD"


def test_the_worker_gives_a_token_to_no_invitation_that_is_not_to_be_mailed(
    office: Office,
) -> None:
    """An attacker with the worker's rights opens no account whose invitation did not wait for a mail."""
    client = browser(agencies.staff("administrator", office))
    invite(client, office)
    with role("maintenance"):
        paper = Invitation.objects.get(staff=invited_person())
    with role("worker"), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM invitation_to_mail(%s, %s)", [paper.pk, "x" * 43])
        assert cursor.fetchall() == []
    assert not opens(url("accept_invitation", "x" * 43))

"""Invitations by mail and on paper: what goes out, what it names, and what ends it."""

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
from tests.agencies.test_agency_screens import PASSWORD, StaffChange_of, browser, invite, url
from tests.desk.cast import entries
from tests.factories import agencies
from tests.roles import role
from tests.sending import key

pytestmark = pytest.mark.django_db
TYPED = {"password": PASSWORD, "again": PASSWORD}


@pytest.fixture(autouse=True)
def _address(settings: Any) -> None:
    settings.SAATHI_SENDS_MAIL = True
    settings.SAATHI_ADDRESS = "https://saathi.example.org"


@pytest.fixture
def office() -> Office:
    return agencies.office(agencies.agency("Welfare Board"))


def her() -> Staff:
    return Staff.objects.get(email="asha@example.org")


def jobs() -> list[dict[str, Any]]:
    """The mails that wait in the queue, as its table holds them."""
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT args FROM procrastinate_jobs WHERE task_name = 'agencies.mail_invitation' "
            "ORDER BY id"
        )
        return [json.loads(args) for (args,) in cursor.fetchall()]


def work() -> list[bool]:
    """Does the waiting mails as the worker does, with the rights of the worker."""
    waiting = jobs()
    with role("worker"):
        return [invitation_mail.mail_invitation(args["invitation"]) for args in waiting]


def link_in(message: Any) -> str:
    found = re.search(r"https://saathi\.example\.org(/join/\S+)", message.body)
    assert found
    return found[1] + "/"


def opens(link: str) -> bool:
    return Client().get(link).status_code == 200


def test_a_mailed_invitation_opens_and_names_neither_child_nor_person(office: Office) -> None:
    client = browser(agencies.staff("administrator", office))
    answer = invite(client, office, way="mail")
    assert answer.headers["Location"] == url("show_staff", her().pk)
    assert work() == [True]
    (message,) = mail.outbox
    assert message.to == ["asha@example.org"]
    for word in ("Asha", "Rai", "worker", "case", "child"):
        assert word.lower() not in (message.subject + message.body).lower(), word
    assert "Welfare Board" not in message.subject
    assert opens(link_in(message))
    assert Client().post(link_in(message), TYPED).status_code == 302
    assert her().is_active
    assert entries(kind="invited")[0].detail["method"] == "mail"
    [sent] = entries(kind="invitation_sent")
    assert (sent.objects_seen, sent.detail["outcome"]) == ([her().pk], "sent")


def test_it_is_written_in_the_language_she_reads(office: Office) -> None:
    invite(browser(agencies.staff("administrator", office)), office, way="mail", language="ur")
    work()
    assert mail.outbox[0].subject == "آپ کا دعوت نامہ"
    assert "پاس ورڈ" in mail.outbox[0].body
    assert opens(link_in(mail.outbox[0]))


def test_neither_queue_nor_table_nor_page_ever_holds_the_token(office: Office) -> None:
    client = browser(agencies.staff("administrator", office))
    invite(client, office, way="mail")
    (args,) = jobs()
    assert set(args) == {"invitation"}
    work()
    token = link_in(mail.outbox[0]).split("/")[2]
    with role("maintenance"), connection.cursor() as cursor:
        for table in ("agencies_invitation", "procrastinate_jobs", "agencies_staff", "audit_entry"):
            cursor.execute(f"SELECT t::text FROM {table} t")
            assert all(token not in text for (text,) in cursor.fetchall()), table
    assert token not in client.get(url("show_staff", her().pk)).content.decode()
    assert client.get(url("show_link", her().pk)).context["code"] == ""


def test_a_job_that_runs_twice_sends_once(office: Office) -> None:
    invite(browser(agencies.staff("administrator", office)), office, way="mail")
    assert [*work(), *work()] == [True, False]
    assert len(mail.outbox) == 1


def test_sent_again_the_former_link_ends(office: Office) -> None:
    client = browser(agencies.staff("administrator", office))
    invite(client, office, way="mail")
    work()
    again = url("invite_again", her().pk)
    assert client.post(again, {"way": "mail"} | key()).status_code == 302
    assert work() == [False, True]
    first, second = map(link_in, mail.outbox)
    assert (opens(first), opens(second)) == (False, True)
    paper = client.post(again, {"way": "paper"} | key())
    assert paper.headers["Location"] == url("show_link", her().pk)
    code = client.get(paper.headers["Location"]).context["code"]
    assert not opens(second)
    assert opens(url("join", invitation_tokens.normalise_code(code)))


def test_withdrawn_invitation_opens_nothing_until_renewed(office: Office) -> None:
    client = browser(agencies.staff("administrator", office))
    invite(client, office, way="mail")
    work()
    assert client.post(url("withdraw", her().pk), key()).status_code == 302
    assert not opens(link_in(mail.outbox[0]))
    page = client.get(url("show_staff", her().pk)).content.decode()
    assert "The invitation was taken back" in page
    assert entries(kind="invitation_ended")
    client.post(url("invite_again", her().pk), {"way": "mail"} | key())
    work()
    assert opens(link_in(mail.outbox[1]))


def test_a_powerful_one_that_was_taken_back_is_confirmed_anew(office: Office) -> None:
    first, second = (browser(agencies.staff("administrator", office)) for _ in range(2))
    invite(first, office, "supervisor", way="mail")
    assert jobs() == []  # nothing goes out before it is confirmed
    change = StaffChange_of("asha@example.org")
    second.post(url("decide_change", change), {"decision": "agree"})
    assert work() == [True]
    first.post(url("withdraw", her().pk), key())
    first.post(url("invite_again", her().pk), {"way": "paper"} | key())
    assert StaffChange_of("asha@example.org") != change
    with role("maintenance"):
        assert not Invitation.objects.get(staff=her(), used_at=None).is_confirmed


def test_after_seven_days_it_is_over_and_the_page_says_so(office: Office) -> None:
    client = browser(agencies.staff("administrator", office))
    invite(client, office, way="mail")
    work()
    with role("maintenance"):
        Invitation.objects.update(expires_at=clock.now() - dt.timedelta(hours=1))
    assert not opens(link_in(mail.outbox[0]))
    assert (
        "nobody used it within seven days"
        in client.get(url("show_staff", her().pk)).content.decode()
    )
    client.post(url("invite_again", her().pk), {"way": "mail"} | key())
    work()
    assert opens(link_in(mail.outbox[1]))


def test_who_has_joined_is_not_invited_again(office: Office) -> None:
    client = browser(agencies.staff("administrator", office))
    member = agencies.staff("case_worker", office)
    for name in ("invite_again", "withdraw"):
        assert client.post(url(name, member.pk), {"way": "paper"} | key()).status_code == 404, name
    member.refresh_from_db()
    assert member.is_active


@pytest.mark.parametrize("bundle", ["supervisor", "oversight", "case_worker"])
def test_who_does_not_manage_staff_sends_and_takes_back_nothing(
    office: Office, bundle: str
) -> None:
    invite(browser(agencies.staff("administrator", office)), office, way="mail")
    client = browser(agencies.staff(bundle, office))
    for name in ("invite_again", "withdraw"):
        assert client.post(url(name, her().pk), {"way": "paper"} | key()).status_code == 404, name
    stranger = browser(agencies.staff("administrator"))
    for name in ("invite_again", "withdraw"):
        assert stranger.post(url(name, her().pk), {"way": "mail"} | key()).status_code == 404, name


def test_without_a_mail_server_the_page_says_so_and_offers_paper(
    office: Office, settings: Any
) -> None:
    settings.SAATHI_SENDS_MAIL = False
    client = browser(agencies.staff("administrator", office))
    page = client.get(url("invite")).content.decode()
    assert "sends no e-mail yet" in page
    assert 'value="mail"' not in page
    assert invite(client, office, way="mail").status_code == 200
    assert invite(client, office, way="paper").status_code == 302
    person = client.get(url("show_staff", her().pk)).content.decode()
    assert "sends no e-mail yet" in person
    assert 'value="mail"' not in person
    assert client.post(url("invite_again", her().pk), {"way": "mail"} | key()).status_code == 404


class RefusingMailBackend:
    """A mail server as smtplib meets it, that takes no mail."""

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
        (smtplib.SMTPRecipientsRefused({}), MailFailure.REFUSED, "does not take mail"),
    ],
)
def test_a_mail_that_does_not_go_out_is_said_on_the_page(
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
        assert work() == [False]
    else:
        with pytest.raises(type(error)):  # so that the job is tried again
            work()
    with role("maintenance"):
        assert Invitation.objects.get(staff=her()).mail_trouble == trouble
    assert said in client.get(url("show_staff", her().pk)).content.decode()
    assert entries(kind="invitation_sent")[0].detail["outcome"] == trouble

    settings.MAILERS = before
    assert work() == [True]
    assert "went out by e-mail" in client.get(url("show_staff", her().pk)).content.decode()


def test_a_code_on_paper_is_typed_as_one_likes(office: Office) -> None:
    client = browser(agencies.staff("administrator", office))
    invite(client, office)
    shown = client.get(url("show_link", her().pk))
    code = shown.context["code"]
    words = shown.content.decode()
    assert re.fullmatch(r"([2-9A-HJKMNP-TV-Z]{5} ){5}[2-9A-HJKMNP-TV-Z]{5}", code)
    assert "http://testserver/join/" in words
    guest, page = Client(), url("enter_code")
    assert guest.get(page).status_code == 200
    assert "opens nothing" in guest.post(page, {"code": "AAAAA-BBBBB"}).content.decode()
    typed = code.lower().replace(" ", "-")
    gone = guest.post(page, {"code": typed})
    assert gone.status_code == 302
    assert guest.post(gone.headers["Location"], TYPED).status_code == 302
    assert "opens nothing" in guest.post(page, {"code": code}).content.decode()


def test_paper_code_accepts_local_digits() -> None:
    assert invitation_tokens.normalise_code("२३४AB-۵۶۷cd") == "234AB567CD"


def test_the_worker_gives_a_token_to_no_invitation_that_is_not_to_be_mailed(
    office: Office,
) -> None:
    """Whoever gets hold of the worker opens no account by it that did not wait for a mail."""
    client = browser(agencies.staff("administrator", office))
    invite(client, office)
    with role("maintenance"):
        paper = Invitation.objects.get(staff=her())
    with role("worker"), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM invitation_to_mail(%s, %s)", [paper.pk, "x" * 43])
        assert cursor.fetchall() == []
    assert not opens(url("join", "x" * 43))

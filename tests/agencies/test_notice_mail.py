"""Notices by mail: each person chooses, and no mail names a child, a colleague or a file."""

import re
import smtplib
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import DatabaseError, connection, transaction

from saathi.agencies import notice_mail, notices
from saathi.agencies.declared_kinds import NoticeKind
from saathi.agencies.models import Notice, Staff
from saathi.protection.casework.cases.vocabulary import CASE_ASSIGNED_NOTICE
from saathi.protection.casework.notes.vocabulary import TASK_GIVEN_NOTICE
from tests.desk.cast import entries
from tests.factories import agencies, children
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail_settings(settings: Any) -> None:
    settings.SAATHI_ADDRESS = "https://saathi.example.org"


def choose(person: Staff, choice: str) -> None:
    answer = signed_in(person).post("/account/notices/", {"choice": choice})
    assert answer.status_code == 302


def give_notice(person: Staff, actor: Staff, kind: NoticeKind = TASK_GIVEN_NOTICE) -> str:
    """A notice about another worker's child; returns the id of the file."""
    case = children.case(actor, "Sunita Mahato")
    with acting(actor):
        notices.notify_staff(person.pk, kind=kind, record=case.file_id, actor=actor)
    return str(case.file_id)


def mail_waiting() -> int:
    with role("worker"):
        return notice_mail.mail_notices()


def test_notice_delivery_is_chosen_by_the_owner_only(client: Any) -> None:
    assert client.get("/account/notices/").status_code == 302  # to sign in
    person, other = agencies.staff(), agencies.staff()
    choose(person, "soon")
    with role("maintenance"):
        assert Staff.objects.get(pk=person.pk).notices_by_mail == "soon"
        assert Staff.objects.get(pk=other.pk).notices_by_mail == "none"
    assert signed_in(person).post("/account/notices/", {"choice": "always"}).status_code == 200
    assert entries(kind="staff_changed", by=person.pk)
    with acting(person), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE agencies_staff SET notices_by_mail = 'soon' WHERE id = %s", [other.pk]
        )
        assert cursor.rowcount == 0


def test_notice_mail_is_not_sent_without_choice(mailoutbox: list[Any]) -> None:
    person, by = agencies.staff(), agencies.staff()
    give_notice(person, by)
    assert mail_waiting() == 0
    assert mailoutbox == []


def test_notice_mail_gives_kinds_and_no_names(mailoutbox: list[Any]) -> None:
    by = agencies.staff(name="Gita Karki")
    person = agencies.staff("case_worker", by.office, name="Maya Rai")
    choose(person, "soon")
    files = [
        give_notice(person, by),
        give_notice(person, by),
        give_notice(person, by, CASE_ASSIGNED_NOTICE),
    ]
    assert mail_waiting() == 1
    [sent] = mailoutbox
    assert sent.to == [person.email]
    assert sent.subject == "3 items need your attention in Saathi"
    assert "A colleague assigned a task to you (2)" in sent.body
    assert "A case was assigned to you" in sent.body
    text = sent.subject + sent.body
    for private in ("Sunita", "Mahato", "Gita", "Maya", by.office.name, *files):
        assert private not in text
    assert re.findall(r"https?://\S+", text) == ["https://saathi.example.org"]
    assert mail_waiting() == 0  # each is mailed once
    with acting(person):
        assert Notice.objects.filter(staff=person, read_at=None).count() == 3  # and stays on My day


def test_daily_notice_mail_collects_notices(mailoutbox: list[Any]) -> None:
    by = agencies.staff()
    person = agencies.staff("case_worker", by.office)
    choose(person, "daily")
    give_notice(person, by)
    assert mail_waiting() == 1
    give_notice(person, by)
    assert mail_waiting() == 0
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute("UPDATE agencies_notice SET mailed_at = now() - interval '21 hours' "
                       "WHERE mailed_at IS NOT NULL")  # fmt: skip
    assert mail_waiting() == 1
    assert len(mailoutbox) == 2


def test_read_notices_are_not_mailed_nor_to_former_staff(
    mailoutbox: list[Any],
) -> None:
    by = agencies.staff()
    person, gone = (agencies.staff("case_worker", by.office) for _ in range(2))
    for recipient in (person, gone):
        choose(recipient, "soon")
        give_notice(recipient, by)
    with acting(person):
        notices.mark_notice_read(Notice.objects.get(staff=person).pk, actor=person)
    with role("maintenance"):
        Staff.objects.filter(pk=gone.pk).update(is_active=False)
    assert mail_waiting() == 0


@pytest.mark.parametrize(
    ("trouble", "left"),
    [(OSError("no route"), 1), (smtplib.SMTPRecipientsRefused({}), 0)],
)
def test_notice_mail_is_retried_if_server_is_unreachable_only(
    monkeypatch: pytest.MonkeyPatch, trouble: Exception, left: int
) -> None:
    by = agencies.staff()
    person = agencies.staff("case_worker", by.office)
    choose(person, "soon")
    give_notice(person, by)

    def away(*_args: object) -> int:
        raise trouble

    monkeypatch.setattr(EmailBackend, "send_messages", away)
    assert mail_waiting() == 0
    monkeypatch.undo()
    assert mail_waiting() == left
    assert len(mail.outbox) == left


def test_only_the_worker_asks_for_addresses() -> None:
    person = agencies.staff()
    for statement in ("SELECT * FROM notices_to_mail()", "SELECT notices_mailed('{}'::uuid[])"):
        with (
            acting(person),
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)

"""Emergency access: who may, one response for every code that opens nothing, and its expiry."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from saathi.agencies.models import Grant, Hidden, Notice
from saathi.audit.models import AuditEntry
from saathi.infra import clock
from saathi.people.emergency_access import MAX_WRONG_CODES
from tests.desk import cast
from tests.desk.cast import NAME, ChildFileCast, entries
from tests.factories import agencies
from tests.roles import acting, role, with_proof
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
PAGE = "/emergency/"


def form(code: str, **changes: str) -> dict[str, str]:
    return {"code": code, "reason": "danger", "hours": "2"} | changes | key()


@pytest.mark.parametrize(
    "role_kind", ["house_mother", "intake_officer", "data_officer", "oversight"]
)
def test_emergency_access_needs_permission(role_kind: str, around: ChildFileCast) -> None:
    person = agencies.staff(role_kind)
    client = signed_in(person)
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, form(around.case.child.code)).status_code == 404
    with acting(person), pytest.raises(ProgrammingError, match="not among"), transaction.atomic():
        take_emergency_access(around.case.child.code)


def take_emergency_access(code: str) -> None:
    statement = "SELECT access_break_glass(%s, 2, 'danger')"
    with with_proof(statement), connection.cursor() as cursor:
        cursor.execute(statement, [code])


def in_the_next_transaction() -> None:
    """The whole test is one transaction, in which a file cannot be read that it opened itself."""
    with role("maintenance"):
        Grant.objects.filter(kind="glass").update(starts_at=clock.now() - dt.timedelta(days=30))


@pytest.mark.parametrize("separator", ["", " ", " - ", "–"])
def test_a_code_opens_however_it_is_grouped(separator: str, around: ChildFileCast) -> None:
    typed = f" {around.case.child.code.lower().replace('-', separator)} "
    answer = signed_in(around.outsider).post(PAGE, form(typed))
    assert answer.status_code == 302


@pytest.mark.requirement("PRI-006")
def test_emergency_access_gives_same_error_for_unknown_hidden_and_protected(
    around: ChildFileCast,
) -> None:
    client = signed_in(around.outsider)
    answers = [client.post(PAGE, form("NP-2222-22"))]
    with role("maintenance"):
        hidden = Hidden.objects.create(
            file=around.case.file, principal=around.outsider.agency_id, hidden_by=around.worker.id
        )
    answers.append(client.post(PAGE, form(around.case.child.code)))
    with role("maintenance"):
        hidden.delete()
        around.case.file.is_protected = True
        around.case.file.save()
    answers.append(client.post(PAGE, form(around.case.child.code)))
    pages = set()
    for answer in answers:
        assert answer.status_code == 200
        words, _tables = read(answer)
        assert "You have no access to a file with this case ID" in words
        pages.add(words)
    assert len(pages) == 1
    assert len(entries(kind="refused", by=around.outsider.id)) == 3
    assert not entries(kind="glass_broken")
    with role("maintenance"):
        assert not Notice.objects.filter(kind="glass_broken").exists()


@pytest.mark.requirement("PRI-007")
def test_emergency_access_opens_sections_notifies_office_and_is_logged(
    around: ChildFileCast,
) -> None:
    cast.said(around.case, around.worker, "I want to learn sewing.")
    officer = agencies.staff("data_officer", around.worker.office)
    client = signed_in(around.outsider)
    opened = client.post(PAGE, form(around.case.child.code.lower()))
    assert opened.url == around.url
    in_the_next_transaction()
    words, _tables = read(client.get(around.url))
    assert NAME in words
    assert "Emergency access to this file until" in words
    assert "sewing" not in words
    [opened] = entries(kind="glass_broken", by=around.outsider.id)
    assert opened.file_id == around.file_id
    assert opened.detail["reason"] == "danger"
    assert {e.purpose for e in entries(kind="looked", by=around.outsider.id)} == {"emergency"}
    for leader in (around.supervisor, officer):
        page = signed_in(leader).get("/").content.decode()
        assert "A file of your office was opened in an emergency" in page
        assert NAME not in page
    assert "opened in an emergency" not in signed_in(around.worker).get("/").content.decode()


@pytest.mark.requirement("PRI-007")
def test_reads_during_emergency_access_are_logged_as_such(
    around: ChildFileCast,
) -> None:
    cast.plan(around.case, around.worker)
    client = signed_in(around.outsider)
    client.post(PAGE, form(around.case.child.code))
    in_the_next_transaction()
    for page in ("", "happened/", "plan/", "access-log/"):
        assert client.get(f"{around.url}{page}", follow=True).status_code == 200, page
    with role("auditor"):
        seen = AuditEntry.objects.filter(by=around.outsider.id, file_id=around.file_id)
        entries_seen = list(seen.exclude(kind="glass_broken").values_list("kind", "purpose"))
    assert {kind for kind, _purpose in entries_seen} == {"looked", "listed", "log_read"}
    assert {purpose for _kind, purpose in entries_seen} == {"emergency"}


def test_emergency_access_expires(around: ChildFileCast) -> None:
    client = signed_in(around.outsider)
    client.post(PAGE, form(around.case.child.code))
    assert client.get(around.url).status_code == 404
    in_the_next_transaction()
    assert client.get(around.url).status_code == 200
    with role("maintenance"):
        Grant.objects.filter(kind="glass").update(ends_at=clock.now() - dt.timedelta(minutes=1))
    assert client.get(around.url).status_code == 404


def test_emergency_access_respects_maximum_hours(around: ChildFileCast) -> None:
    page = signed_in(around.outsider).post(PAGE, form(around.case.child.code, hours="5"))
    assert "Enter a number of hours between 1 and 4." in page.content.decode()
    assert not entries(kind="glass_broken")


def test_emergency_access_limits_wrong_codes(
    around: ChildFileCast,
) -> None:
    client = signed_in(around.outsider)
    for _ in range(MAX_WRONG_CODES):
        assert client.post(PAGE, form("NP-2222-22")).status_code == 200
    assert client.post(PAGE, form(around.case.child.code)).status_code == 429
    with role("maintenance"):
        assert not Grant.objects.filter(kind="glass", principal=around.outsider.id).exists()


def test_emergency_access_works_until_code_limit(around: ChildFileCast) -> None:
    client = signed_in(around.outsider)
    for _ in range(MAX_WRONG_CODES - 1):
        client.post(PAGE, form("NP-2222-22"))
    assert client.post(PAGE, form(around.case.child.code)).status_code == 302

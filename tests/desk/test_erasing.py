"""Erasing a child's record: without permission, and the request."""

import datetime as dt

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from saathi.agencies.erasure import actions
from saathi.agencies.models import ErasureRequest, Grant, Hidden, Notice, Staff
from saathi.agencies.permissions import SHIPPED_ROLES
from saathi.infra import clock
from tests.agencies.agency_pages import browser
from tests.desk import cast
from tests.desk.cast import NAME, ChildFileCast, entries
from tests.desk.erasures import about, ask, decide, form, jobs, page, state
from tests.factories import agencies
from tests.roles import acting, role, slip_in, with_proof
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


# --- Who may not ----------------------------------------------------------------------------------


@pytest.mark.parametrize("role_kind", [b for b in SHIPPED_ROLES if b != "data_officer"])
def test_erasure_pages_need_erase_permission(
    around: ChildFileCast, officer: Staff, role_kind: str
) -> None:
    person = agencies.staff(role_kind, around.worker.office)
    ask(around, officer)
    client = browser(person)
    for name in ("request_erasure", "decide_erasure", "withdraw_erasure"):
        assert client.post(page(name, around), form(around)).status_code == 404, name
    for name in ("request_erasure", "decide_erasure", "show_erasure_certificate"):
        assert client.get(page(name, around)).status_code == 404, name
    assert client.get(reverse("desk:list_erasures")).status_code == 404


def test_team_sees_erasure_request_and_cannot_make_one(
    around: ChildFileCast, officer: Staff
) -> None:
    assert signed_in(around.worker).get(page("show_erasure", around)).status_code == 404
    ask(around, officer)
    words, _tables = read(signed_in(around.worker).get(page("show_erasure", around)))
    assert "Awaiting approval by a second person" in words
    assert "Review and decide" not in words
    assert signed_in(around.house_mother).get(page("show_erasure", around)).status_code == 404


def strangers(around: ChildFileCast) -> dict[str, Staff]:
    """Data officers who are not those of this file."""
    other_office = agencies.office(around.worker.agency)
    hidden = agencies.staff("data_officer", around.worker.office)
    with role("maintenance"):
        Hidden.objects.create(
            file_id=around.file_id, principal=hidden.id, hidden_by=around.worker.id
        )
    return {
        "of another agency": agencies.staff("data_officer"),
        "of an office beside": agencies.staff("data_officer", other_office),
        "hidden from": hidden,
        "inactive": agencies.staff("data_officer", around.worker.office, is_active=False),
    }


def test_erasure_is_closed_to_data_officers_of_other_offices(
    around: ChildFileCast, officer: Staff
) -> None:
    waiting = ask(around, officer)
    for relation, person in strangers(around).items():
        client = browser(person)
        for name in ("request_erasure", "decide_erasure", "show_erasure"):
            answer = client.get(page(name, around))
            assert answer.status_code in {404, 302}, (relation, name)
            assert answer.headers.get("Location", "/account/login").startswith("/account/login")
        for statement in (
            f"SELECT erasure_ask('{around.file_id}', '{{}}')",
            f"SELECT erasure_decide('{waiting.pk}', true, '')",
            f"SELECT * FROM erasure_about('{around.file_id}')",
        ):
            slip_in(person, statement, "no such file|not an active|not among")
        slip_in_nothing(person, waiting)
    assert state(waiting) == "waits"


def slip_in_nothing(person: Staff, waiting: ErasureRequest) -> None:
    """Calls that need no right of this person and change nothing."""
    with acting(person), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM agencies_erasurerequest")
        assert cursor.fetchone() == (0,)
        if person.is_active:
            with with_proof("erasure_withdraw("):
                cursor.execute("SELECT erasure_withdraw(%s)", [waiting.pk])
            assert cursor.fetchone() == (False,)


def test_web_role_cannot_destroy_key_or_approve_erasure(
    around: ChildFileCast, officer: Staff
) -> None:
    """Not even in the name of the data officer, with the request of two persons."""
    waiting = ask(around, officer)
    for statement in (
        f"DELETE FROM vault_key WHERE file_id = '{around.file_id}'",
        f"UPDATE vault_key SET wrapped = ''::bytea WHERE file_id = '{around.file_id}'",
        f"INSERT INTO vault_erasure VALUES ('{around.file_id}', now(), '{officer.id}', 'asked', now())",
        f"UPDATE agencies_erasurerequest SET state = 'agreed' WHERE id = '{waiting.pk}'",
        "INSERT INTO agencies_erasurerequest SELECT * FROM agencies_erasurerequest",
        "DELETE FROM agencies_erasurerequest",
        f"SELECT erasure_agreed('{around.file_id}')",
        f"SELECT erasure_decide('{waiting.pk}', true, '')",
    ):
        slip_in(officer, statement, "permission denied|not yours")
    assert state(waiting) == "waits"


# --- Asking ---------------------------------------------------------------------------------------


def test_erasure_request_requires_confirmation(
    around: ChildFileCast, officer: Staff, second: Staff
) -> None:
    ask(around, officer)
    for person in (officer, second):
        for name in ("request_erasure", "decide_erasure"):
            answer = signed_in(person).get(page(name, around))
            assert answer.headers["Location"].startswith("/account/reauthenticate/?next="), name
            assert signed_in(person).post(page(name, around), form(around)).status_code == 302
    assert jobs() == []


def test_erasure_form_shows_consequences_and_deadline(
    around: ChildFileCast, officer: Staff
) -> None:
    about(around, around.worker)
    words, _tables = read(browser(officer).get(page("request_erasure", around)))
    last = officer.office.date_of(clock.now() + dt.timedelta(days=settings.SAATHI_KEY_BACKUP_DAYS))
    assert NAME in words  # so that it is this child and no other
    for text in (
        "Names, birth date, addresses",
        "Anonymous counts by age, district and form of harm",
        "who erased it and why",
        "The certificate",
        f"until {last.day} {last:%B} {last.year}",
        "this agency’s reports about the child: 1",
        "No second person available",
        "The child’s case is open.",
    ):
        assert text in words, text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reason": ""}, "This field is required"),
        ({"basis": "because"}, "Select a valid choice"),
        ({"child_knows": ""}, "This field is required"),
        ({"code": "NP-2222-22"}, "Enter the case ID of this file"),
        ({"despite": ""}, "There are reasons to wait"),
    ],
)
def test_erasure_request_needs_reason_basis_and_code(
    around: ChildFileCast, officer: Staff, changes: dict[str, str], said: str
) -> None:
    answer = browser(officer).post(page("request_erasure", around), form(around, **changes))
    assert answer.status_code == 200
    assert said in answer.content.decode()
    with role("maintenance"):
        assert not ErasureRequest.objects.exists()


def test_open_matters_warn_and_do_not_block_erasure(around: ChildFileCast, officer: Staff) -> None:
    cast.due(around.case, around.worker, dt.date(2026, 1, 1))
    with role("maintenance"):
        Grant.objects.create(
            file_id=around.file_id,
            principal=around.outsider.id,
            kind="share",
            reads=1,
            starts_at=clock.now() - dt.timedelta(minutes=1),
            ends_at=clock.now() + dt.timedelta(days=1),
            given_by=around.worker.id,
        )
    erasure_request = ask(around, officer, child_knows="disagrees", despite="danger")
    assert erasure_request.warnings == ["open_case", "late_dues", "shared", "child_disagrees"]
    assert erasure_request.despite == "danger"
    words, _tables = read(browser(officer).get(page("show_erasure", around)))
    assert "The child does not want the erasure." in words
    assert "The recorded information puts the child in danger" in words


def test_waiting_erasure_request_is_shown_in_file_and_logged(
    around: ChildFileCast, officer: Staff, second: Staff
) -> None:
    erasure_request = ask(around, officer)
    words, _tables = read(signed_in(around.worker).get(around.url))
    assert "Erasure of identifying data: awaiting approval by a second person" in words
    assert "Erasure of identifying data was requested" in words
    [entry] = entries(kind="erasure_asked")
    assert (entry.by, entry.file_id, entry.detail["outcome"]) == (
        officer.id,
        around.file_id,
        "waits",
    )
    with role("maintenance"):
        notified = Notice.objects.filter(kind="erasure_waits", record=erasure_request.pk)
        assert set(notified.values_list("staff", flat=True)) == {second.id}
    day = read(signed_in(second).get("/"))[0]
    assert "A request to erase a file is awaiting approval by a second person" in day
    assert NAME not in day
    assert (
        "1 request is waiting for your decision"
        in read(signed_in(second).get(reverse("desk:list_erasures")))[0]
    )


def test_second_erasure_request_is_refused_while_one_waits(
    around: ChildFileCast, officer: Staff, second: Staff
) -> None:
    ask(around, officer)
    again = browser(second).post(page("request_erasure", around), form(around))
    assert again.headers["Location"] == page("show_erasure", around)
    new = actions.ErasureRequestInput(
        *CODES, with_reports=False, despite=actions.ErasureOverrideReason.DANGER
    )
    with acting(second), pytest.raises(actions.ChangeNotPossible):
        actions.request_erasure(
            actor=second, file_id=around.case.file_id, new=new, warnings=["open_case"]
        )
    slip_in(second, f"SELECT erasure_ask('{around.file_id}', '{SAID}')", "one_at_a_time")


CODES = (actions.ErasureReason.ASKED, actions.ErasureBasis.REQUEST, actions.ChildAwareness.ASKED)
SAID = (
    '{"reason": "asked", "basis": "request", "child_knows": "asked", "with_reports": false, '
    '"warnings": [], "despite": ""}'
)


def test_erasure_request_is_withdrawn_only_by_requester(
    around: ChildFileCast, officer: Staff, second: Staff
) -> None:
    erasure_request = ask(around, officer)
    assert browser(second).post(page("withdraw_erasure", around), key()).status_code == 404
    assert browser(officer).post(page("withdraw_erasure", around), key()).status_code == 302
    assert state(erasure_request) == "withdrawn"
    assert entries(kind="erasure_asked")[-1].detail["outcome"] == "withdrawn"
    assert decide(around, second).status_code == 302  # to the page of its state
    assert jobs() == []
    assert (
        "Erasure of identifying data was requested and withdrawn"
        in read(signed_in(around.worker).get(around.url))[0]
    )
    ask(around, officer)

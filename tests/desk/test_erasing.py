"""Erasing a child's record: who may not, and how it is asked for."""

import datetime as dt

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from saathi.agencies.erasure import actions
from saathi.agencies.models import ErasureRequest, Grant, Hidden, Notice, Staff
from saathi.agencies.permissions import BUNDLES
from saathi.infra import clock
from tests.agencies.test_agency_screens import browser
from tests.desk import cast
from tests.desk.cast import NAME, ChildFileCast, entries
from tests.desk.erasures import about, ask, decide, form, jobs, page, slip_in, state
from tests.factories import agencies
from tests.roles import acting, role, with_proof
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


# --- Who may not ----------------------------------------------------------------------------------


@pytest.mark.parametrize("bundle", [b for b in BUNDLES if b != "data_officer"])
def test_who_may_not_erase_finds_no_such_page(
    around: ChildFileCast, officer: Staff, bundle: str
) -> None:
    person = agencies.staff(bundle, around.worker.office)
    ask(around, officer)
    client = browser(person)
    for name in ("ask_erasure", "decide_erasure", "withdraw_erasure"):
        assert client.post(page(name, around), form(around)).status_code == 404, name
    for name in ("ask_erasure", "decide_erasure", "show_certificate"):
        assert client.get(page(name, around)).status_code == 404, name
    assert client.get(reverse("desk:list_erasures")).status_code == 404


def test_the_team_sees_that_it_is_asked_and_may_not_ask(
    around: ChildFileCast, officer: Staff
) -> None:
    assert signed_in(around.worker).get(page("show_erasure", around)).status_code == 404
    ask(around, officer)
    words, _tables = read(signed_in(around.worker).get(page("show_erasure", around)))
    assert "Waits for a second person" in words
    assert "Look at it and decide" not in words
    assert signed_in(around.house_mother).get(page("show_erasure", around)).status_code == 404


def strangers(around: ChildFileCast) -> dict[str, Staff]:
    """Data officers who are not those of this file."""
    beside = agencies.office(around.worker.agency)
    hidden = agencies.staff("data_officer", around.worker.office)
    with role("maintenance"):
        Hidden.objects.create(
            file_id=around.file_id, principal=hidden.id, hidden_by=around.worker.id
        )
    return {
        "of another agency": agencies.staff("data_officer"),
        "of an office beside": agencies.staff("data_officer", beside),
        "hidden from": hidden,
        "inactive": agencies.staff("data_officer", around.worker.office, is_active=False),
    }


def test_data_officers_who_do_not_hold_the_file_ask_and_decide_nothing(
    around: ChildFileCast, officer: Staff
) -> None:
    waiting = ask(around, officer)
    for who, person in strangers(around).items():
        client = browser(person)
        for name in ("ask_erasure", "decide_erasure", "show_erasure"):
            answer = client.get(page(name, around))
            assert answer.status_code in {404, 302}, (who, name)
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
    """What needs no right of hers and changes nothing all the same."""
    with acting(person), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM agencies_erasurerequest")
        assert cursor.fetchone() == (0,)
        if person.is_active:
            with with_proof("erasure_withdraw("):
                cursor.execute("SELECT erasure_withdraw(%s)", [waiting.pk])
            assert cursor.fetchone() == (False,)


def test_the_web_role_destroys_no_key_and_makes_no_request_agreed(
    around: ChildFileCast, officer: Staff
) -> None:
    """Not even in the name of the data officer herself, with two persons behind her."""
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


def test_it_asks_her_to_prove_who_she_is(
    around: ChildFileCast, officer: Staff, second: Staff
) -> None:
    ask(around, officer)
    for person in (officer, second):
        for name in ("ask_erasure", "decide_erasure"):
            answer = signed_in(person).get(page(name, around))
            assert answer.headers["Location"].startswith("/account/reauthenticate/?next="), name
            assert signed_in(person).post(page(name, around), form(around)).status_code == 302
    assert jobs() == []


def test_she_sees_what_goes_what_stays_and_until_when(
    around: ChildFileCast, officer: Staff
) -> None:
    about(around, around.worker)
    words, _tables = read(browser(officer).get(page("ask_erasure", around)))
    last = officer.office.date_of(clock.now() + dt.timedelta(days=settings.SAATHI_KEY_BACKUP_DAYS))
    assert NAME in words  # so that it is this child and no other
    for said in (
        "Names, birth date, addresses",
        "Counts without identity",
        "who erased it and why",
        "The certificate",
        f"until {last.day} {last:%B} {last.year}",
        "reports about the child that this agency holds: 1",
        "There is no second person",
        "The child’s case is open.",
    ):
        assert said in words, said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reason": ""}, "This field is required"),
        ({"basis": "because"}, "Select a valid choice"),
        ({"child_knows": ""}, "This field is required"),
        ({"code": "NP-2222-22"}, "not the code of this file"),
        ({"despite": ""}, "Something speaks for waiting"),
    ],
)
def test_it_is_not_asked_without_reason_basis_and_code(
    around: ChildFileCast, officer: Staff, changes: dict[str, str], said: str
) -> None:
    answer = browser(officer).post(page("ask_erasure", around), form(around, **changes))
    assert answer.status_code == 200
    assert said in answer.content.decode()
    with role("maintenance"):
        assert not ErasureRequest.objects.exists()


def test_what_is_open_warns_and_forbids_nothing(around: ChildFileCast, officer: Staff) -> None:
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
    asked = ask(around, officer, child_knows="disagrees", despite="danger")
    assert asked.warnings == ["open_case", "late_dues", "shared", "child_disagrees"]
    assert asked.despite == "danger"
    words, _tables = read(browser(officer).get(page("show_erasure", around)))
    assert "The child does not want it." in words
    assert "What is written puts the child in danger" in words


def test_the_request_stands_in_the_file_while_it_waits_and_on_record(
    around: ChildFileCast, officer: Staff, second: Staff
) -> None:
    asked = ask(around, officer)
    words, _tables = read(signed_in(around.worker).get(around.url))
    assert "Erasing what identifies the child: waits for a second person" in words
    assert "Erasing what identifies the child was asked for" in words
    [entry] = entries(kind="erasure_asked")
    assert (entry.by, entry.file_id, entry.detail["outcome"]) == (
        officer.id,
        around.file_id,
        "waits",
    )
    with role("maintenance"):
        told = Notice.objects.filter(kind="erasure_waits", record=asked.pk)
        assert set(told.values_list("staff", flat=True)) == {second.id}
    day = read(signed_in(second).get("/"))[0]
    assert "A request to erase a file waits for a second person" in day
    assert NAME not in day
    assert (
        "A request waits for you" in read(signed_in(second).get(reverse("desk:list_erasures")))[0]
    )


def test_nobody_asks_twice_at_once(around: ChildFileCast, officer: Staff, second: Staff) -> None:
    ask(around, officer)
    again = browser(second).post(page("ask_erasure", around), form(around))
    assert again.headers["Location"] == page("show_erasure", around)
    said = actions.ErasureRequestInput(
        *CODES, with_reports=False, despite=actions.ErasureOverrideReason.DANGER
    )
    with acting(second), pytest.raises(actions.ChangeNotPossible):
        actions.request_erasure(
            actor=second, file_id=around.case.file_id, new=said, warnings=["open_case"]
        )
    slip_in(second, f"SELECT erasure_ask('{around.file_id}', '{SAID}')", "one_at_a_time")


CODES = (actions.ErasureReason.ASKED, actions.ErasureBasis.REQUEST, actions.ChildAwareness.ASKED)
SAID = (
    '{"reason": "asked", "basis": "request", "child_knows": "asked", "with_reports": false, '
    '"warnings": [], "despite": ""}'
)


def test_the_one_who_asked_takes_it_back_and_nobody_else(
    around: ChildFileCast, officer: Staff, second: Staff
) -> None:
    asked = ask(around, officer)
    assert browser(second).post(page("withdraw_erasure", around), key()).status_code == 404
    assert browser(officer).post(page("withdraw_erasure", around), key()).status_code == 302
    assert state(asked) == "withdrawn"
    assert entries(kind="erasure_asked")[-1].detail["outcome"] == "withdrawn"
    assert decide(around, second).status_code == 302  # to where it stands
    assert jobs() == []
    assert "asked for and taken back" in read(signed_in(around.worker).get(around.url))[0]
    ask(around, officer)

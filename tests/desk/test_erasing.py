"""Erasing a child's record: who may not, two persons, what goes, what stays, and what is in between."""

import datetime as dt
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from django.urls import reverse

from saathi.agencies import access, erasing
from saathi.agencies.actions import erasures as actions
from saathi.agencies.models import BundleVersion, ErasureRequest, File, Grant, Hidden, Notice, Staff
from saathi.agencies.permissions import BUNDLES
from saathi.infra import clock
from saathi.people.models import Child
from saathi.protection.cases.models import Case, Visit
from saathi.protection.intake.models import Report
from saathi.vault import store as vault
from saathi.vault.errors import KeyGone
from saathi.vault.models import Erasure, WrappedKey
from tests.agencies.test_agency_screens import browser
from tests.counting import at_most
from tests.desk import cast
from tests.desk.cast import NAME, Around, entries
from tests.factories import agencies, bundles
from tests.intake.test_screens import report
from tests.roles import acting, role
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> Around:
    return cast.around()


@pytest.fixture
def officer(around: Around) -> Staff:
    return agencies.staff("data_officer", around.worker.office)


@pytest.fixture
def second(around: Around) -> Staff:
    return agencies.staff("data_officer", around.worker.office)


def page(name: str, around: Around) -> str:
    return reverse(f"desk:{name}", args=[around.file_id])


def form(around: Around, **changes: Any) -> dict[str, Any]:
    typed = {
        "reason": "asked",
        "basis": "request",
        "child_knows": "asked",
        "with_reports": "on",
        "despite": "her_wish",
        "code": around.case.child.code,
    }
    return typed | changes | key()


def ask(around: Around, officer: Staff, **changes: Any) -> ErasureRequest:
    answer = browser(officer).post(page("ask_erasure", around), form(around, **changes))
    assert answer.status_code == 302, read(answer)[0]
    with role("maintenance"):
        return ErasureRequest.objects.get(file=around.file_id, state="waits")


def decide(around: Around, second: Staff, decision: str = "agree", refusal: str = "") -> Any:
    typed = {"decision": decision, "refusal": refusal} | key()
    return browser(second).post(page("decide_erasure", around), typed)


def jobs() -> list[str]:
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT args ->> 'request' FROM procrastinate_jobs WHERE task_name = 'agencies.erase'"
        )
        return [found for (found,) in cursor.fetchall()]


def work() -> list[str | None]:
    """Does the waiting jobs with the rights of the eraser."""
    waiting = jobs()
    with role("eraser"):
        return [erasing.carry_out(UUID(found), using="default") for found in waiting]


def state(request: ErasureRequest) -> str:
    with role("maintenance"):
        return str(ErasureRequest.objects.get(pk=request.pk).state)


# --- Who may not ----------------------------------------------------------------------------------


@pytest.mark.parametrize("bundle", [b for b in BUNDLES if b != "data_officer"])
def test_who_may_not_erase_finds_no_such_page(around: Around, officer: Staff, bundle: str) -> None:
    person = agencies.staff(bundle, around.worker.office)
    ask(around, officer)
    client = browser(person)
    for name in ("ask_erasure", "decide_erasure", "withdraw_erasure"):
        assert client.post(page(name, around), form(around)).status_code == 404, name
    for name in ("ask_erasure", "decide_erasure", "show_certificate"):
        assert client.get(page(name, around)).status_code == 404, name
    assert client.get(reverse("desk:list_erasures")).status_code == 404


def test_the_team_sees_that_it_is_asked_and_may_not_ask(around: Around, officer: Staff) -> None:
    assert signed_in(around.worker).get(page("show_erasure", around)).status_code == 404
    ask(around, officer)
    words, _tables = read(signed_in(around.worker).get(page("show_erasure", around)))
    assert "Waits for a second person" in words
    assert "Look at it and decide" not in words
    assert signed_in(around.house_mother).get(page("show_erasure", around)).status_code == 404


def strangers(around: Around) -> dict[str, Staff]:
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
    around: Around, officer: Staff
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


def slip_in(person: Staff, statement: str, refusal: str) -> None:
    with (
        acting(person),
        pytest.raises(DatabaseError, match=refusal),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def slip_in_nothing(person: Staff, waiting: ErasureRequest) -> None:
    """What needs no right of hers and changes nothing all the same."""
    with acting(person), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM agencies_erasurerequest")
        assert cursor.fetchone() == (0,)
        if person.is_active:
            cursor.execute("SELECT erasure_withdraw(%s)", [waiting.pk])
            assert cursor.fetchone() == (False,)


def test_the_web_role_destroys_no_key_and_makes_no_request_agreed(
    around: Around, officer: Staff
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


def test_it_asks_her_to_prove_who_she_is(around: Around, officer: Staff, second: Staff) -> None:
    ask(around, officer)
    for person in (officer, second):
        for name in ("ask_erasure", "decide_erasure"):
            answer = signed_in(person).get(page(name, around))
            assert answer.headers["Location"].startswith("/account/reauthenticate/?next="), name
            assert signed_in(person).post(page(name, around), form(around)).status_code == 302
    assert jobs() == []


def test_she_sees_what_goes_what_stays_and_until_when(around: Around, officer: Staff) -> None:
    about(around, around.worker)
    words, _tables = read(browser(officer).get(page("ask_erasure", around)))
    last = (clock.now() + dt.timedelta(days=settings.SAATHI_KEY_BACKUP_DAYS)).date()
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


def about(around: Around, by: Staff) -> Report:
    """A report of the agency about the child."""
    told = report(by)
    with role("maintenance"):
        Report.objects.filter(pk=told.pk).update(about=around.file_id)
    return told


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
    around: Around, officer: Staff, changes: dict[str, str], said: str
) -> None:
    answer = browser(officer).post(page("ask_erasure", around), form(around, **changes))
    assert answer.status_code == 200
    assert said in answer.content.decode()
    with role("maintenance"):
        assert not ErasureRequest.objects.exists()


def test_what_is_open_warns_and_forbids_nothing(around: Around, officer: Staff) -> None:
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
    around: Around, officer: Staff, second: Staff
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


def test_nobody_asks_twice_at_once(around: Around, officer: Staff, second: Staff) -> None:
    ask(around, officer)
    again = browser(second).post(page("ask_erasure", around), form(around))
    assert again.headers["Location"] == page("show_erasure", around)
    said = actions.Asked(*CODES, with_reports=False, despite=actions.ErasureDespite.DANGER)
    with acting(second), pytest.raises(actions.NotPossible):
        actions.ask(by=second, file_id=around.case.file_id, asked=said, warnings=["open_case"])
    slip_in(second, f"SELECT erasure_ask('{around.file_id}', '{SAID}')", "one_at_a_time")


CODES = (actions.ErasureReason.ASKED, actions.ErasureBasis.REQUEST, actions.ChildKnows.ASKED)
SAID = (
    '{"reason": "asked", "basis": "request", "child_knows": "asked", "with_reports": false, '
    '"warnings": [], "despite": ""}'
)


def test_the_one_who_asked_takes_it_back_and_nobody_else(
    around: Around, officer: Staff, second: Staff
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


# --- Deciding -------------------------------------------------------------------------------------


def test_who_asked_does_not_decide(around: Around, officer: Staff) -> None:
    asked = ask(around, officer)
    assert decide(around, officer).headers["Location"] == page("show_erasure", around)
    with acting(officer), pytest.raises(access.NotAllowed), transaction.atomic():
        actions.decide(by=officer, request=asked, refusal=None)
    slip_in(officer, f"SELECT erasure_decide('{asked.pk}', true, '')", "not yours")
    assert (state(asked), jobs()) == ("waits", [])


def test_a_refusal_says_why_and_leaves_everything(
    around: Around, officer: Staff, second: Staff
) -> None:
    asked = ask(around, officer)
    assert "Say why" in decide(around, second, "refuse").content.decode()
    assert decide(around, second, "refuse", "her_view").status_code == 302
    assert (state(asked), jobs(), work()) == ("refused", [], [])
    words, _tables = read(browser(officer).get(page("show_erasure", around)))
    assert "The child has to be asked or told first" in words
    assert "Ask to erase" in words
    [entry] = entries(kind="erasure_decided")
    assert (entry.by, entry.detail["outcome"]) == (second.id, "refused")
    assert entry.detail["reason"] == "her_view"
    assert NAME in read(signed_in(around.worker).get(around.url))[0]
    assert "was decided" in read(signed_in(officer).get("/"))[0]


def test_two_deciders_at_once_decide_once(around: Around, officer: Staff, second: Staff) -> None:
    """Both have the page open; the one who comes second is led to where it stands."""
    third = agencies.staff("data_officer", around.worker.office)
    asked = ask(around, officer)
    with acting(third):
        stale = ErasureRequest.objects.get(pk=asked.pk)
    assert decide(around, second, "refuse", "needed").status_code == 302
    with acting(third), pytest.raises(actions.NotPossible), transaction.atomic():
        actions.decide(by=third, request=stale, refusal=None)
    assert decide(around, third).headers["Location"] == page("show_erasure", around)
    assert (state(asked), jobs()) == ("refused", [])


def test_when_the_asker_has_left_it_can_only_be_refused(
    around: Around, officer: Staff, second: Staff
) -> None:
    asked = ask(around, officer)
    with role("maintenance"):
        Staff.objects.filter(pk=officer.pk).update(is_active=False)
    words, _tables = read(browser(second).get(page("decide_erasure", around)))
    assert "It can only be refused" in words
    assert decide(around, second).status_code == 200
    slip_in(second, f"SELECT erasure_decide('{asked.pk}', true, '')", "may no longer")
    assert (state(asked), jobs()) == ("waits", [])
    assert decide(around, second, "refuse", "lapsed").status_code == 302


def test_after_thirty_days_it_can_only_be_refused(
    around: Around, officer: Staff, second: Staff
) -> None:
    asked = ask(around, officer)
    with role("maintenance"):
        ErasureRequest.objects.update(recorded_at=clock.now() - dt.timedelta(days=31))
    assert (
        "can only be refused"
        in browser(second).get(page("decide_erasure", around)).content.decode()
    )
    assert decide(around, second).status_code == 200
    slip_in(second, f"SELECT erasure_decide('{asked.pk}', true, '')", "too long ago")
    assert state(asked) == "waits"


def moved(around: Around) -> Staff:
    """The file has gone to another agency."""
    other = agencies.staff("data_officer")
    with role("maintenance"):
        File.objects.filter(pk=around.file_id).update(
            agency=other.agency_id, office=other.office_id
        )
    return other


def test_a_file_that_has_gone_to_another_agency_is_not_theirs_to_erase(
    around: Around, officer: Staff, second: Staff
) -> None:
    asked = ask(around, officer)
    other = moved(around)
    assert browser(second).get(page("decide_erasure", around)).status_code == 404
    slip_in(second, f"SELECT erasure_decide('{asked.pk}', true, '')", "no such file")
    slip_in(other, f"SELECT erasure_decide('{asked.pk}', true, '')", "no such file|not yours")
    assert state(asked) == "waits"


def test_a_file_that_goes_between_decision_and_job_stays(
    around: Around, officer: Staff, second: Staff
) -> None:
    asked = ask(around, officer)
    decide(around, second)
    moved(around)
    assert work() == ["lapsed"]
    assert state(asked) == "lapsed"
    with role("maintenance"):
        assert WrappedKey.objects.filter(file_id=around.file_id).exists()
        assert not Erasure.objects.exists()
    assert not entries(kind="erased")


def test_a_supervisor_whose_agency_gave_her_the_right_may_be_the_second(
    around: Around, officer: Staff
) -> None:
    """A small agency has one data officer."""
    bundles.version(
        around.worker.agency, "head_of_office", kind="supervisor",
        permissions={*BUNDLES["supervisor"], "erase"},
    )  # fmt: skip
    head = agencies.staff("supervisor", around.worker.office, post="head_of_office")
    asked = ask(around, officer)
    assert decide(around, head).status_code == 302
    assert state(asked) == "agreed"
    with role("maintenance"):
        BundleVersion.objects.update(permissions=sorted(BUNDLES["supervisor"]))
    assert (
        browser(Staff.objects.get(pk=head.pk)).get(page("ask_erasure", around)).status_code == 404
    )


# --- What goes and what stays ---------------------------------------------------------------------


@pytest.mark.requirement("PRI-007")
def test_two_persons_erase_and_nobody_reads_her_again(
    around: Around, officer: Staff, second: Staff, django_capture_on_commit_callbacks: Any
) -> None:
    cast.visit(around.case, around.worker)
    told, kept = about(around, around.worker), report(around.worker)
    asked = ask(around, officer)
    words, _tables = read(browser(second).get(page("decide_erasure", around)))
    assert NAME in words
    assert officer.name in words
    assert decide(around, second).status_code == 302
    assert "Agreed, about to be done" in read(browser(officer).get(page("show_erasure", around)))[0]
    with role("eraser"), django_capture_on_commit_callbacks(execute=True):
        assert work() == ["done"]
    journal = (Path(settings.HOME) / "keys" / "erasures.jsonl").read_text()
    assert str(around.file_id) in journal  # so that a restore erases again
    assert [None, state(asked)] == [*work(), "done"]  # a job that runs twice

    with acting(around.worker):
        for model in (Child, Case, Visit):
            assert model.objects.filter(file=around.file_id).exists(), model
        for gone in (Child.objects.get(file=around.file_id), Visit.objects.get(file=around.file_id),
                     Report.objects.get(pk=told.pk)):  # fmt: skip
            with pytest.raises(KeyGone):
                vault.open(gone)
        assert vault.open(Report.objects.get(pk=kept.pk))
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_token WHERE file_id = %s", [around.file_id])
        assert cursor.fetchone() == (0,)
    done = entries(kind="erased")
    assert {e.file_id for e in done} == {around.file_id, told.file_id}
    assert {(e.by, e.detail["second"]) for e in done} == {(officer.id, str(second.id))}


def erased(around: Around, officer: Staff, second: Staff) -> None:
    ask(around, officer)
    decide(around, second)
    assert work() == ["done"]


def test_the_certificate_is_shown_and_on_record(
    around: Around, officer: Staff, second: Staff
) -> None:
    erased(around, officer, second)
    words, _tables = read(browser(second).get(page("show_certificate", around)))
    last = (clock.now() + dt.timedelta(days=settings.SAATHI_KEY_BACKUP_DAYS)).date()
    for said in (
        around.case.child.code,
        officer.name,
        second.name,
        around.worker.agency.name,
        "The child’s right to have the data erased",
        f"by the end of {last.day} {last:%B} {last.year}",
    ):
        assert said in words, said
    assert NAME not in words
    assert entries(kind="printed", by=second.id)[0].file_id == around.file_id
    assert signed_in(around.house_mother).get(page("show_certificate", around)).status_code == 404


def test_every_page_of_an_erased_file_leads_to_what_remains(
    around: Around, officer: Staff, second: Staff
) -> None:
    cast.plan(around.case, around.worker)
    cast.said(around.case, around.worker, "I want to sew.")
    erased(around, officer, second)
    for who in (around.worker, around.supervisor, around.house_mother):
        client = signed_in(who)
        answer = client.get(around.url, follow=True)
        words, _tables = read(answer)
        assert answer.status_code == 200, who.bundle
        assert "What identified the child was erased" in words
        assert NAME not in words
    client = signed_in(around.worker)
    for name in (
        "trafficking:show_situation", "cases:list_assessments", "cases:list_visits",
        "cases:record_visit", "participation:list_statements", "participation:record_statement",
        "care_plans:newest_plan", "people:edit_child", "people:add_age", "desk:show_closing",
        "desk:ask_closing", "desk:who_looked",
    ):  # fmt: skip
        answer = client.get(reverse(name, args=[around.file_id]), follow=True)
        assert answer.status_code == 200, name
        assert NAME not in answer.content.decode(), name
    assert client.get("/").status_code == 200
    assert browser(officer).get(page("ask_erasure", around)).status_code == 302


def test_an_erasure_by_the_operator_s_command_shows_too(around: Around, officer: Staff) -> None:
    from saathi.vault import actions as keys

    with role("maintenance"):
        keys.erase(
            file_id=around.case.file_id,
            by=officer.id,
            reason=actions.ErasureReason.COURT,
            token_tables=("people_token",),
        )
    answer = signed_in(around.worker).get(around.url, follow=True)
    assert "What identified the child was erased" in answer.content.decode()
    words, _tables = read(signed_in(officer).get(page("show_certificate", around)))
    assert "A court or the data authority ordered it" in words


def test_statistics_keep_the_child_without_her_identity(
    around: Around, officer: Staff, second: Staff
) -> None:
    def counted() -> tuple[Any, ...]:
        with role("analyst"), connection.cursor() as cursor:
            cursor.execute("SELECT count(*), count(DISTINCT child) FROM facts_child")
            return cursor.fetchone()

    before = counted()
    erased(around, officer, second)
    assert counted() == before


# --- The eraser's own limits ----------------------------------------------------------------------


def left() -> int:
    with role("maintenance"):
        return WrappedKey.objects.count()


def test_the_eraser_destroys_nothing_that_two_persons_did_not_agree_to(
    around: Around, officer: Staff
) -> None:
    asked, before = ask(around, officer), left()
    with role("eraser"):
        assert erasing.carry_out(asked.pk, using="default") is None
        for statement in (
            f"DELETE FROM vault_key WHERE file_id = '{around.file_id}'",
            f"DELETE FROM people_token WHERE file_id = '{around.file_id}'",
            "UPDATE agencies_erasurerequest SET state = 'done'",
        ):
            with connection.cursor() as cursor:
                cursor.execute(statement)
                assert cursor.rowcount == 0, statement
        for statement in (
            "SELECT wrapped FROM vault_key",
            "SELECT sealed FROM people_child",
            "SELECT name FROM agencies_staff",
            "UPDATE agencies_erasurerequest SET decided_by = recorded_by",
            f"INSERT INTO vault_erasure VALUES ('{around.file_id}', now(), '{officer.id}', 'asked', now())",
            "INSERT INTO agencies_erasurerequest SELECT * FROM agencies_erasurerequest",
        ):
            with (
                pytest.raises(DatabaseError, match=r"permission denied|row-level security"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)
    assert (left(), state(asked)) == (before, "waits")


# --- Pages ----------------------------------------------------------------------------------------


def test_the_pages_stay_within_fifteen_queries(
    around: Around, officer: Staff, second: Staff
) -> None:
    about(around, around.worker)
    few(officer, page("ask_erasure", around))
    ask(around, officer)
    few(officer, page("show_erasure", around))
    few(second, page("decide_erasure", around))
    few(second, reverse("desk:list_erasures"))
    few(around.worker, around.url)
    decide(around, second)
    work()
    few(second, page("show_erasure", around))
    few(second, page("show_certificate", around))


def few(person: Staff, address: str) -> None:
    client = browser(person)
    with at_most(15):
        assert client.get(address).status_code == 200, address


def test_the_list_is_paged_and_names_no_child(
    around: Around, officer: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("saathi.agencies.erasures.PAGE", 2)
    for _ in range(3):
        ask(around, officer)
        browser(officer).post(page("withdraw_erasure", around), key())
    client = browser(officer)
    first = client.get(reverse("desk:list_erasures"))
    words, (table,) = read(first)
    assert NAME not in words
    assert around.case.child.code in words
    after = first.context["pager"]["after"]
    second_page = client.get(reverse("desk:list_erasures"), {"after": after})
    assert second_page.context["pager"]["after"] is None
    assert len(second_page.context["table"].rows) == 1
    assert client.get(reverse("desk:list_erasures"), {"after": "x"}).status_code == 200
    assert isinstance(table.columns, list)


def test_no_model_of_a_childs_record_is_written_by_the_web_against_its_word() -> None:
    assert issubclass(ErasureRequest, Model)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege('saathi_app', 'agencies_erasurerequest', "
            "'INSERT, UPDATE, DELETE')"
        )
        assert cursor.fetchone() == (False,)

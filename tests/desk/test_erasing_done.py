"""Erasing a child's record: what is erased, what remains, and the limits of the eraser."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from django.urls import reverse

from saathi.agencies import collection_methods
from saathi.agencies.erasure import actions
from saathi.agencies.erasure import worker as erasing
from saathi.agencies.models import Draft, ErasureRequest, RecordCollectionMethod, Staff
from saathi.agencies.vocabulary import CollectionMethod
from saathi.infra import clock
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case, Visit
from saathi.protection.identification.intake.models import Report
from saathi.vault import store as vault
from saathi.vault.actions import LAST_ZONE
from saathi.vault.errors import FileKeyMissing
from saathi.vault.models import WrappedKey
from tests import filled
from tests.agencies.agency_pages import browser
from tests.counting import at_most
from tests.desk import cast
from tests.desk.cast import NAME, ChildFileCast, entries
from tests.desk.erasures import about, ask, decide, page, state, work
from tests.factories import children
from tests.factories.reports import report
from tests.roles import acting, role
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


# --- What goes and what stays ---------------------------------------------------------------------


@pytest.mark.requirement("PRI-007")
def test_erased_child_cannot_be_read(
    around: ChildFileCast, officer: Staff, second: Staff, django_capture_on_commit_callbacks: Any
) -> None:
    cast.visit(around.case, around.worker)
    child_report, other_report = about(around, around.worker), report(around.worker)
    erasure_request = ask(around, officer)
    words, _tables = read(browser(second).get(page("decide_erasure", around)))
    assert NAME in words
    assert officer.name in words
    assert decide(around, second).status_code == 302
    assert (
        "Approved, not yet carried out"
        in read(browser(officer).get(page("show_erasure", around)))[0]
    )
    with role("eraser"), django_capture_on_commit_callbacks(execute=True):
        assert work() == ["done"]
    journal = (Path(settings.HOME) / "keys" / "erasures.jsonl").read_text()
    assert str(around.file_id) in journal  # so that a restored backup is erased again
    assert [None, state(erasure_request)] == [*work(), "done"]  # a job that runs twice

    with acting(around.worker):
        for model in (Child, Case, Visit):
            assert model.objects.filter(file=around.file_id).exists(), model
        for gone in (Child.objects.get(file=around.file_id), Visit.objects.get(file=around.file_id),
                     Report.objects.get(pk=child_report.pk)):  # fmt: skip
            with pytest.raises(FileKeyMissing):
                vault.open(gone)
        assert vault.open(Report.objects.get(pk=other_report.pk))
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_token WHERE file_id = %s", [around.file_id])
        assert cursor.fetchone() == (0,)
    done = entries(kind="erased")
    assert {e.file_id for e in done} == {around.file_id, child_report.file_id}
    assert {(e.by, e.detail["second"]) for e in done} == {(officer.id, str(second.id))}


def erased(around: ChildFileCast, officer: Staff, second: Staff) -> None:
    ask(around, officer)
    decide(around, second)
    assert work() == ["done"]


def test_an_erasure_removes_the_drafts_of_the_file(
    around: ChildFileCast, officer: Staff, second: Staff
) -> None:
    client = signed_in(around.worker)
    for case in (around.case, children.case(around.worker, "Another child")):
        path = reverse("cases:record_assessment", args=[case.file_id])
        typed = filled.form(client.get(path).content.decode(), later="keep", wishes="school")
        assert client.post(path, typed).status_code == 302
    erased(around, officer, second)
    with acting(around.worker):
        [kept] = Draft.objects.all()
    assert kept.file_id != around.file_id
    words, _tables = read(client.get("/"))
    assert around.case.child.code not in words.partition("Unfinished")[2]


@pytest.mark.requirement("DAT-006")
def test_an_erasure_removes_how_the_records_of_the_file_were_collected(
    around: ChildFileCast, officer: Staff, second: Staff
) -> None:
    other = children.case(around.worker, "Another child")
    with collection_methods.use_collection_method(CollectionMethod.OFFLINE):
        erased_visit = cast.visit(around.case, around.worker)
        kept_visit = cast.visit(other, around.worker)
    with role("eraser"), pytest.raises(DatabaseError), transaction.atomic():
        # Neither which records came by which way, nor a file for which no one agreed.
        connection.cursor().execute("SELECT method FROM agencies_recordcollection")
    erased(around, officer, second)
    with role("maintenance"):
        assert not RecordCollectionMethod.objects.filter(file_id=around.file_id).exists()
        assert RecordCollectionMethod.objects.filter(record_id=kept_visit.pk).exists()
    # What was removed is not taken for "entered on screen".
    moments = {item.pk: item.recorded_at for item in (erased_visit, kept_visit)}
    with acting(around.worker):
        assert (
            collection_methods.collection_methods_of_file(erased_visit.file_id, moments)[
                erased_visit.pk
            ]
            is None
        )
        ways = collection_methods.collection_methods_of_file(kept_visit.file_id, moments)
    assert ways[kept_visit.pk] == CollectionMethod.OFFLINE
    words, _tables = read(signed_in(around.worker).get(f"{around.url}sources/"))
    assert "Not recorded" in words
    assert "Entered on screen" not in words
    assert "Entered offline" not in words


def test_the_certificate_is_shown_and_on_record(
    around: ChildFileCast, officer: Staff, second: Staff
) -> None:
    erased(around, officer, second)
    words, _tables = read(browser(second).get(page("show_erasure_certificate", around)))
    last = (
        (clock.now() + dt.timedelta(days=settings.SAATHI_KEY_BACKUP_DAYS))
        .astimezone(LAST_ZONE)
        .date()
    )
    for text in (
        around.case.child.code,
        officer.name,
        second.name,
        around.worker.agency.name,
        "The child’s right to erasure",
        f"by the end of {last.day} {last:%B} {last.year}",
    ):
        assert text in words, text
    assert NAME not in words
    assert entries(kind="printed", by=second.id)[0].file_id == around.file_id
    assert (
        signed_in(around.house_mother).get(page("show_erasure_certificate", around)).status_code
        == 404
    )


def test_pages_of_erased_file_redirect_to_erasure_page(
    around: ChildFileCast, officer: Staff, second: Staff
) -> None:
    cast.plan(around.case, around.worker)
    cast.said(around.case, around.worker, "I want to sew.")
    erased(around, officer, second)
    for reader in (around.worker, around.supervisor, around.house_mother):
        client = signed_in(reader)
        answer = client.get(around.url, follow=True)
        words, _tables = read(answer)
        assert answer.status_code == 200, reader.role_kind
        assert "The child’s identifying data were erased" in words
        assert NAME not in words
    client = signed_in(around.worker)
    for name in (
        "trafficking:show_account_of_events", "cases:list_assessments", "cases:list_visits",
        "cases:record_visit", "participation:list_statements", "participation:record_statement",
        "care_plans:show_newest_plan", "people:edit_child_details", "people:add_age_evidence", "desk:show_closing",
        "identity:show_identity", "around:show_relations", "desk:request_closing", "desk:show_access_log",
        "desk:show_sources",
    ):  # fmt: skip
        answer = client.get(reverse(name, args=[around.file_id]), follow=True)
        assert answer.status_code == 200, name
        assert NAME not in answer.content.decode(), name
    assert client.get("/").status_code == 200
    assert browser(officer).get(page("request_erasure", around)).status_code == 302


def test_erasure_by_operator_command_is_shown(around: ChildFileCast, officer: Staff) -> None:
    from saathi.vault import actions as keys

    with role("maintenance"):
        keys.erase_file(
            file_id=around.case.file_id,
            by=officer.id,
            reason=actions.ErasureReason.COURT,
            token_tables=("people_token",),
        )
    answer = signed_in(around.worker).get(around.url, follow=True)
    assert "The child’s identifying data were erased" in answer.content.decode()
    words, _tables = read(signed_in(officer).get(page("show_erasure_certificate", around)))
    assert "Ordered by a court or the data protection authority" in words


def test_statistics_keep_erased_child_without_identity(
    around: ChildFileCast, officer: Staff, second: Staff
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
    around: ChildFileCast, officer: Staff
) -> None:
    erasure_request, before = ask(around, officer), left()
    with role("eraser"):
        assert erasing.carry_out_erasure(erasure_request.pk, using="default") is None
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
    assert (left(), state(erasure_request)) == (before, "waits")


# --- Pages ----------------------------------------------------------------------------------------


def test_the_pages_stay_within_sixteen_queries(
    around: ChildFileCast, officer: Staff, second: Staff
) -> None:
    about(around, around.worker)
    few(officer, page("request_erasure", around))
    ask(around, officer)
    few(officer, page("show_erasure", around))
    few(second, page("decide_erasure", around))
    few(second, reverse("desk:list_erasures"))
    few(around.worker, around.url)
    decide(around, second)
    work()
    few(second, page("show_erasure", around))
    few(second, page("show_erasure_certificate", around))


def few(person: Staff, address: str) -> None:
    client = browser(person)
    with at_most(16):  # an overview opens the words of the child in the assessment and the plan
        assert client.get(address).status_code == 200, address


def test_the_list_is_paged_and_names_no_child(
    around: ChildFileCast, officer: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("saathi.agencies.erasure.request_queries.PAGE_SIZE", 2)
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


def test_web_role_cannot_write_erasure_requests() -> None:
    assert issubclass(ErasureRequest, Model)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege('saathi_app', 'agencies_erasurerequest', "
            "'INSERT, UPDATE, DELETE')"
        )
        assert cursor.fetchone() == (False,)

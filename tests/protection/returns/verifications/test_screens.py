"""Verifications, permits and a court's need: pages, duties, and what plain SQL may not store."""

import datetime as dt

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from saathi.agencies import writing
from saathi.agencies.models import Staff
from saathi.protection.casework.cases.models import Due
from saathi.protection.returns.verifications.models import (
    CourtNeed,
    OriginVerification,
    TravelPermit,
)
from tests import filled
from tests.attacks.proofs import insert_proved, update_proved
from tests.counting import at_most
from tests.desk import cast
from tests.desk.cast import NAME, ChildFileCast
from tests.factories import protection
from tests.reading import day, words
from tests.roles import acting, role
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
TABLE = "verifications_originverification"
NO_DAY: dict[str, object] = dict.fromkeys((f"solutions_on_{part}" for part in range(3)), "")


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def url(around: ChildFileCast, page: str = "") -> str:
    return f"{around.url}return/{page}"


def in_days(around: ChildFileCast, days: int) -> dt.date:
    return around.worker.office.today() + dt.timedelta(days=days)


def send(person: Staff, path: str, **typed: object) -> str:
    """The words of the page after a form."""
    client = signed_in(person)
    with at_most(16):
        page = client.get(path)
    assert page.status_code == 200, path
    with at_most(27):
        answer = client.post(path, filled.form(page.content.decode(), **typed))
    return words((client.get(answer.url) if answer.status_code == 302 else answer).content)


def asked(around: ChildFileCast, days_ago: int, **more: object) -> OriginVerification:
    """A verification that the ministry asked for, so many days ago."""
    day_ = in_days(around, -days_ago)
    with acting(around.worker):
        contact = protection.others_contact(
            around.case, around.worker, made_by="ministry", made_on=day_
        )
        return protection.verification(around.case, around.worker, contact, asked_on=day_, **more)


def open_dues(around: ChildFileCast) -> dict[str, dt.date]:
    with role("maintenance"):
        dues = Due.objects.filter(file_id=around.file_id, done_on=None)
        return dict(
            dues.filter(duty__in=["verification", "solutions"]).values_list("duty", "due_on")
        )


@pytest.mark.requirement("INT-003")
def test_call_by_others_does_not_become_a_verification_of_ours(around: ChildFileCast) -> None:
    with acting(around.worker):
        call = protection.others_contact(around.case, around.worker, made_by="police")
    typed = {
        "contact": str(call.pk), "subjects": ["nationality"], "asked_of": "Consul",
    } | day("asked_on", in_days(around, 0)) | day("next_on", in_days(around, 20))  # fmt: skip
    path = url(around, "verifications/new/")
    page = send(around.worker, path, **typed, route="agency")
    assert "Others made this contact, so others asked." in page
    page = send(around.worker, path, **typed, route="others")
    assert "Others, without our request" in page
    with acting(around.worker):
        stored = OriginVerification.objects.get()
        with pytest.raises(DatabaseError, match="others made this contact"), transaction.atomic():
            writing.change(stored, actor=around.worker, route="agency")


@pytest.mark.requirement("INT-003")
def test_a_verification_is_tracked_from_the_question_to_the_answer(around: ChildFileCast) -> None:
    with acting(around.worker):
        contact = protection.others_contact(around.case, around.worker, made_by="ministry")
    typed = {
        "contact": str(contact.pk), "subjects": ["nationality", "address"], "route": "ministry",
        "asked_of": "Home ministry, Delhi",
    } | day("asked_on", in_days(around, 0))  # fmt: skip
    path = url(around, "verifications/new/")
    assert "Enter the next date, after today" in send(around.worker, path, **typed)
    page = send(around.worker, path, **typed, **day("next_on", in_days(around, 45)))
    for text in ("Home ministry, Delhi", "Verification: waiting for 0 days", "Nationality, Address",
                 "May the country of origin be contacted?"):  # fmt: skip
        assert text in page
    assert open_dues(around) == {
        "verification": in_days(around, 30),  # asked again after 30 days at the latest
        "solutions": in_days(around, 90),
    }
    with acting(around.worker):
        found = OriginVerification.objects.get()
        protection.screened(around.case, around.worker)  # without it we send no reminder
    one = url(around, f"verifications/{found.pk}/")
    refused = send(around.worker, f"{one}steps/new/", event="asked_again", by="Clerk")
    assert "Enter the next date, after today" in refused
    page = send(
        around.worker, f"{one}steps/new/", event="asked_again", by="Clerk",
        **day("next_on", in_days(around, 10)),
    )  # fmt: skip
    assert "Reminder sent" in page
    assert open_dues(around)["verification"] == in_days(around, 10)
    page = send(
        around.worker, one, answer="confirmed", answer_words="Known in the village.",
        **day("answered_on", in_days(around, 0)),
    )  # fmt: skip
    assert "Known in the village." in page
    assert open_dues(around) == {}
    timeline = words(signed_in(around.worker).get(f"{around.url}timeline/").content)
    assert "A verification abroad was answered" in timeline


@pytest.mark.requirement("INT-005")
def test_after_90_days_or_a_refusal_other_solutions_have_a_date(around: ChildFileCast) -> None:
    """Story 2: no answer for 92 days."""
    found = asked(around, 80)
    with role("maintenance"):
        OriginVerification.objects.update(asked_on=in_days(around, -92))
    result = url(around, f"verifications/{found.pk}/")
    waits = {"answer": "waiting"} | day("next_on", in_days(around, 14))
    refused = send(around.worker, result, **waits)
    assert "Enter a date within 30 days for the assessment of alternatives to return" in refused
    page = send(around.worker, result, **waits, **day("solutions_on", in_days(around, 7)))
    assert "waiting for 92 days" in page
    assert open_dues(around)["solutions"] == in_days(around, 7)
    gone = day("answered_on", in_days(around, 0)) | NO_DAY
    assert "assessment of alternatives to return" in send(
        around.worker, result, answer="denied", **gone
    )
    send(
        around.worker, result, answer="denied", **day("answered_on", in_days(around, 0)),
        **day("solutions_on", in_days(around, 20)),
    )  # fmt: skip
    assert open_dues(around) == {"solutions": in_days(around, 20)}
    solve = f"{result}solutions/"
    assert "No solution yet." in send(around.worker, solve, solution="none_yet", **NO_DAY)
    send(around.worker, solve, solution="none_yet", **day("solutions_on", in_days(around, 25)))
    assert open_dues(around) == {"solutions": in_days(around, 25)}
    page = send(around.worker, solve, solution="stay", solution_words="She stays with her aunt.")
    assert "She stays with her aunt." in page
    assert open_dues(around) == {}


@pytest.mark.requirement("INT-005")
def test_plain_sql_stores_no_waiting_without_a_date(around: ChildFileCast) -> None:
    found, me = asked(around, 10), around.worker
    sql, source = connection.connection, f"SELECT * FROM {TABLE} WHERE id = %s"
    errors = (DatabaseError, psycopg.Error)
    attacks: list[dict[str, str]] = [
        {"next_on": "NULL"},
        {"answer": "'denied'", "answered_on": "current_date"},
        {"answer": "'declined'", "answered_on": "current_date"},
        {"answer": "'none'", "answered_on": "current_date"},
        {"asked_on": "current_date - 5"},
        {"contact_id": "NULL"},
    ]
    with acting(me):
        for values in attacks:
            with pytest.raises(errors, match=r"violates|stays as it was"), transaction.atomic():
                update_proved(sql, me, TABLE, values)
        with pytest.raises(errors, match="without a date for other"), transaction.atomic():
            insert_proved(sql, me, TABLE, source, [found.pk], asked_on=in_days(around, -92))


@pytest.mark.requirement("INT-004")
def test_permits_and_the_need_of_a_court_are_recorded(around: ChildFileCast) -> None:
    typed = {
        "kind": "travel",
        "asked_body": "ours",
        "asked_of": "Ministry",
        "state": "asked",
    } | day("asked_on", in_days(around, -10))
    page = send(around.worker, url(around, "permits/new/"), **typed)
    assert "Travel permit or document Requested" in page
    with acting(around.worker):
        permit = TravelPermit.objects.get()
    path = url(around, f"permits/{permit.pk}/")
    assert "Enter the date if the permit" in send(around.worker, path, state="received")
    page = send(
        around.worker, path, state="received", **day("received_on", in_days(around, -5)),
        **day("valid_until", in_days(around, -1)),
    )  # fmt: skip
    assert "Travel permit or document Expired" in page
    court = {"court_case": "District court, case 12", "need": "video", "source": "court"}
    page = send(around.worker, url(around, "court/new/"), **court)
    assert "District court, case 12 Yes, by video" in page
    with acting(around.worker):
        need = CourtNeed.objects.get()
    page = send(around.worker, url(around, f"court/{need.pk}/"), need="statement")
    assert "No: the recorded statement is enough" in page


@pytest.mark.requirement("INT-003")
def test_the_waiting_list_shows_the_longest_wait_first_without_names(
    around: ChildFileCast,
) -> None:
    asked(around, 50)
    asked(around, 20)
    path = reverse("verifications:list_verifications")
    client = signed_in(around.worker)
    with at_most(9):
        page = words(client.get(path).content)
    assert page.index("50 days") < page.index("20 days")
    assert around.case.child.code in page
    assert NAME.split()[0] not in page
    everything = words(client.get(f"{path}?answer=all").content)
    assert "20 days" in everything
    assert "20 days" not in words(signed_in(around.worker).get(f"{path}?answer=refused").content)
    for person in (around.stranger, around.outsider, around.house_mother):
        assert "50 days" not in words(signed_in(person).get(path).content)


def test_pages_of_a_return_are_hidden_without_the_right(around: ChildFileCast) -> None:
    found = asked(around, 5)
    pages = ("", "verifications/new/", f"verifications/{found.pk}/", "permits/new/", "court/new/")
    for person in (around.house_mother, around.stranger, around.outsider):
        client = signed_in(person)
        for page in pages:
            assert client.get(url(around, page)).status_code == 404, page
            assert client.post(url(around, page), key()).status_code in {404, 405}, page
        with acting(person):
            assert not OriginVerification.objects.exists()

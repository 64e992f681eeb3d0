"""Screens of notes, tasks and flags: access, storage, tasks on the day list, notifications."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies import row_proofs
from saathi.agencies.models import Notice, Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.protection.casework.cases.models import Case, Due, Seat
from saathi.protection.casework.notes.models import Note
from tests import sending
from tests.counting import at_most
from tests.desk.cast import entries
from tests.factories import agencies, children, teams
from tests.reading import day
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
TEXT = "The uncle rang the shelter twice."


@pytest.fixture
def mother(case: Case, worker: Staff) -> Staff:
    person = agencies.staff("house_mother", worker.office)
    teams.join(case.file_id, person, TeamRole.RESIDENTIAL_WORKER)
    with role("maintenance"):
        Seat.objects.create(
            file_id=case.file_id,
            case=case,
            role=TeamRole.RESIDENTIAL_WORKER,
            staff=person,
            recorded_by=worker.id,
        )
    return person


def address(case: Case, more: str = "") -> str:
    return f"/child/{case.file_id}/notes/{more}"


def note(**fields: object) -> dict[str, object]:
    return {"text": TEXT, **day("happened_on")} | sending.key() | fields


def leave(actor: Staff, case: Case, kind: str = "new", **fields: object) -> Note:
    answer = signed_in(actor).post(address(case, f"{kind}/"), note(**fields))
    assert answer.status_code == 302, read(answer)[0]
    with role("maintenance"):
        return Note.objects.filter(file_id=case.file_id).latest("recorded_at")


def tomorrow(actor: Staff) -> dt.date:
    return actor.office.today() + dt.timedelta(days=1)


def words(actor: Staff, path: str) -> str:
    return read(signed_in(actor).get(path))[0]


# --- Who may not ----------------------------------------------------------------------------------


def test_staff_without_access_find_no_notes(case: Case, worker: Staff) -> None:
    flag = leave(worker, case, kind="flag", **day("until", tomorrow(worker)))
    for person in (agencies.staff(), agencies.staff("case_worker", worker.office)):
        client = signed_in(person)
        for more in ("", "new/", "task/", "flag/", "supervision/", f"{flag.pk}/"):
            assert client.get(address(case, more)).status_code == 404
            assert client.post(address(case, more), note()).status_code in {404, 405}
        assert client.post(address(case, f"{flag.pk}/"), {"state": "done"}).status_code == 404


def test_a_note_of_one_child_does_not_open_below_another(case: Case, worker: Staff) -> None:
    flag = leave(worker, case, kind="flag", **day("until", tomorrow(worker)))
    other = children.case(worker)
    assert signed_in(worker).get(address(other, f"{flag.pk}/")).status_code == 404


def test_plain_sql_neither_reads_nor_writes_answers_of_hidden_child(
    case: Case, worker: Staff
) -> None:
    left = leave(worker, case)
    stranger = agencies.staff()
    with acting(stranger), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM notes_note")
        assert cursor.fetchone() == (0,)
        cursor.execute("UPDATE notes_note SET state = 'done'")
        assert cursor.rowcount == 0
        note = Note(file_id=case.file_id, case_id=case.pk, sealed=b"x", recorded_by=stranger.id)
        row_proofs.prove_rows([(note, {})], by=stranger.pk)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            note.save(force_insert=True)
    with role("maintenance"):
        assert Note.objects.get().pk == left.pk


# --- What is kept ---------------------------------------------------------------------------------


def test_note_is_sealed_read_by_team_and_logged(case: Case, worker: Staff, mother: Staff) -> None:
    left = leave(worker, case)
    assert TEXT.encode() not in bytes(left.sealed)
    assert TEXT in words(mother, address(case))
    seen = entries(by=mother.id, kind="listed")[-1]
    assert seen.objects_seen == [left.pk]


def test_task_is_on_day_list_of_colleague_until_answered(
    case: Case, worker: Staff, mother: Staff
) -> None:
    task = leave(worker, case, kind="task", to=str(mother.pk), **day("until", tomorrow(worker)))
    assert "Task" in words(mother, "/")
    assert "A colleague assigned a task to you" in words(mother, "/")
    assert TEXT not in words(mother, "/")
    assert "Task" not in words(worker, "/")

    answered = {"state": "done", "answer": "Told her not to answer.", "version": task.version}
    done = signed_in(mother).post(address(case, f"{task.pk}/"), answered | sending.key())
    assert done.status_code == 302
    assert "Task" not in words(mother, "/")
    assert "A task you assigned received a response" in words(worker, "/")
    page = words(worker, address(case))
    assert "Told her not to answer." in page
    assert TEXT in page
    with role("maintenance"):
        assert Due.objects.get(duty="task").done_on is not None
        assert Notice.objects.filter(kind="task_answered", staff=worker).count() == 1


def test_declined_task_needs_reason(case: Case, worker: Staff, mother: Staff) -> None:
    task = leave(worker, case, kind="task", to=str(mother.pk), **day("until", tomorrow(worker)))
    sent = {"state": "declined", "answer": "", "version": task.version} | sending.key()
    answer = signed_in(mother).post(address(case, f"{task.pk}/"), sent)
    assert "Enter why it was not done" in read(answer)[0]
    with role("maintenance"):
        assert Note.objects.get(pk=task.pk).state == "stands"


def test_flag_is_shown_on_file_until_removed(case: Case, worker: Staff, mother: Staff) -> None:
    flag = leave(worker, case, kind="flag", **day("until", tomorrow(worker)))
    file = f"/child/{case.file_id}/"
    assert "This file is flagged" in words(worker, file)
    assert TEXT not in words(worker, file)
    sent = {"state": "done", "answer": "", "version": flag.version} | sending.key()
    assert signed_in(worker).post(address(case, f"{flag.pk}/"), sent).status_code == 302
    assert "This file is flagged" not in words(worker, file)
    assert signed_in(worker).get(address(case, f"{flag.pk}/")).status_code == 404


def test_flag_without_end_date_is_shown_until_removed(case: Case, worker: Staff) -> None:
    flag = leave(worker, case, kind="flag")
    assert flag.until is None
    assert "This file is flagged" in words(worker, f"/child/{case.file_id}/")
    assert "no end date" in words(worker, address(case))
    cases = words(worker, "/cases/?flag=yes")
    assert case.child.code in cases


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        ("new", {"text": ""}, "This field is required."),
        ("new", {"happened_on_2": "2099"}, "Enter today’s date or an earlier date."),
        ("new", day("until", dt.date(2099, 1, 1)), "Enter what is to be done by this date."),
        ("task", {}, "This field is required."),
    ],
)
def test_incomplete_note_form_keeps_typed_text(
    case: Case, worker: Staff, kind: str, fields: dict[str, Any], said: str
) -> None:
    answer = signed_in(worker).post(address(case, f"{kind}/"), note(**fields))
    page = answer.content.decode()
    assert said in page
    if fields.get("text") is None:
        assert TEXT in page
    with role("maintenance"):
        assert not Note.objects.exists()


def test_only_who_has_access_to_the_file_is_offered_a_task(
    case: Case, worker: Staff, mother: Staff
) -> None:
    colleague = agencies.staff("case_worker", worker.office)
    leader = agencies.staff("supervisor", worker.office)
    officer = agencies.staff("data_officer", worker.office)
    page = signed_in(worker).get(address(case, "task/")).content.decode()
    assert str(mother.pk) in page
    assert str(leader.pk) in page
    assert str(colleague.pk) not in page
    assert str(officer.pk) not in page
    sent = note(to=str(colleague.pk), **day("until", tomorrow(worker)))
    answer = signed_in(worker).post(address(case, "task/"), sent)
    assert "Select a valid choice" in answer.content.decode()


def test_note_submitted_twice_is_saved_once(case: Case, worker: Staff) -> None:
    sent = note()
    client = signed_in(worker)
    for _again in range(2):
        assert client.post(address(case, "new/"), sent).status_code == 302
    with role("maintenance"):
        assert Note.objects.count() == 1


def test_stale_note_answer_is_refused_and_kept_on_page(
    case: Case, worker: Staff, mother: Staff
) -> None:
    flag = leave(worker, case, kind="flag", **day("until", tomorrow(worker)))
    stale = {"state": "done", "answer": "Called him.", "version": flag.version + 5} | sending.key()
    answer = signed_in(worker).post(address(case, f"{flag.pk}/"), stale)
    assert answer.status_code == 409
    assert "Called him." in answer.content.decode()


def test_note_can_be_added_to_closed_case(case: Case, worker: Staff) -> None:
    with role("maintenance"):
        Case.objects.filter(pk=case.pk).update(
            status="closed", closed_on=case.opened_on, closing_reason="opened_in_error"
        )
    leave(worker, case)


def test_note_list_is_paged_and_filtered_within_query_limit(case: Case, worker: Staff) -> None:
    client = signed_in(worker)
    for number in range(32):
        client.post(address(case, "new/"), note(text=f"Note number {number}."))
    leave(worker, case, kind="flag", **day("until", tomorrow(worker)))
    with at_most(15):
        first = client.get(address(case))
    page = first.content.decode()
    assert "Note number 31." in page
    assert "Note number 0." not in page
    earlier = page[page.index("?before=") :].split('"')[0]
    assert "Note number 0." in client.get(address(case) + earlier).content.decode()
    flags = client.get(address(case) + "?kind=flag").content.decode()
    assert TEXT in flags
    assert "Note number 31." not in flags

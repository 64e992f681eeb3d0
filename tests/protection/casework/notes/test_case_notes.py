"""Case notes: next step, correction on the same day, addenda, and notes of supervision."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies import access
from saathi.agencies.models import Notice, Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.infra import clock
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Due, Seat
from saathi.protection.casework.notes import queries
from saathi.protection.casework.notes.models import Note
from saathi.vault.models import OldSealedValue
from tests import filled, sending
from tests.counting import at_most
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.reading import day, whole, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
TEXT, JUDGEMENT = "The teacher reports bruises.", "Harm at home is likely."


@pytest.fixture
def around() -> ChildFileCast:
    people = cast.around()
    with role("maintenance"):
        Seat.objects.create(
            file_id=people.file_id,
            case=people.case,
            role=TeamRole.RESIDENTIAL_WORKER,
            staff=people.house_mother,
            recorded_by=people.worker.pk,
        )
    return people


def page(actor: Staff, path: str) -> str:
    answer = signed_in(actor).get(path)
    assert answer.status_code == 200, path
    return words(answer.content)


def add(actor: Staff, around: ChildFileCast, kind: str = "new", **typed: object) -> Note:
    client, path = signed_in(actor), f"{around.url}notes/{kind}/"
    with at_most(20):
        form = client.get(path).content.decode()
    colleague = {"to": str(typed.pop("to"))} if "to" in typed else {}
    sent = filled.form(form, **{"text": TEXT} | typed) | colleague
    with at_most(20):
        answer = client.post(path, sent)
    assert answer.status_code == 302, words(answer.content)
    with role("maintenance"):
        return Note.objects.filter(file_id=around.file_id).latest("recorded_at")


def open_duties(around: ChildFileCast, duty: str) -> list[object]:
    """The people with open duties of a kind."""
    with role("maintenance"):
        dues = Due.objects.filter(file_id=around.file_id, duty=duty, done_on=None)
        return list(dues.values_list("worker", flat=True))


def in_days(actor: Staff, days: int) -> dt.date:
    return actor.office.today() + dt.timedelta(days=days)


def test_case_note_has_contact_judgement_and_who_was_present(around: ChildFileCast) -> None:
    note = add(
        around.worker,
        around,
        contact="school",
        present=["child", "teacher"],
        present_names="Ms Thapa",
        judgement=JUDGEMENT,
    )
    for text in (TEXT, JUDGEMENT, "Thapa"):
        assert text.encode() not in bytes(note.sealed)
    client = signed_in(around.house_mother)
    with at_most(20):
        answer = client.get(f"{around.url}notes/")
    shown = words(answer.content)
    for text in (
        "School contact",
        TEXT,
        "Professional judgement",
        JUDGEMENT,
        "Ms Thapa",
        "Teacher",
    ):
        assert text in shown
    assert "Case note: school contact" in page(around.worker, f"{around.url}timeline/")
    assert f"{around.url}notes/new/" in signed_in(around.worker).get(around.url).content.decode()


def test_contact_and_presence_begin_empty_and_may_stay_so(around: ChildFileCast) -> None:
    note = add(around.worker, around)
    assert (note.contact, note.present) == ("", [])


def test_next_step_with_date_is_due_until_done(around: ChildFileCast) -> None:
    note = add(
        around.worker,
        around,
        next_step="Telephone the school",
        **day("until", in_days(around.worker, 2)),
    )
    assert open_duties(around, "task") == [around.worker.pk]
    assert "Telephone the school" in page(around.worker, f"{around.url}notes/")
    done = {"state": "done", "answer": "", "version": note.version} | sending.key()
    path = f"{around.url}notes/{note.pk}/"
    assert "Telephone the school" in page(around.worker, path)
    assert signed_in(around.worker).post(path, done).status_code == 302
    assert open_duties(around, "task") == []
    assert signed_in(around.worker).get(path).status_code == 404
    with role("maintenance"):
        assert not Notice.objects.filter(kind="task_answered").exists()


def test_next_step_needs_a_date_also_in_a_correction(around: ChildFileCast) -> None:
    client, path = signed_in(around.worker), f"{around.url}notes/new/"
    form = client.get(path).content.decode()
    answer = client.post(path, filled.form(form, text=TEXT, next_step="Telephone the school"))
    assert answer.status_code == 200
    assert "Enter the due date of the next step" in words(answer.content)
    note = add(around.worker, around)
    path = f"{around.url}notes/{note.pk}/edit/"
    form = client.get(path).content.decode()
    answer = client.post(path, filled.form(form, next_step="Telephone the school"))
    assert answer.status_code == 200
    assert "Add a new note for this next step" in words(answer.content)


def test_next_step_may_be_assigned_to_a_colleague(around: ChildFileCast) -> None:
    note = add(
        around.worker,
        around,
        next_step="Ask how the night was",
        to=around.house_mother.pk,
        **day("until", in_days(around.worker, 2)),
    )
    assert open_duties(around, "task") == [around.house_mother.pk]
    assert "Task" in page(around.house_mother, "/")
    with role("maintenance"):
        assert Notice.objects.filter(staff=around.house_mother, kind="task_given").exists()
    done = {"state": "done", "answer": "Calm.", "version": note.version} | sending.key()
    path = f"{around.url}notes/{note.pk}/"
    assert signed_in(around.house_mother).post(path, done).status_code == 302
    assert "A task you assigned received a response" in whole(
        signed_in(around.worker).get("/").content
    )


def test_note_is_corrected_by_its_author_and_keeps_the_earlier_version(
    around: ChildFileCast,
) -> None:
    note = add(around.worker, around, contact="school")
    path = f"{around.url}notes/{note.pk}/edit/"
    for person in (around.house_mother, around.supervisor, around.stranger):
        assert signed_in(person).get(path).status_code == 404
        assert signed_in(person).post(path, {"text": "x"} | sending.key()).status_code == 404
    client = signed_in(around.worker)
    with at_most(20):
        form = client.get(path).content.decode()
    sent = filled.form(form, text="The teacher reports a bruise.", contact="telephone")
    with at_most(20):
        assert client.post(path, sent).status_code == 302
    shown = page(around.house_mother, f"{around.url}notes/")
    assert "The teacher reports a bruise." in shown
    assert "corrected at" in shown
    assert TEXT not in shown
    earlier = page(around.house_mother, f"{around.url}notes/{note.pk}/versions/")
    assert TEXT in earlier
    assert "School contact" in earlier
    for person in (around.stranger, around.outsider):
        assert signed_in(person).get(f"{around.url}notes/{note.pk}/versions/").status_code == 404


def test_stale_correction_is_refused(around: ChildFileCast) -> None:
    note = add(around.worker, around)
    stale = {"text": "Other text", "version": note.version + 5, **day("happened_on")}
    path = f"{around.url}notes/{note.pk}/edit/"
    assert signed_in(around.worker).post(path, stale | sending.key()).status_code == 409


def test_note_of_yesterday_gets_addenda_only(around: ChildFileCast) -> None:
    note = add(around.worker, around)
    with role("maintenance"):
        before = clock.now() - dt.timedelta(days=2)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE notes_note SET recorded_at = %s", [before])
    client = signed_in(around.worker)
    assert client.get(f"{around.url}notes/{note.pk}/edit/").status_code == 404
    path = f"{around.url}notes/{note.pk}/addendum/"
    for person in (around.stranger, around.outsider):
        assert signed_in(person).get(path).status_code == 404
        assert signed_in(person).post(path, {"text": "x"} | sending.key()).status_code == 404
    mother = signed_in(around.house_mother)
    form = filled.form(mother.get(path).content.decode(), text="The bruise was from a fall.")
    assert mother.post(path, form).status_code == 302
    shown = page(around.worker, f"{around.url}notes/")
    assert shown.index(TEXT) < shown.index("The bruise was from a fall.")
    assert around.house_mother.name in shown


# --- Supervision ----------------------------------------------------------------------------------

SUPERVISION = "Discussed how close the worker is to the family."


def supervise(around: ChildFileCast, **typed: object) -> Note:
    values: dict[str, object] = {"text": SUPERVISION, "next_step": "A second worker joins visits."}
    return add(around.worker, around, "supervision", **values | typed)


def can_read(person: Staff, note: Note) -> bool:
    """Whether the queries of the application and plain SQL of this person both find the note."""
    with acting(person):
        by_query = access.visible(person, Note).filter(pk=note.pk).exists()
        by_sql = Note.objects.filter(pk=note.pk).exists()
    assert by_query == by_sql
    return by_query


def test_supervision_note_is_read_by_author_and_supervisors(around: ChildFileCast) -> None:
    note = supervise(around)
    assert can_read(around.worker, note)
    assert can_read(around.supervisor, note)
    for person in (around.house_mother, around.stranger, around.outsider):
        assert not can_read(person, note)
        for more in ("", "edit/", "addendum/", "versions/"):
            path = f"{around.url}notes/{note.pk}/{more}"
            assert signed_in(person).get(path).status_code == 404
    assert SUPERVISION in page(around.supervisor, f"{around.url}notes/?kind=supervision")
    assert SUPERVISION not in page(around.house_mother, f"{around.url}notes/")
    assert "Supervision" not in page(around.house_mother, f"{around.url}timeline/")
    assert "Supervision note" in page(around.worker, f"{around.url}timeline/")


def test_supervision_note_is_read_by_the_chosen_colleague(around: ChildFileCast) -> None:
    note = supervise(around, to=around.house_mother.pk)
    assert can_read(around.house_mother, note)
    with role("maintenance"):
        assert Notice.objects.filter(staff=around.house_mother, kind="supervision_noted").exists()


def test_addendum_to_supervision_note_has_the_same_readers(around: ChildFileCast) -> None:
    note = supervise(around)
    client, path = signed_in(around.supervisor), f"{around.url}notes/{note.pk}/addendum/"
    form = filled.form(client.get(path).content.decode(), text="Agreed by telephone.")
    assert client.post(path, form).status_code == 302
    with role("maintenance"):
        addendum = Note.objects.get(adds_to=note.pk)
    assert can_read(around.supervisor, addendum)
    assert can_read(around.worker, addendum)
    assert not can_read(around.house_mother, addendum)
    assert "Agreed by telephone." in page(around.worker, f"{around.url}notes/")


def test_earlier_version_of_supervision_note_has_the_same_readers(around: ChildFileCast) -> None:
    note = supervise(around)
    client, path = signed_in(around.worker), f"{around.url}notes/{note.pk}/edit/"
    sent = filled.form(client.get(path).content.decode(), text="Discussed the visits.")
    assert client.post(path, sent).status_code == 302
    assert SUPERVISION in page(around.supervisor, f"{around.url}notes/{note.pk}/versions/")
    for person, count in ((around.house_mother, 0), (around.supervisor, 1)):
        with acting(person):
            kept = OldSealedValue.objects.filter(row_id=note.pk).count()
        assert kept == count, person.role_kind


def test_earlier_version_has_the_labels_of_its_form(around: ChildFileCast) -> None:
    note = supervise(around)
    client, path = signed_in(around.worker), f"{around.url}notes/{note.pk}/"
    form = client.get(f"{path}edit/").content.decode()
    client.post(f"{path}edit/", filled.form(form, text="Discussed the visits."))
    earlier = page(around.worker, f"{path}versions/")
    assert "What was discussed" in earlier
    assert "Decisions agreed" in earlier
    assert "Next step" not in earlier


def test_addendum_is_corrected_on_the_same_day(around: ChildFileCast) -> None:
    note = add(around.worker, around)
    client = signed_in(around.worker)
    path = f"{around.url}notes/{note.pk}/addendum/"
    client.post(path, filled.form(client.get(path).content.decode(), text="It was a fall."))
    with role("maintenance"):
        addendum = Note.objects.get(adds_to=note.pk)
    link = f"{around.url}notes/{addendum.pk}/edit/"
    assert f'href="{link}"' in client.get(f"{around.url}notes/").content.decode()
    mother = signed_in(around.house_mother).get(f"{around.url}notes/").content.decode()
    assert f'href="{link}"' not in mother
    sent = filled.form(client.get(link).content.decode(), text="The child says it was a fall.")
    assert client.post(link, sent).status_code == 302
    versions = f"{around.url}notes/{addendum.pk}/versions/"
    assert f'href="{versions}"' in client.get(f"{around.url}notes/").content.decode()
    assert "Addendum It was a fall." in page(around.worker, versions)


def test_no_statement_opens_a_supervision_note_to_others(around: ChildFileCast) -> None:
    note = supervise(around)
    for change in ("audience = 'team'", "to_id = recorded_by", "adds_to = NULL, audience = 'team'"):
        with (
            acting(around.worker),
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE notes_note SET {change}, version = version + 1")
    assert not can_read(around.house_mother, note)


def test_next_supervision_is_due_until_the_next_note(around: ChildFileCast) -> None:
    supervise(around, **day("until", in_days(around.worker, 14)))
    assert open_duties(around, "supervision") == [around.worker.pk]
    supervise(around)
    assert open_duties(around, "supervision") == []


def test_supervision_ends_no_supervision_of_other_people(around: ChildFileCast) -> None:
    next_one = day("until", in_days(around.worker, 14))
    values: dict[str, object] = {"text": SUPERVISION, "next_step": "Agreed."}
    mother, worker, supervisor = around.house_mother, around.worker, around.supervisor
    add(supervisor, around, "supervision", **values | next_one | {"to": worker.pk})
    assert open_duties(around, "supervision") == [worker.pk]
    add(supervisor, around, "supervision", **values | {"to": mother.pk})
    assert open_duties(around, "supervision") == [worker.pk]
    add(worker, around, "supervision", **values | {"to": supervisor.pk})
    assert open_duties(around, "supervision") == []


def test_notes_are_listed_under_days_at_the_office(around: ChildFileCast) -> None:
    office, today = around.worker.office, around.worker.office.today()
    yesterday, day_before = today - dt.timedelta(days=1), today - dt.timedelta(days=2)
    flag = add(around.worker, around, "flag", text="Dog in the yard.")
    with role("maintenance"):  # half an hour after midnight, of the day before in UTC
        night = dt.datetime.combine(yesterday, dt.time(0, 30), ZoneInfo(office.time_zone))
        Note.objects.filter(pk=flag.pk).update(recorded_at=night)
    note = add(around.worker, around, **day("happened_on", day_before))
    with acting(around.worker):
        child = Child.objects.get(file=around.file_id)
        listed = queries.list_notes(around.worker, child).notes
    assert [each.pk for each in listed] == [flag.pk, note.pk]
    assert [each.shown_on for each in listed] == [yesterday, day_before]


def test_visit_is_no_type_of_contact_of_a_note(around: ChildFileCast) -> None:
    page = signed_in(around.worker).get(f"{around.url}notes/new/").content.decode()
    assert 'value="school"' in page
    assert 'value="visit"' not in page

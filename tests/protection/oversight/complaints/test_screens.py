"""Children's complaints: hidden from those they are about, and tracked to their answer."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies import access, idempotency
from saathi.agencies.models import Notice, Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.protection.oversight.complaints import jobs
from saathi.protection.oversight.complaints.models import Complaint
from saathi.vault import store as vault
from saathi.vault.models import OldSealedValue
from tests import filled
from tests.counting import at_most
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import agencies, complaints, teams
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
WORDS = complaints.WORDS


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def complain(around: ChildFileCast, actor: Staff | None = None, **typed: object) -> str:
    client = signed_in(actor or around.worker)
    path = f"{around.url}complaints/new/"
    with at_most(15):
        page = client.get(path)
    values = {
        "kind": "complaint",
        "child_words": WORDS,
        "wants": "That they knock.",
        "about": "care_home",
        "language": "mai",
    }
    with at_most(15):
        answer = client.post(path, filled.form(page.content.decode(), **values | typed))
    return str(answer.get("Location", read(answer)[0]))


def step(around: ChildFileCast, actor: Staff, **typed: object) -> str:
    with acting(actor):
        complaint = Complaint.objects.get()
    path = f"{around.url}complaints/{complaint.pk}/"
    client = signed_in(actor)
    with at_most(15):
        page = client.get(path)
    with at_most(15):
        answer = client.post(path, filled.form(page.content.decode(), **typed))
    return str(answer.get("Location", read(answer)[0]))


def complaints_page(around: ChildFileCast, actor: Staff) -> str:
    client = signed_in(actor)
    with at_most(15):
        page = client.get(f"{around.url}complaints/")
    return read(page)[0]


def test_a_stranger_finds_no_complaint_and_reading_is_on_record(around: ChildFileCast) -> None:
    complain(around)
    with acting(around.worker):
        complaint = Complaint.objects.get()
    for person in (around.stranger, around.outsider, agencies.staff("supervisor")):
        client = signed_in(person)
        for page in ("complaints/", "complaints/new/", f"complaints/{complaint.pk}/"):
            assert client.get(around.url + page).status_code == 404
        assert client.get(f"/complaints/{complaint.pk}/").status_code == 404
        assert "No open complaints." in read(client.get("/complaints/"))[0]
    complaints_page(around, around.worker)
    assert cast.entries(kind="listed", by=around.worker.pk, file_id=around.file_id)


@pytest.mark.requirement("CHP-004")
def test_a_complaint_is_tracked_until_the_child_accepts_the_answer(
    around: ChildFileCast,
) -> None:
    assert complain(around) == f"{around.url}complaints/"
    with acting(around.supervisor):
        notice = Notice.objects.get(staff=around.supervisor, kind="complaint")
    leader = signed_in(around.supervisor)
    opened = leader.get(f"/complaints/{notice.record}/")
    assert opened["Location"] == f"{around.url}complaints/"
    assert around.case.child.code in read(leader.get("/complaints/"))[0]
    page_text = complaints_page(around, around.supervisor)
    for text in (WORDS, "That they knock.", "A care home or shelter", "Awaiting answer"):
        assert text in page_text

    assert "Enter the reply given to the child." in step(
        around, around.supervisor, state="answered"
    )
    today = around.worker.office.today()
    data = {"answered_on_0": today.day, "answered_on_1": today.month, "answered_on_2": today.year}
    step(around, around.supervisor, state="answered", done="Talked to the house.",
         answer="They knock from now on.", **data)  # fmt: skip
    refused = step(around, around.worker, state="settled", accepts="no", child_reply="They do not.")
    assert "does not accept the answer" in refused
    assert "They do not." in refused
    step(around, around.worker, state="brought", accepts="no", child_reply="They do not.",
         brought_before="head")  # fmt: skip
    assert "Escalated" in complaints_page(around, around.worker)
    step(around, around.supervisor, state="settled", accepts="yes", child_reply="Now they do.")
    page_text = complaints_page(around, around.worker)
    for text in ("Resolved in the child’s view", "They knock from now on.", "Now they do.",
                  "The head of the service or home", "Talked to the house."):  # fmt: skip
        assert text in page_text
    assert "No open complaints." in read(leader.get("/complaints/"))[0]
    with acting(around.worker):
        complaint = Complaint.objects.get()
        assert b"knock" not in bytes(complaint.sealed)
        assert vault.open(complaint)["words"] == WORDS


@pytest.mark.requirement("CHP-004")
@pytest.mark.parametrize("who", ["worker of the team", "supervisor", "house mother"])
def test_complaint_is_hidden_from_the_person_it_is_about(around: ChildFileCast, who: str) -> None:
    writer = teams.join(
        around.case.file_id, agencies.staff("counsellor", around.worker.office), TeamRole.COUNSELLOR
    )
    about = {
        "worker of the team": around.worker,
        "supervisor": around.supervisor,
        "house mother": around.house_mother,
    }[who]
    assert "Select the person the complaint is about" in complain(around, writer, about="staff")
    complain(
        around,
        writer,
        about="staff",
        not_for_chosen=[about.pk],
        readers="team",
        child_words="She shouts.",
    )
    with acting(writer):
        complaint = Complaint.objects.get()
    assert "She shouts." in complaints_page(around, writer)
    client = signed_in(about)
    assert "She shouts." not in complaints_page(around, about)
    assert "No complaints or suggestions yet" in complaints_page(around, about)
    for page in (f"{around.url}complaints/{complaint.pk}/", f"/complaints/{complaint.pk}/"):
        assert client.get(page).status_code == 404
        assert client.post(page).status_code in {404, 405}
    assert "No open complaints." in read(client.get("/complaints/?which=all"))[0]
    with acting(about):  # row security, by plain SQL
        assert not Notice.objects.filter(kind="complaint").exists()
        assert not access.visible(about, Complaint).exists()
        assert not Complaint.objects.exists()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE complaints_complaint SET not_for = '{}'")
            assert cursor.rowcount == 0
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT complaint_tell(%s, false)", [complaint.pk])


def test_an_earlier_wording_is_as_hidden_as_the_complaint(around: ChildFileCast) -> None:
    complain(around, around.house_mother, about="staff", not_for_chosen=[around.worker.pk],
             child_words="She shouts.", readers="team")  # fmt: skip
    step(around, around.house_mother, state="open", done="Told the supervisor.")
    with acting(around.supervisor):
        assert OldSealedValue.objects.filter(field_id="complaints.complaint").exists()
    with acting(around.worker):
        assert not OldSealedValue.objects.filter(field_id="complaints.complaint").exists()


def test_staff_can_record_but_not_read_a_complaint_about_themselves(
    around: ChildFileCast,
) -> None:
    complain(
        around,
        around.worker,
        about="staff",
        not_for_chosen=[around.worker.pk],
        child_words="You are late.",
    )
    assert "You are late." not in complaints_page(around, around.worker)
    assert "You are late." in complaints_page(around, around.supervisor)
    with acting(around.supervisor):
        assert Notice.objects.filter(staff=around.supervisor, kind="complaint").exists()


def test_a_complaint_for_leaders_is_not_read_by_the_team(around: ChildFileCast) -> None:
    complain(around, around.house_mother, readers="leaders")
    assert WORDS in complaints_page(around, around.house_mother)
    assert WORDS in complaints_page(around, around.supervisor)
    assert WORDS not in complaints_page(around, around.worker)
    complain(around, around.house_mother, readers="leaders", handler_chosen=around.worker.pk)
    assert WORDS in complaints_page(
        around, around.worker
    )  # the person who is to answer can read it


def test_team_is_offered_and_others_are_found_by_search(around: ChildFileCast) -> None:
    page = signed_in(around.worker).get(f"{around.url}complaints/new/").content.decode()
    assert str(around.house_mother.pk) in page
    assert str(around.stranger.pk) not in page
    with role("maintenance"):
        agencies.staff("case_worker", around.worker.office, name=around.stranger.name)
    found = complain(around, about="staff", not_for_search=around.stranger.name)
    assert "Several colleagues match. Select them below, or clear the search." in found
    assert around.stranger.name in found


def test_excluded_staff_cannot_answer_the_complaint(around: ChildFileCast) -> None:
    page = complain(
        around,
        about="staff",
        not_for_chosen=[around.stranger.pk],
        handler_chosen=around.stranger.pk,
    )
    assert "A person who must not see the complaint cannot answer it. Choose someone else." in page


@pytest.mark.requirement("CHP-004")
def test_overdue_complaint_notifies_leaders_above_once(around: ChildFileCast) -> None:
    nation = agencies.office(around.worker.agency)
    with role("maintenance"):
        type(nation).objects.filter(pk=around.worker.office_id).update(parent=nation)
    above = agencies.staff("supervisor", nation)
    complain(around)

    def told(person: Staff) -> int:
        with acting(person):
            return Notice.objects.filter(staff=person, kind="complaint").count()

    assert (told(around.supervisor), told(above)) == (1, 0)
    assert remind() == 0
    with role("maintenance"):
        past = around.worker.office.today() - dt.timedelta(days=1)
        Complaint.objects.update(answer_by=past, said_on=past)
    assert remind() == 1
    assert remind() == 0
    assert told(above) == 1
    assert "overdue" in complaints_page(around, around.worker)
    with (
        acting(around.worker),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT complaint_remind()")


def remind() -> int:
    with role("worker"):
        return jobs.remind_of_overdue_complaints()


def test_several_complaints_are_one_notice_that_opens_the_list(around: ChildFileCast) -> None:
    for _number in range(4):
        complain(around)
    leader = signed_in(around.supervisor)
    page = leader.get("/").content.decode()
    assert page.count("A child made a complaint or suggestion") == 1
    assert "A child made a complaint or suggestion (4)" in page
    with acting(around.supervisor):
        latest = Notice.objects.filter(kind="complaint").latest("given_at")
    sent = {"form_key": idempotency.new_form_key()}
    assert leader.post(f"/notices/{latest.pk}/", sent)["Location"] == "/complaints/"
    assert "A child made a complaint or suggestion" not in leader.get("/").content.decode()

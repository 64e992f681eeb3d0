"""Follow-ups by a local committee, which reports what it saw and has no access to the file."""

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies import access
from saathi.agencies.models import Grant, Hidden, Notice, Staff
from saathi.people.models import Child
from saathi.people.record_screens import record_queries
from saathi.protection.casework.cases.models import Visit
from saathi.protection.casework.committees.models import CommitteeObservation, FollowUp
from saathi.vault import store as vault
from tests import filled
from tests.counting import at_most
from tests.desk import cast
from tests.desk.cast import NAME, ChildFileCast
from tests.factories import agencies
from tests.reading import whole
from tests.roles import acting, role, with_proof
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


@pytest.fixture
def member() -> Staff:
    """A member of a village committee, in another agency."""
    return agencies.staff("case_worker", agencies.office(agencies.agency("Village committee")))


def request_follow_up(around: ChildFileCast, member: Staff, **typed: object) -> str:
    client = signed_in(around.supervisor)
    path = f"{around.url}committee/ask/"
    with at_most(15):
        page = client.get(path)
    values = {"asked_of": member.pk, "called": "Sunu", "where": "By the pond",
              "look_at": ["well", "school"], "keep_in_mind": "Come by day."}  # fmt: skip
    with at_most(15):
        answer = client.post(path, filled.form(page.content.decode(), **values | typed))
    return str(answer.get("Location", read(answer)[0]))


def place(around: ChildFileCast) -> str:
    with acting(around.supervisor):
        return f"/committee/{FollowUp.objects.get().pk}/"


def send_observation(member: Staff, path: str, **typed: object) -> str:
    client = signed_in(member)
    with at_most(15):
        page = client.get(path)
    values = {"seen": "met", "how": "well", "what": "She walks to school."} | typed
    with at_most(15):
        answer = client.post(path, filled.form(page.content.decode(), **values))
    return str(answer.get("Location", read(answer)[0]))


def test_committee_follow_up_rights_to_request_and_to_answer(
    around: ChildFileCast, member: Staff
) -> None:
    for person in (around.worker, around.house_mother, around.stranger, member):
        assert signed_in(person).get(f"{around.url}committee/ask/").status_code == 404
        assert signed_in(person).post(f"{around.url}committee/ask/", key()).status_code == 404
    request_follow_up(around, member)
    path = place(around)
    for person in (around.worker, around.supervisor, around.outsider):
        assert signed_in(person).get(path).status_code == 404
        assert signed_in(person).post(path, key()).status_code == 404
    assert "No one has asked you" in read(signed_in(around.outsider).get("/committee/"))[0]


@pytest.mark.requirement("CAS-007")
def test_a_committee_follows_a_child_up_without_the_file(
    around: ChildFileCast, member: Staff
) -> None:
    cast.visit(around.case, around.worker)
    cast.said(around.case, around.worker, "I want to sew.")
    assert request_follow_up(around, member) == f"{around.url}committee/"
    with acting(member):
        assert Notice.objects.get(staff=member).kind == "committee_asked"
    client, path = signed_in(member), place(around)
    assert "Sunu" in read(client.get("/committee/"))[0]
    page_text = read(client.get(path))[0]
    for text in ("Sunu", "By the pond", "Whether the child goes to school", "Come by day."):
        assert text in page_text
    for unsaid in (NAME, around.case.child.code, "sew", around.worker.name):
        assert unsaid not in page_text
    assert send_observation(member, path, child_words="When does Gita come?") == path
    assert "She walks to school." in read(client.get(path))[0]
    # Nothing more can be read by pages or by plain SQL.
    for page in ("", "visits/", "who/", "voice/", "plan/", "needs/", "notes/", "happened/",
                 "handover/", "timeline/", "committee/", "complaints/", "access-log/", "closing/"):  # fmt: skip
        assert client.get(around.url + page, follow=True).status_code == 404, page
    with acting(member):
        assert not access.visible(member, Child).exists()
        for model in (Child, Visit):
            assert not model.objects.exists()
        with connection.cursor() as cursor:
            for statement in (
                "UPDATE cases_case SET risk = 'low'",
                "UPDATE committees_followup SET until = '2030-01-01'",
            ):
                cursor.execute(statement)
                assert cursor.rowcount == 0

    text = read(signed_in(around.worker).get(f"{around.url}committee/"))[0]
    for shown in (
        "She walks to school.",
        "When does Gita come?",
        "Village committee",
        "Met the child",
    ):
        assert shown in text
    with acting(around.worker):
        assert Notice.objects.filter(staff=around.worker, kind="committee_told").exists()
        observation = CommitteeObservation.objects.get()
        assert observation.recorded_by == member.pk
        assert b"school" not in bytes(observation.sealed)
        assert vault.open(observation)["words"] == "She walks to school."


DANGER = "A local committee reports that the child is in danger"


def test_reported_danger_alarms_worker_and_leaders_until_one_responds(
    around: ChildFileCast, member: Staff
) -> None:
    request_follow_up(around, member)
    team = (around.worker, around.supervisor)
    send_observation(member, place(around), what="All is well.")
    for person in team:
        assert DANGER not in whole(signed_in(person).get("/").content)
    send_observation(member, place(around), how="danger", what="He came back.")
    for person in team:
        with acting(person):
            assert Notice.objects.filter(staff=person, kind="committee_danger").exists()
        client = signed_in(person)
        client.get("/")
        with at_most(22):
            day = client.get("/")
        assert whole(day.content).index(DANGER) < whole(day.content).index("My day") + 400
        assert DANGER in read(signed_in(person).get(around.url))[0]
    assert DANGER not in whole(signed_in(around.stranger).get("/").content)
    page = read(signed_in(around.worker).get(f"{around.url}committee/"))[0]
    assert page.count("He came back.") == 1
    assert "Responded not yet" in page
    with acting(around.worker):
        danger = CommitteeObservation.objects.get(how="danger")
    respond = f"{around.url}committee/observations/{danger.pk}/respond/"
    for person in (member, around.stranger, around.outsider):
        assert signed_in(person).post(respond, {"version": 1} | key()).status_code == 404
    assert signed_in(around.worker).post(respond, {"version": 1} | key()).status_code == 302
    for person in team:
        assert DANGER not in whole(signed_in(person).get("/").content)
        assert DANGER not in read(signed_in(person).get(around.url))[0]
    page = read(signed_in(around.supervisor).get(f"{around.url}committee/"))[0]
    assert around.worker.name in page
    client = signed_in(around.supervisor)
    answer = client.post(respond, {"version": 1} | key(), follow=True)
    assert "A colleague has already responded" in read(answer)[0]


def test_committee_member_responds_to_nothing_by_sql(around: ChildFileCast, member: Staff) -> None:
    request_follow_up(around, member)
    send_observation(member, place(around), how="danger")
    with (
        acting(member),
        with_proof("committee_respond("),
        pytest.raises(DatabaseError, match="no such observation"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT committee_respond(id) FROM committees_committeeobservation")


def test_committee_member_finds_the_request_on_my_day(
    around: ChildFileCast,
) -> None:
    officer = agencies.staff("intake_officer")
    request_follow_up(around, officer)
    page = signed_in(officer).get("/")
    assert page.status_code == 200
    assert "You are asked to follow up 1 child" in whole(page.content)
    assert 'href="/committee/"' in page.content.decode()


def test_observation_before_the_request_is_refused(around: ChildFileCast, member: Staff) -> None:
    request_follow_up(around, member)
    page = send_observation(member, place(around), seen_on_2="1990")
    assert "Choose a day on or after the day you were asked" in page


def test_timeline_has_what_a_committee_reported(around: ChildFileCast, member: Staff) -> None:
    request_follow_up(around, member)
    send_observation(member, place(around))
    send_observation(member, place(around), how="danger")
    page = signed_in(around.worker).get(f"{around.url}timeline/").content.decode()
    assert "A local committee reported on the child" in page
    assert "A local committee reported that the child is in danger" in page
    assert f'href="{around.url}committee/"' in page


def test_committee_follow_up_ends_on_its_last_day_or_early(
    around: ChildFileCast, member: Staff
) -> None:
    request_follow_up(around, member)
    path = place(around)
    with role("maintenance"):
        grant = Grant.objects.get(principal=member.pk, file=around.file_id)
        assert (grant.kind, grant.reads, grant.writes) == ("share", 128, 0)
        until = around.worker.office.today() + dt.timedelta(days=31)
        assert grant.ends_at.date() <= until
    with acting(around.supervisor):
        follow_up = FollowUp.objects.get()
    end = f"{around.url}committee/{follow_up.pk}/end/"
    assert signed_in(around.worker).post(end, {"version": 1} | key()).status_code == 404
    confirm = read(signed_in(around.supervisor).get(end))[0]
    assert "can no longer read or add information" in confirm
    opened = filled.form(signed_in(member).get(path).content.decode(), what="Typed before")
    assert signed_in(around.supervisor).post(end, {"version": 1} | key()).status_code == 302
    late = signed_in(member).post(path, opened | {"seen": ["met"], "how": ["well"]})
    assert "This request has ended, so nothing was sent" in read(late)[0]
    assert "Typed before" in late.content.decode()
    page = read(signed_in(member).get(path))[0]
    assert "This request has ended" in page
    for text in ("Sunu", "By the pond", "Whether the child goes to school"):
        assert text not in page
    assert signed_in(around.stranger).get(path).status_code == 404
    with acting(member):
        assert Notice.objects.filter(staff=member, kind="committee_ended").exists()
    with acting(member):
        assert not FollowUp.objects.exists()
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            with_proof("committee_tell("),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "SELECT committee_tell(%s, gen_random_uuid(), current_date, 'met', 'well', NULL)",
                [follow_up.pk],
            )


@pytest.mark.parametrize(
    ("typed", "lacks"),
    [
        ({"called": ""}, "Write the name by which the committee"),
        ({"look_at": []}, "Choose what the committee is to check"),
        ({"until_2": "2099"}, "Choose a day within the next 180 days"),
    ],
)
def test_incomplete_committee_follow_up_gives_reasons(
    around: ChildFileCast, member: Staff, typed: dict[str, object], lacks: str
) -> None:
    assert lacks in request_follow_up(around, member, **typed)
    with acting(around.supervisor):
        assert not FollowUp.objects.exists()


def test_committee_member_cannot_be_asked_if_the_file_is_hidden_from_them(
    around: ChildFileCast, member: Staff
) -> None:
    with role("maintenance"):
        Hidden.objects.create(
            file_id=around.file_id, principal=member.agency_id, hidden_by=around.supervisor.pk
        )
    assert "hidden from this person" in request_follow_up(around, member)


def copy_record(model: type[FollowUp | CommitteeObservation], number: int) -> None:
    """Further records like the one that there is, without texts."""
    with role("maintenance"):
        record = model.objects.all()[0]
        for _ in range(number):
            record.pk, record.sealed = uuid.uuid4(), b""
            model.objects.bulk_create([record])


def test_list_of_a_child_says_when_it_does_not_show_all(
    around: ChildFileCast, member: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    request_follow_up(around, member)
    copy_record(FollowUp, 2)
    client, path = signed_in(around.supervisor), f"{around.url}committee/"
    for limit, is_cut in ((2, True), (3, False)):
        monkeypatch.setattr(record_queries, "MAX_LISTED", limit)
        page = read(client.get(path))[0]
        assert page.count("Information given to the committee") == limit
        assert (f"Only the first {limit} are shown." in page) == is_cut


def test_page_of_a_record_says_when_it_does_not_show_all(
    around: ChildFileCast, member: Staff
) -> None:
    request_follow_up(around, member)
    path = place(around)
    send_observation(member, path)
    for number, is_cut in ((49, False), (1, True)):
        copy_record(CommitteeObservation, number)
        page = read(signed_in(member).get(path))[0]
        assert page.count("· Met the child") == 50
        assert ("Only the first 50 are shown." in page) == is_cut


def test_every_assigned_follow_up_is_on_some_page(around: ChildFileCast, member: Staff) -> None:
    request_follow_up(around, member)
    copy_record(FollowUp, 50)
    client = signed_in(member)
    first, second = (client.get(f"/committee/?page={number}") for number in (1, 2))
    assert '<a href="?page=2">Next page</a>' in first.content.decode()
    shown = [page.content.decode().count('/">Open') for page in (first, second)]
    assert shown == [50, 1]

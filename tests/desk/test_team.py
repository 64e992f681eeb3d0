"""Changing a child's team and hiding her file: who may not, who may, what follows."""

import pytest

from saathi.agencies.models import Notice
from saathi.protection.cases.models import Case, Due, Seat
from tests.counting import at_most
from tests.desk import cast
from tests.desk.cast import NAME, Around, entries
from tests.factories import agencies
from tests.roles import acting
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> Around:
    return cast.around()


def empty_seat(around: Around, role: str = "counsellor") -> Seat:
    with acting(around.supervisor):
        return Seat.objects.get(case=around.case, role=role, ended_on=None)


def test_only_who_assigns_changes_a_team_and_only_who_hides_hides(around: Around) -> None:
    far = agencies.staff("supervisor")
    for person in (around.worker, around.house_mother, around.stranger, far):
        for page in ("team/", "hidden/"):
            assert signed_in(person).get(around.url + page).status_code == 404
            assert signed_in(person).post(around.url + page, key()).status_code == 404


@pytest.mark.requirement("PRI-006")
def test_a_seat_gives_what_the_role_needs_and_ending_it_takes_it_back(around: Around) -> None:
    counsellor = agencies.staff("counsellor", around.worker.office)
    client = signed_in(around.supervisor)
    with at_most(15):
        assert client.get(around.url + "team/").status_code == 200
    assert signed_in(counsellor).get(around.url).status_code == 404
    seat = empty_seat(around)
    sent = {"do": "fill", "seat": str(seat.pk), "staff": str(counsellor.pk)} | key()
    assert client.post(around.url + "team/", sent).status_code == 302
    assert NAME in signed_in(counsellor).get(around.url).content.decode()
    assert entries(kind="granted", file_id=around.file_id)
    with acting(counsellor):
        assert Notice.objects.get(staff=counsellor).kind == "case_assigned"
    ended = client.post(around.url + "team/", {"do": "end", "seat": str(seat.pk)} | key())
    assert ended.status_code == 302
    assert signed_in(counsellor).get(around.url).status_code == 404
    assert entries(kind="grant_ended", file_id=around.file_id)
    assert empty_seat(around).staff_id is None


def test_a_house_mother_is_given_a_seat_and_reads_what_her_role_needs(around: Around) -> None:
    mother = agencies.staff("house_mother", around.worker.office)
    client = signed_in(around.supervisor)
    sent = {"do": "add", "role": "house_mother", "staff": str(mother.pk)} | key()
    assert client.post(around.url + "team/", sent).status_code == 302
    assert NAME in signed_in(mother).get(around.url).content.decode()
    assert signed_in(mother).get(around.url + "needs/").status_code == 404
    with acting(mother):
        assert Notice.objects.get(staff=mother).kind == "case_assigned"


@pytest.mark.parametrize("role", ["case_worker", "supervisor", "owner", ""])
def test_no_seat_is_added_that_changes_whose_case_it_is(around: Around, role: str) -> None:
    sent = {"do": "add", "role": role, "staff": str(around.stranger.pk)} | key()
    assert signed_in(around.supervisor).post(around.url + "team/", sent).status_code == 200
    assert signed_in(around.stranger).get(around.url).status_code == 404


def test_a_seat_is_for_colleagues_of_the_agency_alone(around: Around) -> None:
    seat = empty_seat(around)
    sent = {"do": "fill", "seat": str(seat.pk), "staff": str(around.outsider.pk)} | key()
    assert signed_in(around.supervisor).post(around.url + "team/", sent).status_code == 200
    assert empty_seat(around).staff_id is None
    assert signed_in(around.outsider).get(around.url).status_code == 404


def test_a_case_handed_over_takes_what_is_due_along(around: Around) -> None:
    cast.due(around.case, around.worker, around.worker.office.today())
    sent = {"do": "hand_over", "staff": str(around.stranger.pk)} | key()
    assert signed_in(around.supervisor).post(around.url + "team/", sent).status_code == 302
    assert around.case.child.code in signed_in(around.stranger).get("/").content.decode()
    assert NAME in signed_in(around.stranger).get(around.url).content.decode()
    assert signed_in(around.worker).get(around.url).status_code == 404
    with acting(around.stranger):
        assert Case.objects.get(pk=around.case.pk).worker_id == around.stranger.id
        workers = Due.objects.filter(case=around.case).values_list("worker", flat=True)
        assert set(workers) == {around.stranger.id}
        [seat] = Seat.objects.filter(case=around.case, role="case_worker", ended_on=None)
        assert seat.staff_id == around.stranger.id


@pytest.mark.requirement("PRI-006")
def test_a_hidden_file_is_gone_for_the_relative_until_it_is_shown_again(around: Around) -> None:
    client = signed_in(around.supervisor)
    page = around.url + "hidden/"
    mother = signed_in(around.house_mother)
    assert mother.get(around.url).status_code == 200
    hidden = {"do": "hide", "principal": str(around.house_mother.pk)} | key()
    assert client.post(page, hidden).status_code == 302
    assert mother.get(around.url).status_code == 404
    words, _tables = read(client.get(page))
    assert around.house_mother.name in words
    shown = {"do": "show", "principal": str(around.house_mother.pk)} | key()
    assert client.post(page, shown).status_code == 302
    assert mother.get(around.url).status_code == 200
    assert [
        e.kind for e in entries(file_id=around.file_id, kind__in=["hidden", "shown_again"])
    ] == [
        "hidden",
        "shown_again",
    ]


def test_nobody_hides_a_file_from_herself_or_her_agency(around: Around) -> None:
    client = signed_in(around.supervisor)
    for principal in (around.supervisor.pk, around.supervisor.agency_id):
        sent = {"do": "hide", "principal": str(principal)} | key()
        assert client.post(around.url + "hidden/", sent).status_code == 200
    assert not entries(kind="hidden")

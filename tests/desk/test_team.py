"""Changing a child's team and hiding the file: without permission, with permission, effects."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from saathi.agencies.models import Configuration, Notice, Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.desk.team import actions
from saathi.protection.casework.cases import caseload
from saathi.protection.casework.cases.models import Case, Due, Seat
from saathi.protection.casework.handovers.models import Handover
from tests.counting import at_most
from tests.desk import cast
from tests.desk.cast import NAME, ChildFileCast, entries
from tests.factories import agencies, children
from tests.roles import acting, role
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
BUDGET = 15
HANDED = {
    "do": "hand_over", "why": "worker_left", "handed": "The court day is the tenth.",
    "child_view": "unsure", "child_words": "Will she come on Fridays?", "child_informed": "partly",
    "information_given": "Who comes now, and why.",
}  # fmt: skip


def empty_seat(around: ChildFileCast, role: str = "counsellor") -> Seat:
    with acting(around.supervisor):
        return Seat.objects.get(case=around.case, role=role, ended_on=None)


def test_only_who_assigns_changes_a_team_and_only_who_hides_hides(around: ChildFileCast) -> None:
    far = agencies.staff("supervisor")
    for person in (around.worker, around.house_mother, around.stranger, far):
        for page in ("team/", "hidden/"):
            assert signed_in(person).get(around.url + page).status_code == 404
            assert signed_in(person).post(around.url + page, key()).status_code == 404


@pytest.mark.requirement("PRI-006")
def test_a_seat_gives_what_the_role_needs_and_ending_it_takes_it_back(
    around: ChildFileCast,
) -> None:
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


def test_a_house_mother_on_the_team_reads_what_the_role_needs(
    around: ChildFileCast,
) -> None:
    mother = agencies.staff("house_mother", around.worker.office)
    client = signed_in(around.supervisor)
    sent = {"do": "add", "role": "house_mother", "staff": str(mother.pk)} | key()
    assert client.post(around.url + "team/", sent).status_code == 302
    assert NAME in signed_in(mother).get(around.url).content.decode()
    assert signed_in(mother).get(around.url + "needs/").status_code == 404
    with acting(mother):
        assert Notice.objects.get(staff=mother).kind == "case_assigned"


@pytest.mark.requirement("CAS-003")
@pytest.mark.requirement("CAS-004")
def test_a_team_of_many_trades_is_assigned_and_its_empty_seats_are_seen(
    around: ChildFileCast,
) -> None:
    client = signed_in(around.supervisor)
    file = signed_in(around.worker)
    team, _tables = read(file.get(around.url))
    for empty in ("Counsellor", "Legal representative"):
        assert f"Not assigned yet {empty}" in team
    colleagues = {
        "counsellor": agencies.staff("counsellor", around.worker.office, name="Tara Rai"),
        "legal_representative": agencies.staff(
            "case_worker", around.worker.office, name="Hari Sah"
        ),
    }
    for seat_role, person in colleagues.items():
        seat = empty_seat(around, seat_role)
        sent = {"do": "fill", "seat": str(seat.pk), "staff": str(person.pk)} | key()
        assert client.post(around.url + "team/", sent).status_code == 302
    for seat_role, name in (("house_mother", "Mina Das"), ("physician", "Dr Roy")):
        person = agencies.staff("house_mother", around.worker.office, name=name)
        sent = {"do": "add", "role": seat_role, "staff": str(person.pk)} | key()
        assert client.post(around.url + "team/", sent).status_code == 302
    words, _tables = read(file.get(around.url))
    assert "Not assigned yet" not in words
    for name in ("Tara Rai", "Hari Sah", "Mina Das", "Dr Roy"):
        assert name in words
    with acting(around.worker):
        taken_seats = Seat.objects.filter(case=around.case, ended_on=None, staff__isnull=False)
        assert set(taken_seats.values_list("role", flat=True)) == {
            "case_worker", "counsellor", "legal_representative", "house_mother", "physician",
        }  # fmt: skip


def test_seat_that_a_colleague_took_or_ended_is_not_taken_again(around: ChildFileCast) -> None:
    first = agencies.staff("counsellor", around.worker.office)
    second = agencies.staff("counsellor", around.worker.office)
    client, seat = signed_in(around.supervisor), empty_seat(around)

    def send(do: str, person: Staff) -> tuple[int, bool]:
        sent = {"do": do, "seat": str(seat.pk), "staff": str(person.pk)} | key()
        answer = client.post(around.url + "team/", sent)
        return (
            answer.status_code,
            "This role was changed in the meantime" in answer.content.decode(),
        )

    assert send("fill", first) == (302, False)
    assert send("fill", second) == (200, True)
    assert send("end", first) == (302, False)
    assert send("end", first) == (200, True)
    assert signed_in(second).get(around.url).status_code == 404


def test_worker_of_the_case_keeps_its_seat_and_gives_up_another(around: ChildFileCast) -> None:
    client = signed_in(around.supervisor)
    with acting(around.supervisor):
        own = Seat.objects.get(case=around.case, role="case_worker", ended_on=None)
        seat = actions.add_seat(
            case=around.case, role=TeamRole.LEGAL_REPRESENTATIVE, colleague=around.worker,
            actor=around.supervisor,
        )  # fmt: skip
    page = client.get(around.url + "team/").content.decode()
    assert f'value="{seat.pk}"' in page
    assert f'value="{own.pk}"' not in page
    refused = client.post(around.url + "team/", {"do": "end", "seat": str(own.pk)} | key())
    assert "ends when the case is reassigned" in refused.content.decode()
    ended = client.post(around.url + "team/", {"do": "end", "seat": str(seat.pk)} | key())
    assert ended.status_code == 302
    assert NAME in signed_in(around.worker).get(around.url).content.decode()


@pytest.mark.parametrize("role", ["case_worker", "supervisor", "owner", ""])
def test_worker_seat_cannot_be_added(around: ChildFileCast, role: str) -> None:
    sent = {"do": "add", "role": role, "staff": str(around.stranger.pk)} | key()
    assert signed_in(around.supervisor).post(around.url + "team/", sent).status_code == 200
    assert signed_in(around.stranger).get(around.url).status_code == 404


def test_a_seat_is_for_colleagues_of_the_agency_alone(around: ChildFileCast) -> None:
    seat = empty_seat(around)
    sent = {"do": "fill", "seat": str(seat.pk), "staff": str(around.outsider.pk)} | key()
    assert signed_in(around.supervisor).post(around.url + "team/", sent).status_code == 200
    assert empty_seat(around).staff_id is None
    assert signed_in(around.outsider).get(around.url).status_code == 404


def test_reassigned_case_keeps_due_tasks(around: ChildFileCast) -> None:
    cast.due(around.case, around.worker, around.worker.office.today())
    client = signed_in(around.supervisor)
    # What is due is read, so that the proof of its change names it; which documents the new worker may not
    # see, and whether the child may be in danger, is asked; "Saved." is kept for the next page.
    with at_most(BUDGET + 4):
        answer = client.post(
            around.url + "team/", HANDED | {"staff": str(around.stranger.pk)} | key()
        )
    assert answer.status_code == 302
    assert around.case.child.code in signed_in(around.stranger).get("/").content.decode()
    assert NAME in signed_in(around.stranger).get(around.url).content.decode()
    assert signed_in(around.worker).get(around.url).status_code == 404
    with acting(around.stranger):
        assert Case.objects.get(pk=around.case.pk).worker_id == around.stranger.id
        workers = Due.objects.filter(case=around.case).values_list("worker", flat=True)
        assert set(workers) == {around.stranger.id}
        [seat] = Seat.objects.filter(case=around.case, role="case_worker", ended_on=None)
        assert seat.staff_id == around.stranger.id


def test_reassigned_case_leaves_colleagues_their_tasks(around: ChildFileCast) -> None:
    today = around.worker.office.today()
    own = cast.due(around.case, around.worker, today)
    given = cast.due(around.case, around.supervisor, today)
    sent = HANDED | {"staff": str(around.stranger.pk)} | key()
    assert signed_in(around.supervisor).post(around.url + "team/", sent).status_code == 302
    with acting(around.supervisor):
        workers = dict(Due.objects.filter(case=around.case).values_list("pk", "worker"))
    assert workers[own.pk] == around.stranger.pk
    assert workers[given.pk] == around.supervisor.pk


@pytest.mark.requirement("CAS-012")
def test_why_a_worker_changed_and_what_the_child_said_of_it_stays_on_record(
    around: ChildFileCast,
) -> None:
    client = signed_in(around.supervisor)
    lacking = client.post(around.url + "team/", {"do": "hand_over", "handed": "Kept."} | key())
    words, _tables = read(lacking)
    assert "Kept." in words
    assert "This field is required." in words
    sent = HANDED | {"staff": str(around.stranger.pk)} | key()
    assert client.post(around.url + "team/", sent).status_code == 302
    words, _tables = read(signed_in(around.stranger).get(around.url + "handover/"))
    for shown in ("To another worker of the office", "The worker left or is on long leave",
                  "The court day is the tenth.", "Unsure", "Will she come on Fridays?",
                  "Who comes now, and why."):  # fmt: skip
        assert shown in words
    with acting(around.stranger):
        handover = Handover.objects.get()
        assert (handover.from_worker_id, handover.to_worker_id) == (
            around.worker.pk,
            around.stranger.pk,
        )
        assert b"Fridays" not in bytes(handover.sealed)
    events, _tables = read(signed_in(around.stranger).get(around.url + "timeline/"))
    assert "The case was reassigned to another worker" in events
    assert "The case was transferred" not in events


def _worker_at_limit(around: ChildFileCast) -> None:
    """The office's procedure allows two cases, and the stranger has them."""
    with role("maintenance"):
        Configuration.objects.create(
            kind="procedure", country="NPL", name="targets", version=1,
            body={"cases_per_worker": 2}, valid_from=dt.date(2026, 1, 1),
        )  # fmt: skip
    for name in ("Mina", "Rita"):
        children.case(around.stranger, name)


def test_a_case_beyond_the_number_of_the_procedure_needs_a_reason(around: ChildFileCast) -> None:
    _worker_at_limit(around)
    client = signed_in(around.supervisor)
    asked = {"asked": around.stranger.name, "kind": "case_worker"}
    assert "2 open cases" in client.post("/agency/staff/suggest/", asked).content.decode()
    sent = HANDED | {"staff": str(around.stranger.pk)}
    words, _tables = read(client.post(around.url + "team/", sent | key()))
    assert "This worker has the maximum number of open cases under the procedure" in words
    with acting(around.supervisor):
        assert Case.objects.get(pk=around.case.pk).worker_id == around.worker.pk
    because = {"beyond": "Her sister is there too."}
    assert client.post(around.url + "team/", sent | because | key()).status_code == 302
    with acting(around.stranger):
        assert Handover.objects.get().is_beyond_limit
    assert (
        "Her sister is there too."
        in read(signed_in(around.stranger).get(around.url + "handover/"))[0]
    )
    # Opening a file is never refused: a worker at the limit opens one for a child who needs it.
    assert children.case(around.stranger, "Asha").status == "open"


def test_cases_of_offices_that_a_supervisor_does_not_lead_count_as_well(
    around: ChildFileCast,
) -> None:
    _worker_at_limit(around)
    second = agencies.staff("supervisor", agencies.office(around.worker.agency))
    with acting(second):
        assert not Case.objects.exists()
        assert caseload.open_case_counts([around.stranger.pk]) == {around.stranger.pk: 2}
    far = agencies.staff("supervisor")
    with acting(far):  # another agency learns nothing
        assert caseload.open_case_counts([around.stranger.pk]) == {}
    with (
        acting(around.worker),
        pytest.raises(DatabaseError),
        transaction.atomic(),
    ):
        caseload.open_case_counts([around.stranger.pk])


@pytest.mark.requirement("PRI-006")
def test_hidden_file_gives_404_until_unhidden(
    around: ChildFileCast,
) -> None:
    client = signed_in(around.supervisor)
    page = around.url + "hidden/"
    mother = signed_in(around.house_mother)
    assert mother.get(around.url).status_code == 200
    hidden = {"do": "hide", "colleague": str(around.house_mother.pk)} | key()
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


def test_file_cannot_be_hidden_from_actor_or_own_agency(around: ChildFileCast) -> None:
    client = signed_in(around.supervisor)
    own = {"colleague": around.supervisor.pk, "agency": around.supervisor.agency_id}
    both = {"colleague": str(around.worker.pk), "agency": str(around.outsider.agency_id)}
    for chosen in (*({name: str(chosen)} for name, chosen in own.items()), {}, both):
        sent = {"do": "hide"} | chosen | key()
        assert client.post(around.url + "hidden/", sent).status_code == 200
    assert not entries(kind="hidden")

"""Transfer of a case to another agency: access, kept records, end of access."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies import access
from saathi.agencies.models import Agency, File, Grant, Hidden, Notice
from saathi.agencies.vocabulary import TeamRole
from saathi.desk.team.actions import arrange_cover
from saathi.infra import clock
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Approval, Case, Due, Seat, Visit
from saathi.protection.casework.handovers.models import Handover
from saathi.vault import store as vault
from tests import filled
from tests.counting import at_most
from tests.desk import cast
from tests.desk.cast import NAME, entries
from tests.factories import agencies, plans, rights, teams
from tests.protection.casework.handovers.two_agencies import Two
from tests.roles import acting, role, with_proof
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def two() -> Two:
    office = agencies.office()
    return Two(
        cast.around(), agencies.staff("supervisor", office), agencies.staff("case_worker", office)
    )


def test_handover_needs_the_right_to_assign(two: Two) -> None:
    around = two.around
    for person in (around.worker, around.house_mother, around.stranger, two.leader, two.worker):
        assert signed_in(person).get(f"{two.url}offer/").status_code == 404
        assert signed_in(person).post(f"{two.url}offer/", key()).status_code == 404
    for person in (around.worker, around.stranger):
        assert signed_in(person).get("/handovers/").status_code == 404
    two.offer()
    path = f"/handovers/{two.offered().pk}/"
    far = agencies.staff("supervisor")
    for person in (around.stranger, two.worker, far):
        assert signed_in(person).get(path).status_code == 404
        assert signed_in(person).post(path, {"do": "accept"} | key()).status_code == 404


def test_an_offer_shows_what_is_transferred_and_no_name(two: Two) -> None:
    cast.visit(two.around.case, two.around.worker)
    assert two.offer() == two.url
    with acting(two.leader):
        notice = Notice.objects.get(staff=two.leader)
    assert notice.kind == "handover_offered"
    leader = signed_in(two.leader)
    assert "1 transfer request for you" in read(leader.get("/"))[0]
    opened = leader.post(f"/notice/{notice.pk}/", key())
    with at_most(15):
        page = leader.get(f"/handovers/{two.offered().pk}/")
    page_text = read(page)[0]
    assert opened.status_code in {302, 404}
    for text in ("School begins on Sunday.", "My sister lives there.", "Agrees", "Registration"):
        assert text in page_text
    assert NAME.split()[0] not in page_text
    assert two.around.case.child.code not in page_text
    # The file itself stays closed, in both locks.
    for page_of_file in ("", "visits/", "who/", "voice/", "plan/", "handover/", "timeline/"):
        assert leader.get(two.around.url + page_of_file, follow=True).status_code == 404
    with acting(two.leader):
        assert not access.visible(two.leader, Child).filter(file=two.around.file_id).exists()
        assert not Child.objects.filter(file=two.around.file_id).exists()
        assert not Visit.objects.filter(file=two.around.file_id).exists()
        assert Handover.objects.get().pk == two.offered().pk


@pytest.mark.requirement("CAS-012")
@pytest.mark.requirement("CAS-002")
def test_a_case_taken_over_goes_on_with_all_that_was_recorded(two: Two) -> None:
    around = two.around
    cast.visit(around.case, around.worker)
    cast.said(around.case, around.worker, "I want to sew.")
    _plan, approval = plans.asked(around.case, around.worker)
    late = cast.due(around.case, around.worker, around.worker.office.today())
    two.offer()
    assert two.answer(do="accept", staff=two.worker.pk) == around.url

    worker = signed_in(two.worker)
    assert NAME in worker.get(around.url).content.decode()
    assert "I want to sew." in read(worker.get(f"{around.url}voice/"))[0]
    assert "Well." in read(worker.get(f"{around.url}visits/"))[0]
    with acting(two.leader):
        case = Case.objects.get(pk=around.case.pk)
        assert (case.worker_id, case.office_id) == (two.worker.pk, two.leader.office_id)
        assert case.status == "open"
        assert case.closed_on is None
        assert Due.objects.get(pk=late.pk).worker_id == two.worker.pk
        assert Approval.objects.get(pk=approval.pk).office_id == two.leader.office_id
        seats = Seat.objects.filter(case=case, ended_on=None)
        assert {seat.role: seat.staff_id for seat in seats}["case_worker"] == two.worker.pk
        assert Visit.objects.get(case=case).recorded_by == around.worker.pk
    history = read(worker.get(two.url))[0]
    for text in ("Accepted", "School begins on Sunday.", "My sister lives there."):
        assert text in history
    assert "The case was transferred" in read(worker.get(f"{around.url}timeline/"))[0]
    with acting(around.worker):
        assert Notice.objects.filter(staff=around.worker, kind="handover_answered").exists()
    changed = {entry.detail["model"] for entry in entries(by=two.leader.pk, kind="wrote")}
    assert {"cases.case", "handovers.handover", "cases.due", "cases.seat"} <= changed


def test_transferred_case_has_no_cover(two: Two) -> None:
    around = two.around
    over, covering = agencies.staff("case_worker", around.worker.office), around.stranger
    today = around.worker.office.today()
    with acting(around.supervisor):
        case = Case.objects.select_related("office").get(pk=around.case.pk)
        arrange_cover(case=case, colleague=covering, until_on=today, actor=around.supervisor)
    yesterday = today - dt.timedelta(days=1)
    with role("maintenance"):
        earlier = Seat.objects.create(
            file_id=case.file_id, case=case, role="case_worker", staff=over, until_on=yesterday,
            recorded_at=clock.now(), recorded_by=around.supervisor.pk,
        )  # fmt: skip
    assert signed_in(covering).get(around.url).status_code == 200
    two.offer()
    two.answer(do="accept", staff=two.worker.pk)
    assert signed_in(covering).get(around.url).status_code == 404
    assert signed_in(around.worker).get(around.url).status_code == 200  # reads until the day named
    with role("maintenance"):
        assert Seat.objects.get(staff=covering).ended_on is not None
        assert Seat.objects.get(pk=earlier.pk).ended_on is None  # it was over before
        [current] = Seat.objects.filter(case=case, role="case_worker", ended_on=None, until_on=None)
        assert current.staff_id == two.worker.pk


@pytest.mark.requirement("CAS-012")
def test_the_former_agency_reads_until_the_day_named_and_then_no_more(two: Two) -> None:
    around = two.around
    teams.join(around.case.file_id, around.stranger, TeamRole.COUNSELLOR)
    two.offer()
    two.answer(do="accept", staff=two.worker.pk)
    former = (around.worker, around.supervisor, around.stranger)
    for person in former:
        with acting(person):
            assert access.sections_of_file(person, around.case.file_id)[0] != 0
            assert not access.may_write(person, around.case.file_id, Case.section)
    with role("maintenance"):
        given = Grant.objects.filter(file=around.file_id, principal__in=[p.pk for p in former])
        ends = {grant.ends_at for grant in given}
        office = Grant.objects.get(file=around.file_id, principal=around.worker.office_id)
        until = Handover.objects.get().former_until
        assert ends == {until}
        assert (office.kind, office.ends_at) == ("share", until)
        past = until - dt.timedelta(days=60)
        Grant.objects.filter(file=around.file_id, ends_at=until).update(ends_at=past)
    for person in former:
        assert signed_in(person).get(around.url).status_code == 404
        with acting(person):
            assert not Case.objects.filter(file=around.file_id).exists()
            assert not File.objects.filter(pk=around.file_id).exists()
    with acting(two.worker):  # their records are kept, under their name
        assert Handover.objects.get().recorded_by == around.supervisor.pk
        assert Case.objects.get(file=around.file_id).recorded_by == around.worker.pk


@pytest.mark.requirement("CAS-002")
@pytest.mark.parametrize(("first", "second"), [("ngo", "government"), ("government", "ngo")])
def test_authority_and_ngo_work_on_one_case_each_with_its_own_rights(
    first: str, second: str
) -> None:
    """The sender still reads, the receiver works; a third agency finds nothing about the child."""
    office = agencies.office(agencies.agency(kind=second))
    two = Two(
        cast.around(), agencies.staff("supervisor", office), agencies.staff("case_worker", office)
    )
    around = two.around
    with role("maintenance"):
        Agency.objects.filter(pk=around.worker.agency_id).update(kind=first)
    third = agencies.staff("supervisor", agencies.office(agencies.agency(kind="government")))
    cast.visit(around.case, around.worker)
    assert signed_in(two.worker).get(around.url).status_code == 404
    two.offer()
    assert two.answer(do="accept", staff=two.worker.pk) == around.url
    with acting(two.worker):
        case = Case.objects.get(pk=around.case.pk)
    cast.visit(case, two.worker)

    former = signed_in(around.worker)
    former.post(f"{around.url}purpose/", {"purpose": "service"} | key())
    pages = [
        read(client.get(f"{around.url}visits/"))[0] for client in (signed_in(two.worker), former)
    ]
    assert [page.count("Well.") for page in pages] == [2, 2]
    with acting(around.worker):
        assert set(Visit.objects.filter(case=case).values_list("recorded_by", flat=True)) == {
            around.worker.pk,
            two.worker.pk,
        }
    new_visit, new_plan = f"{around.url}visits/new/", f"{around.url}plan/new/"
    for pages_to_write, person, answer in (
        ((new_visit, new_plan), two.worker, 200),
        (
            (new_visit,),
            around.worker,
            200,
        ),  # until the given day the former worker may record visits
        ((new_plan, f"{around.url}team/"), around.worker, 404),
        ((new_visit, new_plan, f"{around.url}team/"), third, 404),
    ):
        for path in pages_to_write:
            client = former if person is around.worker else signed_in(person)
            assert client.get(path).status_code == answer, (path, person)
    for person in (around.worker, third):
        assert signed_in(person).post(new_plan, key()).status_code == 404
    for page_of_file in ("", "visits/", "plan/", "handover/"):
        assert signed_in(third).get(around.url + page_of_file).status_code == 404
    with acting(third):
        assert not Case.objects.filter(pk=case.pk).exists()


def test_a_case_declined_stays_where_it_was_with_the_reason(two: Two) -> None:
    two.offer()
    assert "Enter a reason" in two.answer(do="decline")
    assert (
        two.answer(do="decline", why_declined="too_many", answer="In May again.") == "/handovers/"
    )
    assert signed_in(two.leader).get(f"{two.around.url}").status_code == 404
    with acting(two.leader):
        assert not Case.objects.exists()
    history = read(signed_in(two.around.worker).get(two.url))[0]
    for text in ("Declined", "No worker has capacity for another case", "In May again."):
        assert text in history
    with acting(two.around.supervisor):
        assert Case.objects.get(pk=two.around.case.pk).worker_id == two.around.worker.pk
    two.offer(why="language")  # and can be offered again
    assert two.offered().why == "language"


def test_an_offer_taken_back_is_shut_and_cannot_be_answered(two: Two) -> None:
    two.offer()
    offer = two.offered()
    answer = filled.form(
        signed_in(two.leader).get(f"/handovers/{offer.pk}/").content.decode(),
        do="accept", staff=two.worker.pk,
    )  # fmt: skip
    back = f"{two.url}{offer.pk}/withdraw/"
    assert signed_in(two.leader).post(back, {"version": 1} | key()).status_code == 404
    assert signed_in(two.around.supervisor).post(back, {"version": 1} | key()).status_code == 302
    assert signed_in(two.leader).get(f"/handovers/{offer.pk}/").status_code == 404
    assert signed_in(two.leader).post(f"/handovers/{offer.pk}/", answer).status_code == 404
    with acting(two.around.supervisor):
        assert Handover.objects.get().state == "withdrawn"


@pytest.mark.parametrize("principal", ["agency", "leader"])
def test_a_file_hidden_from_those_who_would_get_it_is_neither_offered_nor_read(
    two: Two, principal: str
) -> None:
    hidden = two.leader.agency_id if principal == "agency" else two.leader.pk
    with role("maintenance"):
        Hidden.objects.create(
            file_id=two.around.file_id, principal=hidden, hidden_by=two.around.supervisor.pk
        )
    answer = two.offer()
    if principal == "agency":
        assert "hidden from this agency" in answer
        with acting(two.around.supervisor):
            assert not Handover.objects.exists()
            with pytest.raises(DatabaseError), transaction.atomic():
                sql_offer(two)
        return
    with acting(
        two.leader
    ):  # a leader that it is hidden from is neither notified nor able to read it
        assert not Notice.objects.filter(staff=two.leader).exists()
        assert not Handover.objects.exists()
    assert signed_in(two.leader).get(f"/handovers/{two.offered().pk}/").status_code == 404


def sql_offer(two: Two) -> None:
    with with_proof("handover_offer("), connection.cursor() as cursor:
        cursor.execute(
            "SELECT handover_offer(%s, gen_random_uuid(), %s, now() + interval '1 day')",
            [two.around.file_id, two.leader.office_id],
        )


def test_a_protected_child_stays_protected_in_other_hands(two: Two) -> None:
    with role("maintenance"):
        File.objects.filter(pk=two.around.file_id).update(is_protected=True)
    two.offer()
    two.answer(do="accept", staff=two.worker.pk)
    with acting(two.leader):
        assert File.objects.get(pk=two.around.file_id).is_protected


def test_a_file_goes_to_another_agency_only_on_a_basis_in_force(two: Two) -> None:
    assert "Record the legal basis for sharing the file" in two.offer(basis=None)
    with acting(two.around.worker):
        elsewhere = rights.consent(two.around.case.child, two.around.worker)  # for something else
    assert "Select a valid choice" in two.offer(basis=elsewhere.pk)
    with acting(two.around.supervisor):
        assert not Handover.objects.exists()


def test_a_child_who_is_against_it_is_heard_in_words(two: Two) -> None:
    assert "Enter the child’s reasons for disagreeing" in two.offer(
        child_view="against", child_words=""
    )
    assert two.offer(child_view="against", child_words="I stay with Gita.") == two.url
    assert (
        "I stay with Gita." in read(signed_in(two.leader).get(f"/handovers/{two.offered().pk}/"))[0]
    )


def test_web_role_cannot_move_a_file_without_an_offer(two: Two) -> None:
    two.offer()
    offer = two.offered()
    far = agencies.staff("supervisor")
    statements = (
        (two.worker, "SELECT handover_accept(%s, %s, false, NULL)", [offer.pk, two.worker.pk]),
        (far, "SELECT handover_accept(%s, %s, false, NULL)", [offer.pk, far.pk]),
        (two.around.supervisor, "SELECT handover_accept(%s, %s, false, NULL)",
         [offer.pk, two.around.worker.pk]),
        (two.leader, "SELECT handover_accept(%s, %s, false, NULL)",
         [offer.pk, two.around.worker.pk]),  # not a worker of the child's
        (far, "SELECT handover_decline(%s, 'too_many', NULL)", [offer.pk]),
        (two.leader, "UPDATE agencies_file SET office_id = %s", [two.leader.office_id]),
        (two.leader, "SELECT handover_to_answer(%s)", [offer.pk]),
        (two.around.worker, "SELECT handover_offer(%s, gen_random_uuid(), %s, now())",
         [two.around.file_id, two.leader.office_id]),
    )  # fmt: skip
    for person, statement, values in statements:
        with (
            acting(person),
            pytest.raises(DatabaseError),
            transaction.atomic(),
            with_proof(statement),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, values)
    with acting(two.leader), connection.cursor() as cursor:  # reading an offer changes nothing
        cursor.execute("UPDATE handovers_handover SET state = 'accepted'")
        assert cursor.rowcount == 0
        cursor.execute("UPDATE cases_case SET risk = 'low'")
        assert cursor.rowcount == 0


def test_texts_of_a_declined_handover_are_sealed(two: Two) -> None:
    two.offer()
    two.answer(do="decline", why_declined="talk_first", answer="Call Gita first.")
    with acting(two.around.supervisor):
        handover = Handover.objects.get()
        assert b"Gita" not in bytes(handover.sealed)
        assert vault.open(handover)["answer"] == "Call Gita first."
        assert vault.open(handover)["handed"] == "School begins on Sunday."

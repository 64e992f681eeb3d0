"""The supervisor's list of recent significant acts that are not assessed against the four principles."""

import datetime as dt

import pytest

from saathi.agencies.models import Hidden, Staff
from saathi.protection.casework.cases.models import Case
from tests.counting import at_most
from tests.desk import closings
from tests.desk.cast import entries
from tests.desk.test_principles import ACTS
from tests.factories import agencies, children, helps, orders, rights
from tests.reading import read
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
PAGE = "/day/acts/"
NONE = "0 acts of the last 90 days are not assessed."
ONE = "1 act of the last 90 days is not assessed."


def refer(case: Case, worker: Staff) -> object:
    with acting(worker):
        return helps.referral(case.child, worker, offered_on=worker.office.today()).pk


def test_list_is_closed_to_those_who_do_not_approve(worker: Staff) -> None:
    for role_kind in ("case_worker", "data_officer", "oversight", "rapporteur"):
        assert signed_in(agencies.staff(role_kind, worker.office)).get(PAGE).status_code == 404
    strange = agencies.office()
    leader = agencies.staff("supervisor", worker.office)
    assert signed_in(leader).get(f"{PAGE}?office={strange.pk}").status_code == 404


@pytest.mark.requirement("RTS-001")
def test_recent_acts_without_an_answer_are_counted_and_listed(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    assert NONE in read(supervisor, PAGE)
    referral = refer(case, worker)
    page = read(supervisor, PAGE)
    for text in (ONE, case.child.code, "Referral to a service", worker.name):
        assert text in page
    address = f"/child/{case.file_id}/consent/acts/?missing=1"
    assert address in signed_in(supervisor).get(PAGE).content.decode()
    assert PAGE in signed_in(supervisor).get("/").content.decode()
    listed = entries(kind="listed", by=supervisor.id)
    screens = {e.detail["screen"] for e in listed if case.file_id in e.objects_seen}
    assert "desk:list_unassessed_acts" in screens

    with acting(worker):
        rights.decision(case.child, worker, act="referral", act_id=referral)
    page = read(supervisor, PAGE)
    assert NONE in page
    assert case.child.code not in page


def test_older_acts_and_those_of_hidden_files_and_of_other_offices_are_left_out(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    today = worker.office.today()
    for days, expected in ((91, NONE), (90, ONE)):
        with acting(worker):
            orders.record_order(case.child, worker, today - dt.timedelta(days=days))
        assert expected in read(supervisor, PAGE)
    elsewhere = agencies.staff("case_worker")
    refer(children.case(elsewhere, "Far"), elsewhere)
    assert ONE in read(supervisor, PAGE)
    with role("maintenance"):
        Hidden.objects.create(file_id=case.file_id, principal=supervisor.id, hidden_by=worker.id)
    assert NONE in read(supervisor, PAGE)


@pytest.mark.requirement("RTS-001")
def test_each_kind_of_act_is_listed_with_at_most_twenty_queries(
    worker: Staff, supervisor: Staff
) -> None:
    recent = ("plan_approval", "closing", "transfer")
    for name in recent:
        case = children.case(worker, f"Child {name}")
        if name == "closing":
            closings.assess_as_well(case, worker)
        ACTS[name][0](case, worker)
    refer(children.case(worker, "Child referred"), worker)
    client = signed_in(supervisor)
    with at_most(20):
        page = client.get(PAGE).content.decode()
    assert "4 acts of the last 90 days are not assessed." in page
    for text in ("Referral to a service", *(ACTS[name][1] for name in recent)):
        assert text in page


def test_more_acts_than_fit_are_on_further_pages(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    for number in range(60):
        with acting(worker):
            day = worker.office.today() - dt.timedelta(days=number)
            orders.record_order(case.child, worker, day)
    first, second = (read(supervisor, f"{PAGE}{query}") for query in ("", "?after=2"))
    assert "60 acts of the last 90 days" in first
    assert [page.count("Order: Placement") for page in (first, second)] == [50, 10]

"""A leader of many offices chooses one before seeing its workers; other offices are not found."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.formats import date_format

from saathi.agencies.models import Grant, Hidden, Office, Staff
from saathi.desk.approvals import queries
from saathi.desk.approvals.pages import ApprovalListPage
from saathi.infra import clock
from saathi.protection.casework.cases.models import Approval, Case
from saathi.web.components import DisplayTable
from tests.counting import at_most
from tests.factories import agencies, children, plans
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
LIST = "/approvals/"


@pytest.fixture
def district() -> Office:
    return agencies.office(name="District")


@pytest.fixture
def wards(district: Office) -> list[Office]:
    """Two offices below it, each with a worker who has a case and requested approval of a plan."""
    ward_offices = [
        agencies.office(parent=district, name=name, level="ward") for name in ("East", "West")
    ]
    for ward in ward_offices:
        case_with_approval(ward)
    return ward_offices


@pytest.fixture
def leader(district: Office, wards: list[Office]) -> Staff:
    return agencies.staff("supervisor", district)


@pytest.fixture
def _small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("saathi.desk.approvals.queries.MAX_WORKERS", 2)


def case_with_approval(office: Office, name: str = "Sunita") -> Case:
    worker = agencies.staff("case_worker", office)
    case = children.case(worker, name)
    plans.asked(case, worker)
    return case


def shown(person: Staff, **query: object) -> ApprovalListPage:
    page: ApprovalListPage = signed_in(person).get(LIST, query).context["page"]
    return page


def lines(table: DisplayTable | None) -> list[list[str]]:
    return [[str(cell.text) for cell in row] for row in table.rows] if table else []


@pytest.mark.usefixtures("wards")
def test_approval_filter_refuses_office_not_led(district: Office) -> None:
    above, elsewhere = agencies.office(), agencies.office()
    east = Office.objects.get(name="East")
    leads_east, leads_all = (agencies.staff("supervisor", at) for at in (east, district))
    for person in (leads_east, leads_all):
        client = signed_in(person)
        for office in (above.pk, elsewhere.pk, uuid4(), person.pk, "nonsense"):
            assert client.get(LIST, {"office": office}).status_code == 404
        assert client.get(LIST, {"office": east.pk}).status_code == 200
    assert signed_in(leads_east).get(LIST, {"office": district.pk}).status_code == 404
    worker = agencies.staff("case_worker", east)
    assert signed_in(worker).get(LIST, {"office": east.pk}).status_code == 404


def test_approval_filter_offers_led_offices(
    leader: Staff, district: Office, wards: list[Office]
) -> None:
    agencies.office(name="Elsewhere")
    client = signed_in(leader)
    form = client.get(LIST).context["form"]
    names = [label for _, label in form.fields["office"].choices]
    assert names == ["All offices", "District", "East", "West"]
    page = client.get(LIST, {"office": wards[0].pk}).content.decode()
    assert f'<option value="{wards[0].pk}" selected>East</option>' in page
    alone = agencies.staff("supervisor", wards[0])
    assert 'name="office"' not in signed_in(alone).get(LIST).content.decode()


def test_an_office_narrows_what_waits_and_the_workers(leader: Staff, wards: list[Office]) -> None:
    everywhere, office_page = shown(leader), shown(leader, office=wards[0].pk)
    assert [row[1] for row in lines(everywhere.workloads)] == ["East", "West"]
    assert [row[1] for row in lines(office_page.workloads)] == ["East"]
    assert (len(lines(everywhere.waiting)), len(lines(office_page.waiting))) == (2, 1)
    assert [page.waiting and page.waiting.note for page in (everywhere, office_page)] == [
        "",
        "East",
    ]
    assert everywhere.offices is None


def test_approval_filter_stays_in_address(
    leader: Staff, wards: list[Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("saathi.desk.approvals.queries.PAGE_SIZE", 1)
    later = case_with_approval(wards[0], "Maya")
    case_with_approval(wards[1], "Gita")
    client = signed_in(leader)
    first = client.get(LIST, {"office": wards[0].pk, "subject": "plan"})
    address = first.context["page"].next_page
    assert f"office={wards[0].pk}&subject=plan&after=" in address
    assert address.replace("&", "&amp;") in first.content.decode()
    second = client.get(LIST + address)
    [row] = lines(second.context["page"].waiting)
    assert row[1] == later.child.code
    assert not second.context["page"].next_page


@pytest.mark.usefixtures("_small_limits")
def test_leader_of_many_workers_sees_offices_first(leader: Staff, wards: list[Office]) -> None:
    case_with_approval(wards[1], "Maya")
    client = signed_in(leader)
    with at_most(15), CaptureQueriesContext(connection) as statements:
        answer = client.get(LIST)
    page = answer.context["page"]
    with acting(leader):
        first = {
            approval.office_id: approval.asked_at
            for approval in Approval.objects.order_by("-asked_at")
        }
    east, west = (date_format(leader.office.local(first[ward.pk]), "j F Y") for ward in wards)
    assert lines(page.offices) == [
        ["West", "2", "2", west],
        ["East", "1", "1", east],
        ["District", "1", "0", "–"],
    ]
    assert page.workloads is None
    assert not any("cases_spread" in approval["sql"] for approval in statements.captured_queries)
    office_page = client.get(LIST + page.offices.rows[0][0].url).context["page"]
    assert [row[1:3] for row in lines(office_page.workloads)] == [["West", "1"]] * 2
    assert office_page.offices is None


@pytest.mark.usefixtures("_small_limits")
def test_office_table_follows_approval_filter(leader: Staff, wards: list[Office]) -> None:
    page = shown(leader, subject="closing")
    assert page.offices
    assert [row[2] for row in lines(page.offices)] == ["0", "0", "0"]
    assert page.offices.rows[1][0].url == f"?office={wards[0].pk}&subject=closing"


@pytest.mark.usefixtures("_small_limits")
def test_office_table_is_limited_to_most_waiting_requests(
    leader: Staff, wards: list[Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    case_with_approval(wards[1], "Maya")
    monkeypatch.setattr("saathi.desk.approvals.queries.MAX_OFFICES", 3)
    page = shown(leader)
    assert page.offices
    assert not page.offices.note
    monkeypatch.setattr("saathi.desk.approvals.queries.MAX_OFFICES", 1)
    page = shown(leader)
    assert page.offices
    assert [row[0] for row in lines(page.offices)] == ["West"]
    assert page.offices.note == ("The 1 where most waits, of 3. Choose any other in the filter.")


@pytest.mark.usefixtures("_small_limits")
def test_single_office_shows_workers_whatever_their_number(
    leader: Staff, wards: list[Office]
) -> None:
    case_with_approval(wards[1], "Maya")
    case_with_approval(wards[1], "Gita")
    page = shown(leader, office=wards[1].pk)
    assert page.workloads
    assert page.workloads.note == "The 2 with the most late work, of 3."
    alone = shown(agencies.staff("supervisor", wards[1]))
    assert alone.offices is None
    assert alone.workloads


def test_office_counts_include_only_readable_requests(leader: Staff, wards: list[Office]) -> None:
    east, west = wards
    from_her, from_her_agency, ended, without_decisions = (
        case_with_approval(west, name) for name in ("Maya", "Rita", "Asha", "Mina")
    )
    hidden_all = case_with_approval(east, "Gita")
    by = leader.pk
    with role("maintenance"):
        for case, principal in (
            (from_her, leader.pk), (from_her_agency, leader.agency_id), (hidden_all, leader.pk),
        ):  # fmt: skip
            Hidden.objects.create(file_id=case.file_id, principal=principal, hidden_by=by)
        of_offices = Grant.objects.filter(kind="owner")
        of_offices.filter(file_id=ended.file_id).update(ends_at=clock.now())
        of_offices.filter(file_id=without_decisions.file_id).update(reads=128)
    keys = [office.pk for office in wards]
    with acting(leader):
        counted = queries.count_waiting_by_office(leader, keys)
        seen = queries.list_waiting_approvals(leader, keys)
    assert {office: waits.count for office, waits in counted.items()} == {east.pk: 1, west.pk: 1}
    assert {office: waits.oldest for office, waits in counted.items()} == {
        approval.office_id: approval.asked_at for approval in seen
    }


def test_office_staff_count_excludes_former_staff(leader: Staff, wards: list[Office]) -> None:
    gone = agencies.staff("case_worker", wards[0])
    with role("maintenance"):
        Staff.objects.filter(pk=gone.pk).update(is_active=False, deactivated_at=clock.now())
    with acting(leader):
        led = queries.list_led_offices(leader)
    assert [(led_office.name, led_office.people) for led_office in led] == [
        ("District", 1),
        ("East", 1),
        ("West", 1),
    ]

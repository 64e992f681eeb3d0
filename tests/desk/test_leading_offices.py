"""A leader of many offices chooses one before seeing its workers; other offices are not found."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from saathi.agencies.models import Grant, Hidden, Office, Staff
from saathi.desk.approvals import queries
from saathi.desk.approvals.list_page import waiting_records
from saathi.desk.led_offices import list_led_offices
from saathi.infra import clock
from saathi.protection.casework.cases.models import Case
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
    monkeypatch.setattr("saathi.desk.led_offices.MAX_WORKERS", 2)


def case_with_approval(office: Office, name: str = "Sunita") -> Case:
    worker = agencies.staff("case_worker", office)
    case = children.case(worker, name)
    plans.asked(case, worker)
    return case


def offices_shown(person: Staff, **query: object) -> DisplayTable | None:
    found: DisplayTable | None = signed_in(person).get("/", query).context["page"].dashboard.offices
    return found


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
    form = client.get(LIST).context["list"].form
    names = [label for _, label in form.fields["office"].choices]
    assert names == ["All", "District", "East", "West"]
    page = client.get(LIST, {"office": wards[0].pk}).content.decode()
    assert f'<option value="{wards[0].pk}" selected>East</option>' in page
    alone = agencies.staff("supervisor", wards[0])
    assert 'name="office"' not in signed_in(alone).get(LIST).content.decode()


def test_office_narrows_what_waits(leader: Staff, wards: list[Office]) -> None:
    client = signed_in(leader)
    assert len(client.get(LIST).context["list"].records) == 2
    [row] = client.get(LIST, {"office": wards[0].pk}).context["list"].records
    assert row.office_id == wards[0].pk


@pytest.mark.usefixtures("_small_limits")
def test_leader_of_many_workers_sees_offices_first(leader: Staff, wards: list[Office]) -> None:
    case_with_approval(wards[1], "Maya")
    client = signed_in(leader)
    with at_most(15), CaptureQueriesContext(connection) as statements:
        client.get("/")
    assert not any("supervision_overview" in query["sql"] for query in statements.captured_queries)
    assert lines(offices_shown(leader)) == [
        ["West", "2", "2", "today"],
        ["East", "1", "1", "today"],
        ["District", "1", "0", "–"],
    ]
    table = offices_shown(leader)
    assert table
    dashboard = client.get("/" + table.rows[0][0].url).context["page"].dashboard
    assert [row[1:2] for row in lines(dashboard.workload)] == [["1"]] * 2


def test_single_office_needs_no_choice(leader: Staff, wards: list[Office]) -> None:
    assert offices_shown(agencies.staff("supervisor", wards[1])) is None
    assert offices_shown(leader)


def test_office_counts_include_only_readable_requests(leader: Staff, wards: list[Office]) -> None:
    east, west = wards
    from_leader, from_agency, ended, without_decisions = (
        case_with_approval(west, name) for name in ("Maya", "Rita", "Asha", "Mina")
    )
    hidden_all = case_with_approval(east, "Gita")
    by = leader.pk
    with role("maintenance"):
        for case, principal in (
            (from_leader, leader.pk), (from_agency, leader.agency_id), (hidden_all, leader.pk),
        ):  # fmt: skip
            Hidden.objects.create(file_id=case.file_id, principal=principal, hidden_by=by)
        of_offices = Grant.objects.filter(kind="owner")
        of_offices.filter(file_id=ended.file_id).update(ends_at=clock.now())
        of_offices.filter(file_id=without_decisions.file_id).update(reads=128)
    keys = [office.pk for office in wards]
    with acting(leader):
        counted = queries.count_waiting_by_office(leader, keys)
        seen = list(waiting_records(leader, keys))
    assert {office: waits.count for office, waits in counted.items()} == {east.pk: 1, west.pk: 1}
    assert {office: waits.oldest for office, waits in counted.items()} == {
        approval.office_id: approval.asked_at for approval in seen
    }


def test_office_staff_count_excludes_former_staff(leader: Staff, wards: list[Office]) -> None:
    gone = agencies.staff("case_worker", wards[0])
    with role("maintenance"):
        Staff.objects.filter(pk=gone.pk).update(is_active=False, deactivated_at=clock.now())
    with acting(leader):
        led = list_led_offices(leader)
    assert [(led_office.name, led_office.people) for led_office in led] == [
        ("District", 1),
        ("East", 1),
        ("West", 1),
    ]

"""The supervisor's dashboard: its numbers, their lists, and who sees them."""

import datetime as dt
from uuid import uuid4

import pytest
from django.db.models import F
from django.test import Client

from saathi.agencies.models import Grant, Hidden, Staff
from saathi.agencies.sections import Section
from saathi.desk.supervision.pages import Dashboard
from saathi.infra import clock
from saathi.protection.casework.cases.models import Case, Due, Visit
from saathi.protection.identification.intake.actions import ReportInput, record_report
from tests.counting import at_most
from tests.desk import cast
from tests.factories import agencies, children, plans
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def dashboard(client: Client, address: str = "/") -> Dashboard:
    found: Dashboard = client.get(address).context["page"].dashboard
    return found


def numbers(client: Client, address: str = "/") -> dict[str, tuple[int, str]]:
    """Each number with its oldest item, by its label."""
    return {
        str(number.label): (number.amount, number.oldest_code)
        for block in dashboard(client, address).blocks
        for number in block.numbers
    }


def case_of(worker: Staff, name: str = "Sunita", *, risk: str = "", opened: int = 1) -> Case:
    """A case without duties, opened so many days ago."""
    case = children.case(worker, name)
    with role("maintenance"):
        Due.objects.filter(case=case).delete()
        opened_on = worker.office.today() - dt.timedelta(days=opened)
        Case.objects.filter(pk=case.pk).update(risk=risk, opened_on=opened_on)
    return case


def visit(case: Case, worker: Staff, days_ago: int, outcome: str) -> None:
    with role("maintenance"):
        Visit.objects.create(
            file_id=case.file_id,
            case=case,
            happened_at=clock.now() - dt.timedelta(days=days_ago),
            kind="home",
            outcome=outcome,
            recorded_by=worker.pk,
        )


def listed(client: Client, part: str, **query: object) -> list[str]:
    """The case IDs of one list."""
    page = client.get("/day/cases/", {"part": part, **query}).context["page"]
    return [str(row[0].text) for row in page.table.rows] if page.table else []


def overdue(case: Case, worker: Staff, days: int, duty: str) -> None:
    cast.due(case, worker, worker.office.today() - dt.timedelta(days=days), duty)


def test_lists_of_the_dashboard_are_for_supervisors_only(worker: Staff) -> None:
    for role_kind in ("case_worker", "counsellor", "data_officer", "rapporteur"):
        client = signed_in(agencies.staff(role_kind, worker.office))
        assert client.get("/day/cases/?part=open").status_code == 404
    for role_kind in ("case_worker", "counsellor"):
        page = signed_in(agencies.staff(role_kind, worker.office)).get("/").context["page"]
        assert page.dashboard is None


def test_list_refuses_unknown_parts_offices_and_workers(supervisor: Staff) -> None:
    client = signed_in(supervisor)
    for query in ("?part=nonsense", "?part=open&worker=x", f"?part=open&office={uuid4()}"):
        assert client.get(f"/day/cases/{query}").status_code == 404
    assert client.get("/day/cases/?part=open&after=99999").status_code == 200
    assert client.get(f"/?office={uuid4()}").status_code == 404


def test_high_risk_without_contact_counts_from_the_last_meeting(
    worker: Staff, supervisor: Staff
) -> None:
    never_met = case_of(worker, "Never", risk="high", opened=12)
    long_ago = case_of(worker, "Long ago", risk="high", opened=60)
    visit(long_ago, worker, 30, "met_alone")
    visit(long_ago, worker, 1, "not_met")
    in_time = case_of(worker, "In time", risk="high", opened=60)
    visit(in_time, worker, 7, "met_with_others")
    new = case_of(worker, "New", risk="high", opened=7)
    medium = case_of(worker, "Medium", risk="medium", opened=60)
    client = signed_in(supervisor)
    label = "High risk, not met for more than 7 days"
    assert numbers(client)[label] == (2, long_ago.child.code)
    assert listed(client, "no_contact") == [long_ago.child.code, never_met.child.code]
    table = client.get("/day/cases/", {"part": "no_contact"}).context["page"].table
    assert [row[-1].text for row in table.rows] == ["30 days", "Never met; case open: 12 days"]
    assert not {in_time.child.code, new.child.code, medium.child.code} & set(
        listed(client, "no_contact")
    )


def test_high_risk_never_met_counts_from_the_first_day(worker: Staff, supervisor: Staff) -> None:
    new = case_of(worker, "New", risk="high", opened=0)
    tried = case_of(worker, "Tried", risk="high", opened=2)
    visit(tried, worker, 1, "not_met")
    met = case_of(worker, "Met", risk="high", opened=2)
    visit(met, worker, 1, "met_with_others")
    case_of(worker, "Medium", risk="medium", opened=2)
    client = signed_in(supervisor)
    assert numbers(client)["High risk, not met yet"] == (2, tried.child.code)
    assert listed(client, "never_met") == [tried.child.code, new.child.code]
    for case in (new, tried):
        visit(case, worker, 0, "met_alone")
    assert "High risk, not met yet" not in numbers(client)


def test_oldest_of_another_risk_is_not_taken_for_one_at_high_risk(
    worker: Staff, supervisor: Staff
) -> None:
    low, high = case_of(worker, "Low", risk="low"), case_of(worker, "High", risk="high")
    overdue(low, worker, 9, "visit")
    client = signed_in(supervisor)

    def oldest() -> tuple[str, str]:
        found = [each for block in dashboard(client).blocks for each in block.numbers]
        [number] = [each for each in found if each.label == "Visits"]
        return number.note, number.oldest

    assert oldest() == ("", "oldest: 9 days")
    overdue(high, worker, 2, "visit")
    assert oldest() == ("High risk: 1", "oldest: 9 days · Low risk")
    with role("maintenance"):
        Case.objects.filter(pk=low.pk).update(risk="")
    assert oldest() == ("High risk: 1", "oldest: 9 days · no risk level")
    overdue(high, worker, 12, "visit")
    assert oldest() == ("High risk: 2", "oldest: 12 days")


def test_child_not_met_three_times_in_a_row_is_listed(worker: Staff, supervisor: Staff) -> None:
    three, two, met_between = (case_of(worker, name, opened=40) for name in "ABC")
    for days in (3, 2, 1):
        visit(three, worker, days, "not_met")
    for days in (2, 1):
        visit(two, worker, days, "not_met")
    visit(met_between, worker, 9, "not_met")
    visit(met_between, worker, 8, "not_met")
    visit(met_between, worker, 7, "met_alone")
    visit(met_between, worker, 6, "not_met")
    client = signed_in(supervisor)
    assert numbers(client)["Not met at the last 3 visits"] == (1, three.child.code)
    assert listed(client, "not_met") == [three.child.code]


def test_overdue_work_is_counted_by_type_with_the_oldest(worker: Staff, supervisor: Staff) -> None:
    first, second = (
        case_of(worker, "First steps", risk="low"),
        case_of(worker, "Second", risk="high"),
    )
    overdue(first, worker, 9, "visit")
    overdue(second, worker, 1, "visit")
    overdue(second, worker, 2, "plan")
    overdue(second, worker, 0, "review")
    overdue(first, worker, 6, "referral")
    client = signed_in(supervisor)
    found = numbers(client)
    assert found["Visits"] == (2, first.child.code)
    assert found["Case plans"] == (1, second.child.code)
    assert "Reviews" not in found
    assert found["Referrals without a response"] == (1, first.child.code)
    assert listed(client, "visit") == [second.child.code, first.child.code]  # by risk
    assert len(listed(client, "overdue")) == 4
    shown = dashboard(client)
    assert shown.workload
    [row] = shown.workload.rows
    assert row[-1].text == "2"
    assert len(client.get(row[-1].url).context["list"].table.rows) == 2
    assert any("The tables below count cases" in block.note for block in shown.blocks)
    assert listed(client, "overdue", worker=supervisor.pk) == []


def test_dashboard_and_workload_of_the_team_count_the_same_overdue_cases(
    worker: Staff, supervisor: Staff
) -> None:
    colleague = agencies.staff("case_worker", worker.office)
    case, _in_time = case_of(worker, "Late"), case_of(worker, "In time")
    overdue(case, worker, 3, "visit")
    with role("maintenance"):
        colleagues = {"worker": colleague, "duty": "task", "recorded_by": worker.pk}
        due_on = worker.office.today() - dt.timedelta(days=2)
        Due.objects.create(file_id=case.file_id, case=case, due_on=due_on, **colleagues)
    client = signed_in(supervisor)
    workload, team = dashboard(client).workload, client.get("/cases/team/").context["table"]
    assert workload
    for table in (workload, team):
        labels = [str(column.label) for column in table.columns]
        place = labels.index("Overdue cases")
        assert {row[0].text: row[place].text for row in table.rows}[worker.name] == "1"
        assert {row[place].text for row in table.rows if row[0].text == colleague.name} <= {"0"}


def test_case_of_a_worker_who_left_is_to_be_assigned(worker: Staff, supervisor: Staff) -> None:
    case = case_of(worker)
    assert "Cases to assign" not in numbers(signed_in(supervisor))
    with role("maintenance"):
        left = clock.now() - dt.timedelta(days=2)
        Staff.objects.filter(pk=worker.pk).update(is_active=False, deactivated_at=left)
    client = signed_in(supervisor)
    assert numbers(client)["Cases to assign"] == (1, case.child.code)
    assert listed(client, "unassigned") == [case.child.code]


def test_approvals_are_counted_with_risk_and_without_own_requests(
    worker: Staff, supervisor: Staff
) -> None:
    high, low = case_of(worker, "High", risk="high"), case_of(worker, "Low", risk="low")
    plans.asked(high, worker)
    plans.asked(low, worker)
    own = case_of(supervisor, "Own", risk="high")
    plans.asked(own, supervisor)
    [number] = [
        number
        for block in dashboard(signed_in(supervisor)).blocks
        for number in block.numbers
        if number.label == "Approvals"
    ]
    assert (number.amount, number.note, number.url) == (2, "High risk: 1", "/approvals/")


def test_reports_without_an_outcome_are_counted_by_urgency(supervisor: Staff) -> None:
    with acting(supervisor):
        report = record_report(
            new=ReportInput(
                received_at=clock.now() - dt.timedelta(days=2),
                channel="helpline",
                reporter_kind="community",
                urgency="today",
            ),
            actor=supervisor,
        )
    client = signed_in(supervisor)
    [number] = dashboard(client).blocks[0].numbers
    assert number.amount == 1
    assert f"urgency={report.urgency}" in number.url
    assert client.get(number.url).status_code == 200


def test_reports_of_the_chosen_office_alone_are_counted_and_listed() -> None:
    above = agencies.office()
    here, there = (agencies.office(parent=above) for _ in range(2))
    leader = agencies.staff("supervisor", above)
    for office in (here, here, there):
        officer = agencies.staff("intake_officer", office)
        new = ReportInput(
            received_at=clock.now(), channel="helpline", reporter_kind="child", urgency="today"
        )
        with acting(officer):
            record_report(new=new, actor=officer)
    client = signed_in(leader)
    for address, amount in (("/", 3), (f"/?office={here.pk}", 2), (f"/?office={above.pk}", 0)):
        found = dashboard(client, address).blocks[0].numbers
        assert [number.amount for number in found] == ([amount] if amount else [])
        for number in found:
            rows = client.get(number.url).context["list"].table.rows
            assert len(rows) == amount


def test_workload_marks_the_limit_and_links_each_number(worker: Staff, supervisor: Staff) -> None:
    from saathi.agencies.models import Configuration

    with role("maintenance"):
        Configuration.objects.create(
            kind="procedure",
            country="NPL",
            name="standard",
            version=1,
            body={"cases_per_worker": 1},
            valid_from="2020-01-01",
        )
    first, second = case_of(worker, "A", risk="high"), case_of(worker, "B")
    overdue(first, worker, 4, "visit")
    client = signed_in(supervisor)
    table = dashboard(client).workload
    assert table
    [row] = table.rows
    assert [str(cell.text) for cell in row] == [worker.name, "2 (over limit of 1)", "1", "1"]
    assert "risk=high" in row[2].url
    high = client.get(row[2].url).content.decode()
    assert first.child.code in high
    assert second.child.code not in high
    late = client.get(row[3].url).content.decode()
    assert first.child.code in late
    assert second.child.code not in late


def test_dashboard_leaves_out_what_is_hidden_or_elsewhere(worker: Staff, supervisor: Staff) -> None:
    seen, hidden = (case_of(worker, name, risk="high", opened=30) for name in ("Seen", "Hidden"))
    elsewhere = case_of(agencies.staff(), "Elsewhere", risk="high", opened=90)
    with role("maintenance"):
        Hidden.objects.create(
            file_id=hidden.file_id, principal=supervisor.pk, hidden_by=supervisor.pk
        )
    client = signed_in(supervisor)
    assert numbers(client)["High risk, not met for more than 7 days"] == (1, seen.child.code)
    page = client.get("/").content.decode()
    assert hidden.child.code not in page
    assert elsewhere.child.code not in page
    assert listed(client, "open") == [seen.child.code]


def test_cases_without_a_right_to_the_case_id_are_neither_listed_nor_logged(
    worker: Staff, supervisor: Staff
) -> None:
    seen, other = case_of(worker, "Seen"), case_of(worker, "Other")
    client = signed_in(supervisor)

    def lose_identity(case: Case) -> None:
        grants = Grant.objects.filter(file=case.file_id, principal__in=supervisor.acts_as)
        with role("maintenance"):
            grants.update(reads=F("reads").bitand(~int(Section.IDENTITY)))

    lose_identity(other)
    assert listed(client, "open") == [seen.child.code]
    assert cast.entries(kind="listed", by=supervisor.id)[-1].objects_seen == [seen.file_id]
    lose_identity(seen)
    page = client.get("/day/cases/?part=open")
    assert "No cases in this list." in page.content.decode()


def test_leader_of_several_offices_sees_each_and_may_choose_one() -> None:
    district = agencies.office(name="District")
    wards = [agencies.office(parent=district, name=name, level="ward") for name in ("East", "West")]
    leader = agencies.staff("supervisor", district)
    for ward in wards:
        case_of(agencies.staff(at=ward), ward.name, risk="high", opened=30)
    client = signed_in(leader)
    table = dashboard(client).offices
    assert table
    assert [[str(cell.text) for cell in row] for row in table.rows] == [
        ["District", "1", "0", "–", "0", "0", "0"],
        ["East", "1", "0", "–", "1", "1", "0"],
        ["West", "1", "0", "–", "1", "1", "0"],
    ]
    label = "High risk, not met for more than 7 days"
    assert numbers(client)[label][0] == 2
    assert numbers(client, f"/?office={wards[0].pk}")[label][0] == 1


def test_leader_of_many_workers_chooses_an_office_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("saathi.desk.led_offices.MAX_WORKERS", 1)
    district = agencies.office(name="District")
    ward = agencies.office(parent=district, name="East", level="ward")
    leader = agencies.staff("supervisor", district)
    case_of(agencies.staff(at=ward), risk="high", opened=30)
    client = signed_in(leader)
    assert dashboard(client).workload is None
    assert dashboard(client, f"/?office={ward.pk}").workload


def test_dashboard_is_logged_and_needs_few_queries(worker: Staff, supervisor: Staff) -> None:
    case = case_of(worker, risk="high", opened=30)
    overdue(case, worker, 3, "visit")
    plans.asked(case, worker)
    own = case_of(supervisor, "Own", risk="low")
    client = signed_in(supervisor)
    client.cookies["saathi_discreet"] = "0"
    client.get("/")
    with at_most(17):  # the day of a worker and the numbers of the office on one page
        client.get("/")
    *_, mine, supervised = cast.entries(kind="listed", by=supervisor.id)
    assert (mine.purpose, supervised.purpose) == ("own_case", "")
    assert own.file_id in mine.objects_seen
    assert case.file_id in supervised.objects_seen
    assert case.file_id not in mine.objects_seen
    with at_most(20):
        client.get("/day/cases/?part=open")
    *_, entry = cast.entries(kind="listed", by=supervisor.id)
    assert entry.detail["screen"] == "desk:list_supervised"

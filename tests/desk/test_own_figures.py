"""The reader's own figures on the statistics page: what is counted, of which files, and for which readers."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client

from saathi.agencies.models import Grant, Hidden, Office, Staff
from saathi.agencies.sections import Section
from saathi.desk.case_list.figures import queries
from saathi.desk.case_list.figures.pages import OwnFiguresPart
from saathi.protection.casework.cases.models import Assessment, Case, Due, Visit
from saathi.protection.identification.intake.actions import ReportInput, record_report
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.queue.models import ReportResponse
from tests.counting import at_most
from tests.desk import cast
from tests.factories import agencies, children
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db

PAGE = "/numbers/"


def part(client: Client, query: str = "") -> OwnFiguresPart | None:
    parts = client.get(f"{PAGE}{query}").context["parts"]
    return parts[0].content if parts else None


def figures(client: Client, query: str = "") -> dict[str, str]:
    shown = part(client, query)
    return {str(tile.label): tile.value for tile in shown.tiles} if shown else {}


def test_figure_of_a_moment_says_that_it_is_of_the_end_of_the_month(worker: Staff) -> None:
    case_of(worker, opened=worker.office.today())
    shown = part(signed_in(worker))
    assert shown
    notes = {str(tile.label): tile.note for tile in shown.tiles}
    assert "End of " in notes["Overdue visits"]
    assert "End of " not in notes["Visits this month"]


def case_of(
    worker: Staff, *, opened: dt.date, closed: dt.date | None = None, risk: str = ""
) -> Case:
    case = children.case(worker, "Sunita")
    with role("maintenance"):
        Due.objects.filter(case=case).delete()
        of_closing = (
            {"status": "closed", "closed_on": closed, "closing_reason": "goals_met"}
            if closed
            else {}
        )
        Case.objects.filter(pk=case.pk).update(opened_on=opened, risk=risk, **of_closing)
    return case


def month_start(today: dt.date, months_ago: int) -> dt.date:
    months = today.year * 12 + today.month - 1 - months_ago
    return dt.date(months // 12, months % 12 + 1, 1)


def months(actor: Staff) -> dict[dt.date, queries.MonthFigures]:
    with acting(actor):
        found = queries.load_own_figures(None, actor.office.today())
    return {month.month: month for month in found.months}


def test_worker_sees_figures_of_own_cases_with_links_to_their_lists(worker: Staff) -> None:
    today = worker.office.today()
    case_of(worker, opened=month_start(today, 3), risk="high")
    case_of(worker, opened=today)
    late = case_of(worker, opened=month_start(today, 1))
    cast.due(late, worker, today - dt.timedelta(days=2), "visit")
    children.case(agencies.staff("case_worker", worker.office), "Somebody else's")
    client = signed_in(worker)
    with at_most(20):
        shown = part(client)
    assert shown is not None
    assert {str(tile.label): tile.value for tile in shown.tiles} == {
        "Open cases": "3",
        "New cases this month": "1",
        "High risk": "1",
        "Overdue visits": "1",
        "Visits this month": "0",
        "Reports received this month": "0",
        "Cases closed this month": "0",
    }
    for tile in shown.tiles:
        assert client.get(tile.url).status_code == 200, tile.url
    [high] = [tile for tile in shown.tiles if tile.label == "High risk"]
    assert "risk=high" in high.url
    assert client.get(high.url).content.decode().count(late.child.code) == 0
    assert len(shown.tiles[0].trend.words.split(", ")) == 12


def listed(client: Client, url: str) -> int:
    """How many rows the list behind a tile has."""
    return len(client.get(url).context["list"].records)


def test_list_behind_a_figure_of_the_month_has_what_it_counts(
    worker: Staff, supervisor: Staff
) -> None:
    today = worker.office.today()
    before = month_start(today, 0) - dt.timedelta(days=1)
    for opened, closed in ((before, None), (today, None), (today, today), (before, today), (before, before)):  # fmt: skip
        case_of(worker, opened=opened, closed=closed)
    visited, earlier = (case_of(worker, opened=before) for _ in range(2))
    with role("maintenance"):
        for case, day in ((visited, today), (visited, today), (earlier, before)):
            Visit.objects.create(
                file_id=case.file_id, case=case, kind="home", outcome="not_met", recorded_by=worker.pk,
                happened_at=dt.datetime.combine(day, dt.time(0, 1), ZoneInfo(worker.office.time_zone)),
            )  # fmt: skip
    office = worker.office
    officer = agencies.staff("intake_officer", office)
    for number, day in enumerate((today, today, before)):
        report = report_of(
            officer, dt.datetime.combine(day, dt.time(0, 1), ZoneInfo(office.time_zone))
        )
        with role("maintenance"):
            if number:  # neither new nor accepted
                ReportResponse.objects.filter(report=report).update(state="closed")
    for person in (worker, supervisor):
        client = signed_in(person)
        shown = part(client)
        assert shown
        numbers = {
            str(tile.label): (int(tile.value), listed(client, tile.url)) for tile in shown.tiles
        }
        assert numbers["New cases this month"] == (2, 2)
        assert numbers["Cases closed this month"] == (2, 2)
        assert numbers["Visits this month"] == (2, 1)  # two visits of one case
        assert numbers["Open cases"] == (4, 4)
    assert numbers["Reports received this month"] == (2, 2)


def report_of(officer: Staff, received_at: dt.datetime) -> Report:
    with acting(officer):
        new = ReportInput(
            received_at=received_at, channel="helpline", reporter_kind="community", urgency="today",
            texts={"what": "A girl washes dishes."},
        )  # fmt: skip
        return record_report(new=new, actor=officer)


def test_figures_of_a_month_are_those_at_its_end(worker: Staff) -> None:
    today = worker.office.today()
    before, middle, this = (month_start(today, ago) for ago in (3, 2, 0))
    case = case_of(worker, opened=before, closed=middle)
    other = case_of(worker, opened=before, risk="low")
    with role("maintenance"):
        for day, risk in ((before, "high"), (middle, "low")):
            Assessment.objects.create(
                file_id=other.file_id, case=other, assessed_on=day, risk=risk, recorded_by=worker.pk
            )
        Visit.objects.create(
            file_id=other.file_id, case=other, kind="home", outcome="met_alone", recorded_by=worker.pk,
            happened_at=dt.datetime.combine(before, dt.time(12), dt.UTC),
        )  # fmt: skip
        for duty, done in (("visit", middle), ("review", None)):
            Due.objects.create(
                file_id=other.file_id, case=other, worker=worker, duty=duty, due_on=before,
                done_on=done, recorded_by=worker.pk,
            )  # fmt: skip
    found = months(worker)
    assert (found[before].open, found[before].opened, found[before].closed) == (2, 2, 0)
    assert (found[middle].open, found[middle].opened, found[middle].closed) == (1, 0, 1)
    assert [found[month].high for month in (before, middle, this)] == [1, 0, 0]
    assert [found[month].overdue for month in (before, middle, this)] == [1, 0, 0]
    assert [found[month].visits for month in (before, middle)] == [1, 0]
    assert found[month_start(today, 4)].open == 0
    assert len(found) == 12
    assert case.pk != other.pk


def test_hidden_ended_and_foreign_files_are_not_counted(worker: Staff, supervisor: Staff) -> None:
    today = worker.office.today()
    hidden, kept, ended = (case_of(worker, opened=today) for _ in range(3))
    children.case(agencies.staff(), "Another agency's")
    assert figures(signed_in(supervisor))["Open cases"] == "3"
    with role("maintenance"):
        Hidden.objects.create(file_id=hidden.file_id, principal=supervisor.pk, hidden_by=worker.pk)
        Grant.objects.filter(file_id=ended.file_id).update(
            starts_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
            ends_at=dt.datetime(2020, 1, 2, tzinfo=dt.UTC),
        )
    assert figures(signed_in(supervisor))["Open cases"] == "1"
    assert kept.pk


def test_risk_and_visits_of_sections_one_may_not_read_are_not_counted(worker: Staff) -> None:
    today = worker.office.today()
    case = case_of(worker, opened=today, risk="high")
    cast.due(case, worker, today - dt.timedelta(days=2), "visit")
    mother = agencies.staff("house_mother", worker.office)
    with role("maintenance"):
        Grant.objects.create(
            file_id=case.file_id, principal=mother.pk, kind="team", reads=int(Section.CASE | Section.IDENTITY),
            given_by=worker.pk, starts_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
        )  # fmt: skip
    found = months(mother)[month_start(today, 0)]
    assert (found.open, found.high, found.overdue) == (1, 0, 0)
    assert "High risk" not in figures(signed_in(mother))
    assert "Reports received this month" not in figures(signed_in(mother))


def test_those_who_read_no_case_get_no_figures_but_the_indicators(worker: Staff) -> None:
    case_of(worker, opened=worker.office.today())
    for role_kind in ("rapporteur", "oversight"):
        client = signed_in(agencies.staff(role_kind, worker.office))
        assert part(client) is None
        assert "Search indicators" in client.get(PAGE).content.decode()


def test_supervisor_of_several_offices_chooses_one_of_them_only(worker: Staff) -> None:
    office = worker.office
    nation = agencies.office(office.agency)
    with role("maintenance"):
        Office.objects.filter(pk=office.pk).update(parent=nation)
    above = agencies.staff("supervisor", nation)
    case_of(worker, opened=office.today())
    client = signed_in(above)
    shown = part(client)
    assert shown is not None
    assert {key for key, _name in shown.offices} == {str(office.pk), str(nation.pk)}
    assert figures(client)["Open cases"] == "1"
    assert figures(client, f"?office={office.pk}")["Open cases"] == "1"
    assert figures(client, f"?office={nation.pk}")["Open cases"] == "0"
    foreign = agencies.staff().office
    assert figures(client, f"?office={foreign.pk}")["Open cases"] == "1"  # as if none were chosen


def test_too_many_cases_are_counted_by_office(
    worker: Staff, supervisor: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_of(worker, opened=worker.office.today())
    case_of(worker, opened=worker.office.today())
    monkeypatch.setattr(queries, "MAX_CASES", 1)
    shown = part(signed_in(supervisor))
    assert shown is not None
    assert shown.is_cut
    page = signed_in(supervisor).get(PAGE).content.decode()
    assert "too many cases to count on one page" in page
    assert 'class="tiles"' not in page


def test_database_refuses_figures_to_roles_without_the_permission(worker: Staff) -> None:
    administrator = agencies.staff("administrator", worker.office)
    with (
        acting(administrator),
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError, match="not among your rights"),
        transaction.atomic(),
    ):
        cursor.execute("SELECT own_figures(NULL, %s, 10)", [worker.office.today()])
    for name in ("matcher", "reporter"):
        with (
            role(name),
            connection.cursor() as cursor,
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
        ):
            cursor.execute("SELECT own_figures(NULL, %s, 10)", [worker.office.today()])

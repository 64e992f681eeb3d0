"""The list of cases: who sees which, filters, order, columns, search, counts and queries."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest

from saathi.agencies import access
from saathi.agencies.list_kit.keyset import ListPosition
from saathi.agencies.models import Grant, Hidden, Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.audit.models import AuditEntry
from saathi.desk.case_list import case_query
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case, Visit
from tests.counting import at_most
from tests.desk.case_limits import limit_to_few_cases
from tests.desk.case_list.listed import LIST, change, codes, met, only_due, shown
from tests.factories import agencies, children, teams
from tests.reading import read, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


# --- who may not ----------------------------------------------------------------------------------


def test_those_who_see_no_case_have_no_list() -> None:
    for role_kind in ("administrator", "rapporteur", "intake_officer"):
        assert signed_in(agencies.staff(role_kind)).get(LIST).status_code == 404


def test_list_holds_what_rights_to_files_allow(case: Case, leader: Staff) -> None:
    colleague = agencies.staff("case_worker", leader.office)
    stranger = agencies.staff("supervisor")
    mother = agencies.staff("house_mother", leader.office)
    teams.join(case.file_id, mother, TeamRole.RESIDENTIAL_WORKER)
    assert shown(case.worker) == shown(leader) == shown(mother) == codes(case)
    assert shown(colleague) == shown(stranger) == []
    with role("maintenance"):
        Hidden.objects.create(file_id=case.file_id, principal=leader.id, hidden_by=leader.id)
    assert shown(leader) == []


def test_filter_by_overdue_duties_shows_none_that_the_reader_may_not_know(
    case: Case, leader: Staff
) -> None:
    mother = agencies.staff("house_mother", leader.office)
    teams.join(case.file_id, mother, TeamRole.RESIDENTIAL_WORKER)
    only_due(case, -3, duty="hearing")
    assert shown(leader, "overdue=hearing") == shown(leader, "overdue=any") == codes(case)
    assert shown(mother, "overdue=hearing") == shown(mother, "overdue=any") == []
    rows = [
        signed_in(person).get(LIST).content.decode().split("<table", 1)[1]
        for person in (leader, mother)
    ]
    assert ["Court hearing" in row for row in rows] == [True, False]


def test_role_without_section_sees_no_label_and_no_order_by_it(case: Case, leader: Staff) -> None:
    change(case, risk="high")
    mother = agencies.staff("house_mother", leader.office)
    teams.join(case.file_id, mother, TeamRole.RESIDENTIAL_WORKER)
    page = read(mother, LIST)
    assert "Risk level" not in page
    assert "High" not in page
    assert "Protection concern" not in page
    lawyer = agencies.staff("counsellor", leader.office)
    teams.join(
        case.file_id, lawyer, TeamRole.RESIDENTIAL_WORKER
    )  # allowed by the role, but not in this file
    assert shown(lawyer, "risk=high") == []
    assert shown(lawyer) == codes(case)
    assert shown(leader, "risk=high") == codes(case)


def test_discreet_view_has_ids_and_neither_names_nor_labels(case: Case) -> None:
    change(case, risk="high")
    assert "Sunita" in read(case.worker, LIST)
    client = signed_in(case.worker)
    client.cookies["saathi_discreet"] = "1"
    answer = client.get(f"{LIST}?columns=child&columns=risk&columns=age&columns=sex")
    page = words(answer.content)
    table = answer.content.decode()
    table = table[table.index("<table") : table.index("</table>")]
    assert case.child.code in page
    for hidden in ("Sunita", "Risk level", "High", "Girl"):
        assert hidden not in table


def test_function_finds_what_both_locks_show(worker: Staff, leader: Staff) -> None:
    """For people with every kind of right, in files that are shared, hidden, ended or closed."""
    colleague = agencies.staff("case_worker", leader.office)
    below = agencies.staff("case_worker", agencies.office(parent=leader.office))
    head = agencies.staff("supervisor", leader.office)
    cases = [children.case(worker, f"Name {number}") for number in range(6)]
    cases += [children.case(below, "Far"), children.case(agencies.staff(), "Elsewhere")]
    mother = agencies.staff("house_mother", leader.office)
    teams.join(cases[0].file_id, mother, TeamRole.RESIDENTIAL_WORKER)
    teams.join(cases[1].file_id, colleague, TeamRole.PHYSICIAN)
    teams.join(cases[2].file_id, colleague, TeamRole.INTERPRETER)
    now = dt.datetime.now(dt.UTC)
    with role("maintenance"):
        Hidden.objects.create(file_id=cases[3].file_id, principal=leader.id, hidden_by=worker.id)
        Hidden.objects.create(
            file_id=cases[4].file_id, principal=leader.agency_id, hidden_by=worker.id
        )
        Grant.objects.filter(file_id=cases[5].file_id, principal=leader.office_id).update(
            ends_at=now - dt.timedelta(hours=1)
        )
        Grant.objects.create(
            file_id=cases[7].file_id, principal=leader.office_id, kind="share", reads=128 | 1,
            starts_at=now - dt.timedelta(days=1), ends_at=now + dt.timedelta(days=1),
            given_by=worker.id,
        )  # fmt: skip
    change(cases[0], status="closed", closed_on=dt.date(2026, 3, 3), closing_reason="recovery")
    everything = case_query.CaseFilter(statuses=("open", "closing_asked", "closed", "transferred"))
    position = ListPosition()
    for person in (worker, leader, head, colleague, mother, below, agencies.staff("supervisor")):
        with acting(person):
            found = case_query.find_cases(
                person, everything, order="risk", position=position, size=50
            )
            named = access.visible(person, Child).values_list("file_id", flat=True)
            shown = access.visible(person, Case).filter(file_id__in=list(named))
            assert set(found.ids) == set(shown.values_list("pk", flat=True)), person.role_kind
            assert found.count == len(found.ids)


# --- filters and order ----------------------------------------------------------------------------


def test_default_order_is_risk_then_lateness(worker: Staff) -> None:
    low, high, late, unassessed = (children.case(worker, name) for name in ("A", "B", "C", "D"))
    for case, risk, days in (
        (low, "low", -9),
        (high, "high", 3),
        (late, "high", -2),
        (unassessed, "", -9),
    ):
        change(case, risk=risk)
        only_due(case, days)
    assert shown(worker) == codes(late, high, unassessed, low)
    assert shown(worker, "order=-risk") == codes(late, high, unassessed, low)[::-1]


def test_each_filter_finds_its_cases(worker: Staff, leader: Staff) -> None:
    case, other = (
        children.case(worker, "Sunita", gender="girl"),
        children.case(worker, "Ravi", gender="boy"),
    )
    change(case, risk="high", stage="planning")
    change(other, risk="low")
    only_due(case, -3, "visit")
    only_due(other, 3, "visit")
    met(case, 40)
    met(other, 2)
    met(case, 1, "not_met")
    for query in (
        "risk=high", "stage=planning", "sex=girl", "overdue=any", "overdue=visit", "contact=30",
    ):  # fmt: skip
        assert shown(leader, query) == codes(case), query
    assert shown(leader, "overdue=plan") == []
    assert shown(leader, "age_from=13&age_to=17") != []
    assert shown(leader, "age_from=30") == []
    assert sorted(shown(leader, f"worker={worker.pk}")) == sorted(codes(case, other))
    assert shown(leader, "worker=me") == []
    assert sorted(shown(worker, "worker=me")) == sorted(codes(case, other))
    change(other, status="closed", closed_on=dt.date(2026, 3, 3), closing_reason="recovery")
    assert shown(leader, "status=closed") == codes(other)
    assert shown(leader) == codes(case)
    assert sorted(shown(leader, "status=all")) == sorted(codes(case, other))


def test_every_column_sorts_and_its_reverse(worker: Staff) -> None:
    cases = [children.case(worker, name) for name in ("Asha", "Bina", "Gita")]
    for number, case in enumerate(cases):
        change(
            case,
            risk=("high", "medium", "low")[number],
            stage=("registration", "planning", "closing")[number],
        )
        only_due(case, number - 1)
        met(case, 9 - number)
    expected = codes(*cases)
    for order in ("risk", "stage", "due", "contact", "child"):
        assert shown(worker, f"order={order}") == expected, order
        assert shown(worker, f"order=-{order}") == expected[::-1], order
    for order in ("code", "sex", "age", "status", "worker", "office", "flag", "opened"):
        assert sorted(shown(worker, f"order={order}")) == sorted(expected), order


def test_flagged_cases_are_found_and_marked(case: Case, leader: Staff) -> None:
    other = children.case(case.worker, "Ravi")
    sent = {
        "do": "flag", "pick": [str(case.pk)], "step": "check", "text": "Court on Monday",
        "until_0": "1", "until_1": "1", "until_2": "2099",
    }  # fmt: skip
    client = signed_in(leader)
    page = client.post("/cases/change/", sent).content.decode()
    mark = re.search(r'name="checked" value="(\w{64})"', page)
    assert mark is not None
    client.post("/cases/change/", sent | {"step": "confirm", "checked": mark[1]})
    assert shown(leader, "flag=yes") == codes(case)
    assert sorted(shown(leader)) == sorted(codes(case, other))
    assert "Flagged" in read(leader, f"{LIST}?columns=flag")


def test_empty_list_names_its_filters(case: Case) -> None:
    change(case, risk="low")
    page = read(case.worker, f"{LIST}?risk=high&overdue=visit")
    assert "Nothing matches Risk level: High" in page
    assert "Overdue: Visit" in page
    assert "Clear filters" in page


def test_pages_follow_each_other_in_every_order(
    worker: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("saathi.desk.case_list.declaration.PAGE_SIZE", 2)
    cases = [children.case(worker, f"Name {number}") for number in range(5)]
    for number, case in enumerate(cases):
        only_due(case, number % 2)
    for order in ("risk", "-risk", "contact", "child", "-child"):
        client, seen, path = signed_in(worker), list[str](), f"{LIST}?order={order}"
        for _page in range(3):
            page = client.get(path).content.decode()
            seen += re.findall(r"<bdi><span class=\"code\">(NP-[\w-]+)</span>", page)
            found = re.search(r'href="([^"]*)" rel="next"', page)
            path = LIST + found[1].replace("&amp;", "&") if found else ""
        assert path == ""
        assert sorted(seen) == sorted(codes(*cases)), order
        back = re.search(r'href="([^"]*)" rel="prev"', page)
        assert back is not None
        page = client.get(LIST + back[1].replace("&amp;", "&")).content.decode()
        assert re.findall(r"<bdi><span class=\"code\">(NP-[\w-]+)</span>", page) == seen[2:4], order


@pytest.fixture
def few_cases() -> None:
    """Lets the list be limited to a few cases, fewer than a caller may ask for."""
    limit_to_few_cases()


@pytest.mark.usefixtures("few_cases")
def test_leader_of_too_many_cases_sees_one_office(
    case: Case, leader: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = agencies.office(parent=leader.office)
    elsewhere = children.case(agencies.staff("case_worker", below), "Ravi")
    head = agencies.staff("supervisor", leader.office)
    assert sorted(shown(head)) == sorted(codes(case, elsewhere))
    monkeypatch.setattr(case_query, "MAX_CASES", 1)
    assert shown(head) == codes(case)
    assert leader.office.name in read(head, LIST)
    assert shown(head, f"office={below.pk}") == codes(elsewhere)


@pytest.mark.usefixtures("few_cases")
def test_office_with_too_many_cases_shows_those_of_highest_risk(
    worker: Staff, leader: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    low, high, other = (children.case(worker, name) for name in ("A", "B", "C"))
    change(low, risk="low")
    change(high, risk="high")
    change(other, risk="medium")
    monkeypatch.setattr(case_query, "MAX_CASES", 2)
    assert shown(leader) == codes(high, other)
    assert "the cases with the highest risk" in read(leader, LIST)
    assert shown(leader, f"worker={worker.pk}") == codes(high, other, low)


# --- the list is read and logged ------------------------------------------------------------------


def test_days_without_contact_are_days_at_the_office(case: Case, leader: Staff) -> None:
    office = leader.office
    day = office.today() - dt.timedelta(days=29)
    early = dt.datetime.combine(day, dt.time(1), ZoneInfo(office.time_zone))
    assert early.astimezone(dt.UTC).date() < day
    with role("maintenance"):
        Visit.objects.create(
            file_id=case.file_id, case_id=case.pk, happened_at=early, kind="home",
            outcome="met_alone", recorded_by=case.worker_id,
        )  # fmt: skip
    change(case, opened_on=day - dt.timedelta(days=60))
    assert shown(leader, "contact=30") == []
    with role("maintenance"):
        Visit.objects.update(happened_at=early - dt.timedelta(days=1))
    assert shown(leader, "contact=30") == codes(case)


def test_shown_list_is_logged_with_its_files(case: Case) -> None:
    shown(case.worker)
    with role("maintenance"):
        entry = AuditEntry.objects.filter(kind="listed").latest("at")
    assert entry.objects_seen == [case.file_id]
    assert entry.detail["screen"] == "desk:list_cases"
    assert entry.purpose == "own_case"


def test_page_of_cases_asks_few_queries(worker: Staff, leader: Staff) -> None:
    for number in range(6):
        met(children.case(worker, f"Name {number}"), number)
    for query in ("", "order=child", "flag=yes&contact=7&overdue=any&concern=trafficking"):
        client = signed_in(leader)
        with at_most(20):
            assert client.get(f"{LIST}?{query}").status_code == 200


def test_list_is_exported_for_a_purpose_without_names(case: Case, leader: Staff) -> None:
    officer = agencies.staff("data_officer", leader.office)
    assert signed_in(leader).get(f"{LIST}?export=csv").status_code == 404
    client = signed_in(officer)
    path = f"{LIST}?columns=child&columns=worker&export=csv"
    assert "Purpose" in words(client.get(path).content)
    assert "Purpose" in words(client.post(path, {"purpose": "fun"}).content)
    answer = client.post(path, {"purpose": "check"})
    table = answer.content.decode("utf-8-sig")
    assert case.child.code in table
    assert case.worker.name in table
    assert "Sunita" not in table
    with role("maintenance"):
        entry = AuditEntry.objects.filter(kind="exported").get()
    assert (entry.purpose, entry.objects_seen) == ("check", [case.pk])


def test_child_under_special_protection_is_in_no_export(case: Case, leader: Staff) -> None:
    officer = agencies.staff("data_officer", leader.office)
    with role("maintenance"):
        type(case.file).objects.filter(pk=case.file_id).update(is_protected=True)
    answer = signed_in(officer).post(f"{LIST}?export=csv", {"purpose": "check"})
    assert case.child.code not in answer.content.decode()

"""My day: who has one, what it shows, and its query budget."""

import datetime as dt
import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from saathi.agencies.models import Notice, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.waiting_work import WaitingWork
from saathi.desk.day.child_rows import DayChildRow
from saathi.desk.day.pages import FIRST_CHILDREN
from saathi.desk.day.queries import safe_contact_line
from saathi.infra import clock
from saathi.protection.casework.cases import due_rules
from saathi.protection.casework.cases.models import Approval, Case, Due
from saathi.protection.casework.cases.vocabulary import CASE_ASSIGNED_NOTICE, Duty
from saathi.protection.casework.urgent_care import actions as urgent_care
from saathi.protection.casework.urgent_care.vocabulary import CareReason
from saathi.web.components import AlertBox
from tests.counting import at_most
from tests.desk import cast
from tests.desk.cast import NAME, PHONE, entries
from tests.factories import agencies, children, plans
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def days_from_today(days: int, worker: object) -> dt.date:
    return worker.office.today() + dt.timedelta(days=days)


@pytest.mark.parametrize(
    ("role_kind", "place"),
    [("rapporteur", "/numbers/")],
)
def test_my_day_redirects_staff_without_cases(role_kind: str, place: str) -> None:
    response = signed_in(agencies.staff(role_kind)).get("/")
    assert response.status_code == 302
    assert response.url == place


def test_my_day_redirects_to_sign_in() -> None:
    assert Client().get("/").url.startswith("/account/login/")


@pytest.mark.requirement("CAS-009")
def test_empty_my_day_says_what_to_do_first() -> None:
    words, _tables = read(signed_in(agencies.staff()).get("/"))
    assert "You have no open cases" in words
    assert "Record a report" in words


def rows(client: Client, address: str = "/") -> list[DayChildRow]:
    found: list[DayChildRow] = list(client.get(address).context["page"].children.rows)
    return found


def case_of(worker: Staff, name: str, risk: str, *days: int, is_met: bool = False) -> Case:
    """A case with this risk and visits due in so many days; without a meeting unless it `is_met`."""
    case = children.case(worker, name)
    with role("maintenance"):
        Due.objects.filter(case=case).delete()
        Case.objects.filter(pk=case.pk).update(risk=risk)
    for day in days:
        cast.due(case, worker, days_from_today(day, worker), "visit")
    if is_met:
        cast.visit(case, worker)
    return case


def test_my_day_groups_duties_by_child_and_is_logged() -> None:
    worker = agencies.staff()
    case = case_of(worker, NAME, "high", -2, is_met=True)
    cast.due(case, worker, days_from_today(0, worker), "plan")
    cast.due(case, worker, days_from_today(9, worker), "review")
    client = signed_in(worker)
    [row] = rows(client)
    assert (row.name, row.code) == (NAME, case.child.code)
    assert [(str(d.text), d.when, d.is_late) for d in row.duties] == [
        ("Visit", "2 days overdue", True),
        ("Case plan", "Today", False),
    ]
    assert row.more == "+1 more"
    assert row.action
    assert row.action.url == reverse("cases:record_visit", args=[case.file_id])
    words, _tables = read(client.get("/"))
    assert "High risk" in words
    assert "1 open case, Registration: 1" in words
    entry, *_more = entries(kind="listed", by=worker.id)
    assert entry.objects_seen == [case.file_id]


def test_my_day_sorts_by_risk_then_lateness_what_is_due_now_first() -> None:
    worker = agencies.staff()
    case_of(worker, "Low, late", "low", -9)
    case_of(worker, "High, next week", "high", 7, is_met=True)
    case_of(worker, "High, late", "high", -1, is_met=True)
    case_of(worker, "High, never met", "high", 3)
    case_of(worker, "Medium, later", "medium", -1)
    case_of(worker, "Medium, late", "medium", -5)
    case_of(worker, "Unknown", "", 0)
    case_of(worker, "Idle", "high", is_met=True)
    client = signed_in(worker)
    client.cookies["saathi_discreet"] = "0"
    assert [row.name for row in rows(client, "/?all")] == [
        "High, never met",
        "High, late",
        "Unknown",
        "Medium, late",
        "Medium, later",
        "Low, late",
        "High, next week",
        "Idle",
    ]


def test_of_two_duties_of_a_day_the_visit_comes_first() -> None:
    worker = agencies.staff()
    case = case_of(worker, NAME, "high", is_met=True)
    for duty in ("referral", "task", "assessment", "visit"):
        cast.due(case, worker, days_from_today(1, worker), duty)
    client = signed_in(worker)
    [row] = rows(client)
    assert [str(duty.text) for duty in row.duties] == ["Visit", "Assessment"]
    file = client.get(reverse("desk:child_file", args=[case.file_id])).context["page"]
    assert str(file.due[0].text).startswith("Visit")
    listed = client.get(reverse("desk:list_cases")).content.decode()
    assert "Visit: Tomorrow" in listed


def test_time_critical_care_is_a_line_with_the_name_of_the_child() -> None:
    worker = agencies.staff()
    cases = [children.case(worker, f"Child {number}") for number in range(7)]
    for case in cases:
        with acting(worker):
            urgent_care.begin_urgent_care(
                child=case.child, reason=CareReason.SELF_HARM, actor=worker
            )
    client = signed_in(worker)
    client.cookies["saathi_discreet"] = "0"
    with at_most(13):
        block = client.get("/").context["page"].urgent
    assert not block.more, "no clock is folded or left out"
    assert {line.name for line in block.lines} == {f"Child {n}" for n in range(7)}
    assert "Child 4" in read(client.get("/"))[0]
    client.cookies["saathi_discreet"] = "1"
    page = client.get("/").content.decode()
    assert "Child 4" not in page
    assert all(case.child.code in page for case in cases)


def test_visit_due_at_high_risk_leads_an_older_referral() -> None:
    worker = agencies.staff()
    high = case_of(worker, "High", "high", 0, is_met=True)
    low = case_of(worker, "Low", "low", 0)
    for case in (high, low):
        cast.due(case, worker, days_from_today(-9, worker), "referral")
    found = {row.name: row for row in rows(signed_in(worker))}
    assert [str(duty.text) for duty in found["High"].duties] == ["Visit", "Referral response"]
    assert [str(duty.text) for duty in found["Low"].duties] == ["Referral response", "Visit"]


def test_every_duty_has_a_place_in_the_order_of_a_day() -> None:
    today = dt.date(2026, 3, 3)
    places = [due_rules.duty_order(today, duty) for duty in Duty.values]
    assert len(set(places)) == len(Duty)


def test_my_day_writes_a_name_in_latin_letters_too() -> None:
    worker = agencies.staff()
    case_of(worker, "सुगिया यादव", "", 0)
    [row] = rows(signed_in(worker))
    assert (row.name, row.transliterated) == ("सुगिया यादव", "Sugiya Yadav")


def test_safe_contact_is_shown_with_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    payload = {"contact_how": "at school", "contact_when": "10 to 14", "contact_unsafe": "uncle"}
    line = safe_contact_line(payload)
    assert re.sub("[\u200e\u2068\u2069]", "", line) == "at school · 10 to 14 · Do not inform: uncle"
    assert not safe_contact_line({"contact_how": ""})
    worker = agencies.staff()
    case_of(worker, NAME, "", 0)
    client = signed_in(worker)
    monkeypatch.setattr("saathi.desk.day.queries.safe_contact_line", lambda _payload: "at school")
    assert "at school" in client.get("/").content.decode()
    client.cookies["saathi_discreet"] = "1"
    assert "at school" not in client.get("/").content.decode()


def test_my_day_leaves_out_tasks_of_colleagues() -> None:
    office = agencies.office()
    worker, colleague = agencies.staff(at=office), agencies.staff(at=office)
    case = children.case(worker, NAME)
    cast.due(case, worker, days_from_today(0, worker))
    assert case.child.code not in signed_in(colleague).get("/").content.decode()
    assert not entries(kind="listed", by=colleague.id)


def test_team_member_who_reads_no_needs_does_not_see_the_risk() -> None:
    who = cast.around()
    with role("maintenance"):
        Case.objects.filter(pk=who.case.pk).update(risk="high")
    cast.due(who.case, who.house_mother, days_from_today(-1, who.worker), "task")
    [row] = rows(signed_in(who.house_mother))
    assert row.risk is None
    assert row.action is None
    assert "High risk" not in signed_in(who.house_mother).get("/").content.decode()
    assert "High risk" in signed_in(who.worker).get("/").content.decode()


@pytest.mark.slow
def test_my_day_shows_few_children_first_and_all_by_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("saathi.desk.day.pages.CHILDREN_A_PAGE", 8)
    worker = agencies.staff()
    cases = [case_of(worker, f"Child {n}", "low", n, n + 1) for n in range(20)]
    client = signed_in(worker)
    with at_most(12):
        first = client.get("/").content.decode()
    assert "Show 14 more" in first
    assert sum(case.child.code in first for case in cases) == FIRST_CHILDREN
    address, seen, pages = "/?all", list[str](), 0
    while address:
        pages += 1
        with at_most(12):
            page = client.get(address)
        seen += [row.code for row in page.context["page"].children.rows]
        next_link = re.search(r'href="([^"]+)" rel="next"', page.content.decode())
        address = "/" + next_link[1].replace("&amp;", "&") if next_link else ""
    assert pages == 3
    assert sorted(seen) == sorted(case.child.code for case in cases)


def test_day_says_how_many_cases_it_leaves_out_and_drops_no_duty(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worker = agencies.staff()
    late = case_of(worker, "Low, late", "low", -3)
    quiet = case_of(worker, "Low", "low")
    for name, risk in (("High", "high"), ("Not assessed", ""), ("Medium", "medium")):
        case_of(worker, name, risk, is_met=True)
    client = signed_in(worker)
    monkeypatch.setattr("saathi.desk.day.queries.MAX_CASES", 5)
    block = client.get("/").context["page"].children
    assert not block.left_out
    assert len(block.rows) == 5
    monkeypatch.setattr("saathi.desk.day.queries.MAX_CASES", 3)
    page = client.get("/")
    block = page.context["page"].children
    assert [row.name for row in block.rows] == ["Low, late", "High", "Not assessed", "Medium"]
    assert late.child.code in page.content.decode()
    [box] = block.left_out
    assert box.title == "2 more open cases"
    listed = client.get(box.action.url).content.decode()
    assert quiet.child.code in listed
    assert late.child.code in listed


def test_day_says_that_it_leaves_out_the_duties_due_last(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = agencies.staff()
    case = case_of(worker, NAME, "low", 1, 9)
    client = signed_in(worker)
    monkeypatch.setattr("saathi.desk.day.queries.MAX_DUTIES", 2)
    assert not client.get("/").context["page"].children.left_out
    monkeypatch.setattr("saathi.desk.day.queries.MAX_DUTIES", 1)
    block = client.get("/").context["page"].children
    assert [[duty.when for duty in row.duties] for row in block.rows] == [["Tomorrow"]]
    [box] = block.left_out
    assert box.title == "Only the 1 earliest due dates are listed here"
    assert case.child.code in client.get(box.action.url).content.decode()


def test_appointments_of_today_are_a_block_of_their_own() -> None:
    worker = agencies.staff()
    case = case_of(worker, NAME, "low", 0)
    cast.due(case, worker, days_from_today(0, worker), "plan")
    page = signed_in(worker).get("/").context["page"]
    assert [(str(item.text), item.about) for item in page.appointments] == [
        ("Visit", f"{NAME} · {case.child.code}")
    ]


def test_own_request_for_approval_waits_on_my_day(case: Case, worker: Staff) -> None:
    _plan, approval = plans.asked(case, worker)
    with role("maintenance"):
        asked = clock.now() - dt.timedelta(days=3)
        other = agencies.office(worker.agency)  # which decides, since the case was moved
        Approval.objects.filter(pk=approval.pk).update(asked_at=asked, office=other)
    page = signed_in(worker).get("/").context["page"]
    [line] = [line for line in page.waiting.waiting if line.about == case.child.code]
    assert (line.when, line.text) == ("3 days", "Approval: Case plan")


def test_urgent_work_of_a_domain_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    from saathi.agencies import domains

    kinds = ("calm", "danger", "attend")

    def boxes(_staff: object, _files: object) -> list[AlertBox]:
        return [AlertBox(kind, kind=kind) for kind in kinds]  # type: ignore[arg-type]

    part = WaitingWork(1, frozenset({Permission.WORK_ON_CASE}), boxes)
    monkeypatch.setattr(domains, "waiting_work", lambda: (part,))
    page = signed_in(agencies.staff()).get("/").context["page"]
    assert [box.title for box in page.waiting.urgent] == ["danger"]
    assert [line.text for line in page.waiting.waiting] == ["attend", "calm"]


def test_discreet_my_day_names_no_child() -> None:
    worker = agencies.staff()
    case = children.case(worker, NAME)
    cast.due(case, worker, days_from_today(0, worker))
    phone = signed_in(worker)
    phone.defaults["HTTP_USER_AGENT"] = PHONE
    page = phone.get("/").content.decode()
    assert case.child.code in page
    assert NAME not in page
    assert "Risk not assessed" not in page
    assert phone.post("/view", {"discreet": "0", "next": "/"}).url == "/"
    assert NAME in phone.get("/").content.decode()
    assert phone.post("/view", {"discreet": "1", "next": "https://evil.example/"}).url == "/"


def test_notice_is_read_only_by_its_recipient() -> None:
    worker = agencies.staff()
    other = agencies.staff()
    case = children.case(worker)
    with role("maintenance"):
        notice = Notice.objects.create(
            staff=worker, kind=CASE_ASSIGNED_NOTICE.code, record=case.file_id
        )
    address = f"/notices/{notice.pk}/"
    assert signed_in(other).post(address).status_code == 404
    client = signed_in(worker)
    assert "A case was assigned to you" in client.get("/").content.decode()
    assert client.post(address).url == f"/child/{case.file_id}/"
    assert "A case was assigned to you" not in client.get("/").content.decode()
    with acting(worker):
        assert Notice.objects.get(pk=notice.pk).read_at is not None


def test_notices_are_grouped_by_subject_urgent_first() -> None:
    worker = agencies.staff()
    case = children.case(worker)
    with role("maintenance"):
        Notice.objects.filter(staff=worker).delete()
        for kind, record in (
            ("glass_broken", case.file_id),
            ("approval_given", uuid4()),
            ("approval_given", uuid4()),
            ("case_assigned", case.file_id),
            ("case_assigned", case.file_id),
            ("case_assigned", uuid4()),
        ):
            Notice.objects.create(staff=worker, kind=kind, record=record)
    client = signed_in(worker)
    lines = client.get("/").context["page"].notices
    assert lines[0].is_urgent
    texts = {re.sub("[\u200e\u200f\u2066-\u2069]", "", line.text) for line in lines[1:]}
    assert texts == {
        "A case was assigned to you",
        f"A case was assigned to you · {case.child.code} (2)",
        "Your request was approved (2)",
    }
    [both] = [line for line in lines if line.text.endswith("(2)") and "assigned" in line.text]
    client.post(f"/notices/{both.id}/")
    with acting(worker):
        unread = Notice.objects.filter(staff=worker, kind="case_assigned", read_at=None)
        assert unread.count() == 1


def test_my_day_links_lists_by_permission() -> None:
    office = agencies.office()
    pages = {
        role_kind: signed_in(agencies.staff(role_kind, office)).get("/").content.decode()
        for role_kind in ("case_worker", "supervisor", "house_mother")
    }
    # Residential care workers do not read the legal records that these lists are about.
    residential = pages.pop("house_mother")
    for path in ("/tracing/", "/verifications/"):
        assert f'href="{path}"' not in residential
        assert all(f'href="{path}"' in page for page in pages.values())
    for page in pages.values():
        assert 'href="/procedure/"' in page
        assert 'href="/complaints/"' in page
    assert 'href="/handovers/"' in pages["supervisor"]
    assert 'href="/handovers/"' not in pages["case_worker"]

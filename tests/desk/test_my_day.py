"""My day: who has one, what it shows, and its query budget."""

import datetime as dt
import re

import pytest
from django.test import Client

from saathi.agencies.models import Notice
from saathi.protection.casework.cases.models import Approval, Due
from saathi.protection.casework.cases.vocabulary import CASE_ASSIGNED_NOTICE
from tests.counting import at_most
from tests.desk import cast
from tests.desk.cast import NAME, PHONE, entries
from tests.factories import agencies, children
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def days_from_today(days: int, worker: object) -> dt.date:
    return worker.office.today() + dt.timedelta(days=days)


@pytest.mark.parametrize(
    ("bundle", "place"),
    [("intake_officer", "/reports/"), ("rapporteur", "/numbers/"), ("oversight", "/numbers/")],
)
def test_my_day_redirects_staff_without_cases(bundle: str, place: str) -> None:
    response = signed_in(agencies.staff(bundle)).get("/")
    assert response.status_code == 302
    assert response.url == place


def test_my_day_redirects_to_sign_in() -> None:
    assert Client().get("/").url.startswith("/account/login/")


@pytest.mark.requirement("CAS-009")
def test_empty_my_day_says_what_to_do_first() -> None:
    words, _tables = read(signed_in(agencies.staff()).get("/"))
    assert "No case is yours yet" in words
    assert "Record a report" in words


def test_my_day_lists_overdue_first_and_is_logged() -> None:
    worker = agencies.staff()
    case = children.case(worker, NAME)
    cast.due(case, worker, days_from_today(-2, worker), "plan")
    cast.due(case, worker, days_from_today(0, worker), "visit")
    cast.due(case, worker, days_from_today(9, worker), "review")
    response = signed_in(worker).get("/")
    words, _tables = read(response)
    late, today_part = words[words.index("Late") :].split("Today", 1)
    today, ahead = today_part.split("Ahead", 1)
    assert "2 days latePlan" in late
    assert "Visit" in today
    assert "Review" in ahead.partition("Your open cases")[0]
    assert NAME in words
    assert "Registration: 1" in words
    [entry] = entries(kind="listed", by=worker.id)
    assert entry.objects_seen == [case.file_id]


def test_my_day_leaves_out_tasks_of_colleagues() -> None:
    office = agencies.office()
    worker, colleague = agencies.staff(at=office), agencies.staff(at=office)
    case = children.case(worker, NAME)
    cast.due(case, worker, days_from_today(0, worker))
    assert case.child.code not in signed_in(colleague).get("/").content.decode()
    assert not entries(kind="listed", by=colleague.id)


@pytest.mark.slow
def test_my_day_pages_sixty_tasks_with_few_queries() -> None:
    worker = agencies.staff()
    for number in range(20):
        case = children.case(worker, f"Child {number}")
        for day in range(3):
            cast.due(case, worker, days_from_today(day, worker))
    with acting(worker):
        total = Due.objects.filter(worker=worker, done_on=None).count()
    assert total >= 60
    client = signed_in(worker)
    address, seen, pages = "/", 0, 0
    while address:
        pages += 1
        assert pages <= 3
        with at_most(15):
            page = client.get(address).content.decode()
        shown = len(re.findall(r'<li class="(?:late|today|ahead)">', page))
        assert shown <= 50
        seen += shown
        next_link = re.search(r'href="(\?after=[^"]+)" rel="next"', page)
        address = "/" + next_link[1] if next_link else ""
    assert seen == total


def test_discreet_my_day_names_no_child() -> None:
    worker = agencies.staff()
    case = children.case(worker, NAME)
    cast.due(case, worker, days_from_today(0, worker))
    phone = signed_in(worker)
    phone.defaults["HTTP_USER_AGENT"] = PHONE
    page = phone.get("/").content.decode()
    assert case.child.code in page
    assert NAME not in page
    assert phone.post("/view", {"discreet": "0", "next": "/"}).url == "/"
    assert NAME in phone.get("/").content.decode()
    assert phone.post("/view", {"discreet": "1", "next": "https://evil.example/"}).url == "/"


def test_my_day_of_supervisor_shows_waiting_requests() -> None:
    worker = agencies.staff()
    case = children.case(worker, NAME)
    supervisor = agencies.staff("supervisor", worker.office)
    with role("maintenance"):
        Approval.objects.create(
            file_id=case.file_id,
            case=case,
            office=worker.office,
            subject="plan",
            subject_id=case.pk,
            subject_version=1,
            asked_at=case.recorded_at,
            recorded_by=worker.id,
        )
    words, _tables = read(signed_in(supervisor).get("/"))
    assert "1 approval waits for you" in words
    words, _tables = read(signed_in(worker).get("/"))
    assert "waits for you" not in words


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
    assert "A case was given to you" in client.get("/").content.decode()
    assert client.post(address).url == f"/child/{case.file_id}/"
    assert "A case was given to you" not in client.get("/").content.decode()
    with acting(worker):
        assert Notice.objects.get(pk=notice.pk).read_at is not None


def test_my_day_links_lists_by_permission() -> None:
    office = agencies.office()
    pages = {
        bundle: signed_in(agencies.staff(bundle, office)).get("/").content.decode()
        for bundle in ("case_worker", "supervisor")
    }
    for page in pages.values():
        assert 'href="/procedure/"' in page
        assert 'href="/complaints/"' in page
    assert 'href="/handovers/"' in pages["supervisor"]
    assert 'href="/handovers/"' not in pages["case_worker"]

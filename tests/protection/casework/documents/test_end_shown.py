"""The last day of a document's validity, beside the duty to renew it."""

import datetime as dt

import pytest

from saathi.agencies.models import Staff
from saathi.desk.wording import describe_day
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case, Due
from saathi.protection.casework.documents import actions
from tests.clients import StaffClient
from tests.counting import at_most
from tests.factories import agencies
from tests.protection.casework.documents import papers
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
DUTY = "Document to renew"


def openly(person: Staff, *, discreet: bool = False) -> StaffClient:
    client = signed_in(person)
    client.cookies["saathi_discreet"] = "1" if discreet else "0"
    return client


def until(actor: Staff, days: int) -> tuple[dt.date, str]:
    """A day so many days from today, and how a duty to renew a document until then reads."""
    today = actor.office.today()
    day = today + dt.timedelta(days=days)
    return day, f"{DUTY}, valid until {describe_day(day, today, inside=True)}"


def only_duties_to_renew(case: Case) -> None:
    """Ends the other duties of a case: My day shows the two most urgent of a child."""
    with role("maintenance"):
        others = Due.objects.filter(case=case).exclude(duty="document")
        assert others.update(done_on=case.opened_on) > 0


def test_duty_to_renew_has_the_day_on_my_day_and_in_the_file(
    case: Case, child: Child, worker: Staff
) -> None:
    first, first_text = until(worker, 15)
    second, second_text = until(worker, 0)
    papers.add(child, worker, valid_until=first)
    papers.add(child, worker, valid_until=second)
    only_duties_to_renew(case)
    client = openly(worker)
    client.get("/")
    with at_most(15):
        day = read(client.get("/"))[0]
    assert first_text in day
    assert second_text in day
    assert second_text.endswith("valid until today")
    client.get(f"/child/{case.file_id}/")
    with at_most(20):
        file = read(client.get(f"/child/{case.file_id}/"))[0]
    assert first_text in file
    assert second_text in file
    assert file.count("valid until") == 2


def test_discreet_view_shows_the_duty_without_the_day(
    case: Case, child: Child, worker: Staff
) -> None:
    day, _text = until(worker, 15)
    papers.add(child, worker, valid_until=day)
    only_duties_to_renew(case)
    client = openly(worker, discreet=True)
    for path in ("/", f"/child/{case.file_id}/"):
        page = read(client.get(path))[0]
        assert DUTY in page, path
        assert "valid until" not in page, path


def test_who_may_not_see_the_document_sees_the_duty_without_the_day(
    case: Case, child: Child, worker: Staff
) -> None:
    day, text = until(worker, 15)
    papers.add(child, worker, audience="recorder", valid_until=day)
    leader = openly(agencies.staff("supervisor", worker.office))
    page = read(leader.get(f"/child/{case.file_id}/"))[0]
    assert DUTY in page
    assert "valid until" not in page
    assert text in read(openly(worker).get(f"/child/{case.file_id}/"))[0]


def test_a_changed_document_shows_its_new_day(case: Case, child: Child, worker: Staff) -> None:
    before, text = until(worker, 10)
    after, new_text = until(worker, 25)
    document = papers.add(child, worker, valid_until=before)
    with acting(worker):
        actions.change_document(
            document=document, columns={"valid_until": after}, version=1, actor=worker
        )
    page = read(openly(worker).get(f"/child/{case.file_id}/"))[0]
    assert new_text in page
    assert text not in page

"""The checklist of an inspection: one page, saved by criterion, and what a browser may store of it."""

import re
from typing import Any

import pytest
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.inspections import queries
from saathi.protection.care.inspections.models import Inspection, InspectionFinding
from tests import sending
from tests.factories import agencies, inspections
from tests.reading import read, words
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
VERSION = "X-Saathi-Version"


def address(name: str, *ids: object) -> str:
    return reverse(f"inspections:{name}", args=ids)


@pytest.fixture
def inspection(facility: Facility, lead: Staff) -> Inspection:
    return inspections.begun(facility, lead)


@pytest.fixture
def finding(inspection: Inspection, lead: Staff) -> InspectionFinding:
    with acting(lead):
        return queries.list_findings(inspection)[0]


def assess(
    person: Staff, finding: InspectionFinding, version: object, key: dict[str, str], **typed: str
) -> Any:
    path = address("assess_criterion", finding.inspection_id, finding.pk)
    return signed_in(person).post(path, key | {"version": version, "back": "checklist"} | typed)


def test_strangers_find_no_checklist(inspection: Inspection, lead: Staff, manager: Staff) -> None:
    paths = [address(name, inspection.pk) for name in ("fill_checklist", "show_blank_checklist")]
    worker = agencies.staff("case_worker", lead.office)
    for person in (manager, worker):
        for path in paths:
            assert signed_in(person).get(path).status_code == 404
    script = reverse("inspections:serve_offline_script")
    assert signed_in(worker).get(script).status_code == 404
    answer = signed_in(lead).get(script)
    assert answer.headers["Content-Type"].startswith("text/javascript")


def test_all_sixty_criteria_are_on_one_page_each_with_its_form(
    inspection: Inspection, lead: Staff
) -> None:
    page = signed_in(lead).get(address("fill_checklist", inspection.pk)).content.decode()
    assert len(set(re.findall(r'action="(/inspections/[^"]+/criteria/[^"]+)"', page))) == 60
    keys = re.findall(r'name="form_key" value="([^"]+)"', page)
    assert len(set(keys)) == 60
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert "Fill in the checklist" in read(lead, address("show_inspection", inspection.pk))


def test_what_a_browser_stores_names_no_one_and_holds_nothing_entered(
    inspection: Inspection, finding: InspectionFinding, lead: Staff
) -> None:
    saved = assess(
        lead, finding, finding.version, sending.key(), result="not_met", evidence="Zylq doors"
    )
    assert saved.status_code == 302
    page = signed_in(lead).get(address("show_blank_checklist", inspection.pk)).content.decode()
    assert len(re.findall(r"data-criterion", page)) == 60
    facility = inspection.facility
    for secret in (
        "Zylq", lead.name, facility.name, facility.operator, "csrfmiddlewaretoken", " checked",
        lead.office.name, str(facility.pk), str(lead.pk), "data-session",
    ):  # fmt: skip
        assert secret not in page, secret
    assert lead.unsent_public in page


@pytest.mark.requirement("FAC-002")
def test_a_criterion_sent_twice_is_saved_once_and_the_next_change_follows(
    finding: InspectionFinding, lead: Staff
) -> None:
    key = sending.key()
    for _again in range(2):
        answer = assess(lead, finding, finding.version, key, result="met", evidence="Seen")
        assert answer.headers["X-Saathi-Saved"] == "1"
        assert answer.url.endswith(f"/checklist/#c{finding.place}")
    version = answer.headers[VERSION]
    with acting(lead):
        finding.refresh_from_db()
    assert (finding.version, version.partition(".")[0]) == (2, "2")
    answer = assess(lead, finding, version, sending.key(), result="partly", evidence="One lamp")
    assert answer.headers[VERSION].startswith("3.")


def test_a_change_by_a_colleague_meanwhile_loses_neither(
    finding: InspectionFinding, lead: Staff, second: Staff
) -> None:
    key, seen = sending.key(), finding.version
    assess(lead, finding, seen, key, result="met", evidence="Mine")
    with acting(lead):
        finding.refresh_from_db()
    assess(second, finding, finding.version, sending.key(), result="partly", evidence="Theirs")
    again = assess(lead, finding, seen, key, result="met", evidence="Mine")
    assert again.headers["X-Saathi-Saved"] == "1", "it was saved, before the colleague's"
    assert VERSION not in again.headers, "the next change meets the colleague's"
    answer = assess(lead, finding, seen, sending.key(), result="met", evidence="Mine again")
    assert answer.status_code == 409
    page = words(answer.content)
    assert "Mine again" in page
    assert "Theirs" in page
    with acting(lead):
        finding.refresh_from_db()
    assert (finding.result, finding.evidence) == ("partly", "Theirs")


def test_an_inspection_closed_meanwhile_says_so_and_keeps_what_was_typed(
    facility: Facility, lead: Staff
) -> None:
    row = inspections.submitted(facility, lead)
    with acting(lead):
        finding = queries.list_findings(row)[0]
    answer = assess(
        lead, finding, finding.version, sending.key(), result="not_met", evidence="Late finding"
    )
    assert answer.status_code == 200
    page = words(answer.content)
    assert "This step is not possible while the inspection has this status." in page
    assert "Late finding" in page
    client = signed_in(lead)
    moved: Any = client.get(address("fill_checklist", row.pk))
    assert moved.url == address("show_inspection", row.pk)
    assert "you can read and copy them there" in words(client.get(moved.url).content)

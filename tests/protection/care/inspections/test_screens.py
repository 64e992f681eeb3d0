"""Inspections as inspectors make them, page by page; who may not; and notices to facilities."""

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saathi.agencies import domains
from saathi.agencies.models import Staff
from saathi.agencies.permissions import TEAM_READS
from saathi.agencies.register_kit.entry_texts import day_text
from saathi.agencies.sections import Section
from saathi.agencies.sign_in.first_page import first_page
from saathi.audit.models import AuditEntry
from saathi.infra import clock
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.inspections import queries
from saathi.protection.care.inspections.models import FacilityNotice, Inspection
from saathi.web.navigation import main_menu
from tests import filled
from tests.factories import agencies, facilities, inspections
from tests.reading import day, post, read, refused, status, whole, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db

STEPS = (
    "show_inspection", "begin_inspection", "cancel_inspection", "next_criterion", "record_account",
    "submit_inspection", "agree_to_inspection", "return_inspection", "issue_inspection_notice",
)  # fmt: skip


def address(name: str, *ids: object) -> str:
    return reverse(f"inspections:{name}", args=ids)


def follow_form(person: Staff, path: str, **typed: object) -> str:
    """Sends the form of a page as it is; the words of the page that follows."""
    client = signed_in(person)
    sent = filled.form(client.get(path).content.decode()) | typed
    answer: Any = client.post(path, sent)
    while answer.status_code == 302:
        answer = client.get(answer.url)
    return words(answer.content)


def test_strangers_find_no_inspection(facility: Facility, lead: Staff, manager: Staff) -> None:
    row = inspections.begun(facility, lead)
    with acting(lead):
        finding = queries.list_findings(row)[0]
    paths = [address(name, row.pk) for name in STEPS]
    paths.append(address("assess_criterion", row.pk, finding.pk))
    for person in (manager, agencies.staff("case_worker", lead.office)):
        for path in paths:
            assert signed_in(person).get(path).status_code == 404, path
    worker = agencies.staff("case_worker", lead.office)
    for name in ("plan_inspection", "issue_notice"):
        assert status(worker, address(name, facility.pk)) == {404}
    other = inspections.begun(facility, lead)
    assert signed_in(lead).get(address("assess_criterion", other.pk, finding.pk)).status_code == 404


@pytest.mark.requirement("FAC-002", "FAC-014")
def test_an_inspection_from_the_plan_to_the_stop_of_placements(
    facility: Facility, lead: Staff, second: Staff, manager: Staff
) -> None:
    page = read(lead, address("list_by_risk"))
    assert "House of hope" in page
    assert "Never inspected" in page
    today = lead.office.today()
    plan = address("plan_inspection", facility.pk)
    assert "This field is required" in refused(lead, plan, {"kind": "unannounced"})
    page = post(lead, plan, {"kind": "unannounced"} | day("planned_on", today))
    assert "Status Planned" in page
    assert "1 planned inspection is due" in whole(signed_in(lead).get("/").content)
    with acting(lead):
        row = Inspection.objects.get()
    begin = address("begin_inspection", row.pk)
    typed = day("held_on", today) | {"version": row.version, "conflict": "declared"}
    page = post(lead, begin, typed | {"conflict": "none", "team": "Nurse"})
    assert "Saathi model set of minimum standards, 0.2" in page
    assert "Assess every criterion first." in page
    assert lead.name in page
    with acting(lead):
        first, *rest = queries.list_findings(row)
    assess = address("assess_criterion", row.pk, first.pk)
    following: Any = signed_in(lead).get(address("next_criterion", row.pk))
    assert following.url == assess
    assert "60 criteria are not assessed yet." in read(lead, assess)
    sent = {"result": "not_met", "version": first.version}
    assert "Describe what you found" in refused(lead, assess, sent)
    assert "Criterion 1.2" in post(lead, assess, sent | {"result": "met"})
    for finding in rest:
        result = "not_met" if finding.code == "3.4" else "met"
        typed = {"result": result, "evidence": "Doors locked", "version": finding.version}
        post(lead, address("assess_criterion", row.pk, finding.pk), typed)
    page = read(lead, address("show_inspection", row.pk))
    assert "Result by rule: Failed" in page
    assert "Record how many children were heard alone" in page
    follow_form(
        lead, address("record_account", row.pk), children_heard="3", themes="Locked at night",
        discrimination="found", discrimination_text="Food by caste",
    )  # fmt: skip
    assert "Status Waiting for the second inspector" in follow_form(
        lead, address("submit_inspection", row.pk)
    )
    assert "You led this inspection" in follow_form(
        lead, address("agree_to_inspection", row.pk), conflict="none"
    )
    assert "1 inspection is waiting for a second inspector" in whole(
        signed_in(second).get("/").content
    )
    page = follow_form(second, address("agree_to_inspection", row.pk), conflict="none")
    assert "Result Failed" in page
    assert second.name in page
    assert_why_comes_first(page)
    shown = reverse("facilities:show_facility", args=[facility.pk])
    page = read(manager, shown)
    assert "The facility failed its last inspection." in page
    assert "Last inspection Failed" in page
    assert "Locked at night" not in page
    assert "No new placements" in read(manager, reverse("facilities:list_facilities"))
    assert "Failed the last inspection" in read(lead, address("list_by_risk"))
    assert_logged(row)


def assert_why_comes_first(page: str) -> None:
    """The page of a failed inspection: why, with what failed and no more; the residents; the rest."""
    top, rest_of_page = page.split("Type of inspection", 1)
    assert "Failed because: A critical criterion is not met. 3.4 critical" in top
    assert "3.3" not in top
    assert "0 children live here No review of a resident because of a stop is open." in top
    assert "Children heard alone 3 Themes that children raised Locked at night" in rest_of_page
    assert "Returned for revision" not in page
    assert "Reason for cancelling" not in page
    assert "not recorded" in rest_of_page  # staff interviewed: inspectors were to record it


def assert_logged(row: Inspection) -> None:
    """Each step of the inspection is in the audit log."""
    with role("maintenance"):
        rows = AuditEntry.objects.filter(kind="wrote", objects_seen__contains=[row.pk])
        logged = {(entry.detail or {})["action"] for entry in rows}
    assert logged == {
        "inspection_planned", "inspection_begun", "criterion_assessed", "account_recorded",
        "inspection_submitted", "inspection_agreed",
    }  # fmt: skip


def test_each_criterion_is_saved_by_itself_and_not_over_another(
    facility: Facility, lead: Staff, second: Staff
) -> None:
    row = inspections.begun(facility, lead)
    with acting(lead):
        finding = queries.list_findings(row)[0]
    path = address("assess_criterion", row.pk, finding.pk)
    post(second, path, {"result": "partly", "evidence": "One key", "version": finding.version})
    answer = signed_in(lead).post(path, {"result": "met", "version": finding.version})
    assert answer.status_code != 302
    with acting(lead):
        finding.refresh_from_db()
        assert (finding.result, finding.recorded_by) == ("partly", second.pk)
    assert "59 criteria are not assessed yet." in read(lead, path)


@pytest.mark.requirement("FAC-003")
def test_an_inspector_who_ever_assessed_a_criterion_is_offered_no_approval(
    facility: Facility, lead: Staff, second: Staff
) -> None:
    row = inspections.assessed(facility, lead)
    with acting(lead):
        finding = queries.list_findings(row)[0]
    path = address("assess_criterion", row.pk, finding.pk)
    for person, version in ((second, finding.version), (lead, finding.version + 1)):
        post(person, path, {"result": "met", "evidence": "Seen", "version": version})
    follow_form(lead, address("submit_inspection", row.pk))
    agree = address("agree_to_inspection", row.pk)
    assert agree not in signed_in(second).get(address("show_inspection", row.pk)).content.decode()
    assert "You edited this inspection" in follow_form(second, agree, conflict="none")
    third = agencies.staff("supervisor", lead.office)
    assert agree in signed_in(third).get(address("show_inspection", row.pk)).content.decode()
    assert "Result Passed" in follow_form(third, agree, conflict="none")


def test_an_inspection_is_returned_or_cancelled_with_a_reason(
    facility: Facility, lead: Staff, second: Staff
) -> None:
    row = inspections.submitted(facility, lead)
    page = follow_form(second, address("return_inspection", row.pk), why="Kitchen not described")
    assert "Status Under way" in page
    assert "Kitchen not described" in page
    other = inspections.planned(facility, lead)
    page = follow_form(lead, address("cancel_inspection", other.pk), why="Flood")
    assert "Status Cancelled" in page
    for query, count in (("state=cancelled", 1), ("state=final", 0), ("q=hope", 2), ("q=x", 0)):
        page = read(lead, f"{address('list_inspections')}?{query}")
        assert page.count("House of hope") == count, query


def test_a_second_inspection_of_the_same_type_is_not_planned_for_a_facility(
    facility: Facility, lead: Staff, second: Staff
) -> None:
    today = day("planned_on", lead.office.today() + dt.timedelta(days=9))
    plan = address("plan_inspection", facility.pk)
    post(lead, plan, {"kind": "announced"} | today)
    text = "An inspection of this type is already planned for this facility."
    assert text in refused(second, plan, {"kind": "announced"} | today)
    assert "Status Planned" in post(second, plan, {"kind": "complaint"} | today)
    elsewhere = agencies.staff("supervisor")  # of another agency, whose plans are its own
    assert "Status Planned" in post(elsewhere, plan, {"kind": "announced"} | today)
    inspections.begun(facility, lead)  # and again once one has begun
    assert "Status Planned" in post(second, plan, {"kind": "unannounced"} | today)


def test_without_standards_no_inspection_begins(lead: Staff) -> None:
    keeper = agencies.staff("supervisor")
    row = inspections.planned(facilities.facility(keeper), lead)
    typed = day("held_on", lead.office.today()) | {"version": row.version, "conflict": "none"}
    page = refused(lead, address("begin_inspection", row.pk), typed)
    assert "No minimum standards are published" in page


@pytest.mark.requirement("FAC-003")
def test_a_notice_is_issued_read_by_all_and_closed_with_proof(
    facility: Facility, lead: Staff, second: Staff, manager: Staff
) -> None:
    row = inspections.final(facility, lead, second, {"8.3": "not_met"})
    today = lead.office.today()
    typed: dict[str, Any] = {"kind": "improvement", "text": "Open the garden"}
    path = address("issue_inspection_notice", row.pk)
    assert "This field is required" in refused(lead, path, typed)
    page = post(lead, path, typed | day("due_on", today))
    assert "Open the garden" in page
    shown = reverse("facilities:show_facility", args=[facility.pk])
    assert "Improvement" in read(manager, shown)
    assert "Open the garden" in read(manager, address("list_notices"))
    assert "Open the garden" not in read(manager, address("list_notices") + "?state=closed")
    with acting(lead):
        notice = FacilityNotice.objects.get()
    close = address("close_notice", notice.pk)
    for person in (lead, manager, agencies.staff("case_worker", lead.office)):
        assert signed_in(person).get(close).status_code == 404
    assert "You issued this notice" in refused(
        lead, close, day("checked_on", today) | {"proof": "Seen"}
    )
    assert "This field is required" in refused(second, close, day("checked_on", today))
    page = post(second, close, day("checked_on", today) | {"proof": "Garden open"})
    assert "Open the garden" not in page
    assert "Open the garden" in read(manager, address("list_notices") + "?state=closed")


def test_facilities_by_risk_take_as_many_queries_for_ten_as_for_one(
    facility: Facility, lead: Staff, second: Staff, manager: Staff
) -> None:
    client = signed_in(lead)
    client.get(address("list_by_risk"))
    with CaptureQueriesContext(connection) as first:
        assert "House of hope" in whole(client.get(address("list_by_risk")).content)
    for number in range(9):
        country = manager.office.country
        entry = facilities.registered(manager, country=country, name=f"House {number}")
        inspections.final(entry, lead, second)
    with CaptureQueriesContext(connection) as tenth:
        assert "House 8" in whole(client.get(address("list_by_risk")).content)
    assert len(tenth) <= len(first)


def test_list_of_notices_has_the_overdue_first_and_the_closed_last(
    facility: Facility, lead: Staff, second: Staff
) -> None:
    today = lead.office.today()
    days_ahead = {"Later": 30, "Overdue": -3, "Soon": 2, "Closed": -90}
    with role("maintenance"):
        for text, days in days_ahead.items():
            closed = {"state": "closed", "decided_by": second.pk, "checked_on": today, "proof": "Seen",
                      "decided_at": clock.now()}  # fmt: skip
            FacilityNotice.objects.create(
                agency=lead.agency, facility=facility, kind="improvement", text=f"{text} notice",
                due_on=today + dt.timedelta(days=days), recorded_by=lead.pk,
                **(closed if text == "Closed" else {"state": "open"}),
            )  # fmt: skip
    page = read(lead, address("list_notices"))
    shown = sorted(days_ahead, key=lambda text: page.index(f"{text} notice"))
    assert shown == ["Overdue", "Soon", "Later", "Closed"]


def test_facility_with_an_inspection_under_way_is_not_called_never_inspected(
    facility: Facility, lead: Staff
) -> None:
    assert "Never inspected" in read(lead, address("list_by_risk"))
    row = inspections.begun(facility, lead)
    page = re.sub("[\u2066-\u2069\u200e]", "", read(lead, address("list_by_risk")))
    assert f"Under way since {day_text(row.held_on)}" in page
    assert "Never inspected" not in page


def test_oversight_officer_begins_with_the_day_and_finds_inspections_in_the_menu(
    facility: Facility, lead: Staff
) -> None:
    oversight = agencies.staff("oversight", lead.office)
    inspections.submitted(facility, lead)
    assert first_page(oversight) == reverse("desk:my_day")
    assert "1 inspection is waiting for a second inspector" in whole(
        signed_in(oversight).get(first_page(oversight)).content
    )
    places = domains.open_menu(oversight.permissions, TEAM_READS.get("oversight", Section(0)))
    row = main_menu(places, "/").row
    assert reverse("inspections:list_inspections") in [link.url for link in row]

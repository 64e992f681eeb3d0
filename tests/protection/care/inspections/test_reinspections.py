"""A failed facility is inspected again by a day, which inspectors see on their pages."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.agencies.register_kit.entry_texts import day_text
from saathi.infra import clock
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.inspections import actions, queries, rules
from saathi.protection.care.inspections.rules import FindingFacts
from saathi.protection.care.inspections.vocabulary import InspectionResult
from tests.factories import inspections
from tests.protection.care.inspections.statements import step
from tests.protection.care.inspections.test_screens import address, follow_form
from tests.reading import read, whole
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
HELD = dt.date(2026, 6, 1)
DUE = "1 re-inspection of a facility that failed is due or overdue"


@pytest.mark.parametrize(
    ("result", "finding", "days"),
    [
        ("failed", FindingFacts(True, "not_met"), 30),
        ("failed", FindingFacts(True, "partly"), 90),
        ("failed", FindingFacts(False, "not_met"), 90),
        ("passed", FindingFacts(True, "met"), None),
        ("incomplete", FindingFacts(True, "not_seen"), None),
    ],
)
def test_day_of_the_reinspection(result: str, finding: FindingFacts, days: int | None) -> None:
    expected = None if days is None else HELD + dt.timedelta(days=days)
    assert rules.reinspection_day(InspectionResult(result), [finding], HELD) == expected


@pytest.mark.requirement("FAC-003")
def test_failed_inspection_is_due_again_until_one_ends_the_stop(
    facility: Facility, lead: Staff, second: Staff, manager: Staff
) -> None:
    today = lead.office.today()
    held_on = today - dt.timedelta(days=20)
    row = inspections.final(facility, lead, second, {"3.4": "not_met"}, held_on)
    due_on = held_on + dt.timedelta(days=30)
    assert row.reinspect_by == due_on
    assert f"Re-inspect by {day_text(due_on)}" in read(lead, address("show_inspection", row.pk))
    assert day_text(due_on) in read(lead, address("list_by_risk"))
    calendar = f"{reverse('desk:show_calendar')}?on={due_on.isoformat()}"
    assert "Re-inspection due House of hope" in read(second, calendar)
    assert "Re-inspection due" not in read(manager, calendar)
    assert DUE in whole(signed_in(lead).get("/").content)
    assert DUE not in whole(signed_in(manager).get("/").content)
    planned = inspections.planned(facility, lead)  # today, in time
    assert DUE not in whole(signed_in(lead).get("/").content)
    listed = read(lead, address("list_inspections"))
    assert f"Unannounced, re-inspection due by {day_text(due_on)}" in listed
    assert listed.count("re-inspection due by") == 1  # not beside the one that failed
    follow_form(lead, address("cancel_inspection", planned.pk), why="Flood")
    assert DUE in whole(signed_in(lead).get("/").content)
    inspections.final(facility, lead, second)
    with acting(lead):
        assert not queries.reinspections(lead.agency_id).exists()


def test_overdue_reinspection_is_a_reason_in_the_list_by_risk(
    facility: Facility, lead: Staff, second: Staff
) -> None:
    held_on = lead.office.today() - dt.timedelta(days=31)
    inspections.final(facility, lead, second, {"3.4": "not_met"}, held_on)
    assert "Re-inspection overdue" in read(lead, address("list_by_risk"))


def test_no_statement_sets_another_day(facility: Facility, lead: Staff, second: Staff) -> None:
    row = inspections.submitted(facility, lead, {"3.4": "not_met"})
    for wrong in (None, row.held_on):
        step(
            row, second, "within the days by rule", state="final", second_conflict="none",
            result="failed", decided_by=second.pk, decided_at=clock.now(), reinspect_by=wrong,
        )  # fmt: skip


def test_discrimination_that_was_found_is_described(facility: Facility, lead: Staff) -> None:
    row = inspections.begun(facility, lead)
    typed: dict[str, Any] = {"children_heard": "3", "discrimination": "found"}
    page = follow_form(lead, address("record_account", row.pk), **typed)
    assert "Describe the discrimination, without names." in page
    with role("maintenance"):
        row.refresh_from_db()
    assert not row.discrimination
    account = actions.InspectionAccount(None, 3, "", "found", "")
    seen = actions.SeenInspection(row, row.version)
    with acting(lead), pytest.raises(actions.InspectionRefused):
        actions.record_account(seen=seen, account=account, actor=lead)
    step(row, lead, "is described", discrimination="found")
    page = follow_form(
        lead, address("record_account", row.pk), **typed, discrimination_text="Food by caste"
    )
    assert "Food by caste" in page


def test_why_discrimination_was_not_examined_is_explained(facility: Facility, lead: Staff) -> None:
    row = inspections.begun(facility, lead)
    form = address("record_account", row.pk)
    typed: dict[str, Any] = {"children_heard": "3", "discrimination": "not_examined"}
    for text in ("", "No time.", "a" * 30):
        page = follow_form(lead, form, **typed, discrimination_text=text)
        assert "Explain in at least 20 letters why discrimination was not examined." in page
    with role("maintenance"):
        row.refresh_from_db()
    assert not row.discrimination
    step(row, lead, "or it is said why not", discrimination="not_examined")
    why = "All residents had left for the festival."
    assert why in follow_form(lead, form, **typed, discrimination_text=why)

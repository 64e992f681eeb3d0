"""Days that are refused: a plan for the past, a second plan, an improvement after the re-inspection."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from saathi.agencies.models import Staff
from saathi.audit.models import AuditEntry
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.inspections import notice_rules, queries, rules
from saathi.protection.care.inspections.models import FacilityNotice, Inspection
from tests.factories import inspections
from tests.protection.care.inspections.test_screens import address
from tests.reading import day, post, read, refused
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 6, 1)
PLANNED = "An inspection of this type is already planned for this facility."


@pytest.mark.parametrize(
    ("days", "is_planned", "codes"),
    [(0, False, []), (9, True, ["kind"]), (-1, False, ["planned_on"])],
)
def test_plan(days: int, is_planned: bool, codes: list[str]) -> None:
    on = TODAY + dt.timedelta(days=days)
    reasons = rules.reasons_against_plan(on, is_planned=is_planned, today=TODAY)
    assert [reason.code for reason in reasons] == codes


def plan(facility: Facility, lead: Staff, on: dt.date) -> Inspection:
    """An unannounced inspection that is planned, not yet stored."""
    return Inspection(
        agency_id=lead.agency_id, facility=facility, recorded_by=lead.pk, kind="unannounced",
        planned_on=on, state="planned",
    )  # fmt: skip


def test_no_inspection_is_planned_for_the_past(facility: Facility, lead: Staff) -> None:
    path = address("plan_inspection", facility.pk)
    typed = {"kind": "unannounced"} | day("planned_on", dt.date(2020, 1, 1))
    page = refused(lead, path, typed)
    assert "Choose today or a later day. If the inspection already took place, plan it" in page
    kept = signed_in(lead).post(path, typed).content.decode()
    assert 'value="2020"' in kept  # what was entered
    today = lead.office.today()
    with acting(lead), pytest.raises(DatabaseError, match="today or a later"), transaction.atomic():
        plan(facility, lead, today - dt.timedelta(days=2)).save(force_insert=True)
    row = inspections.begun(facility, lead, today - dt.timedelta(days=30))  # it took place
    assert row.held_on == today - dt.timedelta(days=30)
    with role("maintenance"):
        logged = AuditEntry.objects.filter(objects_seen__contains=[row.pk], kind="wrote")
        done = [entry.detail["action"] for entry in logged.order_by("id") if entry.detail]
    assert done == ["inspection_planned", "inspection_begun"]


def test_two_people_do_not_plan_the_same_at_the_same_moment(
    facility: Facility, lead: Staff, second: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    inspections.planned(facility, lead)
    typed = {"kind": "unannounced"} | day("planned_on", lead.office.today())
    # the check of the second person did not see the plan that the first one stores meanwhile
    monkeypatch.setattr(queries, "is_planned", lambda *_facts: False)
    page = refused(second, address("plan_inspection", facility.pk), typed)
    assert PLANNED in page
    with acting(second), transaction.atomic():
        with pytest.raises(IntegrityError, match="inspections_planned_once"), transaction.atomic():
            plan(facility, second, second.office.today()).save(force_insert=True)
        assert Inspection.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "due", "again", "codes"),
    [
        ("improvement", 31, 30, ["due_on"]),
        ("improvement", 30, 30, []),
        ("improvement", 31, None, []),
        ("improvement", 31, -1, []),  # the re-inspection is overdue
        ("advice", 31, 30, []),
    ],
)
def test_improvement_is_due_by_the_reinspection(
    kind: str, due: int, again: int | None, codes: list[str]
) -> None:
    reasons = notice_rules.reasons_against_notice(
        kind,
        "",
        TODAY + dt.timedelta(days=due),
        today=TODAY,
        reinspect_by=None if again is None else TODAY + dt.timedelta(days=again),
    )
    assert [reason.code for reason in reasons] == codes


@pytest.mark.requirement("FAC-003")
def test_no_improvement_is_due_after_the_reinspection(
    facility: Facility, lead: Staff, second: Staff
) -> None:
    row = inspections.final(facility, lead, second, {"3.4": "not_met"})
    assert row.reinspect_by is not None
    late = row.reinspect_by + dt.timedelta(days=2)
    typed: dict[str, Any] = {"kind": "improvement", "text": "Unlock the doors"}
    for path in (address("issue_inspection_notice", row.pk), address("issue_notice", facility.pk)):
        page = refused(lead, path, typed | day("due_on", late))
        assert "The facility failed and is inspected again before this day." in page
        assert "Unlock the doors" in page
    with acting(lead), pytest.raises(DatabaseError, match="by the re-insp"), transaction.atomic():
        FacilityNotice.objects.create(
            agency_id=lead.agency_id, facility=facility, recorded_by=lead.pk, state="open",
            due_on=late, **typed,
        )  # fmt: skip
    post(lead, address("issue_notice", facility.pk), typed | day("due_on", row.reinspect_by))
    assert "Unlock the doors" in read(lead, address("list_notices"))

"""Closing a facility or suspending its licence: a second inspector agrees, placements stop at once."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from saathi.agencies.models import Notice, Staff
from saathi.agencies.row_proofs import prove_rows
from saathi.audit.models import AuditEntry
from saathi.infra import clock
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.inspections import actions, notice_rules
from saathi.protection.care.inspections.models import FacilityNotice
from tests.factories import agencies
from tests.protection.care.inspections.test_locks import obstacles
from tests.protection.care.inspections.test_screens import address, follow_form
from tests.reading import day, post, read, refused, whole
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 6, 1)


def issued(facility: Facility, person: Staff, kind: str = "closure", **more: Any) -> FacilityNotice:
    data = actions.FacilityNoticeInput(
        kind, "Close it", person.office.today(), **{"residents": "Home by the river"} | more
    )
    with acting(person):
        return actions.issue_notice(facility=facility, data=data, inspection=None, actor=person)


@pytest.mark.parametrize(
    ("kind", "residents", "days", "codes"),
    [
        ("closure", "Home by the river", 0, []),
        ("closure", "", 0, ["residents"]),
        ("licence", "", -1, ["due_on", "residents"]),
        ("admissions", "", 3, []),
    ],
)
def test_what_a_notice_needs(kind: str, residents: str, days: int, codes: list[str]) -> None:
    due_on = TODAY + dt.timedelta(days=days)
    reasons = notice_rules.reasons_against_notice(kind, residents, due_on, today=TODAY)
    assert [reason.code for reason in reasons] == codes


@pytest.mark.parametrize(
    ("kind", "ordered_by", "state"),
    [
        ("closure", "", "asked"), ("licence", "", "asked"), ("closure", "High court", "open"),
        ("admissions", "", "open"), ("advice", "", "open"),
    ],
)  # fmt: skip
def test_what_one_inspector_cannot_order_alone(kind: str, ordered_by: str, state: str) -> None:
    assert notice_rules.notice_state(kind, ordered_by) == state


@pytest.mark.requirement("FAC-003")
def test_closure_stops_placements_at_once_and_waits_for_a_second_inspector(
    facility: Facility, lead: Staff, second: Staff, manager: Staff
) -> None:
    path = address("issue_notice", facility.pk)
    assert "Children who live here 0" in read(lead, path)
    typed: dict[str, Any] = {"kind": "closure", "text": "Close by May"}
    typed |= day("due_on", lead.office.today())
    assert "Describe where the residents go" in refused(lead, path, typed)
    page = post(lead, path, typed | {"residents": "Home by the river"})
    assert "Close the facility Waiting for agreement" in page
    assert "A notice to close the facility is open." in page
    assert obstacles(facility, manager) == ["closure"]
    with role("maintenance"):
        notice = FacilityNotice.objects.get()
        waits = Notice.objects.filter(kind="notice_waits").values_list("staff_id", flat=True)
        assert list(waits) == [second.pk]
    assert (notice.state, notice.answered_by) == ("asked", None)
    waiting = "1 notice to a facility is waiting for a second inspector"
    assert waiting in whole(signed_in(second).get("/").content)
    assert waiting not in whole(signed_in(lead).get("/").content)
    agree = address("agree_to_notice", notice.pk)
    for person in (lead, manager, agencies.staff("case_worker", lead.office)):
        assert signed_in(person).get(agree).status_code == 404
    assert "You issued this notice." in refused(lead, agree, {"conflict": "none"})
    assert "Home by the river" in read(second, agree)
    page = follow_form(second, agree, conflict="none")
    assert "Waiting for agreement" not in page
    assert f"Agreed by {second.name}" in page
    assert obstacles(facility, manager) == ["closure"]
    with role("maintenance"):
        logged = AuditEntry.objects.filter(objects_seen__contains=[notice.pk], kind="wrote")
        assert {(entry.detail or {})["action"] for entry in logged} == {
            "notice_issued", "notice_agreed",
        }  # fmt: skip


def test_connection_declared_at_a_notice_bars_the_second_inspector(
    facility: Facility, lead: Staff, second: Staff
) -> None:
    notice = issued(facility, lead)
    agree = address("agree_to_notice", notice.pk)
    assert "Your connection is recorded." in follow_form(second, agree, conflict="declared")
    assert "You declared a connection" in refused(second, agree, {"conflict": "none"})
    with role("maintenance"):
        notice.refresh_from_db()
    assert notice.state == "asked"


def test_closure_by_another_authority_is_a_fact(
    facility: Facility, lead: Staff, manager: Staff
) -> None:
    notice = issued(facility, lead, ordered_by="High court")
    assert notice.state == "open"
    page = read(lead, reverse("facilities:show_facility", args=[facility.pk]))
    assert "Another authority that ordered it High court" in page
    assert "Waiting for agreement" not in page
    assert obstacles(facility, manager) == ["closure"]


def test_notice_that_waits_is_closed_by_another_inspector(
    facility: Facility, lead: Staff, second: Staff, manager: Staff
) -> None:
    notice = issued(facility, lead, "licence")
    assert obstacles(facility, manager) == ["licence"]
    with acting(second):
        actions.close_notice(
            notice=notice, checked_on=second.office.today(), proof="No reason", actor=second
        )
    assert obstacles(facility, manager) == []
    with acting(second), pytest.raises(actions.FacilityNoticeRefused):
        actions.agree_to_notice(notice=notice, conflict="none", actor=second)


def test_no_statement_agrees_to_a_closure_alone(
    facility: Facility, lead: Staff, second: Staff
) -> None:
    values: dict[str, Any] = {
        "agency_id": lead.agency_id, "facility": facility, "recorded_by": lead.pk,
        "kind": "closure", "text": "x", "due_on": lead.office.today(), "residents": "x",
    }  # fmt: skip
    for wrong in (
        {"state": "open"}, {"state": "open", "answered_by": second.pk},
        {"state": "asked", "residents": ""}, {"state": "asked", "answered_by": second.pk},
    ):  # fmt: skip
        with acting(lead), transaction.atomic():
            notice = FacilityNotice(**values | wrong)
            prove_rows([(notice, {})], by=lead.pk)
            with pytest.raises(DatabaseError), transaction.atomic():
                notice.save(force_insert=True)
    notice = issued(facility, lead)
    agreed = {"state": "open", "answered_at": clock.now()}
    attempts: tuple[tuple[Staff, dict[str, Any]], ...] = (
        (lead, agreed | {"answered_by": lead.pk}),
        (lead, agreed | {"answered_by": second.pk}),
        (second, agreed | {"answered_by": lead.pk}),
        (second, {"state": "open"}),
        (second, agreed | {"answered_by": second.pk, "proof": "x"}),
    )
    rows = FacilityNotice.objects.filter(pk=notice.pk)
    with acting(second), pytest.raises(DatabaseError), transaction.atomic():
        rows.update(**agreed, answered_by=second.pk)  # without the proof of the application
    for person, change in attempts:
        with acting(person), transaction.atomic():
            prove_rows([(notice, change)], by=person.pk)
            with pytest.raises(DatabaseError), transaction.atomic():
                rows.update(**change)

"""Declared connections of inspectors: they stay, bar the person, and another inspector withdraws them."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.agencies.row_proofs import prove_rows
from saathi.audit.models import AuditEntry
from saathi.infra import clock
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.inspections import actions, conflict_actions, queries, rules
from saathi.protection.care.inspections.models import (
    FacilityNotice,
    Inspection,
    InspectionFinding,
    InspectorConflict,
)
from saathi.protection.care.inspections.rules import InspectorFacts
from tests.factories import agencies, inspections
from tests.protection.care.inspections.statements import step
from tests.protection.care.inspections.test_screens import address, follow_form
from tests.reading import day, post, read, refused, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db

MISTAKEN = "The inspector meant another home of the same name."


def declared(row: Inspection, person: Staff) -> InspectorConflict:
    with acting(person):
        return conflict_actions.declare_conflict(
            facility=row.facility, inspection=row, actor=person
        )


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        (InspectorFacts(False), []),
        (InspectorFacts(False, has_declared=True), ["conflict"]),
        (InspectorFacts(False, "declared"), ["conflict"]),
        (InspectorFacts(True, has_declared=True), ["own_facility"]),
    ],
)
def test_who_may_inspect(facts: InspectorFacts, codes: list[str]) -> None:
    assert [reason.code for reason in rules.reasons_against_inspector(facts)] == codes


@pytest.mark.requirement("FAC-002")
def test_second_inspector_who_declared_a_connection_does_not_agree_a_minute_later(
    facility: Facility, lead: Staff, second: Staff
) -> None:
    row = inspections.submitted(facility, lead)
    agree = address("agree_to_inspection", row.pk)
    shown = words(signed_in(second).get(agree).content)
    assert "Result by the criteria Passed" in shown
    for text in ("Children heard alone", "Discrimination between residents",
                 "Serious incidents that are open 0"):  # fmt: skip
        assert text in shown
    page = follow_form(second, agree, conflict="declared")
    assert "Your connection is recorded. Another inspector takes over." in page
    assert "Status Waiting for the second inspector" in page
    assert agree not in signed_in(second).get(address("show_inspection", row.pk)).content.decode()
    assert "You declared a connection with this facility earlier." in follow_form(
        second, agree, conflict="none"
    )
    with role("maintenance"):
        row.refresh_from_db()
        kept = InspectorConflict.objects.get()
        actions_logged = AuditEntry.objects.filter(objects_seen__contains=[kept.pk], kind="wrote")
        assert [entry.detail["action"] for entry in actions_logged if entry.detail] == [
            "conflict_declared"
        ]
    assert row.state == "submitted"
    assert (kept.recorded_by, kept.inspection_id) == (second.pk, row.pk)
    # nor plans another inspection of the same facility, nor issues a notice to it
    typed = {"kind": "unannounced"} | day("planned_on", lead.office.today())
    plan = address("plan_inspection", facility.pk)
    assert "You declared a connection" in refused(second, plan, typed)
    typed = {"kind": "advice", "text": "x"} | day("due_on", lead.office.today())
    assert "You declared a connection" in refused(
        second, address("issue_notice", facility.pk), typed
    )
    # a third inspector withdraws it with a reason, not the person
    withdraw = address("withdraw_conflict", kept.pk)
    assert signed_in(second).get(withdraw).status_code == 404
    stranger = agencies.staff("supervisor")
    assert signed_in(stranger).get(withdraw).status_code == 404
    shown = reverse("facilities:show_facility", args=[facility.pk])
    assert f"{second.name} declared a connection" in read(lead, shown)
    assert "You declared this connection." in refused(second, withdraw, {"why": "Mistake"})
    assert "declared a connection" not in post(lead, withdraw, {"why": MISTAKEN})
    assert "Result Passed" in follow_form(second, agree, conflict="none")
    with role("maintenance"):
        kept.refresh_from_db()
    assert (kept.state, kept.decided_by) == ("withdrawn", lead.pk)


def test_lead_who_declared_a_connection_does_not_begin(facility: Facility, lead: Staff) -> None:
    row = inspections.planned(facility, lead)
    begin = address("begin_inspection", row.pk)
    typed: dict[str, Any] = day("held_on", lead.office.today()) | {"version": row.version}
    post(lead, begin, typed | {"conflict": "declared"})
    assert "You declared a connection" in refused(lead, begin, typed | {"conflict": "none"})
    post(lead, begin, typed | {"conflict": "declared"})
    with role("maintenance"):
        assert InspectorConflict.objects.count() == 1


def test_no_statement_lets_who_declared_a_connection_take_part(
    facility: Facility, lead: Staff, second: Staff
) -> None:
    row = inspections.submitted(facility, lead)
    other = inspections.begun(facility, lead)
    kept = declared(row, second)
    step(
        row, second, "takes no part", state="final", second_conflict="none", result="passed",
        decided_by=second.pk, decided_at=clock.now(),
    )  # fmt: skip
    with acting(second):
        finding = queries.list_findings(other)[0]
        values = {"result": "met", "recorded_by": second.pk, "recorded_at": clock.now()}
        with transaction.atomic():
            prove_rows([(finding, values)], by=second.pk)
            rows = InspectionFinding.objects.filter(pk=finding.pk)
            with pytest.raises(DatabaseError, match="under way"), transaction.atomic():
                rows.update(**values, version=finding.version + 1)
        with pytest.raises(DatabaseError, match="takes no part"), transaction.atomic():
            FacilityNotice.objects.create(
                agency_id=second.agency_id, facility=facility, recorded_by=second.pk,
                kind="advice", text="x", due_on=second.office.today(), state="open",
            )  # fmt: skip
        with pytest.raises(actions.InspectionRefused):
            actions.assess_criterion(
                finding=finding, version=finding.version, result="met", evidence="", actor=second
            )
    withdrawal = {"state": "withdrawn", "why_withdrawn": "x", "decided_at": clock.now()}
    attempts: tuple[tuple[Staff, dict[str, Any]], ...] = (
        (second, withdrawal | {"decided_by": second.pk}),
        (second, withdrawal | {"decided_by": lead.pk}),
    )
    for person, values in attempts:
        with acting(person), transaction.atomic():
            prove_rows([(kept, values)], by=person.pk)
            with pytest.raises(DatabaseError), transaction.atomic():
                InspectorConflict.objects.filter(pk=kept.pk).update(**values)
    with acting(lead):
        with pytest.raises(DatabaseError), transaction.atomic():
            InspectorConflict.objects.create(
                agency_id=lead.agency_id, facility=facility, recorded_by=second.pk, state="declared"
            )
        conflict_actions.withdraw_conflict(declared=kept, why=MISTAKEN, actor=lead)
        with pytest.raises(actions.InspectionRefused):
            conflict_actions.withdraw_conflict(declared=kept, why=MISTAKEN, actor=lead)


@pytest.mark.parametrize(
    ("is_own", "is_declared", "is_barred", "why", "codes"),
    [
        (False, True, False, MISTAKEN, []),
        (False, False, False, MISTAKEN, ["state"]),
        (True, True, True, MISTAKEN, ["own"]),
        (False, True, True, MISTAKEN, ["conflict"]),
        (False, True, False, "x", ["why"]),
        (False, True, False, "a" * 40, ["why"]),
    ],
)
def test_who_withdraws_a_declared_connection(
    *, is_own: bool, is_declared: bool, is_barred: bool, why: str, codes: list[str]
) -> None:
    found = rules.reasons_against_withdrawing_conflict(
        is_own=is_own, is_declared=is_declared, is_barred=is_barred, why=why
    )
    assert [reason.code for reason in found] == codes


@pytest.mark.requirement("FAC-002")
def test_two_inspectors_who_declared_a_connection_do_not_withdraw_each_others(
    facility: Facility, lead: Staff, second: Staff
) -> None:
    row = inspections.planned(facility, lead)
    of_second = declared(row, second)
    withdraw = address("withdraw_conflict", of_second.pk)
    shown = reverse("facilities:show_facility", args=[facility.pk])
    assert withdraw in signed_in(lead).get(shown).content.decode()
    assert "at least 20 letters" in refused(lead, withdraw, {"why": "x"})
    declared(row, lead)
    assert withdraw not in signed_in(lead).get(shown).content.decode()
    assert signed_in(lead).get(withdraw).status_code == 404
    assert "You declared a connection with this facility yourself." in refused(
        lead, withdraw, {"why": MISTAKEN}
    )
    values = {
        "state": "withdrawn", "why_withdrawn": MISTAKEN, "decided_by": lead.pk,
        "decided_at": clock.now(),
    }  # fmt: skip
    rows = InspectorConflict.objects.filter(pk=of_second.pk)
    with acting(lead), transaction.atomic():
        prove_rows([(of_second, values)], by=lead.pk)
        with pytest.raises(DatabaseError, match="another inspector"), transaction.atomic():
            rows.update(**values)
    third = agencies.staff("supervisor", lead.office)
    assert withdraw in signed_in(third).get(shown).content.decode()
    post(third, withdraw, {"why": MISTAKEN})
    with role("maintenance"):
        of_second.refresh_from_db()
        logged = AuditEntry.objects.filter(objects_seen__contains=[of_second.pk], kind="wrote")
        done = [entry.detail["action"] for entry in logged if entry.detail]
    assert (of_second.state, of_second.decided_by) == ("withdrawn", third.pk)
    assert "conflict_withdrawn" in done

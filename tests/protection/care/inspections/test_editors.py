"""Whoever ever edited an inspection does not agree to it, whatever others changed later."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from saathi.agencies.models import Staff
from saathi.infra import clock
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.inspections import actions, queries
from saathi.protection.care.inspections.models import Inspection, InspectionFinding
from tests.factories import agencies, inspections
from tests.protection.care.inspections.statements import step
from tests.roles import acting

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("FAC-003")
def test_no_inspector_agrees_to_findings_of_their_own(
    facility: Facility, lead: Staff, second: Staff
) -> None:
    row = inspections.assessed(facility, lead, {"3.4": "not_met"})
    with acting(second):
        finding = InspectionFinding.objects.filter(inspection=row, code="3.4").get()
        actions.assess_criterion(
            finding=finding, version=finding.version, result="met", evidence="Seen", actor=second
        )
    with acting(lead):
        row.refresh_from_db()
        seen = actions.SeenInspection(row, row.version)
        assert second.pk not in queries.second_inspectors(row, lead)
        row = actions.submit_inspection(seen=seen, actor=lead)
    seen = actions.SeenInspection(row, row.version)
    with acting(second), pytest.raises(actions.InspectionRefused):
        actions.agree_to_inspection(seen=seen, conflict="none", actor=second)
    step(
        row, second, "second inspector", state="final", second_conflict="none", result="passed",
        decided_by=second.pk, decided_at=clock.now(),
    )  # fmt: skip
    # also after the lead assessed the same criterion again, whoever edited it does not agree
    with acting(second):
        row = actions.return_inspection(seen=seen, why="Assess 3.4 again", actor=second)
    with acting(lead):
        finding.refresh_from_db()
        actions.assess_criterion(
            finding=finding, version=finding.version, result="not_met", evidence="Locked",
            actor=lead,
        )  # fmt: skip
        row = actions.submit_inspection(seen=actions.SeenInspection(row, row.version), actor=lead)
        row.refresh_from_db()
        assert set(row.editors) == {lead.pk, second.pk}
        assert second.pk not in queries.second_inspectors(row, lead)
    seen = actions.SeenInspection(row, row.version)
    with acting(second), pytest.raises(actions.InspectionRefused, match="second"):
        actions.agree_to_inspection(seen=seen, conflict="none", actor=second)
    step(
        row, second, "second inspector", state="final", second_conflict="none", result="failed",
        decided_by=second.pk, decided_at=clock.now(),
    )  # fmt: skip
    step(row, second, "stays named", state="open", why_returned="Once more", editors=[lead.pk])
    third = agencies.staff("supervisor", lead.office)
    with acting(third):
        row = actions.agree_to_inspection(seen=seen, conflict="none", actor=third)
    assert row.result == "failed"


def test_whoever_changed_the_account_does_not_agree(
    facility: Facility, lead: Staff, second: Staff
) -> None:
    row = inspections.assessed(facility, lead)
    with acting(second):
        row = actions.record_account(
            seen=actions.SeenInspection(row, row.version), account=inspections.ACCOUNT, actor=second
        )
    with acting(lead):
        row = actions.submit_inspection(seen=actions.SeenInspection(row, row.version), actor=lead)
    with acting(second), pytest.raises(actions.InspectionRefused, match="second"):
        actions.agree_to_inspection(
            seen=actions.SeenInspection(row, row.version), conflict="none", actor=second
        )


def test_no_statement_removes_an_editor(facility: Facility, lead: Staff, second: Staff) -> None:
    row = inspections.assessed(facility, lead)
    step(row, second, "stays named", editors=[])
    step(row, second, "stays named", editors=[lead.pk, second.pk])
    added: dict[str, Any] = {
        "agency_id": lead.agency_id, "facility": facility, "recorded_by": lead.pk,
        "kind": "announced", "planned_on": lead.office.today(), "state": "planned",
    }  # fmt: skip
    with acting(lead), pytest.raises(DatabaseError, match="as a plan"), transaction.atomic():
        Inspection.objects.create(**added, editors=[second.pk])

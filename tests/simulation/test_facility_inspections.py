"""The demo's facilities are inspected by the standards of their countries; one failed."""

import pytest

from saathi.protection.care.facilities.models import PlacementStop
from saathi.protection.care.inspections import rules
from saathi.protection.care.inspections.models import (
    FacilityNotice,
    Inspection,
    InspectionFinding,
)
from saathi.protection.care.inspections.queries import finding_facts
from saathi.protection.care.placements.models import Placement, PlacementReview
from saathi.protection.care.standards.models import StandardSet

pytestmark = pytest.mark.xdist_group("simulation")


def test_each_inspection_used_the_standards_of_its_country(small: str) -> None:
    final = Inspection.objects.filter(state="final").select_related("facility", "standard_set")
    assert {row.country for row in StandardSet.objects.all()} == {"NPL", "IND", "BGD"}
    assert {row.result for row in final} >= {"passed", "with_notice", "failed"}
    for row in final:
        assert row.standard_set is not None
        assert row.standard_set.country == row.facility.country
        found = InspectionFinding.objects.filter(inspection=row).order_by("place")
        asked = [criterion["code"] for criterion in row.standard_set.criteria]
        assert list(found.values_list("code", flat=True)) == asked
        assert row.decided_by not in row.editors


def test_results_follow_from_the_findings(small: str) -> None:
    final = list(Inspection.objects.filter(state="final"))
    assert len(final) > 3
    for row in final:
        assert rules.inspection_result(finding_facts(row)) == row.result


def test_failed_facility_is_stopped_and_its_residents_are_reviewed(small: str) -> None:
    failed = Inspection.objects.get(result="failed")
    not_met = InspectionFinding.objects.get(inspection=failed, result="not_met")
    assert not_met.is_critical
    assert FacilityNotice.objects.filter(inspection=failed, kind="improvement").exists()
    stop = PlacementStop.objects.get()
    assert (stop.facility_id, stop.reason, stop.source_id) == (
        failed.facility_id, "failed", failed.pk,
    )  # fmt: skip
    residents = Placement.objects.filter(facility=failed.facility_id, state="current")
    reviewed = PlacementReview.objects.filter(source_id=failed.pk, state="due")
    assert reviewed.exists()
    assert set(reviewed.values_list("placement", flat=True)) == set(
        residents.values_list("pk", flat=True)
    )

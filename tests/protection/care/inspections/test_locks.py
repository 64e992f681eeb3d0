"""The database: the result by rule, who takes each step, and what stops placements."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from saathi.agencies.models import Notice, Staff
from saathi.agencies.register_kit.actions import SeenEntry, publish_entries
from saathi.agencies.row_proofs import prove_rows
from saathi.infra import clock
from saathi.protection.care.facilities.actions import FACILITIES, change_facility
from saathi.protection.care.facilities.forms import COLUMNS
from saathi.protection.care.facilities.models import Facility, FacilityVersion
from saathi.protection.care.facilities.queries import placement_obstacles
from saathi.protection.care.inspections import actions, queries, rules
from saathi.protection.care.inspections.models import (
    FacilityNotice,
    Inspection,
    InspectionFinding,
)
from saathi.protection.care.inspections.vocabulary import FindingResult
from tests.engines.examples import examples
from tests.factories import agencies, facilities, inspections, standards
from tests.protection.care.inspections.statements import step
from tests.roles import acting, role

pytestmark = pytest.mark.django_db

SOME = st.lists(
    st.tuples(st.booleans(), st.sampled_from(["met", "met", "met", *FindingResult.values, ""])),
    max_size=8,
)


@examples(60)
@given(SOME)
def test_rule_and_database_find_the_same_result(drawn: list[tuple[bool, str]]) -> None:
    with transaction.atomic():
        lead, keeper = agencies.staff("supervisor"), agencies.staff("supervisor")
        row = inspections.planned(facilities.facility(keeper), lead)
        with role("maintenance"):
            for place, (is_critical, result) in enumerate(drawn):
                InspectionFinding.objects.create(
                    inspection=row, place=place, code=str(place), domain="safety", text="x",
                    is_critical=is_critical, result=result,
                )  # fmt: skip
        with acting(lead), connection.cursor() as cursor:
            cursor.execute("SELECT inspection_result(%s)", [row.pk])
            in_sql = cursor.fetchone()[0]
            found = rules.inspection_result(queries.finding_facts(row))
        assert (found.value if found else None) == in_sql
        transaction.set_rollback(True)


def obstacles(facility: Facility, person: Staff) -> list[str]:
    with acting(person):
        found = placement_obstacles(
            facility, sex="girl", age=12, on=person.office.today() + dt.timedelta(days=1)
        )
    return [reason.code for reason in found]


@pytest.mark.requirement("FAC-003")
def test_a_failed_facility_takes_no_child_until_it_passes(
    facility: Facility, lead: Staff, second: Staff, manager: Staff
) -> None:
    assert obstacles(facility, manager) == []
    before = lead.office.today() - dt.timedelta(days=10)
    row = inspections.final(facility, lead, second, {"3.4": "not_met"}, before)
    assert row.result == "failed"
    assert obstacles(facility, manager) == ["failed"]
    with role("maintenance"):
        notified = Notice.objects.filter(kind="facility_failed").values_list("staff_id", flat=True)
        assert list(notified) == [manager.pk]
    inspections.final(facility, lead, second, {"3.4": "not_seen"})
    assert obstacles(facility, manager) == ["failed"]
    inspections.final(facility, lead, second)
    assert obstacles(facility, manager) == []


@pytest.mark.requirement("FAC-003")
def test_an_inspection_held_before_the_failed_one_ends_no_stop(
    facility: Facility, lead: Staff, second: Staff, manager: Staff
) -> None:
    inspections.final(facility, lead, second, {"3.4": "not_met"})
    earlier = inspections.assessed(
        facility, lead, held_on=lead.office.today() - dt.timedelta(days=30)
    )
    with acting(lead):
        row = actions.submit_inspection(
            seen=actions.SeenInspection(earlier, earlier.version), actor=lead
        )
    with acting(second):
        row = actions.agree_to_inspection(
            seen=actions.SeenInspection(row, row.version), conflict="none", actor=second
        )
    assert row.result == "passed"
    assert obstacles(facility, manager) == ["failed"]


@pytest.mark.requirement("FAC-003")
def test_a_pass_on_the_day_of_the_failure_ends_no_stop(
    facility: Facility, lead: Staff, second: Staff, manager: Staff
) -> None:
    inspections.final(facility, lead, second, {"3.4": "not_met"})
    assert inspections.final(facility, second, lead).result == "passed"  # the two swapped
    assert obstacles(facility, manager) == ["failed"]


@pytest.mark.requirement("FAC-003")
def test_a_pass_by_a_lighter_set_ends_no_stop(
    facility: Facility, lead: Staff, second: Staff, manager: Staff
) -> None:
    before = lead.office.today() - dt.timedelta(days=10)
    inspections.final(facility, lead, second, {"3.4": "not_met"}, before)
    results = {"code": "1", "domain": "safety", "text": "A sign at the gate", "is_critical": True,
           "kinds": [], "evidence": [], "child_text": "", "references": []}  # fmt: skip
    light = standards.standard_set(manager, country=facility.country, criteria=[results])
    row = inspections.final(facility, lead, second)
    assert (row.result, row.standard_set_id) == ("passed", light.pk)
    assert obstacles(facility, manager) == ["failed"]


@pytest.mark.requirement("FAC-004")
def test_no_statement_begins_with_standards_of_another_country(
    facility: Facility, lead: Staff
) -> None:
    abroad = standards.standard_set(
        agencies.staff("supervisor", agencies.office(agencies.agency(country="IND")))
    )
    row = inspections.planned(facility, lead)
    step(
        row, lead, "published standards", state="open", standard_set_id=abroad.pk,
        held_on=lead.office.today(), lead=lead.pk, lead_conflict="none",
    )  # fmt: skip


def test_only_a_confirmed_operator_is_barred(
    facility: Facility, lead: Staff, manager: Staff
) -> None:
    def is_barred() -> bool:
        with acting(lead):
            return queries.is_operated_by(facility.pk, lead.agency_id)

    def change(run_by: Any) -> None:
        with acting(manager):
            facility.refresh_from_db()
            values = facility_values(facility) | {"run_by": run_by}
            change_facility(
                seen=SeenEntry(facility, facility.version), values=values, actor=manager
            )

    def confirm() -> None:
        colleague = agencies.staff("supervisor", manager.office)
        with acting(colleague):
            facility.refresh_from_db()
            publish_entries(
                FACILITIES, seen_versions={facility.pk: facility.version}, actor=colleague
            )

    change(lead.agency)  # one person alone enters an agency as the operator
    assert not is_barred()
    change(None)
    confirm()
    assert not is_barred()
    change(lead.agency)
    confirm()
    assert is_barred()
    change(None)  # and takes it off alone
    assert is_barred()
    confirm()
    assert is_barred()


def facility_values(facility: Facility) -> dict[str, Any]:
    names = (*COLUMNS, "run_by")
    return {name: getattr(facility, name) for name in names}


def test_an_operator_that_took_its_name_off_does_not_inspect(
    facility: Facility, lead: Staff
) -> None:
    values = {"facility": facility, "version": 0, "changed_by": lead.pk}
    body = {"run_by_id": str(lead.agency_id), "state": "published"}
    with role("maintenance"):
        FacilityVersion.objects.create(body=body, **values)
    with acting(lead), pytest.raises(actions.InspectionRefused):
        actions.plan_inspection(
            facility=facility, kind="announced", planned_on=lead.office.today(), actor=lead
        )
    added: dict[str, Any] = {
        "agency_id": lead.agency_id, "facility": facility, "recorded_by": lead.pk,
        "kind": "announced", "planned_on": lead.office.today(), "state": "planned",
    }  # fmt: skip
    with acting(lead), pytest.raises(DatabaseError, match="operator"), transaction.atomic():
        Inspection.objects.create(**added)
    with role("maintenance"):
        long_ago = clock.now() - dt.timedelta(days=rules.FORMER_OPERATOR_DAYS + 1)
        FacilityVersion.objects.filter(version=0).update(changed_at=long_ago)
    with acting(lead):
        actions.plan_inspection(
            facility=facility, kind="announced", planned_on=lead.office.today(), actor=lead
        )


@pytest.mark.requirement("FAC-007")
def test_criteria_are_those_of_the_standards_for_the_kind_of_facility(
    facility: Facility, lead: Staff, manager: Staff
) -> None:
    few = [
        {"code": "1", "domain": "safety", "text": "For homes", "is_critical": True,
         "kinds": ["childrens_home"], "evidence": [], "child_text": "", "references": []},
        {"code": "2", "domain": "safety", "text": "For hostels", "is_critical": False,
         "kinds": ["hostel"], "evidence": [], "child_text": "", "references": []},
    ]  # fmt: skip
    standards.standard_set(manager, country=facility.country, criteria=few)
    row = inspections.begun(facility, lead)
    with acting(lead):
        assert [finding.code for finding in queries.list_findings(row)] == ["1"]


def test_only_inspectors_of_the_agency_read_an_inspection(
    facility: Facility, lead: Staff, second: Staff, manager: Staff
) -> None:
    inspections.final(facility, lead, second)
    worker = agencies.staff("case_worker", lead.office)
    for person, is_reader in ((second, True), (manager, False), (worker, False)):
        with acting(person):
            assert Inspection.objects.exists() == is_reader
            assert InspectionFinding.objects.exists() == is_reader
            last = queries.last_inspection(facility.pk)
            assert last is not None
            assert last[1] == "passed"


def test_no_statement_makes_a_result(facility: Facility, lead: Staff, second: Staff) -> None:
    row = inspections.assessed(facility, lead, {"3.4": "not_met"})
    step(row, second, "lead inspector submits", state="submitted", submitted_at=clock.now())
    with acting(lead):
        finding = InspectionFinding.objects.filter(inspection=row).latest("place")
        rows = InspectionFinding.objects.filter(pk=finding.pk)
        change: dict[str, Any]
        for change in (
            {"is_critical": False}, {"text": "y"},
            {"result": "met", "recorded_by": second.pk, "version": finding.version + 1},
        ):  # fmt: skip
            with pytest.raises(DatabaseError), transaction.atomic():
                rows.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            InspectionFinding.objects.create(
                inspection=row, place=99, code="9", domain="safety", text="x", is_critical=False
            )
        actions.submit_inspection(seen=actions.SeenInspection(row, row.version), actor=lead)
        late = {"result": "met", "recorded_by": lead.pk, "recorded_at": clock.now()}
        prove_rows([(finding, late)], by=lead.pk)
        with pytest.raises(DatabaseError, match="under way"), transaction.atomic():
            rows.update(**late, version=finding.version + 1)
        row.refresh_from_db()
    ending = {
        "state": "final", "second_conflict": "none", "decided_at": clock.now(),
    }  # fmt: skip
    step(row, lead, "second inspector", **ending, result="failed", decided_by=lead.pk)
    step(row, second, "by rule", **ending, result="passed", decided_by=second.pk)
    step(row, second, "does not move", state="planned")
    step(row, second, "does not move", state="open", children_heard=0)


def test_the_operator_does_not_inspect(facility: Facility, lead: Staff) -> None:
    with role("maintenance"):
        Facility.objects.filter(pk=facility.pk).update(run_by=lead.agency_id)
        facility.refresh_from_db()
    with acting(lead), pytest.raises(actions.InspectionRefused):
        actions.plan_inspection(
            facility=facility, kind="announced", planned_on=lead.office.today(), actor=lead
        )
    values: dict[str, Any] = {
        "agency_id": lead.agency_id, "facility": facility, "recorded_by": lead.pk,
    }  # fmt: skip
    day = lead.office.today()
    with acting(lead), pytest.raises(DatabaseError, match="operator"), transaction.atomic():
        Inspection.objects.create(**values, kind="announced", planned_on=day, state="planned")
    with acting(lead), pytest.raises(DatabaseError, match="operator"), transaction.atomic():
        FacilityNotice.objects.create(**values, kind="advice", text="x", due_on=day, state="open")
    with acting(lead):
        assert facility.pk not in {
            ranked_facility.facility.pk for ranked_facility in queries.ranked_facilities(lead)
        }


def test_a_stopping_notice_is_closed_by_another_inspector(
    facility: Facility, lead: Staff, second: Staff, manager: Staff
) -> None:
    data = actions.FacilityNoticeInput("admissions", "Unlock the doors", lead.office.today())
    with acting(lead):
        notice = actions.issue_notice(facility=facility, data=data, inspection=None, actor=lead)
    assert obstacles(facility, manager) == ["admissions"]
    values = {
        "state": "closed", "checked_on": lead.office.today(), "proof": "Seen",
        "decided_at": clock.now(), "decided_by": lead.pk,
    }  # fmt: skip
    rows = FacilityNotice.objects.filter(pk=notice.pk)
    with acting(lead), transaction.atomic():
        prove_rows([(notice, values)], by=lead.pk)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**values)
    with acting(manager):
        assert FacilityNotice.objects.exists()
        assert not rows.update(state="closed")
    with acting(second):
        actions.close_notice(
            notice=notice, checked_on=second.office.today(), proof="Doors open", actor=second
        )
    assert obstacles(facility, manager) == []

"""Generates inspections of facilities with their findings, notices, and the stop after a failed one."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from saathi.protection.care.facilities import simulation as facilities
from saathi.protection.care.inspections import rules
from saathi.protection.care.inspections.vocabulary import InspectionResult
from saathi.protection.care.standards.rules import Criterion
from saathi.protection.care.standards.simulation import criteria_of_country, standard_set_id
from saathi.synthetic.nation import SimulatedNation, SimulatedWorker
from saathi.synthetic.parts import Day, SimulationPart
from saathi.synthetic.tables import NULL, CopyRows

_MOST: Final = 40  # inspected facilities: each inspection has a row for every criterion
_FAILED_AGO: Final = 5  # days since the failed inspection became final
_NOTICE_DAYS: Final = 40  # a facility has so many days to act on a notice
_FAILED_NOTICE_DAYS: Final = 20  # and one that failed acts before it is inspected again
_CRITICAL_CODE: Final = "3.4"  # the critical criterion that was not met
# What inspectors found, by the story of an inspection: a result for each of so many criteria that are not
# critical; all others are met.
_STORIES: Final[Mapping[str, tuple[str, int]]] = {
    "passed": ("", 0),
    "with_notice": ("partly", 9),
    "failed": ("partly", 12),
    "incomplete": ("not_seen", 3),
}
_EVIDENCE: Final = {
    "met": "",
    "partly": "Seen in some rooms only.",
    "not_met": "Doors were locked from outside at night.",
    "not_seen": "The room was closed on the day of the visit.",
}


@dataclass(frozen=True)
class SimulatedInspection:
    """An inspection of one facility."""

    rows: CopyRows
    day: Day
    number: int  # of the facility
    facility: str
    country: str
    lead: SimulatedWorker
    second: SimulatedWorker

    def new_id(self, what: str) -> str:
        """An id that is the same in every run."""
        drawn = random.Random(f"{what} {self.facility}")  # noqa: S311 - invented
        return f"{drawn.getrandbits(128):032x}"


def inspection_id(nation: SimulatedNation, number: int) -> str:
    """The id of the final inspection of a facility."""
    facility = facilities.facility_id(nation, number)
    drawn = random.Random(f"inspection {facility}")  # noqa: S311 - invented
    return f"{drawn.getrandbits(128):032x}"


def add_inspections(rows: CopyRows, nation: SimulatedNation, day: Day) -> None:
    """Adds inspections of the first facilities, each by two inspectors of an agency of its country."""
    for number in range(min(_MOST, facilities.count_facilities(nation))):
        country = facilities.facility_country(nation, number)
        inspectors = _inspectors(nation, country)
        if inspectors is None:
            continue
        facility = facilities.facility_id(nation, number)
        inspection = SimulatedInspection(rows, day, number, facility, country, *inspectors)
        if number == facilities.UNLICENSED:
            _plan(inspection, "announced", -6)
            continue
        _finish(inspection, _story(number))
        if number == facilities.SUSPENDED:
            _plan(inspection, "follow_up", -20)


def _story(number: int) -> str:
    """What an inspection found: one of the demo's facilities failed, and no other."""
    if number == facilities.SUSPENDED:
        return "failed"
    return ("passed", "with_notice", "passed", "incomplete")[number % 4]


def _inspectors(
    nation: SimulatedNation, country: str
) -> tuple[SimulatedWorker, SimulatedWorker] | None:
    """Two people of one agency of the country who inspect; None if it has no two."""
    demo = nation.demo
    if country == demo["supervisor"].office.agency.country:
        return demo["supervisor"], demo["oversight"]
    staff = [
        worker
        for worker in nation.staff
        if worker.office.agency.country == country and worker.role_kind == "supervisor"
    ]
    agencies = Counter(worker.office.agency.id for worker in staff)
    two = [worker for worker in staff if agencies[worker.office.agency.id] > 1][:2]
    return (two[0], two[1]) if len(two) == 2 else None


def _plan(inspection: SimulatedInspection, kind: str, ago: int) -> None:
    """Adds an inspection that is planned."""
    lead, day = inspection.lead, inspection.day
    inspection.rows.add_row(
        "inspections_inspection", inspection.new_id("planned inspection"),
        lead.office.agency.id.hex, inspection.facility, NULL, kind, day(ago), "planned", NULL,
        NULL, "", "", NULL, NULL, "", "", "", NULL, "", "", "", NULL, "{}", NULL, NULL, "",
        f"{day(1)} 06:00:00+00", lead.id.hex, "1",
    )  # fmt: skip


def _results(criteria: Sequence[Criterion], story: str) -> list[str]:
    """What was found about each criterion."""
    result, every = _STORIES[story]
    return [
        "not_met"
        if story == "failed" and criterion.code == _CRITICAL_CODE
        else result
        if every and not criterion.is_critical and place % every == 0
        else "met"
        for place, criterion in enumerate(criteria, start=1)
    ]


def _finish(inspection: SimulatedInspection, story: str) -> None:
    """Adds a final inspection with its findings and what follows from its result."""
    day, lead, second = inspection.day, inspection.lead, inspection.second
    criteria = criteria_of_country(inspection.country)
    results = _results(criteria, story)
    facts = [
        rules.FindingFacts(criterion.is_critical, result)
        for criterion, result in zip(criteria, results, strict=True)
    ]
    result = rules.inspection_result(facts)
    assert result is not None, "every criterion is assessed"
    ago = _FAILED_AGO if story == "failed" else 30 + 7 * inspection.number % 200
    key, at = inspection.new_id("inspection"), f"{day(ago)} 06:00:00+00"
    is_failed = story == "failed"
    inspection.rows.add_row(
        "inspections_inspection", key, lead.office.agency.id.hex, inspection.facility,
        standard_set_id(inspection.country), "complaint" if is_failed else "unannounced",
        day(ago + 20), "final", day(ago + 1), lead.id.hex, "none", "Nurse", "6", "4",
        "Doors at night" if is_failed else "Food and calls home", "not_found", "", at, "", "none",
        result.value, day(ago + 1 - rules.REINSPECT_CRITICAL_DAYS) if is_failed else NULL,
        f"{{{lead.id}}}", second.id.hex, at, "", f"{day(ago + 25)} 06:00:00+00",
        lead.id.hex, "4",
    )  # fmt: skip
    for place, (criterion, found) in enumerate(zip(criteria, results, strict=True), start=1):
        inspection.rows.add_row(
            "inspections_inspectionfinding", inspection.new_id(f"finding {place}"), key, str(place),
            criterion.code, criterion.domain, criterion.text,
            "t" if criterion.is_critical else "f", found, _EVIDENCE[found], lead.id.hex,
            f"{day(ago + 1)} 06:00:00+00", "2",
        )  # fmt: skip
    if result != InspectionResult.PASSED:
        _notify(inspection, key, ago, is_failed=is_failed)
    if is_failed:
        inspection.rows.add_row(
            "facilities_placementstop", inspection.new_id("stop"), inspection.facility, "failed",
            key, day(ago), NULL, at,
        )  # fmt: skip


def _notify(inspection: SimulatedInspection, key: str, ago: int, *, is_failed: bool) -> None:
    """Adds an improvement notice after an inspection; one that was due is closed by the second inspector."""
    day, due = inspection.day, ago - (_FAILED_NOTICE_DAYS if is_failed else _NOTICE_DAYS)
    closed = (day(due), "Seen on a visit.", inspection.second.id.hex, f"{day(due)} 09:00:00+00")
    state, *checked = ("open", NULL, "", NULL, NULL) if due < 0 else ("closed", *closed)
    text = (
        "Keep the doors open from inside at night." if is_failed else "Open all rooms to children."
    )
    inspection.rows.add_row(
        "inspections_facilitynotice", inspection.new_id("notice"),
        inspection.lead.office.agency.id.hex, inspection.facility, key, "improvement", text,
        "", "", day(due), state, NULL, NULL, f"{day(ago)} 07:00:00+00", inspection.lead.id.hex, *checked,
    )  # fmt: skip


SIMULATION = SimulationPart(
    tables={
        "inspections_inspection": "id agency_id facility_id standard_set_id kind planned_on state "
        "held_on lead lead_conflict team staff_seen children_heard themes discrimination "
        "discrimination_text submitted_at why_returned second_conflict result reinspect_by editors "
        "decided_by decided_at why_cancelled recorded_at recorded_by version",
        "inspections_inspectionfinding": "id inspection_id place code domain text is_critical result "
        "evidence recorded_by recorded_at version",
        "inspections_facilitynotice": "id agency_id facility_id inspection_id kind text residents "
        "ordered_by due_on state answered_by answered_at recorded_at recorded_by checked_on proof "
        "decided_by decided_at",
    },
    nation=add_inspections,
)

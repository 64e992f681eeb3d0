"""The demo's incidents in facilities, and its guidelines with those who read them. All is invented."""

import datetime as dt
from typing import Any, Final

from saathi.agencies.models import Staff
from saathi.agencies.register_kit import actions as register_actions
from saathi.agencies.register_kit.queries import list_waiting_entries
from saathi.agencies.sections import Section
from saathi.policy.guidelines import actions as guidelines
from saathi.policy.guidelines.models import Guideline
from saathi.policy.guidelines.tables import GUIDELINES
from saathi.policy.guidelines.vocabulary import GuidelineKind, GuidelineSubject
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.facility_incidents import actions as incidents
from saathi.protection.care.facility_incidents.actions import (
    FacilityIncidentInput,
    IncidentStepInput,
)
from saathi.protection.care.facility_incidents.models import (
    FacilityIncident,
    FacilityIncidentChild,
)
from saathi.protection.care.facility_incidents.vocabulary import (
    FacilityIncidentKind,
    FacilityIncidentStepKind,
    IncidentChannel,
    IncidentFinding,
    IncidentRole,
    IncidentSeverity,
)
from saathi.simulation.demo_work import demo_staff

RIVER: Final = "Home by the river (invented)"
SUNRISE: Final = "Sunrise transit home (invented)"
HILL: Final = "House of the hill (invented)"


def add_incidents() -> None:
    """Adds incidents in each state: open and serious, followed up, closed, of a child in the team."""
    worker, keeper = demo_staff.demo_person("case_worker"), demo_staff.demo_person("supervisor")
    with demo_staff.acting_as(keeper):
        by_name = {
            row.name: row for row in Facility.objects.filter(name__in=(RIVER, SUNRISE, HILL))
        }
    with demo_staff.acting_as(worker):
        locked = incidents.record_facility_incident(
            facility=by_name[HILL],
            data=_incident(
                worker, 12, FacilityIncidentKind.RESTRAINT, IncidentSeverity.SERIOUS,
                "Children say that the rooms are locked from ten at night until six.", harmed=6,
            ),
            actor=worker,
        )  # fmt: skip
        fire = incidents.record_facility_incident(
            facility=by_name[SUNRISE],
            data=_incident(
                worker, 40, FacilityIncidentKind.FIRE, IncidentSeverity.OTHER,
                "A fire in the kitchen. It was put out within minutes.", harmed=0,
            ),
            actor=worker,
        )  # fmt: skip
        _step(
            locked, worker, FacilityIncidentStepKind.AUTHORITY, "The district office was informed."
        )
    with demo_staff.acting_as(keeper):
        _step(locked, keeper, FacilityIncidentStepKind.INQUIRY, "A visit is planned this week.")
        _step(
            fire, keeper, FacilityIncidentStepKind.CLOSED,
            "A new stove and two extinguishers were seen.", IncidentFinding.CONFIRMED,
        )  # fmt: skip
    _add_incident_of_child(by_name[RIVER], worker)
    _add_missing_child(by_name[RIVER])


def _add_missing_child(facility: Facility) -> None:
    second = demo_staff.demo_person("data_officer")
    with demo_staff.acting_as(second):
        incidents.record_facility_incident(
            facility=facility,
            data=_incident(
                second, 3, FacilityIncidentKind.MISSING, IncidentSeverity.SERIOUS,
                "A child left the home in the evening and was found at the bus park.", harmed=1,
            ),
            actor=second,
        )  # fmt: skip


def _add_incident_of_child(facility: Facility, worker: Staff) -> None:
    writable = demo_staff.files_written_by(worker, Section.SITUATION)
    with demo_staff.acting_as(worker):
        cases = demo_staff.cases_of_quotable_children(demo_staff.open_cases(worker), worker)
        of_team = [case for case in cases if case.file_id in writable]
        case = demo_staff.first_or_fail(of_team, 1)[0]
        affected = FacilityIncidentChild(
            file_id=case.file_id, role=IncidentRole.WITNESS, known_on=worker.office.today()
        )
        affected.words = "He pulled the small one by the ear because the bed was wet."
        incidents.record_incident_of_child(
            facility=facility,
            data=_incident(
                worker, 5, FacilityIncidentKind.STAFF_VIOLENCE, IncidentSeverity.SERIOUS,
                "A night guard pulled a child by the ear.", harmed=1,
            ),
            affected=affected,
            actor=worker,
        )  # fmt: skip


def _incident(  # noqa: PLR0913 - what an incident says
    actor: Staff,
    days_ago: int,
    kind: FacilityIncidentKind,
    severity: IncidentSeverity,
    text: str,
    *,
    harmed: int,
) -> FacilityIncidentInput:
    return FacilityIncidentInput(
        kind=kind.value,
        severity=severity.value,
        channel=IncidentChannel.CHILD.value,
        occurred_on=actor.office.today() - dt.timedelta(days=days_ago),
        children_harmed=harmed,
        text=text,
    )


def _step(
    incident: FacilityIncident,
    actor: Staff,
    kind: FacilityIncidentStepKind,
    text: str,
    finding: str = "",
) -> None:
    incident.refresh_from_db()
    data = IncidentStepInput(kind.value, actor.office.today(), text, finding)
    incidents.record_incident_step(incident=incident, data=data, actor=actor)


def add_guidelines() -> None:
    """Adds guidelines in force, a draft and one that waits; some staff have read them."""
    keeper, second = demo_staff.demo_person("supervisor"), demo_staff.demo_person("data_officer")
    with demo_staff.acting_as(keeper):
        today = keeper.office.today()
        care = _guideline(
            keeper, "Care of children after rescue (invented)", GuidelineSubject.CARE,
            "Introduce yourself. Ask what the child needs now. Explain what happens next.",
            read_by=today + dt.timedelta(days=14),
        )  # fmt: skip
        _guideline(
            keeper, "Rehabilitation and life skills (invented)", GuidelineSubject.REHABILITATION,
            "Agree on goals with the child. Review them every three months.",
            read_by=today - dt.timedelta(days=3),
        )  # fmt: skip
        _guideline(
            keeper, "Visits after the return to the family (invented)",
            GuidelineSubject.REINTEGRATION, "Visit within two weeks, then each month.",
        )  # fmt: skip
    with demo_staff.acting_as(second):
        seen = {entry.pk: entry.version for entry in list_waiting_entries(GUIDELINES, second)}
        register_actions.publish_entries(GUIDELINES, seen_versions=seen, actor=second)
    with demo_staff.acting_as(keeper):
        _guideline(
            keeper, "Interviews with an interpreter (invented)", GuidelineSubject.INTERVIEWING,
            "Speak to the child and not to the interpreter.",
        )  # fmt: skip
        _guideline(
            keeper, "Records and photos (invented)", GuidelineSubject.INFORMATION,
            "Take no photo without consent.", is_proposed=False,
        )  # fmt: skip
    for person in (keeper, demo_staff.demo_person("case_worker")):
        with demo_staff.acting_as(person):
            guidelines.acknowledge_guideline(guideline=care, actor=person)


def _guideline(  # noqa: PLR0913 - what a guideline says
    keeper: Staff,
    title: str,
    subject: GuidelineSubject,
    text: str,
    *,
    read_by: dt.date | None = None,
    is_proposed: bool = True,
) -> Guideline:
    values: dict[str, Any] = {
        "title": title, "edition": "2026", "kind": GuidelineKind.PROTOCOL.value,
        "subject": subject.value, "country": "", "language": "en",
        "issuer": "Department for children (invented)", "issued_on": None,
        "summary": "Invented for the demo.", "text": text, "link": "", "must_read": True,
        "read_by": read_by, "replaces": None, "review_on": None,
    }  # fmt: skip
    return guidelines.add_guideline(values=values, is_proposed=is_proposed, actor=keeper)

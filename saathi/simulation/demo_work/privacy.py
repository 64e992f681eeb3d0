"""Work of the data officer: data breaches, erasure requests, an import, an export."""

import datetime as dt
from dataclasses import dataclass

from saathi.agencies import access, records
from saathi.agencies.erasure import actions as erasures
from saathi.agencies.erasure.actions import ErasureRequestInput
from saathi.agencies.erasure.request_queries import get_erasure_impact
from saathi.agencies.models import ErasureRequest, Staff
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import (
    ChildAwareness,
    ErasureBasis,
    ErasureOverrideReason,
    ErasureRefusal,
)
from saathi.desk.erasing.queries import list_warnings
from saathi.desk.importing.samples import sample_content
from saathi.engines.sheets import reading
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import OPEN_STATUSES
from saathi.protection.exchange.actions import exporting, importing
from saathi.protection.exchange.vocabulary import ExportFormat, ExportPurpose
from saathi.protection.oversight.incidents import actions as incidents
from saathi.protection.oversight.incidents.models import Incident, Measure
from saathi.protection.oversight.incidents.vocabulary import (
    IncidentCloseReason,
    IncidentKind,
    MeasureKind,
)
from saathi.simulation.demo_work import demo_staff
from saathi.vault.vocabulary import ErasureReason

SAMPLE = "sample-caseload.csv"


@dataclass(frozen=True, slots=True)
class Breach:
    """What became known about a child, who learned it, and for how many days."""

    kind: IncidentKind
    days_ago: int
    what: str
    who: str


RADIO = Breach(
    IncidentKind.MEDIA, 2,
    "A local radio programme (invented) described the child’s school and village in a report on a court "
    "hearing. It contained no name.",
    "Neighbours and classmates, who can conclude which child is meant.",
)  # fmt: skip
PAPER = Breach(
    IncidentKind.LOST, 12,
    "A printed visit plan with the case ID and a first name was left in a shared jeep.",
    "The driver, who returned it the same evening and says that it was not read.",
)  # fmt: skip
AFTER_RADIO = (
    (MeasureKind.TAKEN_DOWN, 1, "Asked the station to take the programme off its page and not to repeat it."),
    (MeasureKind.CHILD_INFORMED, 0, "The child was told and wants the class teacher to know as well."),
)  # fmt: skip
AFTER_PAPER = (
    (
        MeasureKind.CHANGED,
        9,
        "Visit plans are no longer printed with names; the case ID is enough.",
    ),
)


def add_breaches() -> None:
    """Adds a breach under follow-up, with a measure, and a closed one."""
    worker, officer = demo_staff.demo_person("case_worker"), demo_staff.demo_person("data_officer")
    with demo_staff.acting_as(worker):
        own = demo_staff.cases_of_quotable_children(
            demo_staff.open_cases(worker, worker=worker), worker
        )
        on_air, lost = demo_staff.first_or_fail(own, 2)
        radio = _record_breach(on_air, RADIO, worker)
        paper = _record_breach(lost, PAPER, worker)
    with demo_staff.acting_as(officer):
        for incident, measures in ((radio, AFTER_RADIO), (paper, AFTER_PAPER)):
            for kind, days_ago, note in measures:
                done_on = officer.office.today() - dt.timedelta(days=days_ago)
                measure = Measure(
                    file_id=incident.file_id, incident=incident, kind=kind, done_on=done_on
                )
                measure.note = note
                incidents.add_measure(measure=measure, actor=officer)
        closed = access.get(officer, Incident, paper.pk)
        records.open_texts_of_each([closed])
        closed.closing = "Only the driver held the page. The case worker told the child about it."
        incidents.close_incident(
            incident=closed,
            reason=IncidentCloseReason.MENDED,
            version=closed.version,
            actor=officer,
        )


def _record_breach(case: Case, breach: Breach, actor: Staff) -> Incident:
    began_at = actor.office.start_of(actor.office.today() - dt.timedelta(days=breach.days_ago))
    incident = Incident(file_id=case.file_id, kind=breach.kind, began_at=began_at)
    incident.what, incident.who = breach.what, breach.who
    return incidents.record_incident(incident=incident, actor=actor)


ASKED_BY_CHILD = ErasureRequestInput(
    reason=ErasureReason.ASKED,
    basis=ErasureBasis.REQUEST,
    child_knows=ChildAwareness.ASKED,
    with_reports=True,
    despite=ErasureOverrideReason.CHILD_WISH,
)
RETENTION_ENDED = ErasureRequestInput(
    reason=ErasureReason.TERM,
    basis=ErasureBasis.TERM,
    child_knows=ChildAwareness.AGREES,
    with_reports=False,
    despite=ErasureOverrideReason.SETTLED,
)


def add_erasures() -> None:
    """Adds requests of two data officers: one that waits for each, and a rejected one."""
    officer = demo_staff.demo_person("data_officer")
    second = demo_staff.colleague_above("data_officer")
    with demo_staff.acting_as(officer):
        closed = access.visible(officer, Case).exclude(status__in=OPEN_STATUSES)
        of_office = closed.filter(file__office=officer.office).order_by("opened_on", "pk")
        for_second, for_first, refused = demo_staff.first_or_fail(list(of_office[:3]), 3)
        _ask_erasure(for_second, RETENTION_ENDED, officer)
        waits = _ask_erasure(refused, ASKED_BY_CHILD, officer)
    with demo_staff.acting_as(second):
        _ask_erasure(for_first, ASKED_BY_CHILD, second)
        erasures.decide_request(actor=second, request=waits, refusal=ErasureRefusal.HOLD)


def _ask_erasure(case: Case, new: ErasureRequestInput, actor: Staff) -> ErasureRequest:
    rights = access.rights(actor, case.file_id)
    warnings = list_warnings(rights, get_erasure_impact(case.file_id))
    codes = [warning.code for warning in warnings]
    return erasures.request_erasure(actor=actor, file_id=case.file_id, new=new, warnings=codes)


def add_import_and_export() -> None:
    """Adds an import with columns to map, and the copy of a file that its child asked for."""
    officer = demo_staff.demo_person("data_officer")
    with demo_staff.acting_as(officer):
        body, _kind = sample_content(SAMPLE)
        importing.create_import(
            sheet=reading.read_sheet(body),
            file_name=SAMPLE,
            source="Register of a shelter in Janakpur (invented)",
            actor=officer,
        )
        [case] = demo_staff.first_or_fail(
            demo_staff.cases_of_quotable_children(demo_staff.open_cases(officer), officer), 1
        )
        request = exporting.ExportRequest(
            purpose=ExportPurpose.CHILD_ASKED,
            reason="The child wants a copy of the file and reads it with the counsellor.",
            format=ExportFormat.BOOK,
            sections=Section.IDENTITY | Section.PLAN | Section.VISITS | Section.VOICE,
            days=7,
            of_file=case.file_id,
        )
        exporting.request_export(data=request, actor=officer)

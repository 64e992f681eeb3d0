"""Actions for complaints and their handling; need no status, consent or open case."""

from django.db import transaction
from django.utils.translation import gettext

from saathi.agencies import access, definer_functions, notices, records, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.infra.reasons import Refused
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.facility_incidents.actions import (
    FacilityIncidentInput,
    record_facility_incident,
)
from saathi.protection.care.facility_incidents.vocabulary import (
    FacilityIncidentKind,
    IncidentChannel,
    IncidentSeverity,
)
from saathi.protection.oversight.complaints import rules
from saathi.protection.oversight.complaints.models import Complaint
from saathi.protection.oversight.complaints.vocabulary import (
    COMPLAINT_NOTICE,
    AnswerAcceptance,
    ComplaintState,
    ComplaintSubject,
    EscalationBody,
)


class ComplaintIncomplete(Refused):
    """A complaint or a step is incomplete; `reasons` give what is missing."""


@transaction.atomic
def record_complaint(
    *, complaint: Complaint, informs_authority: bool = False, actor: Staff
) -> Complaint:
    """Records a complaint; notifies the leaders, except those it is about (CHP-004).

    Staff who hear a complaint about themselves, or about a facility that their agency operates, can
    record it and cannot read it afterwards. With `informs_authority` the authority of the facility
    learns that a child complained, without name and words (FAC-011).
    """
    complaint.not_for = list(dict.fromkeys(complaint.not_for))
    if complaint.handler_id in complaint.not_for or _is_of_operator(complaint, complaint.handler):
        complaint.handler = None
    access.require(actor, Permission.WORK_ON_CASE, complaint)
    heard = rules.ComplaintFacts(
        complaint.child_words,
        ComplaintSubject(complaint.about),
        bool(complaint.not_for),
        complaint.said_on,
        complaint.answer_by,
    )
    if reasons := rules.reasons_not_to_record(heard, today=actor.office.today()):
        raise ComplaintIncomplete(reasons)

    writing.add(complaint, actor=actor)

    if complaint.facility is not None and informs_authority:
        _inform_authority(complaint, complaint.facility, actor)
    _notify_supervisors(complaint, higher=False, actor=actor)
    if complaint.handler is not None:
        notices.notify_about(complaint, complaint.handler.pk, kind=COMPLAINT_NOTICE, actor=actor)
    return complaint


@transaction.atomic
def record_complaint_step(
    *, complaint: Complaint, step: Complaint, version: int, actor: Staff
) -> Complaint:
    """Records a step of a complaint. An escalation notifies the leaders above.

    `step` is an unsaved record with what changes: state, answer, acceptance, handler. Blank texts
    in it leave the stored ones unchanged.
    """
    access.require(actor, Permission.WORK_ON_CASE, complaint)
    texts = records.open_texts(complaint) | payload_of(step)
    before, after = ComplaintState(complaint.state), ComplaintState(step.state)
    facts = rules.ComplaintStepFacts(
        before,
        after,
        texts.get("answer", ""),
        step.answered_on,
        AnswerAcceptance(step.accepts),
        EscalationBody(step.brought_before) if step.brought_before else None,
    )
    today = actor.office.today()
    if reasons := rules.reasons_against_complaint_step(
        facts, said_on=complaint.said_on, today=today
    ):
        raise ComplaintIncomplete(reasons)

    is_closed = step.handler_id in complaint.not_for or _is_of_operator(complaint, step.handler)
    is_brought = after == ComplaintState.BROUGHT and before != ComplaintState.BROUGHT
    writing.change(
        complaint,
        actor=actor,
        version=version,
        payload=texts,
        state=after,
        answered_on=step.answered_on,
        accepts=step.accepts,
        brought_before=step.brought_before or complaint.brought_before,
        brought_on=today if is_brought else complaint.brought_on,
        handler=None if is_closed else step.handler,
    )
    if is_brought:
        _notify_supervisors(complaint, higher=True, actor=actor)
    return complaint


def _is_of_operator(complaint: Complaint, person: Staff | None) -> bool:
    """Whether a person works for the agency that operates the facility of a complaint."""
    if complaint.facility is None or complaint.facility.run_by_id is None or person is None:
        return False
    return bool(person.agency_id == complaint.facility.run_by_id)


def _inform_authority(complaint: Complaint, facility: Facility, actor: Staff) -> None:
    """Records that a child complained as an incident of the facility, which its authority reads."""
    data = FacilityIncidentInput(
        kind=FacilityIncidentKind.COMPLAINT,
        severity=IncidentSeverity.OTHER,
        channel=IncidentChannel.CHILD,
        occurred_on=complaint.said_on,
        children_harmed=None,
        text=gettext("A child who lives or lived in this facility complained about it."),
        not_for=complaint.not_for,
        source_id=complaint.pk,
    )
    record_facility_incident(facility=facility, data=data, actor=actor)


def _notify_supervisors(complaint: Complaint, *, higher: bool, actor: Staff) -> None:
    definer_functions.make_change("complaint_tell", [complaint.pk, higher], by=actor.pk)

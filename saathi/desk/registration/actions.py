"""Opens a case from a report or a search: file and everything registered, in one transaction."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import DataError, IntegrityError, transaction
from psycopg.errors import CheckViolation, InvalidParameterValue

from saathi.agencies import access, collection_methods, notices, writing
from saathi.agencies.actions import rights
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import CollectionMethod
from saathi.consent import actions as consent
from saathi.consent.models import Consent, Guardian
from saathi.consent.rules import ConsentFacts
from saathi.consent.vocabulary import ConsentScope
from saathi.desk.registration.allegations import build_allegations
from saathi.desk.registration.assignees import may_take_case
from saathi.desk.registration.refusals import (
    CaseClosed,
    CaseOfNamedOffice,
    NoSupervisorLeft,
    NotWorkingOnCase,
    ReportAlreadyLinked,
    ReportHasOutcome,
    ReportLinkedHere,
    WorkerMayNotTakeCase,
)
from saathi.desk.registration.report_visits import add_report_visits_to_case, when_danger_began
from saathi.people import actions as people
from saathi.people.around.models import Relation
from saathi.people.around.vocabulary import AllegationSource
from saathi.people.models import Child
from saathi.people.vocabulary import YesNo
from saathi.protection.casework.cases import actions as cases
from saathi.protection.casework.cases.actions.opening import CaseStart
from saathi.protection.casework.cases.models import Assessment, Case
from saathi.protection.casework.cases.vocabulary import (
    CASE_ASSIGNED_NOTICE,
    CASE_ASSIGNED_NOW_NOTICE,
    CASE_TO_ASSIGN_NOTICE,
    CASE_TO_ASSIGN_NOW_NOTICE,
    OPEN_STATUSES,
)
from saathi.protection.casework.concerns import actions as concerns
from saathi.protection.casework.concerns.models import CaseReport, ProtectionConcern
from saathi.protection.casework.concerns.queries import current_concerns
from saathi.protection.casework.concerns.rules import order_concerns
from saathi.protection.casework.concerns.vocabulary import ConcernSource, ConcernStatus
from saathi.protection.identification.intake import actions as intake
from saathi.protection.identification.intake.models import Report, ReportResponse
from saathi.protection.identification.intake.outcomes import case_outcome_note
from saathi.protection.identification.intake.queue.queries import (
    get_response,
    is_child_in_danger,
    office_chain,
    require_handling,
)
from saathi.protection.identification.intake.queue.report_danger_conditions import (
    ids_of_open_unsafe_notes,
)
from saathi.protection.identification.intake.report_notes import (
    ReportAddition,
    describe_visits,
    list_added_texts,
)
from saathi.protection.identification.intake.vocabulary import CASE_OUTCOMES, Concern, ReportOutcome
from saathi.vault import store as vault


@dataclass(frozen=True)
class Assignment:
    """Who works on the new case: `to`, or else the actor. A supervisor may have to assign it."""

    to: Staff | None = None
    awaits_assignment: bool = False
    over_limit_because: str = ""  # an OverLimitReason, if the worker has no room


@dataclass(frozen=True, repr=False)
class Caregiver:
    """The caregiver of the child, as registered."""

    kind: str
    name: str = ""
    phone: str = ""


@dataclass(frozen=True, repr=False)
class ConsentGiven:
    """A legal basis with the guardian who consented, if one did."""

    facts: ConsentFacts
    guardian_name: str = ""


@dataclass(frozen=True, repr=False)
class Registration:
    """What is registered when a case is opened; everything except the child is optional."""

    child: people.NewChild
    concerns: Sequence[str] = ()
    concern_source: str = ""  # a ConcernSource, if no report provides it
    alleged: str = ""
    urgency: str = ""
    risk: str = ""
    risk_reason: str = ""
    caregiver: Caregiver | None = None
    consent: ConsentGiven | None = None
    assignment: Assignment = field(default_factory=Assignment)
    seen_version: int | None = None  # version of the report that the actor saw


@transaction.atomic
def register_child(
    *, new: Registration, report: Report | None, today: dt.date, actor: Staff
) -> Case:
    """Opens the file and case of a new child, with all that was registered; returns the case.

    Saves nothing and raises `ReportAlreadyLinked` if a case was already opened from the report,
    `ReportHasOutcome` if it has another outcome that the actor has not seen (`seen_version`),
    `NoSupervisorLeft` if it names everyone who would supervise the case, `WorkerMayNotTakeCase` if
    it bypasses the worker. NotAllowed if it bypasses the actor. If the case is not the actor's,
    their right to the file ends with this call. The database hides the file from staff that the
    report names, and passes it to the nearest office above with a leader who reads it
    (`desk/functions/named_in_report.sql`).
    """
    access.require(actor, Permission.OPEN_CASE)
    if report is not None:
        _require_no_case(report, new.seen_version)
    named = _named_staff(actor, report) if report is not None else ()

    child = people.open_file(new=new.child, office=actor.office, actor=actor)
    start = CaseStart(
        worker=new.assignment.to,
        awaits_assignment=new.assignment.awaits_assignment,
        urgency=new.urgency,
        is_reported_in_danger=report is not None and is_child_in_danger(report),
        reported_at=when_danger_began(report, actor),
        risk=new.risk,
        over_limit_because=new.assignment.over_limit_because,
    )
    case = cases.open_case(child=child, opened_on=today, actor=actor, start=start)
    since = actor.office.date_of(report.received_at) if report else today
    records = _registered(case, new, report, since)
    source = AllegationSource.REPORTER if report else AllegationSource.NOT_RECORDED
    records += build_allegations(child, new.alleged, since, named, source)
    added: list[ReportAddition] = []
    if report is not None:
        opening, added = _opening_report(case, report, actor)
        records += [opening, case_outcome_note(report, ReportOutcome.CASE_OPENED)]
    _add_together(records, actor)
    if report is not None:
        add_report_visits_to_case(case, report, added, actor=actor)
    if new.risk:
        _add_risk(case, new, actor)
    if new.consent is not None:
        _add_consent(child, new.consent, actor)
    if new.assignment.to is not None:
        _pass_on(case, new.assignment, report, actor)
    return case


def _require_no_case(report: Report, seen_version: int | None) -> None:
    if report.outcome in CASE_OUTCOMES or report.child_file_id is not None:
        raise ReportAlreadyLinked
    if report.outcome and report.version != seen_version:
        raise ReportHasOutcome


def _add_together(records: Sequence[Scoped], actor: Staff) -> None:
    """Adds records of several kinds by one statement, each with its texts."""
    payloads = [payload_of(record) or None for record in records]
    writing.add_all(records, actor=actor, payloads=payloads)


@transaction.atomic
def link_report(*, report: Report, child: Child, actor: Staff) -> bool:
    """Links the report to this child; returns False if it already belonged to another.

    Its concerns and alleged perpetrator are added to the case, as far as the actor may write there. If
    no visit for the report found the child safe, its danger goes on in the case, with a notice.
    The database hides the file from staff named in the report. `CaseOfNamedOffice` if the report names
    the office of the case, `NotWorkingOnCase` if the actor does not work on the case, `CaseClosed` if it is
    closed, `ReportLinkedHere` if the report was already linked to it, `NoSupervisorLeft` if the report
    names everyone who supervises it. NotAllowed if the report bypasses the actor.
    """
    access.require(actor, Permission.OPEN_CASE)
    _reads, writes = access.sections_of_file(actor, child.file_id)
    if Section.CASE not in writes:
        raise NotWorkingOnCase
    response = _handled_response(actor, report)
    named_office = response.named_office_id if response is not None else None
    if named_office in {office.pk for office in office_chain(child.file.office)}:
        raise CaseOfNamedOffice
    statuses = set(
        access.visible(actor, Case).filter(file=child.file_id).values_list("status", flat=True)
    )
    if statuses and statuses.isdisjoint(OPEN_STATUSES):
        raise CaseClosed

    is_in_danger = is_child_in_danger(report)
    if not _link(report, child, ReportOutcome.ADDED_TO_CASE, actor):
        return False
    # Asked only now: of two who link it at once, the second has waited for the first.
    if access.visible(actor, CaseReport).filter(file=child.file_id, report=report.pk).exists():
        raise ReportLinkedHere
    _carry_into_case(report, child, actor)
    if is_in_danger:
        cases.add_danger_report(child=child, received_at=report.received_at, actor=actor)
    return True


def _link(report: Report, child: Child, outcome: ReportOutcome, actor: Staff) -> bool:
    try:
        with transaction.atomic():
            return intake.link_report_to_child(
                report_id=report.pk, child=child, outcome=outcome, actor=actor
            )
    except IntegrityError as error:
        if not isinstance(error.__cause__, CheckViolation):
            raise
        raise NoSupervisorLeft from error
    except DataError as error:  # the case was closed after the check
        if not isinstance(error.__cause__, InvalidParameterValue):
            raise
        raise CaseClosed from error


def _registered(
    case: Case, new: Registration, report: Report | None, since: dt.date
) -> list[Scoped]:
    """The unsaved records of what was registered besides the child."""
    child = case.child
    records: list[Scoped] = [
        _concern(child, code, new, report, since) for code in order_concerns(new.concerns)
    ]
    if new.caregiver is not None:
        records.append(_relation(child, new.caregiver))
    return records


def _concern(
    child: Child, code: Concern, new: Registration, report: Report | None, since: dt.date
) -> ProtectionConcern:
    """A concern: reported if the report has it, otherwise suspected, with the given source."""
    is_reported = report is not None and code in report.concerns
    concern = ProtectionConcern(
        file_id=child.file_id,
        child=child,
        concern=code,
        since=since,
        source=ConcernSource.REPORT if is_reported else new.concern_source,
        status=ConcernStatus.REPORTED if is_reported else ConcernStatus.SUSPECTED,
        report=report.pk if report is not None and is_reported else None,
    )
    return (
        collection_methods.set_collection_method(concern, CollectionMethod.REPORT)
        if is_reported
        else concern
    )


def _named_staff(actor: Staff, report: Report) -> Sequence[UUID]:
    """The staff members named in the report; NotAllowed if it bypasses the actor."""
    response = _handled_response(actor, report)
    return response.named_staff if response is not None else ()


def _handled_response(actor: Staff, report: Report) -> ReportResponse | None:
    """The report's place in the queue; NotAllowed if it bypasses the actor, who cannot see it."""
    response = get_response(actor, report)
    if response is None:
        require_handling(report, actor)
    return response


def _relation(child: Child, caregiver: Caregiver) -> Relation:
    relation = Relation(file_id=child.file_id, child=child, kind=caregiver.kind, is_carer=YesNo.YES)
    relation.name, relation.phone = caregiver.name, caregiver.phone
    return relation


def _add_risk(case: Case, new: Registration, actor: Staff) -> None:
    """Adds the risk level and its reason, as judged before meeting the child."""
    assessment = Assessment(
        file_id=case.file_id,
        case=case,
        assessed_on=case.opened_on,
        risk=new.risk,
        at_registration=True,
    )
    writing.add(assessment, actor=actor, payload={"risk": new.risk_reason})


def _add_consent(child: Child, given: ConsentGiven, actor: Staff) -> None:
    facts, guardian = given.facts, None
    if facts.guardian is not None:
        guardian = Guardian(
            file_id=child.file_id,
            child=child,
            kind=facts.guardian.kind,
            starts_on=facts.guardian.starts_on,
        )
        guardian.name = given.guardian_name
        writing.add(guardian, actor=actor)
    record = Consent(
        file_id=child.file_id,
        child=child,
        basis=facts.basis,
        scopes=[ConsentScope.CASE],
        answer=facts.answer,
        capacity=facts.capacity,
        guardian=guardian,
        given_on=facts.given_on,
        ends_on=facts.ends_on,
    )
    record.reason = facts.reason
    consent.add_consent(consent=record, actor=actor)


def _opening_report(
    case: Case, report: Report, actor: Staff
) -> tuple[CaseReport, list[ReportAddition]]:
    """The report as stored with the case, once it is linked to the child; what was added to it."""
    if not _link(report, case.child, ReportOutcome.CASE_OPENED, actor):
        raise ReportAlreadyLinked
    texts = vault.open(report)
    added = list_added_texts(report, texts, actor, may_handle=True)
    return _case_report(case.child, report, texts, added, is_opening=True), added


def _case_report(
    child: Child,
    report: Report,
    texts: Mapping[str, Any],
    added: Sequence[ReportAddition],
    *,
    is_opening: bool,
) -> CaseReport:
    visits = describe_visits(added)
    return concerns.build_case_report(
        child=child, report=report, texts=texts, visits=visits, is_opening=is_opening
    )


def _carry_into_case(report: Report, child: Child, actor: Staff) -> None:
    """Adds what a later report says to the child's file, as far as the actor may write there."""
    _reads, writes = access.sections_of_file(actor, child.file_id)
    texts, since = vault.open(report), actor.office.date_of(report.received_at)
    added = list_added_texts(report, texts, actor, may_handle=True)
    records: list[Scoped] = [case_outcome_note(report, ReportOutcome.ADDED_TO_CASE)]
    if writes & CaseReport.section:
        records.append(_case_report(child, report, texts, added, is_opening=False))
    if writes & ProtectionConcern.section:
        records += concerns.build_reported_concerns(
            child=child,
            codes=report.concerns,
            since=since,
            report=report.pk,
            current=current_concerns(actor, child.file_id),
        )
        named = _named_staff(actor, report)
        alleged = build_allegations(child, texts.get("suspect", ""), since, named)
        records += [
            collection_methods.set_collection_method(record, CollectionMethod.REPORT)
            for record in alleged
        ]
    _add_together(records, actor)
    unsafe = ids_of_open_unsafe_notes(report.pk)  # what a later visit ended begins no alert here
    cases_of_child = access.visible(actor, Case).filter(child=child, status__in=OPEN_STATUSES)
    for case in cases_of_child.order_by("pk"):
        add_report_visits_to_case(case, report, added, only=unsafe, actor=actor)


def _pass_on(case: Case, assignment: Assignment, report: Report | None, actor: Staff) -> None:
    """Passes the file and the report to the case worker, and notifies them."""
    to = assignment.to
    assert to is not None
    # The report is linked, so anyone who now names staff in it waits for the end of this
    # transaction.
    if report is not None and not may_take_case(to, report):
        raise WorkerMayNotTakeCase
    if report is not None:
        rights.hand_over_report(file_id=report.file_id, to=to, keeps=True, actor=actor)
    rights.pass_on_new_file(file_id=case.file_id, to=to, actor=actor)
    in_danger = case.danger_reported_at is not None
    if assignment.awaits_assignment:
        kind = CASE_TO_ASSIGN_NOW_NOTICE if in_danger else CASE_TO_ASSIGN_NOTICE
    else:
        kind = CASE_ASSIGNED_NOW_NOTICE if in_danger else CASE_ASSIGNED_NOTICE
    notices.notify_staff(to.id, kind=kind, record=case.file_id, actor=actor)

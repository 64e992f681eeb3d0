"""Actions on reports of a concern and on enquiries about a child."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, transaction
from psycopg.errors import ProgramLimitExceeded

from saathi import audit
from saathi.agencies import (
    access,
    collection_methods,
    definer_functions,
    job_orders,
    notices,
    writing,
)
from saathi.agencies.models import File, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import CollectionMethod, FileKind
from saathi.infra import clock
from saathi.infra.reasons import Refused
from saathi.people.models import Child
from saathi.people.vocabulary import Gender
from saathi.protection.identification.intake import jobs, rules
from saathi.protection.identification.intake.enquiry_payload import EnquiryPayload
from saathi.protection.identification.intake.models import Enquiry, Report
from saathi.protection.identification.intake.queue import actions as queue
from saathi.protection.identification.intake.queue.queries import (
    does_not_bypass_actor,
    find_leaders,
    find_report_of_reference,
    is_child_in_danger,
    is_child_seen_unsafe,
    require_handling,
)
from saathi.protection.identification.intake.queue.references import report_reference
from saathi.protection.identification.intake.queue.vocabulary import ReportNoteKind
from saathi.protection.identification.intake.report_notes import (
    add_note,
)
from saathi.protection.identification.intake.vocabulary import (
    CASE_REQUESTED_NOTICE,
    ContactBackPreference,
    HarmTiming,
    InformationSource,
    ReportOutcome,
    SearchPurpose,
)

NO_WAIT_SECONDS = 60  # wait if the database found the limit reached; by then it is known


class SearchFactsMissing(Refused):
    """A search with too few facts: `reasons` say what is missing."""


class TooManySearches(Exception):
    """The staff member reached the hourly limit; `wait_seconds` until the next search."""

    def __init__(self, wait_seconds: int) -> None:
        super().__init__("Too many searches in an hour.")
        self.wait_seconds = wait_seconds


@dataclass(frozen=True)
class ReportInput:
    """A reported concern. Only its channel and urgency are required."""

    received_at: dt.datetime
    channel: str
    reporter_kind: str
    urgency: str
    is_time_unknown: bool = False  # `received_at` has the day alone
    reporter_is_confidential: bool | None = None  # None: not recorded
    concerns: Sequence[str] = ()
    country: str = ""
    district: str = ""
    language: str = ""
    child_gender: str = Gender.NOT_RECORDED
    child_age_low: int | None = None
    child_age_high: int | None = None
    timing: str = HarmTiming.NOT_RECORDED
    known_from: str = InformationSource.NOT_RECORDED
    contact_back: str = ContactBackPreference.NOT_RECORDED
    is_from_paper: bool = False
    needs: Sequence[str] = ()
    # what, child_names, place, suspect, reporter_name, reporter_contact
    texts: Mapping[str, Any] = field(default_factory=dict)
    # Colleagues and the office that the report names: it bypasses them.
    named_staff: Sequence[UUID] = ()
    named_office: UUID | None = None


@transaction.atomic
def record_report(*, new: ReportInput, actor: Staff, file_id: UUID | None = None) -> Report:
    """Saves the report, in a file of its own at the office of the recording staff member.

    `file_id` is the file that was created when the report was saved as an unfinished draft.
    """
    access.require(actor, Permission.RECORD_REPORT, Report(file_id=file_id) if file_id else None)

    if file_id is None:
        file = writing.create_file(kind=FileKind.REPORT, office=actor.office, actor=actor)
    else:
        file = File.objects.get(pk=file_id)
    report = add_report(file=file, new=new, actor=actor)
    bypass_named_staff(report=report, named=(new.named_staff, new.named_office), actor=actor)
    return report


def add_report(*, file: File, new: ReportInput, actor: Staff) -> Report:
    """Adds the report to a new file, or to that of its contact; checks no access.

    The database puts it into the queue, notifies those on duty and logs their right
    (`functions/queue_outcomes.sql`).
    """
    return writing.add(_report(file, new), actor=actor, payload=new.texts)


def bypass_named_staff(
    *, report: Report, named: tuple[Sequence[UUID], UUID | None], actor: Staff
) -> bool:
    """Sends the report past the staff and the office it names; whether there are any.

    The last step of an action.
    """
    staff_ids, office_id = named
    if not staff_ids and office_id is None:
        return False
    queue.record_named_colleagues(
        report=report, staff_ids=staff_ids, office_id=office_id, actor=actor
    )
    return True


def _report(file: File, new: ReportInput) -> Report:
    apart = {"texts", "named_staff", "named_office"}
    coded = {name: value for name, value in vars(new).items() if name not in apart}
    coded |= {"concerns": list(new.concerns), "needs": list(new.needs)}
    coded["has_suspect"] = bool(new.texts.get("suspect"))
    report = Report(file=file, **coded)
    return (
        collection_methods.set_collection_method(report, CollectionMethod.PAPER)
        if new.is_from_paper
        else report
    )


@transaction.atomic
def import_reports(
    *, reports_in_files: Sequence[tuple[File, ReportInput, Child]], actor: Staff
) -> list[Report]:
    """Imports concerns from another system with the children they are about, by one statement.

    Each is in a file that `actor` has just created; its outcome is that a case was opened then.
    """
    access.require(actor, Permission.IMPORT)

    reports = [_report(file, new) for file, new, _child in reports_in_files]
    for report, (_file, _new, child) in zip(reports, reports_in_files, strict=True):
        report.child_file_id = child.file_id
        report.outcome, report.outcome_at = ReportOutcome.CASE_OPENED, report.received_at
    payloads = [new.texts for _file, new, _child in reports_in_files]
    return writing.add_all(reports, actor=actor, payloads=payloads)


class ReportOutcomeRefused(Refused):
    """An outcome that cannot be recorded; `reasons` give the codes."""


@dataclass(frozen=True, repr=False)
class OutcomeReason:
    """Why a report has its outcome; for a duplicate, the reference of the earlier report."""

    text: str
    earlier: str = ""


@dataclass(frozen=True, slots=True)
class RecordedOutcome:
    """Whether an outcome ended the alert of a report, and how many supervisors were notified of it."""

    ended_alert: bool
    notified: int = 0


@transaction.atomic
def record_report_outcome(
    *, report: Report, outcome: ReportOutcome, reason: OutcomeReason, version: int, actor: Staff
) -> RecordedOutcome:
    """Records the outcome of a report; the reasons of earlier outcomes are kept.

    Supervisors above, else others of the office, are notified of an outcome that ends the alert of
    immediate danger though no visit found the child safe. `ReportOutcomeRefused` if its reason has too few
    letters; if the report is the same as an earlier one and the reference is missing, or is of no other
    report that the actor reads. NotAllowed once the report is linked to a child: later outcomes are recorded
    in the child's file; and for those that it bypasses.
    """
    require_handling(report, actor)
    if report.child_file_id is not None:
        raise access.NotAllowed

    ends_alert = rules.does_outcome_end_alert(
        outcome,
        is_in_danger=is_child_in_danger(report),
        is_seen_unsafe=is_child_seen_unsafe(report),
        is_by_leader=bool(find_leaders([actor.pk])),
    )
    if ends_alert and (reasons := rules.reasons_against_ending(reason.text)):
        raise ReportOutcomeRefused(reasons)
    more = {"outcome": outcome.value}
    if outcome == ReportOutcome.SAME_AS_EARLIER:
        more["earlier"] = report_reference(_earlier_report(report, reason.earlier, actor).pk)
    writing.change(report, actor=actor, version=version, outcome=outcome, outcome_at=clock.now())
    add_note(report, ReportNoteKind.OUTCOME, reason.text, actor=actor, **more)
    if not ends_alert:
        return RecordedOutcome(ended_alert=False)
    notified = definer_functions.make_change("report_tell_closed", [report.pk], by=actor.id)
    return RecordedOutcome(ended_alert=True, notified=int(notified))


def _earlier_report(report: Report, reference: str, actor: Staff) -> Report:
    if not reference.strip():
        raise ReportOutcomeRefused([rules.EARLIER_MISSING])
    earlier = find_report_of_reference(actor, reference)
    if earlier is None:
        raise ReportOutcomeRefused([rules.EARLIER_UNKNOWN])
    if earlier.pk == report.pk:
        raise ReportOutcomeRefused([rules.EARLIER_IS_SAME])
    if earlier.outcome == ReportOutcome.SAME_AS_EARLIER:
        # Two reports that name each other would both be closed, and no one would go to the child.
        raise ReportOutcomeRefused([rules.EARLIER_IS_CLOSED_SO])
    return earlier


class CaseRequestRefused(Refused):
    """A case that cannot be requested for a report; `reasons` give the codes."""


@transaction.atomic
def request_case(
    *,
    report: Report,
    note: str,
    version: int,
    actor: Staff,
    named: tuple[Sequence[UUID], UUID | None] = ((), None),
) -> Report:
    """Requests that a supervisor open a case for the report; notifies the nearest ones.

    `named`: the staff and the office that the note accuses; the report bypasses them, and those who
    then handle it are notified of the report.
    Possible also after an outcome without a case. `CaseRequestRefused` if there is a case, or one
    was requested already. NotAllowed for those that it bypasses.
    """
    require_handling(report, actor)
    if reasons := rules.reasons_against_case_request(
        has_case=report.child_file_id is not None,
        is_requested=rules.is_case_requested(report.case_requested_at, report.outcome_at),
    ):
        raise CaseRequestRefused(reasons)

    writing.change(
        report,
        actor=actor,
        version=version,
        case_requested_at=clock.now(),
        case_requested_by=actor.id,
    )
    add_note(report, ReportNoteKind.CASE_REQUEST, note, actor=actor)
    if not bypass_named_staff(report=report, named=named, actor=actor):
        notices.notify_supervisors(
            file_id=report.file_id, kind=CASE_REQUESTED_NOTICE, record=report.pk, actor=actor
        )
    return report


@transaction.atomic
def link_report_to_child(
    *, report_id: UUID, child: Child, outcome: ReportOutcome, actor: Staff
) -> bool:
    """Links the report to the child; False if it is already linked to another child.

    The actor must be able to read the child's file: otherwise the link would reveal that it exists.
    They must work on the case too, since a report that names colleagues closes the file to them.
    NotAllowed for those that the report bypasses.
    """
    access.require(actor, Permission.RECORD_REPORT)
    rights = access.rights(actor, child.file_id)
    if not rights.may_read(Child.section) or Section.CASE not in rights.writes:
        raise access.NotAllowed

    linkable = access.visible(actor, Report).filter(
        access.right_condition(actor, "writes", Report.section, "file"),
        does_not_bypass_actor(actor),
        pk=report_id,
        child_file=None,
    )
    linked = writing.change_matching(
        linkable, actor=actor, child_file_id=child.file_id, outcome=outcome, outcome_at=clock.now()
    )
    if not linked:
        report = access.get(actor, Report, report_id)
        require_handling(report, actor)
        return report.child_file_id == child.file_id

    audit.record(
        audit.AuditKind.LOOKED,
        by=actor.id,
        agency=actor.agency_id,
        file_id=child.file_id,
        objects=[child.pk],
        purpose="new_report",
        detail={"section": int(Child.section)},
    )
    return True


@transaction.atomic
def create_enquiry(
    *, purpose: SearchPurpose | None, payload: EnquiryPayload, actor: Staff
) -> Enquiry:
    """Creates the enquiry for a search, in a file of its own, and queues the job that dispatches it.

    The search facts are sealed in it, so that no URL, log or queue contains a name.
    """
    access.require(actor, Permission.SEARCH)
    facts = payload.given_facts()
    reasons = rules.reasons_not_to_search(purpose, facts)
    if purpose is None or reasons:
        raise SearchFactsMissing(reasons)
    if wait := _seconds_to_wait(actor):
        raise TooManySearches(wait)

    file = writing.create_file(kind=FileKind.ENQUIRY, office=actor.office, actor=actor)
    enquiry = Enquiry(file=file, purpose=purpose, facts=sorted(facts))
    try:
        writing.add(enquiry, actor=actor, payload=payload.payload())
    except OperationalError as error:  # other searches of this person were sent at the same moment
        if isinstance(error.__cause__, ProgramLimitExceeded):
            raise TooManySearches(NO_WAIT_SECONDS) from None
        raise
    job_orders.queue_job(jobs.pass_on_enquiry_job, actor=actor, enquiry=str(enquiry.pk))
    return enquiry


def _seconds_to_wait(staff: Staff) -> int:
    """The seconds until this person may search again; 0 if now."""
    now = clock.now()
    since = now - dt.timedelta(hours=1)
    own_enquiries = Enquiry.objects.filter(recorded_by=staff.id, recorded_at__gt=since)
    most = settings.SAATHI_SEARCHES_AN_HOUR
    times = list(
        own_enquiries.order_by("-recorded_at").values_list("recorded_at", flat=True)[:most]
    )
    return rules.seconds_until_next_search(times, most=most, now=now)

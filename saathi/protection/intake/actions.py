"""Writes about reports of a concern and about enquiries after a child."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, transaction
from psycopg.errors import ProgramLimitExceeded

from saathi import audit
from saathi.agencies import access, job_orders, notices, writing
from saathi.agencies.actions import rights
from saathi.agencies.models import File, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.vocabulary import FileKind, NoticeKind
from saathi.infra import clock
from saathi.infra.reasons import Refused
from saathi.people.models import Child
from saathi.people.vocabulary import Gender
from saathi.protection.intake import jobs, rules
from saathi.protection.intake.enquiry_payload import EnquiryPayload
from saathi.protection.intake.models import Enquiry, Report
from saathi.protection.intake.vocabulary import (
    ContactBackPreference,
    HarmTiming,
    InformationSource,
    ReportOutcome,
    SearchPurpose,
)
from saathi.vault import store as vault

NO_WAIT_SECONDS = 60  # to wait where the database found the limit reached; by then it is known


class SearchFactsMissing(Refused):
    """A search says too little: `reasons` tell what is missing."""


class TooManySearches(Exception):
    """This person searched as often as one may in an hour; `wait_seconds` until the next."""

    def __init__(self, wait_seconds: int) -> None:
        super().__init__("Too many searches in an hour.")
        self.wait_seconds = wait_seconds


@dataclass(frozen=True)
class ReportInput:
    """A concern as it was told. Only how it came and how urgent it is must be said."""

    received_at: dt.datetime
    channel: str
    reporter_kind: str
    urgency: str
    reporter_is_confidential: bool = True
    concerns: Sequence[str] = ()
    country: str = ""
    district: str = ""
    language: str = ""
    child_gender: str = Gender.NOT_SAID
    child_age_low: int | None = None
    child_age_high: int | None = None
    timing: str = HarmTiming.NOT_KNOWN
    known_from: str = InformationSource.NOT_SAID
    contact_back: str = ContactBackPreference.NOT_ASKED
    is_from_paper: bool = False
    needs: Sequence[str] = ()
    # what, child_names, place, suspect, reporter_name, reporter_contact
    texts: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def record_report(*, new: ReportInput, actor: Staff, file_id: UUID | None = None) -> Report:
    """The report, in a file of its own at the office of the one who took it down.

    `file_id` is the file that was made when she began it and put it away unfinished.
    """
    access.require(actor, Permission.RECORD_REPORT, Report(file_id=file_id) if file_id else None)

    if file_id is None:
        file = writing.new_file(kind=FileKind.REPORT, office=actor.office, actor=actor)
    else:
        file = File.objects.get(pk=file_id)
    return add_report(file=file, new=new, actor=actor)


def add_report(*, file: File, new: ReportInput, actor: Staff) -> Report:
    """The report in a file that `by` has just opened, or in that of its contact; asks no access."""
    return writing.add(_report(file, new), actor=actor, payload=new.texts)


def _report(file: File, new: ReportInput) -> Report:
    coded = {name: value for name, value in vars(new).items() if name != "texts"}
    coded |= {"concerns": list(new.concerns), "needs": list(new.needs)}
    coded["has_suspect"] = bool(new.texts.get("suspect"))
    return Report(file=file, **coded)


@transaction.atomic
def import_reports(
    *, reports_in_files: Sequence[tuple[File, ReportInput, Child]], actor: Staff
) -> list[Report]:
    """Concerns that come from another system with the children they are about, by one statement.

    Each in a file that `by` has just opened; a case was opened on it then, and so it stands.
    """
    access.require(actor, Permission.IMPORT)

    reports = [_report(file, new) for file, new, _child in reports_in_files]
    for report, (_file, _new, child) in zip(reports, reports_in_files, strict=True):
        report.about_id = child.file_id
        report.outcome, report.outcome_at = ReportOutcome.CASE_OPENED, report.received_at
    payloads = [new.texts for _file, new, _child in reports_in_files]
    return writing.add_all(reports, actor=actor, payloads=payloads)


@transaction.atomic
def record_report_outcome(
    *, report: Report, outcome: ReportOutcome, note: str, version: int, actor: Staff
) -> Report:
    """The report with what became of it; an earlier outcome is kept among the old values.

    NotAllowed once the report is joined to a child: what becomes of it then stands in her file.
    """
    access.require(actor, Permission.RECORD_REPORT, report)
    if report.about_id is not None:
        raise access.NotAllowed

    told = vault.open(report) | {"outcome_note": note}
    return writing.change(
        report, actor=actor, version=version, payload=told, outcome=outcome, outcome_at=clock.now()
    )


@transaction.atomic
def hand_over_report(
    *, report: Report, colleague: Staff, note: str, keeps: bool, actor: Staff
) -> Report:
    """The report in the hands of a colleague, with a note for her; she is told of it.

    Who hands it over no longer reads it, unless she `keeps` it as well.
    """
    access.require(actor, Permission.RECORD_REPORT, report)
    if colleague.agency_id != actor.agency_id or not access.has_permission(
        colleague, Permission.RECORD_REPORT
    ):
        raise access.NotAllowed

    told = vault.open(report)
    handed = {
        "on": actor.office.today().isoformat(),
        "by": actor.name,
        "to": colleague.name,
        "note": note,
    }
    told["handed_over"] = [*told.get("handed_over", []), handed]
    writing.change(report, actor=actor, payload=told)
    rights.hand_over_report(file_id=report.file_id, to=colleague, keeps=keeps, actor=actor)

    notices.notify_staff(colleague.id, kind=NoticeKind.REPORT_HANDED, record=report.pk, actor=actor)
    return report


@transaction.atomic
def link_report_to_child(
    *, report_id: UUID, child: Child, outcome: ReportOutcome, actor: Staff
) -> bool:
    """Whether the report is about this child now; no where it was said to be about another before.

    Her file was opened for it, or was there before. Whoever links must be able to read it: a link
    to a file she cannot see would tell her that it exists.
    """
    access.require(actor, Permission.RECORD_REPORT)
    if not access.rights(actor, child.file_id).may_read(Child.section):
        raise access.NotAllowed

    free = access.visible(actor, Report).filter(
        access.right_condition(actor, "writes", Report.section, "file"), pk=report_id, about=None
    )
    linked = writing.change_where(
        free, actor=actor, about_id=child.file_id, outcome=outcome, outcome_at=clock.now()
    )
    if not linked:
        known = access.get(actor, Report, report_id)
        access.require(actor, Permission.RECORD_REPORT, known)
        return known.about_id == child.file_id

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
    """The enquiry that stands for one search, in a file of its own, and the job that passes it on.

    What it was asked with lies sealed in it, so that no address, log or queue holds a name.
    """
    access.require(actor, Permission.SEARCH)
    given = payload.given_facts()
    reasons = rules.reasons_not_to_search(purpose, given)
    if purpose is None or reasons:
        raise SearchFactsMissing(reasons)
    if wait := _seconds_to_wait(actor):
        raise TooManySearches(wait)

    file = writing.new_file(kind=FileKind.ENQUIRY, office=actor.office, actor=actor)
    enquiry = Enquiry(file=file, purpose=purpose, facts=sorted(given))
    try:
        writing.add(enquiry, actor=actor, payload=payload.payload())
    except OperationalError as error:  # others of this person were sent at the same moment
        if isinstance(error.__cause__, ProgramLimitExceeded):
            raise TooManySearches(NO_WAIT_SECONDS) from None
        raise
    job_orders.queue_job(jobs.pass_on_enquiry_job, actor=actor, enquiry=str(enquiry.pk))
    return enquiry


def _seconds_to_wait(staff: Staff) -> int:
    """How long this person must wait before she may search again; nought when she may now."""
    now = clock.now()
    since = now - dt.timedelta(hours=1)
    mine = Enquiry.objects.filter(recorded_by=staff.id, recorded_at__gt=since)
    most = settings.SAATHI_SEARCHES_AN_HOUR
    times = list(mine.order_by("-recorded_at").values_list("recorded_at", flat=True)[:most])
    return rules.seconds_to_wait(times, most=most, now=now)

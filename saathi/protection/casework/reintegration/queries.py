"""Reads of the follow-up after a return."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from saathi.agencies import access, records
from saathi.agencies.models import Staff
from saathi.agencies.sections import Section
from saathi.people.models import Child
from saathi.people.queries import (
    child_header,
    code_of_file,
    log_child_section_view,
    require_file_rights,
)
from saathi.protection.casework.cases.models import Case, Visit
from saathi.protection.casework.cases.vocabulary import OPEN_STATUSES, NotMetReason, VisitOutcome
from saathi.protection.casework.reintegration import models
from saathi.protection.casework.reintegration.evaluation_rules import ContactRecord
from saathi.protection.casework.reintegration.mentor_rules import EARLIER_FINDINGS, is_same_person
from saathi.protection.casework.reintegration.vocabulary import (
    MentorState,
    OutcomeRespondent,
    OutcomeWave,
    PlannedContactState,
    ReintegrationState,
    SignState,
)
from saathi.protection.returns.tracing.models import Reunification
from saathi.protection.returns.transfers.models import Transfer, TransferReceipt
from saathi.protection.returns.transfers.vocabulary import TransferDirection, TransferState

# The child is in the other country.
ARRIVED_STATES: Final = (
    TransferState.HANDED_OVER,
    TransferState.RECEIVED,
    TransferState.FOLLOWED_UP,
    TransferState.ENDED,
)


def open_case(file_id: UUID, staff: Staff) -> Case | None:
    """The open case of a file with its office; None without one."""
    cases = access.visible(staff, Case).filter(file_id=file_id, status__in=OPEN_STATUSES)
    return cases.select_related("office").order_by("-opened_on").first()


def find_reintegration(staff: Staff, file_id: UUID) -> models.Reintegration | None:
    """The follow-up of a file in progress, or else the latest; None if there is none."""
    reintegrations = access.visible(staff, models.Reintegration).filter(file_id=file_id)
    return reintegrations.select_related("child").order_by("state", "-returned_on").first()


def reintegration_of_file(staff: Staff, file_id: UUID, section: Section) -> models.Reintegration:
    """The follow-up in progress with its child, for a form that writes `section`; it is logged.

    NotAllowed (404) if there is none: then there is nothing to add a record to.
    """
    require_file_rights(staff, file_id, section)
    found = find_reintegration(staff, file_id)
    if found is None or found.state != ReintegrationState.ACTIVE:
        raise access.NotAllowed
    log_child_section_view(staff, found.child, section)
    return found


def end_needs_second(reintegration: models.Reintegration, today: dt.date) -> bool:
    """Whether a second person ends this follow-up, by the database's own rule."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reintegration_end_needs_second(%s, %s)", [reintegration.pk, today])
        return bool(cursor.fetchone()[0])


def latest_reintegration_of_file(
    staff: Staff, file_id: UUID, section: Section
) -> models.Reintegration:
    """The follow-up in progress or the latest one; otherwise as `reintegration_of_file`."""
    require_file_rights(staff, file_id, section)
    found = find_reintegration(staff, file_id)
    if found is None:
        raise access.NotAllowed
    log_child_section_view(staff, found.child, section)
    return found


@dataclass(frozen=True, slots=True)
class EvaluatedReturn:
    """The return that a final evaluation is about: the child, and the day."""

    child: Child
    on: dt.date


def latest_transfer_abroad(staff: Staff, file_id: UUID) -> Transfer | None:
    """The latest transfer with which the child left for another country; None without one.

    As `reintegration_abroad_since` of `functions/closing.sql`.
    """
    transfers = access.visible(staff, Transfer).filter(
        file_id=file_id, direction=TransferDirection.OUTGOING, state__in=ARRIVED_STATES
    )
    return transfers.select_related("child").order_by("-departed_at", "-state_since").first()


def day_of_transfer(transfer: Transfer, staff: Staff) -> dt.date:
    """The day on which the child left."""
    at = transfer.departed_at
    return staff.office.date_of(at) if at else transfer.state_since


def return_to_evaluate(
    staff: Staff, file_id: UUID, section: Section
) -> models.Reintegration | Transfer:
    """What a final evaluation is about: the follow-up here, or the later transfer abroad; it is logged.

    NotAllowed (404) if there is neither.
    """
    require_file_rights(staff, file_id, section)
    found = find_return_to_evaluate(staff, file_id)
    if found is None:
        raise access.NotAllowed
    log_child_section_view(staff, found.child, section)
    return found


def find_return_to_evaluate(staff: Staff, file_id: UUID) -> models.Reintegration | Transfer | None:
    """As `return_to_evaluate`; None if there is neither."""
    here, abroad = find_reintegration(staff, file_id), latest_transfer_abroad(staff, file_id)
    if here is None or abroad is None:
        return here or abroad
    return abroad if day_of_transfer(abroad, staff) > here.returned_on else here


def evaluated_return(evaluation: models.FinalEvaluation, staff: Staff) -> EvaluatedReturn:
    """The child and the day of the return that this evaluation is about."""
    if evaluation.reintegration is not None:
        here = evaluation.reintegration
        return EvaluatedReturn(here.child, here.returned_on)
    abroad = latest_transfer_abroad(staff, evaluation.file_id)
    if abroad is None:
        raise access.NotAllowed
    return EvaluatedReturn(abroad.child, day_of_transfer(abroad, staff))


def planned_contacts(
    reintegration: models.Reintegration, staff: Staff
) -> list[models.MonitoringContact]:
    """The contacts still planned, the earliest first."""
    result = access.visible(staff, models.MonitoringContact).filter(
        reintegration=reintegration, state=PlannedContactState.PLANNED
    )
    return list(result.order_by("planned_on", "pk"))


def attempt_days(reintegration: models.Reintegration, staff: Staff) -> set[dt.date]:
    """The days of attempts since the child was last reached; none if the worker did not get there."""
    monitoring_contacts = access.visible(staff, models.MonitoringContact).filter(
        reintegration=reintegration
    )
    held = (
        monitoring_contacts.filter(state=PlannedContactState.HELD).order_by("-contact_on").first()
    )
    tried = monitoring_contacts.filter(state=PlannedContactState.NOT_HELD).exclude(
        not_held_because=NotMetReason.WORKER_PREVENTED
    )
    if held is not None:
        tried = tried.filter(contact_on__gt=held.contact_on)
    return {day for day in tried.values_list("contact_on", flat=True) if day is not None}


def contact_record(file_id: UUID, staff: Staff, *, since: dt.date) -> ContactRecord:
    """When the child was last reached since the return, and the days of attempts after that.

    Contacts after the return and visits of the case both count. As `reintegration_reached_on`.
    """
    contacts = access.visible(staff, models.MonitoringContact).filter(
        file_id=file_id, contact_on__gte=since
    )
    held = contacts.filter(state=PlannedContactState.HELD).values_list("contact_on", flat=True)
    tried = contacts.filter(state=PlannedContactState.NOT_HELD).exclude(
        not_held_because=NotMetReason.WORKER_PREVENTED
    )
    visits = access.visible(staff, Visit).filter(file_id=file_id)
    met = visits.exclude(outcome=VisitOutcome.NOT_MET)
    missed = visits.filter(outcome=VisitOutcome.NOT_MET).exclude(
        not_met_because=NotMetReason.WORKER_PREVENTED
    )
    met_days = {staff.office.date_of(at) for at in met.values_list("happened_at", flat=True)}
    tried_days = {staff.office.date_of(at) for at in missed.values_list("happened_at", flat=True)}
    reached = max(day for day in (*held, *met_days, dt.date.min) if day is not None)
    days = {day for day in (*tried.values_list("contact_on", flat=True), *tried_days) if day}
    is_reached = reached >= since
    return ContactRecord(
        reached if is_reached else None,
        {day for day in days if day >= since and day > reached},
    )


def last_contacts(file_id: UUID, staff: Staff, *, most: int = 5) -> list[models.MonitoringContact]:
    """The latest contacts after the return that took place or were tried, with their texts."""
    return records.list_opened(
        staff, models.MonitoringContact, "-contact_on", most=most, file_id=file_id,
        contact_on__isnull=False,
    )  # fmt: skip


def safe_contact_on_file(child: Child, staff: Staff) -> str:
    """How to contact the child as every page of the file shows it, in one line; the file is readable."""
    return " · ".join(str(each.text) for each in child_header(child, staff=staff).safe_contact[:1])


def answered_waves(reintegration: models.Reintegration, staff: Staff) -> set[OutcomeWave]:
    """The waves of the outcome scale that the child has answered."""
    answers = access.visible(staff, models.OutcomeAnswer).filter(
        reintegration=reintegration, respondent=OutcomeRespondent.CHILD
    )
    return {OutcomeWave(wave) for wave in answers.values_list("wave", flat=True)}


def has_open_sign(file_id: UUID, staff: Staff) -> bool:
    """Whether a sign of retrafficking that this person may read has not been checked yet."""
    signs = access.visible(staff, models.RetraffickingSign).filter(file_id=file_id)
    return signs.filter(state=SignState.OPEN).exists()


def has_other_mentor(mentor: models.Mentor, staff: Staff) -> bool:
    """Whether the child has another approved mentor."""
    others = access.visible(staff, models.Mentor).filter(
        reintegration=mentor.reintegration_id, state=MentorState.APPROVED
    )
    return others.exclude(pk=mentor.pk).exists()


def earlier_proposals(
    mentor: models.Mentor, mentors: Iterable[models.Mentor]
) -> list[models.Mentor]:
    """The child's other mentors with a finding against them, those of the same name first; all opened.

    Whatever their names: a nickname or another spelling is for the supervisor to recognise.
    """
    found = [
        other
        for other in mentors
        if other.pk != mentor.pk
        and any(getattr(other, name) == code for name, code in EARLIER_FINDINGS.items())
    ]
    return sorted(found, key=lambda other: not is_same_person(mentor.name, other.name))


def opened_mentors(file_id: UUID, staff: Staff) -> list[models.Mentor]:
    """The mentors of a child, the latest first, with their texts."""
    return records.list_opened(staff, models.Mentor, "-recorded_at", most=1000, file_id=file_id)


def last_return_day(file_id: UUID, staff: Staff) -> dt.date | None:
    """The day of the latest return that family tracing or a transfer recorded; None without one.

    It is offered as the date of return, so that no one types it again.
    """
    handed = (
        access.visible(staff, Reunification).filter(file_id=file_id).exclude(handed_over_on=None)
    )
    received = access.visible(staff, TransferReceipt).filter(file_id=file_id)
    days = [
        handed.order_by("-handed_over_on").values_list("handed_over_on", flat=True).first(),
        received.order_by("-received_on").values_list("received_on", flat=True).first(),
    ]
    return max((day for day in days if day is not None), default=None)


def oldest_age(child: Child, on: dt.date) -> int | None:
    """The greatest age that the child can have in the year of a day; None if it is not known."""
    return None if child.birth_year_low is None else on.year - child.birth_year_low


def list_reintegrations(staff: Staff) -> QuerySet[models.Reintegration]:
    """The follow-ups that this person may read, with the case ID, the case worker, mentor and escalation.

    `lives_now` is the living situation of the newest contact that records it, else of the return.
    """
    mentors = models.Mentor.objects.filter(reintegration=OuterRef("pk"), state=MentorState.APPROVED)
    escalated = models.MonitoringContact.objects.filter(
        reintegration=OuterRef("pk"),
        state=PlannedContactState.PLANNED,
        escalated_at__isnull=False,
    )
    held = models.MonitoringContact.objects.filter(
        reintegration=OuterRef("pk"), state=PlannedContactState.HELD
    ).exclude(lives_with="")
    newest = held.order_by("-contact_on", "-recorded_at").values("lives_with")[:1]
    cases = Case.objects.filter(file=OuterRef("file"), status__in=OPEN_STATUSES)
    return access.visible(staff, models.Reintegration).annotate(
        child_code=code_of_file(staff),
        has_mentor=Exists(mentors),
        is_escalated=Exists(escalated),
        lives_now=Coalesce(Subquery(newest), F("lives_with")),
        worker_name=Subquery(cases.order_by("-opened_on").values("worker__name")[:1]),
    )


def with_escalation(
    contacts: QuerySet[models.MonitoringContact],
) -> QuerySet[models.MonitoringContact]:
    """The same contacts with `is_escalated`: whether the supervisors were notified."""
    is_set = Q(escalated_at__isnull=False)
    return contacts.annotate(is_escalated=ExpressionWrapper(is_set, output_field=BooleanField()))

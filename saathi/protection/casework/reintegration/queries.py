"""Reads of the follow-up after a return."""

import datetime as dt
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.sections import Section
from saathi.people.models import Child
from saathi.people.queries import code_of_file, log_child_section_view, require_file_rights
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import OPEN_STATUSES, NotMetReason
from saathi.protection.casework.reintegration import models
from saathi.protection.casework.reintegration.vocabulary import (
    MentorState,
    PlannedContactState,
    ReintegrationState,
    SignState,
)
from saathi.protection.returns.tracing.models import Reunification
from saathi.protection.returns.transfers.models import TransferReceipt


def open_case(file_id: UUID, staff: Staff) -> Case | None:
    """The open case of a file with its office; None without one."""
    cases = access.visible(staff, Case).filter(file_id=file_id, status__in=OPEN_STATUSES)
    return cases.select_related("office").order_by("-opened_on").first()


def find_reintegration(staff: Staff, file_id: UUID) -> models.Reintegration | None:
    """The follow-up of a file in progress, or else the latest; None if there is none."""
    found = access.visible(staff, models.Reintegration).filter(file_id=file_id)
    return found.select_related("child").order_by("state", "-returned_on").first()


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


def planned_contacts(
    reintegration: models.Reintegration, staff: Staff
) -> list[models.MonitoringContact]:
    """The contacts still planned, the earliest first."""
    found = access.visible(staff, models.MonitoringContact).filter(
        reintegration=reintegration, state=PlannedContactState.PLANNED
    )
    return list(found.order_by("planned_on", "pk"))


def attempt_days(reintegration: models.Reintegration, staff: Staff) -> set[dt.date]:
    """The days of attempts since the child was last reached; none if the worker did not get there."""
    found = access.visible(staff, models.MonitoringContact).filter(reintegration=reintegration)
    held = found.filter(state=PlannedContactState.HELD).order_by("-contact_on").first()
    tried = found.filter(state=PlannedContactState.NOT_HELD).exclude(
        not_held_because=NotMetReason.WORKER_PREVENTED
    )
    if held is not None:
        tried = tried.filter(contact_on__gt=held.contact_on)
    return {day for day in tried.values_list("contact_on", flat=True) if day is not None}


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
    """The follow-ups that this person may read, with the case ID and whether there is a mentor."""
    mentors = models.Mentor.objects.filter(reintegration=OuterRef("pk"), state=MentorState.APPROVED)
    return access.visible(staff, models.Reintegration).annotate(
        child_code=code_of_file(staff), has_mentor=Exists(mentors)
    )

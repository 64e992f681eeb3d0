"""Which office a report goes past that accuses a colleague whose name is not known yet."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from saathi.agencies.models import Office, Staff
from saathi.agencies.permissions import OFFICE_LEADER_KINDS
from saathi.protection.identification.intake.queue.queries import staff_who_take_reports


def office_to_bypass(actor: Staff) -> Office | None:
    """The office of the person who records it; None if no supervisor elsewhere could handle the report.

    As `report_recipients` (`functions/queue_notices.sql`): the offices above come first, then others of the
    agency that are not below this one.
    """
    leaders = staff_who_take_reports(actor.agency_id).filter(role_kind__in=OFFICE_LEADER_KINDS)
    offices = set(leaders.exclude(pk=actor.pk).values_list("office_id", flat=True))
    parents = dict(Office.objects.filter(agency=actor.agency_id).values_list("pk", "parent_id"))
    is_elsewhere = any(actor.office_id not in _upward(office, parents) for office in offices)
    return actor.office if is_elsewhere else None


def _upward(office: UUID, parents: Mapping[UUID, UUID | None]) -> Iterator[UUID]:
    """The office and those above it."""
    at: UUID | None = office
    for _level in range(len(parents)):
        if at is None:
            return
        yield at
        at = parents.get(at)

"""What the pages of follow-ups read: those of a child, and those that somebody is asked for."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from saathi import audit
from saathi.agencies import access, looking, records
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.permissions import BUNDLES, Permission
from saathi.protection.committees.models import FollowUp, Told
from saathi.protection.committees.vocabulary import FollowUpState

A_PAGE = 50


def of_file(staff: Staff, file_id: UUID) -> list[FollowUp]:
    """The follow-ups of a child, the latest first, for those who work with her."""
    found = access.rights(staff, file_id).records(FollowUp).select_related("asked_of__agency")
    return list(found.order_by("-asked_on", "-recorded_at")[:A_PAGE])


def told_of(staff: Staff, file_id: UUID) -> list[Told]:
    """What committees told of a child, the latest first, as far as this person reads it."""
    found = access.rights(staff, file_id).records(Told)
    return list(found.order_by("-seen_on", "-recorded_at")[: A_PAGE * 2])


def asked_of(staff: Staff) -> list[FollowUp]:
    """What this person is asked to look after now, the soonest to end first."""
    found = access.visible(staff, FollowUp).filter(asked_of=staff.id, state=FollowUpState.ASKED)
    return list(found.order_by("until", "pk")[:A_PAGE])


def follow_up_of(staff: Staff, follow_up_id: UUID) -> FollowUp:
    """One follow-up that this person is asked for, its look on record; 404 to all others."""
    found = access.visible(staff, FollowUp).filter(pk=follow_up_id, asked_of=staff.id)
    follow_up = access.with_rights(staff, found)
    if follow_up is None:
        raise access.NotAllowed
    looking.record(
        staff,
        audit.Kind.LOOKED,
        FollowUp.section,
        file_id=follow_up.file_id,
        objects=[follow_up.pk],
    )
    return follow_up


def told_in(staff: Staff, follow_up: FollowUp) -> list[Told]:
    """What this person told in one follow-up."""
    found = access.visible(staff, Told).filter(follow_up=follow_up)
    return list(found.order_by("-seen_on", "-recorded_at")[:A_PAGE])


def opened(found: Sequence[Scoped]) -> Mapping[UUID, Mapping[str, Any]]:
    """What is sealed in each of them."""
    return records.words_of_each(found)


def people_to_ask(staff: Staff) -> QuerySet[Staff]:
    """Who can be asked: active people of any agency who take in reports, but oneself."""
    kinds = [kind for kind, holds in BUNDLES.items() if Permission.RECORD_REPORT in holds]
    found = Staff.objects.filter(is_active=True, bundle__in=kinds).exclude(pk=staff.pk)
    return found.select_related("office__agency").order_by("agency__name", "name")


def is_hidden_from(file_id: UUID, person: Staff) -> bool:
    """Whether a file is hidden from somebody or her agency, for those who may hide it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_hidden_from(%s)", [file_id])
        return bool({row[0] for row in cursor.fetchall()} & {person.pk, person.agency_id})

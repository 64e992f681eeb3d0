"""Queries of the screening for international protection: legal bases, waiting requests."""

from typing import Any
from uuid import UUID

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.infra.query_columns import rows_column
from saathi.people.queries import code_of_file
from saathi.protection.returns.borders.queries import active_contact_consents
from saathi.protection.returns.protection_screening import rules
from saathi.protection.returns.protection_screening.models import (
    ContactPermission,
    ProtectionScreening,
)
from saathi.protection.returns.protection_screening.vocabulary import (
    ContactRoute,
    PermissionAnswer,
    PermissionState,
)

MAX_REQUESTS_SHOWN = 10  # on My day


def has_legal_basis(permission: ContactPermission, staff: Staff) -> bool:
    """Whether the consent or other legal basis of a permission is active and not refused."""
    standing = {consent.pk for consent, _label in active_contact_consents(staff, permission.child)}
    return permission.consent_id in standing


def permission_facts(permission: ContactPermission, staff: Staff) -> rules.PermissionFacts:
    """What decides whether this supervisor may open a contact."""
    return rules.PermissionFacts(
        state=PermissionState(permission.state),
        child_answer=PermissionAnswer(permission.child_answer),
        through=ContactRoute(permission.through),
        ends_on=permission.ends_on,
        has_legal_basis=has_legal_basis(permission, staff),
        is_own=permission.recorded_by == staff.id,
    )


def latest_screening(staff: Staff, file_id: UUID) -> ProtectionScreening | None:
    """The latest screening of a file that the reader may read."""
    found = access.rights(staff, file_id).records(ProtectionScreening)
    return found.order_by("-screened_on", "-recorded_at").first()


def open_permissions(staff: Staff, file_id: UUID) -> list[ContactPermission]:
    """The permissions of a file under which a contact may be made."""
    found = access.visible(staff, ContactPermission).filter(
        file_id=file_id, state=PermissionState.OPEN, ends_on__gte=staff.office.today()
    )
    return list(found.order_by("-decided_on", "pk"))


def waiting_requests_column(staff: Staff, _files: object) -> Any:
    """The oldest ten requests of others that this supervisor may decide on."""
    asked = access.visible(staff, ContactPermission).filter(
        state=PermissionState.ASKED, file__office__in=staff.acts_as
    )
    others = asked.exclude(recorded_by=staff.id).order_by("asked_on", "pk")[:MAX_REQUESTS_SHOWN]
    return rows_column(others, file_id="file_id", asked_on="asked_on", code=code_of_file(staff))

"""Permissions to contact a country of origin, which end when their consent is withdrawn."""

import datetime as dt
from functools import partial
from uuid import UUID

from django.utils.translation import gettext

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.consent.dependents import ConsentDependent, register_dependent_finder
from saathi.infra.route_countries import country_name
from saathi.protection.returns.protection_screening import actions
from saathi.protection.returns.protection_screening.models import ContactPermission
from saathi.protection.returns.protection_screening.vocabulary import PermissionState


@register_dependent_finder
def find_dependent_permissions(consent_id: UUID, actor: Staff) -> list[ConsentDependent]:
    """The open permissions and requests, described in words."""
    permissions = access.visible(actor, ContactPermission).filter(
        consent_id=consent_id, state__in=[PermissionState.ASKED, PermissionState.OPEN]
    )
    return [
        ConsentDependent(_describe(permission), partial(_end, permission, actor))
        for permission in permissions.order_by("asked_on", "pk")
    ]


def _end(permission: ContactPermission, actor: Staff, _on: dt.date) -> None:
    actions.end_permission(permission=permission, actor=actor)


def _describe(permission: ContactPermission) -> str:
    template = gettext("Permission to contact the country of origin: %(country)s")
    return template % {"country": country_name(permission.country)}

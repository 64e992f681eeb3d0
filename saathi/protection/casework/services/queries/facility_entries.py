"""Entries of the directory that a facility of the register offers: what the register says of them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from saathi.agencies.models import Staff
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.infra.reasons import Reason
from saathi.protection.care.facilities import queries as facilities
from saathi.protection.care.facilities import rules as facility_rules
from saathi.protection.care.facilities.models import Facility, FacilityAddress
from saathi.protection.care.facilities.vocabulary import (
    PERMITTING,
    AddressClass,
    FacilityAddressState,
    LicenceStatus,
)
from saathi.protection.casework.services import rules
from saathi.protection.casework.services.models import Referral, Service
from saathi.protection.casework.services.vocabulary import ServiceKind
from saathi.web.components import LabelledValue

PLACE_CHILD = "placements:place_child"


def with_public_address(entries: QuerySet[Service]) -> QuerySet[Service]:
    """The entries, each with the address of its facility as `facility_address` if that is public."""
    newest = FacilityAddress.objects.filter(
        facility=OuterRef("facility"), state=FacilityAddressState.PUBLISHED
    ).order_by("-recorded_at", "-pk")
    return entries.annotate(
        facility_address_class=Subquery(newest.values("address_class")[:1]),
        facility_address=Subquery(newest.values("address")[:1]),
    )


def address_text(entry: Service) -> str:
    """The address of an entry as all may read it; of a facility only a public one."""
    confidential = _("confidential: ask by telephone")
    if entry.facility_id is None:
        return confidential if entry.is_place_secret else entry.address
    shown = entry if hasattr(entry, "facility_address") else _with_address(entry)
    is_public = getattr(shown, "facility_address_class", "") == AddressClass.PUBLIC
    address = str(getattr(shown, "facility_address", "") or "")
    return address if is_public and address else confidential


def _with_address(entry: Service) -> Service:
    public_address = with_public_address(Service.objects.filter(pk=entry.pk)).first()
    return public_address if public_address is not None else entry


@dataclass(frozen=True)
class OfferingFacility:
    """What the register says today of a facility that offers a service."""

    facility: Facility
    licence: str
    warnings: Sequence[str]  # what stops placements there


def offering_facilities(entries: Iterable[Service], today: dt.date) -> dict[UUID, OfferingFacility]:
    """The facilities of entries by id, as far as the reader may see them. One query."""
    ids = {entry.facility_id for entry in entries if entry.facility_id is not None}
    if not ids:
        return {}
    rows = facilities.with_list_columns(Facility.objects.filter(pk__in=ids), today)
    return {row.pk: _offering(row, today) for row in rows}


def _offering(row: Facility, today: dt.date) -> OfferingFacility:
    status = facilities.listed_licence_status(row, today)
    reasons = []
    if row.state != EntryState.PUBLISHED:
        reasons.append(facility_rules.NOT_LISTED)
    if status == LicenceStatus.SUSPENDED:
        reasons.append(facility_rules.SUSPENDED)
    elif status not in PERMITTING:
        reasons.append(facility_rules.UNREGISTERED)
    warnings = [_(reason.text) for reason in reasons]
    if getattr(row, "is_stopped", False):
        warnings.append(_("No new placements in this facility."))
    return OfferingFacility(row, facilities.status_text(status), warnings)


def facility_pairs(entry: Service, offering: OfferingFacility | None) -> list[LabelledValue]:
    """The facility that offers a service, with its page in the register and its licence."""
    if entry.facility_id is None or offering is None:
        return []
    url = reverse("facilities:show_facility", args=[entry.facility_id])
    places = facilities.places_text(offering.facility)
    return [
        LabelledValue(_("Facility"), offering.facility.name, url=url),
        LabelledValue(_("Licence"), offering.licence, note=" ".join(offering.warnings)),
        LabelledValue(_("Places"), places, missing=_("not recorded")),
    ]


def place_child_url(file_id: UUID, entry: Service) -> str:
    """The form that places the child in the facility of an entry; empty if it is no accommodation."""
    if entry.facility_id is None or ServiceKind.SHELTER not in entry.kinds:
        return ""
    return f"{reverse(PLACE_CHILD, args=[file_id])}?facility={entry.facility_id}"


def place_url_of_referral(referral: Referral, entry: Service | None) -> str:
    """The form that places the child as a referral asks; empty unless it asks for accommodation."""
    is_asked = referral.kind == ServiceKind.SHELTER and referral.state in rules.OPEN_STATES
    if not is_asked or referral.child_id is None or referral.began_on is not None:
        return ""
    if entry is not None and entry.facility_id is not None:
        return place_child_url(referral.file_id, entry)
    return reverse(PLACE_CHILD, args=[referral.file_id])


def reasons_against_start(referral: Referral, began_on: dt.date | None) -> tuple[Reason, ...]:
    """Why the start of a stay cannot be recorded with a referral: the child is not placed there."""
    is_new = began_on is not None and referral.began_on is None
    if not is_new or referral.kind != ServiceKind.SHELTER or referral.child_id is None:
        return ()
    with connection.cursor() as cursor:
        cursor.execute("SELECT referral_asked_placement(%s)", [referral.pk])
        [lacks] = cursor.fetchone()
    return (rules.NEEDS_PLACEMENT,) if lacks else ()


def offered_facilities(staff: Staff) -> QuerySet[Facility]:
    """The published facilities of the country that the agency's directory does not list yet."""
    listed = Service.objects.filter(
        agency=staff.agency_id, facility__isnull=False, withdrawn_on=None
    )
    result = Facility.objects.filter(state=EntryState.PUBLISHED, country=staff.office.country)
    return result.exclude(pk__in=listed.values("facility")).order_by("district", "name", "pk")

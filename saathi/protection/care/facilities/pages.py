"""What the page of a facility shows besides its entry: obstacles, licences, address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies import domains
from saathi.agencies.models import Office
from saathi.agencies.queries import names_of
from saathi.agencies.register_kit.entry_texts import day_text
from saathi.agencies.register_kit.queries import may_maintain
from saathi.agencies.staff_requests import StaffRequest
from saathi.protection.care.facilities import queries, rules
from saathi.protection.care.facilities.actions import FACILITIES
from saathi.protection.care.facilities.models import Facility, FacilityAddress, FacilityLicence
from saathi.protection.care.facilities.vocabulary import (
    AddressClass,
    LicenceRecordState,
    LicenceStatus,
)
from saathi.web.components import LabelledValue
from saathi.web.telephone import telephone_url


@dataclass(frozen=True)
class LicenceRow:
    """One record of a licence as the page of its facility shows it."""

    title: str
    state: str  # empty if it counts
    pairs: list[LabelledValue]
    confirm_url: str
    withdraw_url: str


def more_on_facility(request: StaffRequest, entry: Facility) -> dict[str, Any]:
    """More for the page of a facility: what stops placements, its licences, its address."""
    today, office = request.staff.office.today(), request.staff.office
    may_keep = may_maintain(FACILITIES, entry, request.staff)
    licences = queries.list_licences(entry)
    address, proposed = queries.current_address(entry), queries.proposed_address(entry)
    people = [row.recorded_by for row in licences]
    people += [row.recorded_by for row in (address, proposed) if row is not None]
    people += [row.published_by for row in licences if row.published_by]
    names = names_of(people)
    may_publish = proposed is not None and proposed.recorded_by != request.staff.id
    return {
        "parts": domains.page_parts("facilities:show_facility", request, entry),
        "obstacles": queries.obstacle_texts(entry, today),
        "licence": queries.status_text(queries.current_licence_status(entry, today)),
        "licences": [
            _licence_row(row, office, names, request.staff.id, may_keep=may_keep)
            for row in licences
        ],
        "licence_url": reverse("facilities:record_licence", args=[entry.pk]),
        "address": address_pairs(address, office, names) if address else [],
        "proposed_address": address_pairs(proposed, office, names) if proposed else [],
        "address_url": reverse("facilities:change_address", args=[entry.pk]),
        "publish_address_url": reverse("facilities:publish_address", args=[entry.pk])
        if may_publish
        else "",
    }


def _licence_row(
    row: FacilityLicence, office: Office, names: Mapping[UUID, str], reader: UUID, *, may_keep: bool
) -> LicenceRow:
    def address(name: str, *, is_offered: bool) -> str:
        return reverse(f"facilities:{name}", args=[row.facility_id, row.pk]) if is_offered else ""

    facts = (row.state, row.recorded_by)
    can_confirm = not rules.reasons_against_confirming(*facts, actor_id=reader)
    can_withdraw = not rules.reasons_against_withdrawing(*facts, actor_id=reader)
    state = LicenceRecordState(row.state)
    return LicenceRow(
        title=str(LicenceStatus(row.status).label),
        state="" if state == LicenceRecordState.RECORDED else str(state.label),
        pairs=licence_pairs(row, office, names),
        confirm_url=address("confirm_licence", is_offered=may_keep and can_confirm),
        withdraw_url=address("withdraw_licence", is_offered=may_keep and can_withdraw),
    )


def licence_pairs(
    row: FacilityLicence, office: Office, names: Mapping[UUID, str]
) -> list[LabelledValue]:
    """A record of a licence with who recorded and confirmed it."""
    recorded = date_format(office.local(row.recorded_at), "j F Y, H:i")
    confirmed = (
        date_format(office.local(row.published_at), "j F Y, H:i") if row.published_at else ""
    )
    return [
        LabelledValue(_("Licence"), LicenceStatus(row.status).label),
        LabelledValue(_("Authority"), row.authority),
        LabelledValue(_("Licence number"), row.number),
        LabelledValue(_("From"), day_text(row.from_on)),
        LabelledValue(_("Valid until"), day_text(row.until_on)),
        LabelledValue(_("Conditions"), row.conditions),
        LabelledValue(_("Recorded on"), recorded, note=names.get(row.recorded_by, "")),
        LabelledValue(
            _("Confirmed"),
            confirmed,
            note=names.get(row.published_by, "") if row.published_by else "",
        ),
        LabelledValue(_("Reason"), row.why_withdrawn),
    ]


def address_pairs(
    row: FacilityAddress, office: Office, names: Mapping[UUID, str]
) -> list[LabelledValue]:
    """An address, who reads it, and who recorded it."""
    day = date_format(office.local(row.recorded_at), "j F Y, H:i")
    return [
        LabelledValue(_("Who can read the address"), AddressClass(row.address_class).label),
        LabelledValue(_("Address"), row.address, missing=_("not recorded")),
        LabelledValue(_("Telephone"), row.telephone, url=telephone_url(row.telephone)),
        LabelledValue(_("Recorded on"), day, note=names.get(row.recorded_by, "")),
    ]

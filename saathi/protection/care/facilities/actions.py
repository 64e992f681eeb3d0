"""Actions on facilities, their licences and addresses; each is logged, and nothing is overwritten."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final
from uuid import UUID

from django.db import connection, models, transaction

from saathi import audit
from saathi.agencies import definer_functions
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.register_kit import actions
from saathi.agencies.register_kit.actions import SeenEntry
from saathi.agencies.register_kit.declaration import RegisterTables
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.agencies.row_proofs import prove_rows
from saathi.infra import clock
from saathi.infra.reasons import Reason, Refused
from saathi.protection.care.facilities import rules
from saathi.protection.care.facilities.models import (
    Facility,
    FacilityAddress,
    FacilityLicence,
    FacilityVersion,
)
from saathi.protection.care.facilities.rules import LicenceInput, PlaceGroup
from saathi.protection.care.facilities.vocabulary import (
    FACILITY_DETAIL_NOTICE,
    FACILITY_RETURNED_NOTICE,
    FACILITY_WAITS_NOTICE,
    FacilityAddressState,
    LicenceRecordState,
)


def _reasons_against_keeper(entry: Facility, actor: Staff) -> tuple[Reason, ...]:
    """By the connections that inspectors declare, of which the domain above answers in SQL."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT facility_bars_keeper(%s, %s)", [entry.pk, actor.id])
        return rules.reasons_against_keeper(is_barred=bool(cursor.fetchone()[0]))


FACILITIES: Final = RegisterTables(
    name="facilities.facility",
    model=Facility,
    versions=FacilityVersion,
    permission=Permission.KEEP_FACILITIES,
    key_fields=("name", "country", "district"),
    unique_constraint="facilities_facility_once",
    waiting_notice=FACILITY_WAITS_NOTICE,
    returned_notice=FACILITY_RETURNED_NOTICE,
    reasons_against_writing=_reasons_against_keeper,
)


class FacilityRefused(Refused):
    """The facts of a facility do not fit together, or it is a family; `reasons` say which."""


class LicenceRefused(Refused):
    """The record of a licence cannot be right, or this person cannot confirm it; `reasons` say why."""


class FacilityAddressRefused(Refused):
    """The address of a facility that this person cannot record or publish; `reasons` say why."""


def add_facility(*, values: Mapping[str, Any], is_proposed: bool, actor: Staff) -> Facility:
    """Adds a facility, as a draft or submitted; `FacilityRefused` if its facts do not fit.

    `EntryAlreadyListed` if the agency has a facility of this name in the district.
    """
    _refuse_misfit(values)
    return actions.add_entry(FACILITIES, values=values, is_proposed=is_proposed, actor=actor)


def change_facility(
    *, seen: SeenEntry[Facility], values: Mapping[str, Any], actor: Staff
) -> Facility:
    """Changes a facility; refused as in `add_facility`, `ChangedMeanwhile` if outdated.

    `FacilityRefused` too if a facility that was ever published would be in another country.
    """
    _refuse_misfit(values)
    reasons = rules.reasons_against_country(
        seen.entry.country,
        values.get("country", seen.entry.country),
        was_published=was_published(seen.entry),
    )
    if reasons:
        raise FacilityRefused(reasons)
    return actions.change_entry(FACILITIES, seen, values=values, actor=actor)


def was_published(entry: Facility) -> bool:
    """Whether a second person ever published the facility: children may live there."""
    earlier = FacilityVersion.objects.filter(facility=entry, body__state=EntryState.PUBLISHED.value)
    return entry.published_at is not None or earlier.exists()


def _refuse_misfit(values: Mapping[str, Any]) -> None:
    if reasons := rules.reasons_against_facility(values["kind"], place_groups(values)):
        raise FacilityRefused(reasons)


def place_groups(values: Mapping[str, Any]) -> dict[str, PlaceGroup]:
    """The groups of places by the beginning of their columns' names."""
    return {
        name: PlaceGroup(
            values.get(f"{name}_places"),
            values.get(f"{name}_age_low"),
            values.get(f"{name}_age_high"),
        )
        for name in ("girls", "boys", "mixed")
    }


@transaction.atomic
def record_licence(*, facility: Facility, record: LicenceInput, actor: Staff) -> FacilityLicence:
    """Records what an authority decided; a permit counts once a second person has confirmed it.

    `LicenceRefused` if the record cannot be right.
    """
    actions.require_maintainer(FACILITIES, facility, actor)
    if reasons := rules.reasons_against_licence(record, today=actor.office.today()):
        raise LicenceRefused(reasons)
    state = rules.first_licence_state(record.status)
    added = FacilityLicence(
        facility=facility, state=state.value, recorded_by=actor.id, **asdict(record)
    )
    prove_rows([(added, {})], by=actor.id)
    added.save(force_insert=True)
    _log(facility, "licence_recorded", actor)
    if state == LicenceRecordState.PROPOSED:
        _notify(facility, actor)
    return added


@transaction.atomic
def confirm_licence(*, licence: FacilityLicence, actor: Staff) -> None:
    """Confirms a record as the second person, which then counts; `LicenceRefused` with reasons."""
    actions.require_maintainer(FACILITIES, licence.facility, actor)
    reasons = rules.reasons_against_confirming(
        licence.state, licence.recorded_by, actor_id=actor.id
    )
    if reasons:
        raise LicenceRefused(reasons)
    values = {
        "state": LicenceRecordState.RECORDED.value,
        "published_by": actor.id,
        "published_at": clock.now(),
    }
    _decide(licence, values, actor)
    _log(licence.facility, "licence_confirmed", actor)


@transaction.atomic
def withdraw_licence(*, licence: FacilityLicence, why: str, actor: Staff) -> None:
    """Marks a record as an error, so that it counts no longer; `LicenceRefused` with reasons."""
    actions.require_maintainer(FACILITIES, licence.facility, actor)
    reasons = rules.reasons_against_withdrawing(
        licence.state, licence.recorded_by, actor_id=actor.id
    )
    if reasons:
        raise LicenceRefused(reasons)
    values = {
        "state": LicenceRecordState.WITHDRAWN.value,
        "withdrawn_by": actor.id,
        "withdrawn_at": clock.now(),
        "why_withdrawn": why,
    }
    _decide(licence, values, actor)
    _log(licence.facility, "licence_withdrawn", actor)


@dataclass(frozen=True)
class FacilityAddressInput:
    """The address of a facility, and who reads it."""

    address_class: str
    address: str
    telephone: str


@transaction.atomic
def record_address(
    *, facility: Facility, data: FacilityAddressInput, actor: Staff
) -> FacilityAddress:
    """Proposes an address and its class; the former one counts until a second person publishes it."""
    actions.require_maintainer(FACILITIES, facility, actor)
    if reasons := rules.address_reasons(data.address_class, data.address):
        raise FacilityAddressRefused(reasons)
    added = FacilityAddress.objects.create(
        facility=facility,
        state=FacilityAddressState.PROPOSED,
        recorded_by=actor.id,
        **asdict(data),
    )
    _log(facility, "address_recorded", actor)
    _notify(facility, actor)
    return added


@transaction.atomic
def publish_address(*, address: FacilityAddress, seen: UUID, actor: Staff) -> None:
    """Publishes the newest address as the second person; `FacilityAddressRefused` with reasons.

    `seen` is the id of the address that the person saw.
    """
    actions.require_maintainer(FACILITIES, address.facility, actor)
    reasons = rules.reasons_against_address(
        is_newest=address.state == FacilityAddressState.PROPOSED,
        is_own=address.recorded_by == actor.id,
        is_same=address.pk == seen,
    )
    if reasons:
        raise FacilityAddressRefused(reasons)
    values = {
        "state": FacilityAddressState.PUBLISHED.value,
        "published_by": actor.id,
        "published_at": clock.now(),
    }
    _decide(address, values, actor)
    _log(address.facility, "address_published", actor)


def _decide(row: models.Model, values: Mapping[str, Any], actor: Staff) -> None:
    prove_rows([(row, values)], by=actor.id)
    type(row)._default_manager.filter(pk=row.pk).update(**values)
    row.refresh_from_db()


def _notify(facility: Facility, actor: Staff) -> None:
    values = [FACILITY_DETAIL_NOTICE.code, facility.pk, FACILITIES.permission.value, actor.id]
    definer_functions.make_change("register_tell", values, by=actor.id)


def _log(facility: Facility, action: str, actor: Staff) -> None:
    audit.record(
        audit.AuditKind.WROTE,
        by=actor.id,
        agency=actor.agency_id,
        objects=[facility.pk],
        detail={"action": action, "model": FACILITIES.name},
    )

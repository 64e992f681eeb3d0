"""Facilities with their licences, published and confirmed by a second person or not."""

import datetime as dt
import itertools
import uuid
from typing import Any

from saathi.agencies.models import Staff
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.infra import clock
from saathi.protection.care.facilities import actions
from saathi.protection.care.facilities.models import (
    Facility,
    FacilityAddress,
    FacilityLicence,
    PlacementStop,
)
from tests.roles import acting, role

numbers = itertools.count(1)
FACILITY: dict[str, Any] = {
    "kind": "childrens_home", "operator": "Society (invented)", "operator_kind": "civil",
    "run_by": None, "country": "IND", "district": "", "about": "",
    "girls_places": 10, "girls_age_low": 6, "girls_age_high": 17, "boys_places": None,
    "boys_age_low": None, "boys_age_high": None, "mixed_places": None, "mixed_age_low": None,
    "mixed_age_high": None, "day_ratio": 8, "night_ratio": 12, "services": [], "languages": ["hi"],
    "accessible": [], "source": "", "review_on": None,
}  # fmt: skip


def facility(keeper: Staff, *, is_published: bool = True, **fields: object) -> Facility:
    """A facility of the keeper's agency without a licence."""
    values = {"name": f"Home {next(numbers)}"} | FACILITY | fields
    with acting(keeper):
        entry = actions.add_facility(values=values, is_proposed=True, actor=keeper)
    if is_published:
        with role("maintenance"):
            Facility.objects.filter(pk=entry.pk).update(
                state=EntryState.PUBLISHED, published_by=uuid.uuid4(), published_at=clock.now()
            )
        with acting(keeper):
            entry.refresh_from_db()
    return entry


def registered(keeper: Staff, **fields: Any) -> Facility:
    """A published facility with a confirmed licence without end."""
    entry = facility(keeper, **fields)
    licence(entry)
    return entry


def licence(entry: Facility, status: str = "registered", **fields: object) -> FacilityLicence:
    """A record that counts."""
    values: dict[str, Any] = {
        "authority": "Board", "from_on": dt.date(2020, 1, 1), "state": "recorded",
        "recorded_by": uuid.uuid4(), "published_by": uuid.uuid4(), "published_at": clock.now(),
    }  # fmt: skip
    with role("maintenance"):
        return FacilityLicence.objects.create(facility=entry, status=status, **values | fields)


def address(entry: Facility, address_class: str = "staff", **fields: object) -> FacilityAddress:
    """A published address."""
    values: dict[str, Any] = {
        "address": "12 Hill Road", "telephone": "022-555", "state": "published",
        "recorded_by": uuid.uuid4(), "published_by": uuid.uuid4(), "published_at": clock.now(),
    }  # fmt: skip
    with role("maintenance"):
        return FacilityAddress.objects.create(
            facility=entry, address_class=address_class, **values | fields
        )


def stop(entry: Facility, reason: str = "failed", **fields: object) -> PlacementStop:
    """A stop of placements."""
    values: dict[str, Any] = {"source_id": uuid.uuid4(), "from_on": dt.date(2020, 1, 1)}
    with role("maintenance"):
        return PlacementStop.objects.create(facility=entry, reason=reason, **values | fields)

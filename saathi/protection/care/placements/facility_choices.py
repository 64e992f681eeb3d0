"""The facilities that a form offers for a child, with why one may not receive the child."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, IntegerField, QuerySet, UUIDField, Value

from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.infra.reasons import Reason
from saathi.people.models import Child
from saathi.protection.care.facilities import rules as facility_rules
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.facilities.queries import listed_facts, stops_of_each, with_list_columns
from saathi.protection.care.facilities.rules import Occupancy, PlacementNeed
from saathi.protection.care.placements import rules
from saathi.protection.care.placements.queries import list_occupancy


@dataclass(frozen=True)
class OfferedFacilities:
    """The facilities that a form offers for a child: those that may receive the child come first."""

    rows: QuerySet[Facility]
    lived: Mapping[UUID, Occupancy]
    obstacles: Mapping[UUID, tuple[Reason, ...]]


def offered_facilities(child: Child, country: str, today: dt.date) -> OfferedFacilities:
    """The facilities of a country, by district; those that may not receive the child come last.

    Three queries for all; `queries.find_placement_needs` asks the same of one facility.
    """
    published = Facility.objects.filter(state=EntryState.PUBLISHED, country=country)
    listed = list(with_list_columns(published, today).order_by("district", "name", "pk"))
    ids = [row.pk for row in listed]
    lived, stops = list_occupancy(ids), stops_of_each(ids, today)
    age = rules.least_age(child.birth_year_high, on=today)
    need = PlacementNeed(child.gender, age)
    obstacles = {
        row.pk: facility_rules.placement_obstacles(
            listed_facts(row, stops.get(row.pk, ()), today), need, lived.get(row.pk)
        )
        for row in listed
    }
    order = sorted(ids, key=lambda key: bool(obstacles[key]))
    place = Func(
        Value(order, ArrayField(UUIDField())),
        F("pk"),
        function="array_position",
        output_field=IntegerField(),
    )
    return OfferedFacilities(published.order_by(place), lived, obstacles)

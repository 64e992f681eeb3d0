"""The facilities that a form offers for a child, with why one may not receive the child."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Case,
    F,
    Func,
    IntegerField,
    Q,
    QuerySet,
    TextField,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Concat

from saathi.agencies.models import Office
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.infra.reasons import Reason
from saathi.people.models import Child
from saathi.protection.care.facilities import rules as facility_rules
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.facilities.queries import (
    confirmed_places,
    facility_facts_of_list_row,
    stops_of_each,
    with_list_columns,
)
from saathi.protection.care.facilities.rules import Occupancy, PlacementNeed
from saathi.protection.care.facility_incidents.queries import count_open_incidents_of_each
from saathi.protection.care.placements import rules
from saathi.protection.care.placements.queries import list_occupancy


@dataclass(frozen=True)
class OfferedFacilities:
    """The facilities that a form offers for a child: those that may receive the child come first."""

    rows: QuerySet[Facility]
    lived: Mapping[UUID, Occupancy]
    obstacles: Mapping[UUID, tuple[Reason, ...]]
    open_incidents: Mapping[UUID, int]  # serious ones, as far as the reader may know


def offered_facilities(child: Child, office: Office, today: dt.date) -> OfferedFacilities:
    """The facilities of the office's country; those that may not receive the child come last.

    Before them those in which a serious incident is open. Those in the district of the office come first,
    then the others by district.

    Four queries for all, one more if places wait for confirmation; `queries.find_placement_needs`
    asks the same of one facility.
    """
    published = Facility.objects.filter(state=EntryState.PUBLISHED, country=office.country)
    listed = list(with_list_columns(published, today).order_by("district", "name", "pk"))
    ids = [row.pk for row in listed]
    lived, stops = list_occupancy(ids), stops_of_each(ids, today)
    confirmed = confirmed_places(listed)
    incidents = count_open_incidents_of_each()
    age = rules.least_age(child.birth_year_high, on=today)
    need = PlacementNeed(child.gender, age)
    obstacles = {
        row.pk: facility_rules.placement_obstacles(
            facility_facts_of_list_row(row, stops.get(row.pk, ()), today, confirmed.get(row.pk)),
            need,
            lived.get(row.pk),
        )
        for row in listed
    }
    order = [
        row.pk
        for row in sorted(
            listed,
            key=lambda row: (
                bool(obstacles[row.pk]),
                row.pk in incidents,
                row.district != office.district,
            ),
        )
    ]
    place = Func(
        Value(order, ArrayField(UUIDField())),
        F("pk"),
        function="array_position",
        output_field=IntegerField(),
    )
    return OfferedFacilities(published.order_by(place), lived, obstacles, incidents)


def with_proximity(facilities: QuerySet[Facility], office: Office) -> QuerySet[Facility]:
    """The facilities with the key that sorts them: own district, own country, others, each by name."""
    is_near = ~Q(district="") & Q(country=office.country, district=office.district)
    rank = Case(
        When(is_near, then=Value("0")),
        When(country=office.country, then=Value("1")),
        default=Value("2"),
    )
    return facilities.annotate(proximity=Concat(rank, F("name"), output_field=TextField()))

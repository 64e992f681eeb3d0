"""The database: the same obstacles as the rule, second persons, and who reads an address."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from saathi.agencies.models import Staff
from saathi.agencies.register_kit.actions import EntryStep, SeenEntry, move_entry
from saathi.agencies.register_kit.rules import EntryMove
from saathi.agencies.row_proofs import prove_rows
from saathi.infra import clock
from saathi.protection.care.facilities import actions, queries
from saathi.protection.care.facilities.forms import COLUMNS
from saathi.protection.care.facilities.models import (
    Facility,
    FacilityAddress,
    FacilityLicence,
    PlacementStop,
)
from saathi.protection.care.facilities.rules import Occupancy
from saathi.protection.care.facilities.vocabulary import LicenceStatus, StopReason
from tests.engines.examples import examples
from tests.factories import agencies, facilities
from tests.roles import acting, role

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 6, 1)
places = st.none() | st.integers(0, 3)
ages = st.none() | st.integers(0, 18)
days = st.integers(-400, 400).map(lambda number: DAY + dt.timedelta(days=number))


def obstacles_in_sql(facility: Facility, *values: Any) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT facility_placement_obstacles(%s, %s, %s, %s, %s, %s, %s)",
            [facility.pk, *values],
        )
        return list(cursor.fetchone()[0])


@st.composite
def groups(draw: st.DrawFn) -> dict[str, Any]:
    drawn: dict[str, Any] = {}
    for name in ("girls", "boys", "mixed"):
        low, high = draw(ages), draw(ages)
        if low is not None and high is not None and high < low:
            low, high = high, low
        drawn |= {f"{name}_places": draw(places), f"{name}_age_low": low, f"{name}_age_high": high}
    return drawn


licences = st.lists(
    st.tuples(
        st.sampled_from(LicenceStatus),
        days,
        st.none() | st.integers(0, 500),
        st.sampled_from(("recorded", "proposed")),
    ),
    max_size=3,
)
stops = st.lists(st.tuples(st.sampled_from(StopReason), days, st.none() | days), max_size=2)
occupancies = st.none() | st.builds(Occupancy, *(st.integers(0, 4),) * 3)


@examples(40)
@given(
    groups=groups(),
    licences=licences,
    stops=stops,
    child=st.tuples(st.sampled_from(("girl", "boy", "other", "not_said", "")), ages),
    occupancy=occupancies,
    state=st.sampled_from(("published", "published", "published", "draft")),
)
def test_rule_and_database_list_the_same_obstacles(
    groups: dict[str, Any],
    licences: list[Any],
    stops: list[Any],
    child: tuple[str, int | None],
    occupancy: Occupancy | None,
    state: str,
) -> None:
    with transaction.atomic():
        keeper = agencies.staff("supervisor")
        entry = facilities.facility(keeper)
        with role("maintenance"):
            Facility.objects.filter(pk=entry.pk).update(**groups, state=state)
            entry.refresh_from_db()
        for status, start, length, record_state in licences:
            end = None if length is None else start + dt.timedelta(days=length)
            facilities.licence(entry, status, from_on=start, until_on=end, state=record_state)
        for reason, start, end in stops:
            facilities.stop(entry, reason, from_on=start, ended_on=end)
        sex, age = child
        numbers = [occupancy.girls, occupancy.boys, occupancy.others] if occupancy else [None] * 3
        with acting(keeper):
            found = queries.placement_obstacles(
                entry, sex=sex, age=age, on=DAY, occupancy=occupancy
            )
            in_sql = obstacles_in_sql(entry, sex, age, DAY, *numbers)
            status = queries.current_licence_status(entry, DAY)
            listed = queries.with_list_columns(Facility.objects.filter(pk=entry.pk), DAY).get()
            assert queries.listed_licence_status(listed, DAY) == status
            condition = queries.licence_condition(status or "", DAY)
            rows = queries.with_list_columns(Facility.objects.filter(pk=entry.pk), DAY)
            assert rows.filter(condition).exists()
        assert [reason.code for reason in found] == in_sql
        transaction.set_rollback(True)


def test_no_statement_permits_a_facility_alone(keeper: Staff, second: Staff) -> None:
    entry = facilities.facility(keeper)
    row = {
        "facility": entry, "status": "registered", "authority": "Board", "from_on": DAY,
        "recorded_by": keeper.pk,
    }  # fmt: skip
    with acting(keeper), pytest.raises(DatabaseError, match="proof"), transaction.atomic():
        FacilityLicence.objects.create(**row, state="recorded")
    with acting(keeper), transaction.atomic():
        direct = FacilityLicence(**row, state="recorded")
        prove_rows([(direct, {})], by=keeper.pk)
        with pytest.raises(DatabaseError, match="second person"), transaction.atomic():
            direct.save(force_insert=True)
    with acting(keeper), transaction.atomic():
        waiting = FacilityLicence(**row, state="proposed")
        waiting.save(force_insert=True)
    rows = FacilityLicence.objects.filter(pk=waiting.pk)
    own = {"state": "recorded", "published_by": keeper.pk, "published_at": clock.now()}
    with acting(keeper), transaction.atomic():
        prove_rows([(waiting, own)], by=keeper.pk)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**own)
    with acting(second), pytest.raises(DatabaseError), transaction.atomic():
        rows.update(authority="Another board")
    elsewhere = agencies.staff("supervisor")
    with acting(elsewhere), pytest.raises(DatabaseError), transaction.atomic():
        FacilityLicence.objects.create(**row | {"recorded_by": elsewhere.pk}, state="proposed")
    with acting(elsewhere):
        assert not rows.update(state="withdrawn", withdrawn_by=elsewhere.pk)


def test_no_statement_lifts_a_suspension_alone(keeper: Staff) -> None:
    entry = facilities.registered(keeper)
    facilities.licence(entry, "suspended", from_on=DAY, recorded_by=keeper.pk, published_by=None)
    row = FacilityLicence.objects.filter(status="suspended")
    values = {
        "state": "withdrawn", "withdrawn_by": keeper.pk, "withdrawn_at": clock.now(),
        "why_withdrawn": "x",
    }  # fmt: skip
    with acting(keeper), transaction.atomic():
        prove_rows([(row.get(), values)], by=keeper.pk)
        with pytest.raises(DatabaseError, match="second person"), transaction.atomic():
            row.update(**values)


def test_stops_of_placements_are_not_written_by_the_web_role(keeper: Staff) -> None:
    entry = facilities.registered(keeper)
    facilities.stop(entry)
    values = {"facility": entry, "reason": "failed", "source_id": uuid.uuid4(), "from_on": DAY}
    with acting(keeper), pytest.raises(DatabaseError), transaction.atomic():
        PlacementStop.objects.create(**values)
    with acting(keeper), pytest.raises(DatabaseError), transaction.atomic():
        PlacementStop.objects.update(ended_on=DAY)


READERS = {
    "public": {"keeper": True, "worker": True, "rapporteur": True, "elsewhere": True},
    "staff": {"keeper": True, "worker": True, "rapporteur": False, "elsewhere": True},
    "restricted": {"keeper": True, "worker": False, "rapporteur": False, "elsewhere": False},
}


@pytest.mark.parametrize("address_class", READERS)
def test_who_reads_an_address(keeper: Staff, address_class: str) -> None:
    entry = facilities.facility(keeper)
    facilities.address(entry, address_class)
    people = {
        "keeper": keeper,
        "worker": agencies.staff("case_worker", keeper.office),
        "rapporteur": agencies.staff("rapporteur", keeper.office),
        "elsewhere": agencies.staff("supervisor"),
    }
    for name, person in people.items():
        with acting(person):
            assert FacilityAddress.objects.exists() == READERS[address_class][name], name


def test_an_address_that_became_restricted_is_closed_with_its_past(keeper: Staff) -> None:
    entry = facilities.facility(keeper)
    facilities.address(entry, "public")
    worker = agencies.staff("case_worker", keeper.office)
    with acting(worker):
        assert FacilityAddress.objects.exists()
    facilities.address(entry, "restricted")
    with acting(worker):
        assert not FacilityAddress.objects.exists()
    with acting(keeper):
        assert FacilityAddress.objects.count() == 2


def test_no_one_opens_an_address_alone(keeper: Staff, second: Staff) -> None:
    entry = facilities.facility(keeper)
    row = {"facility": entry, "address_class": "public", "address": "1 Road", "state": "proposed"}
    with acting(keeper), pytest.raises(DatabaseError), transaction.atomic():
        FacilityAddress.objects.create(**row, recorded_by=second.pk)
    with acting(keeper), transaction.atomic():
        proposed = FacilityAddress.objects.create(**row, recorded_by=keeper.pk)
    values = {"state": "published", "published_by": keeper.pk, "published_at": clock.now()}
    with acting(keeper), transaction.atomic():
        prove_rows([(proposed, values)], by=keeper.pk)
        with pytest.raises(DatabaseError), transaction.atomic():
            FacilityAddress.objects.filter(pk=proposed.pk).update(**values)
    with acting(second), pytest.raises(DatabaseError), transaction.atomic():
        FacilityAddress.objects.filter(pk=proposed.pk).update(address="2 Road")


@pytest.mark.requirement("FAC-012")
def test_a_published_facility_stays_in_its_country(keeper: Staff, second: Staff) -> None:
    entry = facilities.facility(keeper, country="IND")
    draft = facilities.facility(keeper, country="IND", is_published=False)

    def change(seen: Facility, person: Staff) -> None:
        values = {name: getattr(seen, name) for name in (*COLUMNS, "run_by")}
        with acting(person):
            actions.change_facility(
                seen=SeenEntry(seen, seen.version), values=values | {"country": "NPL"}, actor=person
            )

    change(draft, second)
    with pytest.raises(actions.FacilityRefused) as refused:
        change(entry, second)
    assert [reason.code for reason in refused.value.reasons] == ["country"]
    values = {"country": "NPL", "changed_by": second.pk}
    with acting(second), transaction.atomic():
        prove_rows([(entry, values)], by=second.pk)
        rows = Facility.objects.filter(pk=entry.pk)
        with pytest.raises(DatabaseError, match="stays in its country"), transaction.atomic():
            rows.update(**values, version=entry.version + 1)
    # nor after it was withdrawn
    with acting(keeper):
        step = EntryStep(EntryMove.ARCHIVE, why="x")
        move_entry(actions.FACILITIES, SeenEntry(entry, entry.version), step, actor=keeper)
        entry.refresh_from_db()
    with pytest.raises(actions.FacilityRefused):
        change(entry, keeper)

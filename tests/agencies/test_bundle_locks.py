"""Random bundles: Python and PostgreSQL allow the same, within the maximum of the kind of role."""

from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saathi.agencies import access
from saathi.agencies.models import Principal, Staff
from saathi.agencies.permissions import (
    GRAVE_PERMISSIONS,
    MAX_PERMISSIONS,
    OFFICE_LEADER_KINDS,
    POWERFUL_KINDS,
    SHIPPED_ROLES,
    Permission,
    needs_second_person,
)
from tests.factories import agencies, bundles
from tests.roles import acting, role

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

KINDS = st.sampled_from(sorted(SHIPPED_ROLES))
HELD = st.sets(st.sampled_from(sorted(Permission)), min_size=1)
VERSIONS = st.lists(
    st.tuples(HELD, st.integers(-2, 2), st.sampled_from(["agreed", "refused"]), KINDS), max_size=4
)
OF_A_CHILD = {
    Permission.RECORD_REPORT, Permission.SEARCH, Permission.OPEN_CASE, Permission.WORK_ON_CASE,
    Permission.EMERGENCY_ACCESS, Permission.APPROVE, Permission.ASSIGN, Permission.HIDE,
    Permission.ANSWER_ENQUIRY, Permission.SEE_WHO_LOOKED, Permission.ERASE, Permission.EXPORT,
}  # fmt: skip


def by_database(person: Staff) -> set[str]:
    with acting(person), connection.cursor() as cursor:
        cursor.execute("SELECT staff_permissions(%s)", [person.id])
        return set(cursor.fetchone()[0])


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    kind=KINDS,
    drawn=VERSIONS,
    holds=st.booleans(),
    active=st.booleans(),
    zone=st.sampled_from(["Pacific/Kiritimati", "Asia/Kathmandu", "Pacific/Pago_Pago"]),
)
def test_python_and_database_give_the_same_permissions(
    kind: str, drawn: list[Any], holds: bool, active: bool, zone: str
) -> None:
    with transaction.atomic():
        office = agencies.office(time_zone=zone)
        for number, (permissions, days, outcome, of_kind) in enumerate(drawn, 1):
            # some are of another kind than that of the person
            same = of_kind if number % 3 == 0 else kind
            bundles.version(
                office.agency,
                permissions=permissions,
                number=number,
                days=days,
                outcome=outcome,
                kind=same,
            )
        person = agencies.staff(
            kind, office, is_active=active, post="probation_officer" if holds else ""
        )
        person = Staff.objects.get(pk=person.pk)
        assert by_database(person) == set(person.permissions)
        assert Staff._base_manager.get(pk=person.pk).permissions == person.permissions
        assert person.permissions <= MAX_PERMISSIONS[kind]
        for permission in Permission:
            assert access.has_permission(person, permission) == (permission in by_database(person))
        transaction.set_rollback(True)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(kind=KINDS, held=HELD)
def test_bundle_adds_no_principals_beyond_the_kind_of_role(
    kind: str, held: set[Permission]
) -> None:
    """The principals a person acts as, and so the files both locks open, do not depend on the bundle."""
    with transaction.atomic():
        office = agencies.office()
        bundles.version(office.agency, permissions=held, kind=kind)
        plain = agencies.staff(kind, office)
        own = agencies.staff(kind, office, post="probation_officer")
        for person in (plain, own):
            with role("warden"), connection.cursor() as cursor:
                cursor.execute("SELECT staff_set_principals(%s)", [person.id])
        acts = [
            {p.principal for p in Principal.objects.filter(staff=person)} - {person.id}
            for person in (plain, own)
        ]
        assert acts[0] == acts[1]
        assert acts[1] == ({office.id} if kind in OFFICE_LEADER_KINDS else set())
        if kind == "administrator":
            assert not Principal.objects.filter(staff=own).exists()
        transaction.set_rollback(True)


def test_role_permissions_never_exceed_the_kind() -> None:
    assert set(MAX_PERMISSIONS) == set(SHIPPED_ROLES)
    for kind, ships in SHIPPED_ROLES.items():
        assert ships <= MAX_PERMISSIONS[kind], kind
    assert not MAX_PERMISSIONS["administrator"] & OF_A_CHILD
    assert not MAX_PERMISSIONS["oversight"] & OF_A_CHILD
    assert not MAX_PERMISSIONS["rapporteur"] & OF_A_CHILD
    managing = {Permission.MANAGE_STAFF, Permission.MANAGE_OFFICES, Permission.READ_LOG}
    for kind in set(SHIPPED_ROLES) - {"administrator", "oversight"}:
        assert not MAX_PERMISSIONS[kind] & (managing | {Permission.CONFIRM_STAFF}), kind


def test_shipped_roles_in_database_match_code() -> None:
    with role("warden"), connection.cursor() as cursor:
        for kind in [*SHIPPED_ROLES, "nobody"]:
            cursor.execute(
                "SELECT staff_shipped(%s), staff_ceiling(%s), staff_is_known(%s), "
                "staff_leads_office(%s), staff_needs_second(%s, staff_shipped(%s))",
                [kind] * 6,
            )
            shipped, ceiling, all_permissions, leads, second = cursor.fetchone()
            assert set(shipped) == SHIPPED_ROLES.get(kind, frozenset())
            assert set(ceiling) == MAX_PERMISSIONS.get(kind, frozenset())
            assert all_permissions is (kind in SHIPPED_ROLES)
            assert leads is (kind in OFFICE_LEADER_KINDS)
            assert second is (kind in POWERFUL_KINDS)
        for permission in Permission:
            cursor.execute("SELECT staff_needs_second('counsellor', ARRAY[%s])", [permission.value])
            assert cursor.fetchone() == (permission in GRAVE_PERMISSIONS,)
            assert needs_second_person("counsellor", frozenset({permission})) is (
                permission in GRAVE_PERMISSIONS
            )


def test_bundle_version_begins_on_local_date_of_office() -> None:
    """At the same moment the islands, 25 hours apart, always have dates one or two days apart."""
    east = agencies.office(time_zone="Pacific/Kiritimati")
    west = agencies.office(east.agency, time_zone="Pacific/Pago_Pago")
    assert east.today() > west.today()
    bundles.version(east.agency, valid_from=east.today(), permissions={Permission.SEARCH})
    for office, has_begun in ((east, True), (west, False)):
        person = agencies.staff("case_worker", office, post="probation_officer")
        assert (Permission.SEARCH in person.permissions) is has_begun
        assert by_database(person) == set(person.permissions)

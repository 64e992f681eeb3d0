"""Who may open a file of which kind: the database asks for the permission of the kind (A13)."""

from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction

from saathi.agencies.models import File, Staff
from saathi.agencies.permissions import FILE_PERMISSIONS, SHIPPED_ROLES
from saathi.agencies.vocabulary import FileKind
from tests.factories import agencies
from tests.roles import acting, role

pytestmark = pytest.mark.django_db
INSERT = (
    "INSERT INTO agencies_file (id, kind, agency_id, office_id, is_protected, recorded_at, recorded_by) "
    "VALUES (%s, %s, %s, %s, false, now(), access_staff())"
)


def opens(actor: Staff, kind: str) -> bool:
    """Whether one statement in a request of this person opens a file of the kind."""
    try:
        with acting(actor), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(INSERT, [uuid4(), kind, actor.agency_id, actor.office_id])
    except ProgrammingError:
        return False
    return True


def test_every_kind_of_file_has_its_permissions() -> None:
    assert set(FILE_PERMISSIONS) == set(FileKind)
    assert all(FILE_PERMISSIONS.values())


@pytest.mark.parametrize("role_kind", SHIPPED_ROLES)
def test_file_is_opened_with_a_permission_of_its_kind_alone(role_kind: str) -> None:
    actor = agencies.staff(role_kind)
    for kind, needed in FILE_PERMISSIONS.items():
        assert opens(actor, kind) is not SHIPPED_ROLES[role_kind].isdisjoint(needed), kind


@pytest.mark.parametrize("role_kind", ["rapporteur", "counsellor", "administrator"])
def test_who_works_with_no_new_child_opens_no_child_s_file(role_kind: str) -> None:
    assert not opens(agencies.staff(role_kind), FileKind.CHILD)
    with role("maintenance"):
        assert not File.objects.exists()

"""The migration that grants the sections LEGAL and SUPPORT on existing files."""

import datetime as dt
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection

from saathi.agencies import access
from saathi.agencies.models import Grant, Staff
from saathi.agencies.permissions import TEAM_READS, TEAM_WRITES
from saathi.agencies.sections import ALL_SECTIONS, TEAM_MEMBER_SECTIONS
from saathi.agencies.vocabulary import TeamRole
from saathi.infra import clock
from saathi.protection.casework.cases.models import Case
from tests.factories import agencies, children, teams
from tests.roles import acting, role

pytestmark = pytest.mark.django_db
MIGRATION = import_module("saathi.agencies.migrations.0011_newer_sections")
BEFORE = 1023  # all sections before the migration
SEATS = [seat for seat in TeamRole if TEAM_READS[seat]]


def migrate() -> None:
    with role("owner"):
        MIGRATION.give(None, SimpleNamespace(connection=connection))


def as_before(case: Case) -> None:
    """The rights as granted before the new sections."""
    with role("maintenance"):
        for grant in Grant.objects.filter(file=case.file_id):
            grant.reads, grant.writes = grant.reads & BEFORE, grant.writes & BEFORE
            grant.save()


def held(case: Case, staff: Staff) -> tuple[int, int]:
    with acting(staff):
        rights = access.rights(staff, case.file_id)
    return int(rights.reads), int(rights.writes)


@pytest.mark.parametrize("seat", SEATS)
def test_newer_sections_are_granted_to_team_by_role(seat: TeamRole) -> None:
    worker = agencies.staff()
    case = children.case(worker)
    person = teams.join(case.file_id, agencies.staff("counsellor", worker.office), seat)
    as_before(case)
    assert held(case, person)[0] < int(TEAM_READS[seat])
    migrate()
    assert held(case, person) == (int(TEAM_READS[seat]), int(TEAM_WRITES[seat]))
    assert held(case, worker) == (int(TEAM_MEMBER_SECTIONS), int(TEAM_MEMBER_SECTIONS))


def test_newer_sections_are_granted_to_holding_office() -> None:
    worker = agencies.staff()
    leader = agencies.staff("supervisor", worker.office)
    case = children.case(worker)
    as_before(case)
    migrate()
    assert held(case, leader) == (int(ALL_SECTIONS), int(ALL_SECTIONS))


def test_newer_sections_leave_ended_and_temporary_grants() -> None:
    worker = agencies.staff()
    case = children.case(worker)
    common = {"file_id": case.file_id, "given_by": worker.id, "reads": 767, "writes": 767}
    now = clock.now()
    with role("maintenance"):
        ended = Grant.objects.create(
            **common, kind="team", principal=agencies.staff().id, ends_at=now - dt.timedelta(days=1)
        )
        shared = Grant.objects.create(
            **common,
            kind="share",
            principal=agencies.staff().id,
            ends_at=now + dt.timedelta(days=9),
        )
    migrate()
    with role("maintenance"):
        for grant in (ended, shared):
            grant.refresh_from_db()
            assert (grant.reads, grant.writes) == (767, 767)


def test_newer_sections_migration_is_reversible() -> None:
    worker = agencies.staff()
    case = children.case(worker)
    with role("owner"):
        MIGRATION.take_back(None, SimpleNamespace(connection=connection))
    assert held(case, worker) == (767, 767)

"""People in a child's team, with the rights that their role there gives."""

import datetime as dt
from uuid import UUID

from saathi.agencies.models import Grant, Staff
from saathi.agencies.permissions import TEAM_READS, TEAM_WRITES
from saathi.agencies.vocabulary import GrantKind, TeamRole
from saathi.infra import clock
from tests.roles import role


def join(file_id: UUID, staff: Staff, as_role: TeamRole) -> Staff:
    with role("maintenance"):
        Grant.objects.create(
            file_id=file_id,
            principal=staff.id,
            kind=GrantKind.TEAM,
            reads=int(TEAM_READS[as_role]),
            writes=int(TEAM_WRITES[as_role]),
            starts_at=clock.now()
            - dt.timedelta(days=1),  # a test runs in one moment of the database
            given_by=staff.id,
        )
    return staff

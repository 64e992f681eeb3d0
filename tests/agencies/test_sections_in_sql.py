"""What the database gives with a new file is every section, and the team's are all but enquiries."""

import pytest

from saathi.agencies.models import Grant
from saathi.agencies.sections import ALL_SECTIONS, TEAM_MEMBER_SECTIONS, Section
from tests.factories import agencies, children
from tests.roles import role


@pytest.mark.django_db
def test_a_new_file_gives_its_office_everything_and_its_worker_the_teams() -> None:
    worker = agencies.staff()
    child = children.child(worker)
    with role("maintenance"):
        given = {g.kind: (g.reads, g.writes) for g in Grant.objects.filter(file_id=child.file_id)}
    assert given == {
        "owner": (ALL_SECTIONS, ALL_SECTIONS),
        "team": (TEAM_MEMBER_SECTIONS, TEAM_MEMBER_SECTIONS),
    }


def test_everything_is_every_section() -> None:
    assert sum(Section) == ALL_SECTIONS

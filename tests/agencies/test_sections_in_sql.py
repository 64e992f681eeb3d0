"""A new file grants every section, and the team's rights are all sections except enquiries."""

import pytest

from saathi.agencies.models import Grant
from saathi.agencies.sections import ALL_SECTIONS, TEAM_MEMBER_SECTIONS, Section
from tests.factories import agencies, children
from tests.roles import role


@pytest.mark.django_db
def test_new_file_grants_office_all_sections_and_worker_team_sections() -> None:
    worker = agencies.staff()
    child = children.child(worker)
    with role("maintenance"):
        rights_by_kind = {
            g.kind: (g.reads, g.writes) for g in Grant.objects.filter(file_id=child.file_id)
        }
    assert rights_by_kind == {
        "owner": (ALL_SECTIONS, ALL_SECTIONS),
        "team": (TEAM_MEMBER_SECTIONS, TEAM_MEMBER_SECTIONS),
    }


def test_all_sections_constant_contains_every_section() -> None:
    assert sum(Section) == ALL_SECTIONS

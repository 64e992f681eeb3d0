"""A child with proceedings, a legal representative in the team, and the people around them."""

from dataclasses import dataclass

import pytest

from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.protection.justice.proceedings.models import Proceeding
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import agencies, proceedings, teams
from tests.roles import acting, role


@dataclass
class CourtCast:
    """The people around a child, with a legal representative, and criminal proceedings."""

    around: ChildFileCast
    lawyer: Staff
    proceeding: Proceeding

    @property
    def url(self) -> str:
        """The address of the proceedings of the child."""
        return f"{self.around.url}justice/"

    def page(self, name: str = "") -> str:
        """The address of a page of the proceeding."""
        return f"{self.url}{self.proceeding.pk}/{name}"


@pytest.fixture
def court(db: None) -> CourtCast:
    around = cast.around()
    lawyer = agencies.staff("counsellor", around.worker.office)
    teams.join(around.case.file_id, lawyer, TeamRole.LEGAL_REPRESENTATIVE)
    with acting(around.worker):
        proceeding = proceedings.proceeding(around.case, around.worker)
    return CourtCast(around, lawyer, proceeding)


@pytest.fixture
def court_here(court: CourtCast) -> CourtCast:
    """The proceeding in the child's country of the file: no letter crosses a border."""
    with role("maintenance"):
        Proceeding.objects.filter(pk=court.proceeding.pk).update(country="NPL")
    return court

"""A worker without the statistical protection component stops a release, and its page shows why."""

import pytest
from django.test import Client

from saathi.agencies.models import Staff
from saathi.evidence.releases import missing_optional_packages
from saathi.evidence.releases.models import Release
from saathi.evidence.releases.vocabulary import ReleaseState
from saathi.infra import optional_packages
from tests.factories import agencies, releases
from tests.roles import role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
WITHOUT = {"releases": (*optional_packages.OPTIONAL_PARTS["releases"], "no_such_module")}


@pytest.fixture
def preparer() -> Staff:
    return agencies.staff("rapporteur")


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation without one of the component's modules."""
    monkeypatch.setattr(optional_packages, "OPTIONAL_PARTS", WITHOUT)


def in_state(actor: Staff, state: ReleaseState) -> Release:
    row = releases.designed(actor, releases.family(actor))
    with role("maintenance"):
        Release.objects.filter(pk=row.pk).update(state=state, doing="count", progress=40)
    return row


def stopped(row: Release) -> tuple[bool, Release]:
    """Whether the job stopped, as the role that works on releases, and the release afterwards."""
    with role("analyst"):
        answer = missing_optional_packages.stop_release_if_not_installed(row.pk, using="default")
    with role("maintenance"):
        return answer, Release.objects.get(pk=row.pk)


@pytest.mark.parametrize(
    ("state", "back_to"),
    [(ReleaseState.DESIGNING, ReleaseState.DRAFT), (ReleaseState.PROTECTING, ReleaseState.FAILED)],
)
@pytest.mark.usefixtures("without")
def test_release_goes_back_and_says_which_part_is_missing(
    preparer: Staff, state: ReleaseState, back_to: ReleaseState
) -> None:
    row = in_state(preparer, state)
    answer, now = stopped(row)
    assert answer
    assert (now.state, now.progress, now.doing) == (back_to, 0, "")
    assert "needs the part “releases”, which is not installed" in now.trouble
    assert now.version == row.version + 1
    client: Client = signed_in(preparer)
    assert "which is not installed" in client.get(f"/releases/{row.pk}/").content.decode()


@pytest.mark.parametrize(
    "state", [ReleaseState.DESIGNED, ReleaseState.PROTECTED, ReleaseState.DROPPED]
)
@pytest.mark.usefixtures("without")
def test_release_that_is_not_being_worked_on_stays_as_it_is(
    preparer: Staff, state: ReleaseState
) -> None:
    row = in_state(preparer, state)
    answer, now = stopped(row)
    assert answer
    assert (now.state, now.progress, now.trouble) == (state, 40, "")


def test_installed_part_lets_the_work_go_on(preparer: Staff) -> None:
    row = in_state(preparer, ReleaseState.DESIGNING)
    answer, now = stopped(row)
    assert not answer
    assert (now.state, now.progress) == (ReleaseState.DESIGNING, 40)

"""Children are placed: by our agency with all that is needed, by an exception, or by others."""

from typing import Any

import pytest

from saathi.agencies import access
from saathi.agencies.models import Notice
from saathi.audit.models import AuditEntry
from saathi.protection.care.placements.actions import placing
from saathi.protection.care.placements.actions.placing import PlacementRefused
from saathi.protection.care.placements.models import Placement
from tests import filled
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import facilities
from tests.protection.care.placements import steps
from tests.reading import words
from tests.roles import acting, role
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def page(around: ChildFileCast) -> str:
    return read(signed_in(around.worker).get(around.url + "placements/"))[0]


def send(around: ChildFileCast, path: str, person: Any = None, **typed: object) -> str:
    """The page after a form below the file was filled in and sent."""
    client = signed_in(person or around.worker)
    shown = client.get(around.url + path)
    assert shown.status_code == 200, path
    sent = filled.form(shown.content.decode(), **typed)
    return words(client.post(around.url + path, sent, follow=True).content)


def day(around: ChildFileCast, name: str, days: int = 0) -> dict[str, object]:
    on = steps.today(around, days)
    return {f"{name}_0": on.day, f"{name}_1": on.month, f"{name}_2": on.year}


FORM: dict[str, Any] = {
    "kind": "residential", "reasons": "No safe relative", "view": "accepts",
    "siblings": "no_siblings", **steps.EXAMINED,
}  # fmt: skip


@pytest.mark.requirement("REI-005")
def test_child_is_placed_in_a_licensed_home_on_screen(around: ChildFileCast) -> None:
    facility = steps.home(around, name="House of hope")
    steps.agree(around)
    for person in (around.stranger, around.outsider):
        answer = signed_in(person).get(around.url + "placements/new/")
        assert answer.status_code == 404
    unexamined = FORM | {"facility": facility.pk, "foster_option": "not_examined"}
    text = send(around, "placements/new/", **unexamined)
    assert "Examine care by the parents, kinship care and foster care" in text
    with acting(around.worker):
        assert not Placement.objects.exists()
    text = send(around, "placements/new/", **FORM | {"facility": facility.pk})
    assert "Residential care · House of hope" in text
    assert "0 moves" in text
    with acting(around.worker):
        placement = Placement.objects.get()
    assert (placement.state, placement.basis, placement.unmet) == ("current", "ours", [])
    assert b"No safe relative" not in bytes(placement.sealed)
    assert steps.duties(around, "placement_review") == [steps.today(around, 30)]
    with role("auditor"):
        assert AuditEntry.objects.filter(objects_seen__contains=[placement.pk]).exists()

"""The header of a child's file says where the child lives by the latest record, with its date."""

import html
import re

import pytest

from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.protection.care.placements import steps as placements
from tests.protection.casework.reintegration import steps as returns
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def head(around: ChildFileCast) -> str:
    """The words of the overview of the file, with its head."""
    page = signed_in(around.worker).get(around.url).content.decode()
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_latest_of_return_contact_and_placement_is_shown(around: ChildFileCast) -> None:
    assert "Living situation" not in head(around)
    reintegration = returns.begin(around, 60)
    assert "With the family (return: " in head(around)
    returns.contact(around, reintegration, on=-3, lives_with="other_family")
    assert "With another family (contact: " in head(around)
    placed = placements.record(
        around, kind="kinship", place="With an aunt", started_on=placements.today(around, -1)
    )
    assert "Kinship care (placement since yesterday)" in head(around)
    placements.end(around, placed)
    left = "Kinship care ended (today): Left without notice: missing from care"
    assert left in head(around)


def test_earlier_placement_does_not_hide_a_later_contact(around: ChildFileCast) -> None:
    placements.record(
        around, kind="kinship", place="With an aunt", started_on=placements.today(around, -90)
    )
    reintegration = returns.begin(around, 60)
    returns.contact(around, reintegration, on=-1, lives_with="family")
    assert "With the family (contact: yesterday)" in head(around)

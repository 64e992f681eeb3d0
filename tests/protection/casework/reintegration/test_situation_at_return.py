"""The living situation at the return, and that of the newest contact, on the page and in the list."""

import pytest
from django.urls import reverse

from saathi.agencies.record_kit.rows import format_day
from saathi.protection.casework.reintegration.models import Reintegration
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.protection.casework.reintegration import steps
from tests.roles import acting
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def test_living_situation_at_the_return_is_kept_beside_that_of_the_newest_contact(
    around: ChildFileCast,
) -> None:
    reintegration = steps.begin(around, days_ago=60)
    client = signed_in(around.worker)
    address = reverse("reintegration:list_reintegration", args=[around.file_id])
    steps.contact(around, reintegration, on=-5, lives_with="family")
    assert "(contact:" not in read(client.get(address))[0]  # the same as at the return
    steps.contact(around, reintegration, on=-3, lives_with="other_family")
    steps.contact(around, reintegration, on=-4, lives_with="care")  # recorded later, but older
    text = read(client.get(address))[0]
    day = format_day(steps.today(around, -3))
    assert f"Living situation With another family (contact: {day})" in text
    assert "Living situation at the return With the family" in text
    assert text.count("(contact:") == 1
    with acting(around.worker):
        assert Reintegration.objects.get(pk=reintegration.pk).lives_with == "family"
    for code, is_shown in (("other_family", True), ("family", False), ("care", False)):
        shown = around.case.child.code in read(client.get(f"/reintegration/?lives_with={code}"))[0]
        assert shown == is_shown, code

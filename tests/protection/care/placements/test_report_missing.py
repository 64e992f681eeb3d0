"""The report that the child of a file is missing: filled in from the file, linked to it, without values in the address."""

import pytest
from django.urls import reverse

from saathi.protection.identification.missing.models import MissingChild, MissingReport
from saathi.vault import store as vault
from tests import filled
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.protection.care.placements import steps
from tests.reading import words
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def path(around: ChildFileCast) -> str:
    return reverse("placements:report_child_missing", args=[around.file_id])


@pytest.mark.requirement("FAC-014")
def test_a_child_who_left_a_home_is_reported_with_what_the_file_says(around: ChildFileCast) -> None:
    home = steps.home(around, name="Home by the river")
    steps.end(around, steps.record(around, facility=home))
    client = signed_in(around.worker)
    shown = client.get(f"{around.url}placements/")
    assert f'"{path(around)}"' in shown.content.decode()  # no value of the child in the address
    form = client.get(path(around))
    typed = filled.form(form.content.decode())
    with acting(around.worker):
        name = vault.open(around.case.child)["names"][0]["text"]
    assert (typed["name_0"], typed["where"]) == ([name], ["Home by the river"])
    assert typed["gender"] == [around.case.child.gender]
    sent = client.post(
        path(around),
        typed | {"told": "Did not come to breakfast", "urgency": "now", "channel": "in_person"},
    )
    assert sent.status_code == 302, words(sent.content)[:900]
    with acting(around.worker):
        report = MissingReport.objects.get()
        assert (report.child_file_id, report.state) == (around.file_id, "followed")
        assert (report.missing_from, report.district) == (steps.today(around), home.district)
        opened = vault.open(MissingChild.objects.get())
    assert opened["names"][0]["text"] == name
    page = words(client.get(f"{around.url}placements/").content)
    assert "Open the search" in page


def test_a_child_who_was_not_placed_is_reported_without_a_place(around: ChildFileCast) -> None:
    typed = filled.form(signed_in(around.worker).get(path(around)).content.decode())
    assert typed["name_0"] != [""]
    assert typed["where"] == [""]
    for person in (around.stranger, around.outsider):
        assert signed_in(person).get(path(around)).status_code == 404

"""The report that the child of a file is missing: filled in from the file, linked to it, without values in the address."""

import pytest
from django.db import connection
from django.urls import reverse

from saathi.agencies import access
from saathi.agencies.models import Hidden
from saathi.agencies.record_kit.rows import format_day
from saathi.protection.identification.missing.actions.registering import report_missing
from saathi.protection.identification.missing.models import MissingChild, MissingReport
from saathi.vault import store as vault
from tests import filled
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import missing
from tests.protection.care.placements import steps
from tests.reading import words
from tests.roles import acting, role
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
    assert typed["circumstances"] == ["left_home"]
    assert typed["gender"] == [around.case.child.gender]
    sent = client.post(
        path(around),
        typed | {"told": "Did not come to breakfast", "urgency": "now", "channel": "in_person"},
    )
    assert sent.status_code == 302, words(sent.content)[:900]
    with acting(around.worker):
        report = MissingReport.objects.get()
        assert (report.child_file_id, report.state) == (around.file_id, "open")
        assert (report.missing_from, report.district) == (steps.today(around), home.district)
        opened = vault.open(MissingChild.objects.get())
    assert opened["names"][0]["text"] == name
    assert "Open the search" in words(client.get(f"{around.url}placements/").content)

    # The team is told, and whoever may not open the search is not asked for a second report.
    day = format_day(steps.today(around))
    text = words(signed_in(around.house_mother).get(f"{around.url}placements/").content)
    assert f"Reported missing on {day}; the search is under way." in text
    assert f"The child left without notice on {day}" in text
    assert "Report the child as missing" not in text
    assert "Open the search" not in text

    shown = words(client.get(f"/missing/{report.pk}/").content)
    assert f"Child of case {around.case.child.code}" in shown
    assert "Current status Search under way" in shown
    assert "Possible match" not in shown
    assert shown.index("Inform the police now") < shown.index("The child may be in danger now")
    address = f"/missing/{report.pk}/search/"
    today = steps.today(around)
    parts = {f"searched_on_{n}": str(v) for n, v in enumerate((today.day, today.month, today.year))}
    searched = {"by_whom": "police", "way": "places", "result": "not_ended", "who": "FIR 12/2026"}
    form = filled.form(client.get(address).content.decode())
    assert client.post(address, form | searched | parts).status_code == 302
    shown = words(client.get(f"/missing/{report.pk}/").content)
    assert "FIR 12/2026" in shown
    assert "Inform the police now" not in shown
    html = client.get(f"/missing/{report.pk}/").content.decode()
    assert f'href="{around.url}"' in html
    assert 0 < html.index("/found/") < html.index("/compare/")  # comparing is not the first step
    compared = client.get(f"/missing/{report.pk}/compare/")
    assert around.case.child.code not in words(compared.content)

    # One line in Act now, with the case ID.
    for person, text in (
        (around.worker, "missing child, search under way"),
        (around.supervisor, "missing child, search under way"),
    ):
        now = words(signed_in(person).get("/").content)
        assert f"{around.case.child.code}: Immediate danger: {text}" in now
        assert "missing from care since" not in now


def test_a_residential_care_worker_is_not_asked_for_a_report_they_may_not_record(
    around: ChildFileCast,
) -> None:
    steps.end(around, steps.record(around, facility=steps.home(around)))
    text = words(signed_in(around.house_mother).get(f"{around.url}placements/").content)
    assert "The child left without notice" in text
    assert "Report the child as missing" not in text
    assert signed_in(around.house_mother).get(path(around)).status_code == 404


def test_a_search_is_told_to_readers_of_the_file_alone(around: ChildFileCast) -> None:
    with acting(around.worker):
        report_missing(
            disappearance=missing.told(),
            child_data=missing.known(),
            actor=around.worker,
            known=around.case.child,
        )
    ask = "SELECT placement_search_since(%s) IS NOT NULL"
    found = []
    for person in (around.worker, around.house_mother, around.stranger, around.outsider):
        with acting(person), connection.cursor() as cursor:
            cursor.execute(ask, [around.file_id])
            found.append(cursor.fetchone()[0])
    assert found == [True, True, False, False]
    with role("maintenance"):
        file_id = MissingReport.objects.get().file_id
        Hidden.objects.create(
            file_id=file_id, principal=around.house_mother.pk, hidden_by=around.worker.pk
        )
    with acting(around.house_mother), connection.cursor() as cursor:
        cursor.execute(ask, [around.file_id])
        assert not cursor.fetchone()[0]  # a report of a colleague is not betrayed
    with acting(around.stranger), pytest.raises(access.NotAllowed):
        report_missing(
            disappearance=missing.told(),
            child_data=missing.known(),
            actor=around.stranger,
            known=around.case.child,
        )


def test_a_child_who_was_not_placed_is_reported_without_a_place(around: ChildFileCast) -> None:
    typed = filled.form(signed_in(around.worker).get(path(around)).content.decode())
    assert typed["name_0"] != [""]
    assert typed["where"] == [""]
    for person in (around.stranger, around.outsider):
        assert signed_in(person).get(path(around)).status_code == 404

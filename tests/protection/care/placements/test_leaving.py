"""The end of a placement: children who leave without notice, come back, or were never there."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from saathi.agencies import writing
from saathi.agencies.models import Notice
from saathi.agencies.record_kit.rows import format_day
from saathi.audit.models import AuditEntry
from saathi.protection.care.placements import back_rules
from saathi.protection.care.placements.models import Placement, PlacementReview
from saathi.protection.identification.missing.models import MissingReport
from tests import filled
from tests.desk.cast import ChildFileCast
from tests.protection.care.placements import steps
from tests.protection.care.placements.test_placing import day, send
from tests.reading import words
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
SEEN = {"back_seen": "team", "back_seen_words": "I met the child at the aunt's house"}


def test_child_who_left_without_notice_is_missing_from_care(around: ChildFileCast) -> None:
    placement = steps.record(around, facility=steps.home(around))
    path = f"placements/{placement.pk}/end/"
    for person in (around.stranger, around.outsider):
        assert signed_in(person).get(around.url + path).status_code == 404
    text = send(
        around, path, around.house_mother, end_reason="left", **day(around, "ended_on")
    )  # fmt: skip
    assert "Enter what is known" in text
    text = send(
        around, path, around.house_mother, end_reason="left", end_note="Since the morning",
        **day(around, "ended_on"),
    )  # fmt: skip
    assert "Call the case worker now, who reports the child as missing" in text
    assert "begin the search now" not in text  # a house mother reports no missing child
    with acting(around.supervisor):
        told = Notice.objects.filter(kind="placement_left", staff=around.supervisor)
        assert told.exists()
    with acting(around.worker):
        assert Notice.objects.filter(kind="placement_left", staff=around.worker).exists()
        assert not PlacementReview.objects.filter(state="due").exists()
    assert steps.duties(around, "missing_care") == [steps.today(around)]
    home = signed_in(around.worker)
    line = f"{around.case.child.code}: missing from care since {format_day(steps.today(around))}"
    assert line in words(home.get("/").content)
    placements = words(home.get(f"{around.url}placements/").content)
    assert f"Missing from care since {format_day(steps.today(around))}" in placements
    assert "the child lives with the family" not in placements
    shown = home.get(around.url).content.decode()
    assert "Missing from care: the child left" in shown

    back = f"placements/{placement.pk}/back/"
    refused = send(around, back, back_words="They hit me", **day(around, "back_on"))
    assert "There is a problem" in refused  # who saw the child has no default
    with acting(around.worker):
        assert Placement.objects.get().back_on is None
    text = send(around, back, back_words="They hit me", **SEEN, **day(around, "back_on"))
    assert "They hit me" in text
    assert SEEN["back_seen_words"] in text
    assert steps.duties(around, "missing_care") == []
    assert "missing from care" not in words(home.get("/").content)


def test_worker_reports_the_child_as_missing_and_ends_the_search_when_found(
    around: ChildFileCast,
) -> None:
    placement = steps.record(around, facility=steps.home(around))
    entered = {"end_reason": "left", "end_note": "Since the morning"}
    end = f"placements/{placement.pk}/end/"
    text = send(around, end, **entered, **day(around, "ended_on"))
    assert "Report the child as missing and begin the search now" in text
    client = signed_in(around.worker)
    report = reverse("placements:report_child_missing", args=[around.file_id])
    typed = {"told": "Did not come to breakfast", "urgency": "now", "channel": "in_person"}
    sent = filled.form(client.get(report).content.decode()) | typed
    assert client.post(report, sent).status_code == 302
    back = f"placements/{placement.pk}/back/"
    text = send(around, back, back_words="They hit me", **SEEN, **day(around, "back_on"))
    assert "The search for this child is still under way" in text
    assert "End the search: child found" in text
    assert "End the search: child found" not in words(
        signed_in(around.house_mother).get(f"{around.url}placements/").content
    )
    with acting(around.worker):
        version = Placement.objects.get().version
    step = f"{around.url}placements/{placement.pk}/end-search/"
    assert signed_in(around.outsider).post(step, {"version": version}).status_code == 404
    with acting(around.worker):
        assert MissingReport.objects.get().state == "open"
    text = words(client.post(step, {"version": version}, follow=True).content)
    assert "now says that the child is found" in text
    assert "End the search: child found" not in text
    with acting(around.worker):
        report = MissingReport.objects.get()
        assert (report.state, report.found_how, report.found_life) == ("found", "agency", "alive")
        assert report.found_on == steps.today(around)
        logged = AuditEntry.objects.filter(by=around.worker.pk, objects_seen__contains=[report.pk])
        assert logged.filter(kind="wrote").exists()


@pytest.mark.parametrize(
    ("seen", "said", "codes"),
    [
        ("team", "In the bus station of the town", []),
        ("", "In the bus station of the town", ["back_seen"]),
        ("placed", "In the bus station of the town", ["back_seen"]),
        ("police", "there", ["back_seen_words"]),
        ("family", "Telephone call, not seen by anyone", ["back_seen"]),
        ("other", "A neighbour says she is at home", ["back_seen"]),
    ],
)
def test_a_child_is_back_only_if_someone_saw_the_child(
    seen: str, said: str, codes: list[str]
) -> None:
    assert [each.code for each in back_rules.reasons_against_seen(seen, said)] == codes


def test_a_return_from_before_the_report_ends_no_search() -> None:
    today = dt.date(2026, 11, 29)
    assert back_rules.may_end_search(today, searched_since=today)
    assert not back_rules.may_end_search(today - dt.timedelta(days=1), searched_since=today)
    assert not back_rules.may_end_search(None, searched_since=today)


@pytest.mark.parametrize("seen", ["", "family", "other"])
def test_database_asks_who_saw_the_child(around: ChildFileCast, seen: str) -> None:
    left = steps.end(around, steps.record(around, facility=steps.home(around)))
    today = steps.today(around)
    with (
        acting(around.worker),
        pytest.raises(DatabaseError, match="who saw the child is missing"),
        transaction.atomic(),
    ):
        writing.change(
            left, actor=around.worker, back_on=today, back_seen=seen, end_authors=left.end_authors
        )


def test_the_word_of_the_family_finds_no_child(around: ChildFileCast) -> None:
    left = steps.end(around, steps.record(around, facility=steps.home(around)))
    said = {"back_seen": "family", "back_seen_words": "Telephone call, not seen by anyone"}
    text = send(around, f"placements/{left.pk}/back/", **said, **day(around, "back_on"))
    assert "Record what the family or another person says as a sighting" in text
    line = f"{around.case.child.code}: missing from care since"
    assert line in words(signed_in(around.worker).get("/").content)


def test_error_stays_on_record_and_no_longer_counts(around: ChildFileCast) -> None:
    placement = steps.record(around, facility=steps.home(around))
    path = f"placements/{placement.pk}/error/"
    assert "There is a problem" in send(around, path)
    assert "Recorded in error" in send(around, path, end_note="The wrong child")
    with acting(around.worker):
        assert Placement.objects.get().state == "error"
    assert steps.duties(around, "placement_review") == []


def test_end_and_details_are_changed_on_screen(around: ChildFileCast) -> None:
    placement = steps.record(around, facility=steps.home(around))
    result = f"placements/{placement.pk}/"
    text = send(around, result, siblings="apart")
    assert "Choose why siblings live apart" in text
    text = send(
        around,
        result,
        siblings="apart",
        siblings_apart="no_place",
        **day(around, "planned_end", 40),
    )
    assert "No place for all of them" in text
    steps.grow_up(around)
    text = send(around, f"{result}end/", end_reason="adult", **day(around, "ended_on"))
    assert "Lives independently as an adult" in text
    assert "begin the search" not in text

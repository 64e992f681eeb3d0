"""Ends of a placement that one person alone does not settle: taken away, died, an adult, other."""

import datetime as dt

import pytest

from saathi.infra import clock
from saathi.protection.care.placements import departure_rules
from saathi.protection.care.placements.vocabulary import PlacementEnd
from saathi.protection.casework.cases.models import Approval, Closing
from tests.desk.cast import ChildFileCast
from tests.protection.care.placements import steps
from tests.protection.care.placements.test_departures import (
    NOTE,
    _refused,
    confirm,
    end,
    home,
    stored,
)
from tests.reading import words
from tests.roles import role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 12, 3)
TITLES = {
    "taken": "Taken away by an authority or another person on",
    "died": "Death of the child reported",
    "other": "Placement ended on",
    "adult": "Lives alone since",
}


def is_alarmed(around: ChildFileCast, reason: str) -> list[bool]:
    pages = [
        words(signed_in(person).get("/").content) for person in (around.worker, around.supervisor)
    ]
    return [f"{around.case.child.code}: {TITLES[reason]}" in page for page in pages]


def set_birth(around: ChildFileCast, low: int | None, high: int | None) -> None:
    year = steps.today(around).year
    with role("maintenance"):
        child = around.case.child
        child.birth_year_low = None if low is None else year - low
        child.birth_year_high = None if high is None else year - high
        child.save(update_fields=["birth_year_low", "birth_year_high"])


@pytest.mark.parametrize(
    ("end", "year", "refused"),
    [
        ("adult", 2009, True),
        ("adult", 2008, False),  # may be 18 today
        ("adult", None, False),
        ("other", 2015, False),
    ],
)
def test_a_child_below_18_is_no_adult(end: str, year: int | None, refused: bool) -> None:
    found = departure_rules.reasons_against_adult(PlacementEnd(end), year, on=DAY)
    assert bool(found) == refused


@pytest.mark.parametrize(("year", "is_adult"), [(2008, False), (2007, True), (None, False)])
def test_who_is_an_adult_for_certain(year: int | None, is_adult: bool) -> None:
    assert departure_rules.is_certainly_adult(year, on=DAY) == is_adult


@pytest.mark.requirement("FAC-012")
@pytest.mark.parametrize("reason", ["taken", "died", "other"])
def test_an_end_stays_in_act_now_until_a_second_person_has_looked_at_it(
    around: ChildFileCast, reason: str
) -> None:
    placement = home(around)
    sent = {"end_reason": reason, "departed_by": ""}
    assert "At least 20 letters" in end(around, placement, **sent, end_note="x")
    assert stored(around, placement).state == "current"
    shown = end(around, placement, **sent)
    assert "stays in Act now until a second person" in shown
    assert NOTE in shown
    found = stored(around, placement)
    assert (found.departure, found.departed_by, found.end_state) == ("to_check", "", "departed")
    assert is_alarmed(around, reason) == [True] * 2
    path = f"{around.url}placements/{placement.pk}/end/departure/"
    assert "A second person" in confirm(around, path, around.worker, end_known="authority")
    assert is_alarmed(around, reason) == [True] * 2
    confirm(around, path, around.supervisor, end_known="authority")
    assert is_alarmed(around, reason) == [False] * 2


@pytest.mark.requirement("FAC-012")
def test_the_confirmation_of_a_death_asks_with_care(around: ChildFileCast) -> None:
    placement = home(around)
    end(around, placement, end_reason="died", departed_by="")
    path = f"{around.url}placements/{placement.pk}/end/departure/"
    form = words(signed_in(around.supervisor).get(path).content)
    assert "How the death is known" in form
    assert "Our team saw the child at the new place" not in form
    refused = confirm(around, path, around.supervisor, end_known="other", end_known_words="x")
    assert "Enter who confirmed the death" in refused


@pytest.mark.requirement("FAC-012")
def test_a_child_below_18_does_not_leave_care_as_an_adult(around: ChildFileCast) -> None:
    placement = home(around)
    set_birth(around, 16, 15)
    sent = {"end_reason": "adult", "departed_by": ""}
    assert "This child is below 18 by the record" in end(around, placement, **sent)
    ended = {"state": "ended", "ended_on": steps.today(around), "next_review_on": None}
    ended |= {"end_reason": "adult", "end_authors": [around.worker.pk]}
    checked = {"departure": "to_check", "end_state": "departed"}
    _refused(around.worker, placement, "the child is below 18", **ended, **checked)
    assert stored(around, placement).state == "current"


@pytest.mark.requirement("FAC-012")
def test_an_adult_of_uncertain_age_is_looked_at(around: ChildFileCast) -> None:
    placement = home(around)
    set_birth(around, None, None)
    end(around, placement, end_reason="adult", departed_by="")
    assert is_alarmed(around, "adult") == [True] * 2


def test_an_adult_leaves_care_without_a_second_person(around: ChildFileCast) -> None:
    placement = home(around)
    set_birth(around, 20, 19)
    end(around, placement, end_reason="adult", departed_by="", end_note="")
    found = stored(around, placement)
    assert (found.state, found.departure, found.end_state) == ("ended", "", "")


@pytest.mark.requirement("FAC-012")
def test_database_keeps_checked_ends_for_a_second_person(around: ChildFileCast) -> None:
    placement = home(around)
    ended = {"state": "ended", "ended_on": steps.today(around), "next_review_on": None}
    ended |= {"end_authors": [around.worker.pk], "end_reason": "died"}
    _refused(around.worker, placement, "no return or transfer is approved", **ended)
    alone = {"departure": "to_check", "end_state": ""}
    _refused(around.worker, placement, "a second person confirms this end", **ended, **alone)
    steps.end(around, stored(around, placement), "other")
    kept = "it stays as it was recorded"
    _refused(around.worker, placement, kept, departure="", end_state="")
    _refused(around.worker, placement, kept, end_reason="moved")


@pytest.mark.parametrize("source", ["certificate", "told"])
def test_a_death_that_was_approved_is_not_asked_again(around: ChildFileCast, source: str) -> None:
    placement = home(around)
    case, me = around.case, around.worker.pk
    own = {"file_id": around.file_id, "case": case, "recorded_by": me, "recorded_at": clock.now()}
    with role("maintenance"):
        closing = Closing.objects.create(
            **own, reason="died", asked_on=steps.today(around), evaluation="died",
            death_source=source,
        )  # fmt: skip
        Approval.objects.create(
            **own, office=around.worker.office, subject="closing", subject_id=closing.pk,
            subject_version=1, asked_at=clock.now(), decision="approved",
            decided_by=around.supervisor.pk, decided_at=clock.now(),
        )  # fmt: skip
    end(around, placement, end_reason="died", departed_by="")
    found = stored(around, placement)
    asked = ("", "") if source == "certificate" else ("to_check", "departed")
    assert (found.departure, found.end_state) == asked

"""Reviews: planned ones, and one for each resident of a facility that is stopped."""

from typing import Any

import pytest

from saathi.agencies.models import Notice, Staff
from saathi.agencies.register_kit.entry_texts import day_text, place_text
from saathi.protection.care.facilities import actions as register
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.facilities.rules import LicenceInput
from saathi.protection.care.facilities.vocabulary import LicenceStatus
from saathi.protection.care.inspections.actions import FacilityNoticeInput, issue_notice
from saathi.protection.care.inspections.conflict_actions import declare_conflict
from saathi.protection.care.inspections.models import Inspection
from saathi.protection.care.placements import resident_queries
from saathi.protection.care.placements.models import Placement, PlacementReview
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import agencies, facilities, inspections, standards
from tests.protection.care.placements import steps
from tests.protection.care.placements.test_placing import day, page, send
from tests.reading import words
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
HELD: dict[str, Any] = {
    "seen": "alone",
    "wish": "stay",
    "outcome": "stay",
    "reasons": "Goes to school",
}


def inspected(lead: Staff, facility: Facility) -> str:
    """The page of the last inspection of a facility, as its inspectors see it."""
    with acting(lead):
        row = Inspection.objects.filter(facility=facility).latest("decided_at")
    return words(signed_in(lead).get(f"/inspections/{row.pk}/").content)


def review_of(around: ChildFileCast, occasion: str = "planned") -> str:
    return f"placements/reviews/{steps.due_review(around, occasion).pk}/"


def _in_act_now(facility: Facility, lead: Staff, keeper: Staff) -> None:
    """Inspectors who stopped the facility have it in Act now, unless they declared a connection."""
    line = f"{facility.name}, {place_text(facility)}: residents wait for their review"
    link = f"/facilities/{facility.pk}/#residents"
    page = signed_in(lead).get("/").content
    assert line in words(page)
    assert "2 residents wait for a review because the facility was stopped" in words(page)
    assert link in page.decode()
    assert line not in words(signed_in(keeper).get("/").content)  # another agency's
    barred = agencies.staff("supervisor", lead.office)
    assert line in words(signed_in(barred).get("/").content)
    with acting(barred):
        declare_conflict(facility=facility, actor=barred)
    assert line not in words(signed_in(barred).get("/").content)


@pytest.mark.requirement("FAC-012")
def test_failed_inspection_makes_a_review_due_for_each_resident(around: ChildFileCast) -> None:
    keeper, lead = agencies.staff("supervisor"), agencies.staff("supervisor")
    standards.model_set(keeper)
    country = keeper.office.country
    facility = facilities.registered(keeper, country=country, mixed_places=5)
    other = cast.around()
    for resident in (around, other):
        steps.record(resident, facility=facility)
    elsewhere = cast.around()
    steps.record(elsewhere, facility=steps.home(elsewhere))
    gone = cast.around()
    steps.end(gone, steps.record(gone, facility=facility))
    inspections.final(facility, lead, agencies.staff("supervisor", lead.office), {"3.4": "not_met"})
    _in_act_now(facility, lead, keeper)

    for resident in (around, other):
        assert steps.duties(resident, "placement_review") == [steps.today(resident, 7)]
        for person in (resident.worker, resident.supervisor):
            with acting(person):
                told = Notice.objects.filter(staff=person, kind="placement_review")
                assert told.count() == 1
    with acting(elsewhere.worker):
        assert not PlacementReview.objects.filter(occasion="failed").exists()
    assert "The facility failed an inspection" in page(around)

    shown = signed_in(around.worker).get(f"/facilities/{facility.pk}/").content
    text = words(shown)
    assert "Children who live here 2" in text
    first = day_text(steps.today(around, 7))
    assert (
        f"2 residents wait for a review because the facility was stopped, the first due on {first}."
        in text
    )
    assert f"case worker: {around.worker.name}" in text
    assert "Fewer than 80 percent" not in inspected(lead, facility)
    assert inspected(lead, facility).index("Failed because:") < inspected(lead, facility).index(
        "2 children live here 2 residents wait for a review"
    )
    assert "Review because the facility was stopped" in text
    assert around.case.child.code in text
    assert other.case.child.code not in text
    keepers = words(signed_in(keeper).get(f"/facilities/{facility.pk}/").content)
    assert around.case.child.code not in keepers
    assert "You cannot open the files of the children who live here." in keepers

    path = around.url + review_of(around, "failed")
    form = words(signed_in(around.worker).get(path).content)
    assert "The facility failed its inspection of" in form
    assert "3.4 (critical)" in form
    assert "The child still lives in this facility. Look at each of these for this child" in form
    assert "Other criteria that were not met 0" in form
    assert "Evidence" not in form
    review = steps.due_review(around, "failed")
    for person, number in ((around.worker, 1), (around.stranger, 0), (lead, 0)):
        with acting(person):
            assert len(resident_queries.failed_criteria(review)) == number, person
    text = send(
        around, review_of(around, "failed"), **HELD | {"seen": "not_seen"},
        **day(around, "next_on", 30),
    )  # fmt: skip
    assert "The child must be seen before" in text
    text = send(
        around, review_of(around, "failed"),
        **HELD | {"wish": "move", "outcome": "move", "child_words": "I am afraid at night"},
        **day(around, "next_on", 30),
    )  # fmt: skip
    assert "within 7 days" in text
    text = send(
        around, review_of(around, "failed"),
        **HELD | {"wish": "move", "outcome": "move", "child_words": "I am afraid at night"},
        **day(around, "next_on", 5),
    )  # fmt: skip
    assert "I am afraid at night" in text
    assert steps.duties(around, "placement_review") == [steps.today(around, 5)]


def test_review_because_of_a_notice_shows_the_notice(around: ChildFileCast) -> None:
    facility, lead = steps.home(around), agencies.staff("supervisor")
    steps.record(around, facility=facility)
    planned = around.url + review_of(around)
    assert "The child still lives in this facility" not in words(
        signed_in(around.worker).get(planned).content
    )
    data = FacilityNoticeInput("admissions", "Unlock the doors", lead.office.today())
    with acting(lead):
        issue_notice(facility=facility, data=data, inspection=None, actor=lead)
    path = around.url + review_of(around, "admissions")
    form = words(signed_in(around.worker).get(path).content)
    assert "Suspend admissions The child still lives in this facility." in form
    assert "Unlock the doors" in form


@pytest.mark.requirement("FAC-012")
def test_lost_licence_makes_reviews_due_and_a_new_standard_stops_no_placement(
    around: ChildFileCast,
) -> None:
    keeper = agencies.staff("supervisor")
    facility = facilities.registered(keeper, country=keeper.office.country, mixed_places=5)
    steps.record(around, facility=facility)
    standards.model_set(keeper)
    with acting(around.worker):
        assert not PlacementReview.objects.exclude(occasion="planned").exists()
    lost = LicenceInput(LicenceStatus.SUSPENDED, keeper.office.today(), authority="Board")
    with acting(keeper):
        register.record_licence(facility=facility, record=lost, actor=keeper)
    assert steps.due_review(around, "licence").due_on == steps.today(around, 7)


def test_review_plans_the_next_one(around: ChildFileCast) -> None:
    steps.record(around, facility=steps.home(around))
    path = review_of(around)
    for person in (around.stranger, around.outsider):
        assert signed_in(person).get(around.url + path).status_code == 404
    assert "at most 3 months" in send(around, path, **HELD, **day(around, "next_on", 120))
    text = send(around, path, **HELD | {"wish": "not_asked"})
    assert "Enter why the child was not seen alone, or not asked." in text
    assert "The child stays" in send(around, path, **HELD)
    assert steps.duties(around, "placement_review") == [steps.today(around, 91)]
    with acting(around.worker):
        placement = Placement.objects.get()
    assert placement.next_review_on == steps.today(around, 91)

"""Placements over time: the history on paper, closure over a placement, the board, days left."""

from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from saathi.agencies.permissions import Permission
from saathi.audit.models import AuditEntry
from saathi.desk import actions as desk
from saathi.infra.reasons import Reason
from saathi.people.vocabulary import Gender
from saathi.protection.care.facilities.rules import FacilityPlaces, Occupancy, PlaceGroup
from saathi.protection.care.placements import rules
from saathi.protection.care.placements.facility_choices import offered_facilities
from saathi.protection.care.placements.models import Placement
from saathi.protection.casework.cases.closing_rules import ClosingFacts, reasons_not_to_close
from saathi.protection.casework.cases.rules import Procedure
from saathi.protection.casework.cases.vocabulary import ClosingReason, EvaluationState
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import agencies, facilities
from tests.protection.care.placements import steps
from tests.protection.care.placements.test_placing import day, page, send
from tests.reading import words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


# --- paper -----------------------------------------------------------------------------------------


@pytest.mark.requirement("REI-005")
def test_history_of_placements_is_printed_with_days_and_moves(around: ChildFileCast) -> None:
    first = steps.record(
        around, facility=steps.home(around, name="House of hope"),
        started_on=steps.today(around, -100), child_words="They shout at night",
    )  # fmt: skip
    steps.record(
        around, kind="foster", place="Aunt in Dhanusha", move_reason="to_family",
        started_on=steps.today(around, -40),
    )  # fmt: skip
    path = around.url + "placements/print/"
    for person in (around.stranger, around.outsider):
        assert signed_in(person).get(path).status_code == 404
    text = words(signed_in(around.worker).get(path).content)
    assert "2 placements, 1 move, 100 days in care" in text
    for shown in (
        "House of hope",
        "60 days",
        "Aunt in Dhanusha",
        "40 days",
        around.case.child.code,
    ):
        assert shown in text, shown
    assert text.index("House of hope") < text.index("Aunt in Dhanusha")
    assert "They shout at night" not in text  # what the child said is not on paper
    with role("auditor"):
        printed = AuditEntry.objects.filter(kind="printed", objects_seen__contains=[first.pk])
        assert printed.exists()
    assert (
        "placements/print/"
        in signed_in(around.worker).get(around.url + "placements/").content.decode()
    )


# --- closure ---------------------------------------------------------------------------------------


def open_matters(around: ChildFileCast) -> set[str]:
    with acting(around.worker):
        return {reason.code for reason in desk.list_open_matters(around.case)} & {
            "placement_open", "placement_waiting",
        }  # fmt: skip


def test_case_is_not_closed_over_a_placement_until_it_ends(around: ChildFileCast) -> None:
    assert open_matters(around) == set()
    placement = steps.record(around, facility=steps.home(around))
    assert open_matters(around) == {"placement_open"}
    text = words(
        signed_in(around.worker).get(reverse("desk:request_closing", args=[around.file_id])).content
    )
    assert "The child lives in a placement. End it, or record who follows it up" in text
    steps.end(around, placement, "family")
    assert open_matters(around) == set()


def test_request_for_a_placement_that_waits_keeps_the_case_open(around: ChildFileCast) -> None:
    steps.agree(around)
    steps.ask(around, steps.unlicensed(around))
    assert open_matters(around) == {"placement_waiting"}


def test_placement_that_goes_on_names_who_follows_it_up(around: ChildFileCast) -> None:
    placement = steps.record(around, kind="kinship", place="Grandmother")
    path = f"placements/{placement.pk}/continue/"
    for person in (around.stranger, around.outsider):
        assert signed_in(person).get(around.url + path).status_code == 404
    text = send(around, path, continued_by="", **day(around, "continued_on"))
    assert "There is a problem" in text
    text = send(around, path, continued_by="Ward office", **day(around, "continued_on", 1))
    assert "There is a problem" in text
    assert open_matters(around) == {"placement_open"}
    text = send(around, path, continued_by="Ward office", **day(around, "continued_on"))
    assert "Ward office" in text
    assert open_matters(around) == set()
    with acting(around.worker):
        stored = Placement.objects.get(pk=placement.pk)
    assert b"Ward office" not in bytes(stored.sealed)
    # what was arranged long ago does not count when the case is closed again
    with role("maintenance"):
        Placement.objects.update(
            continued_on=steps.today(around, -rules.CONTINUED_DAYS - 1),
            started_on=steps.today(around, -200),
        )
    assert open_matters(around) == {"placement_open"}


def test_follow_up_after_closure_can_be_withdrawn(around: ChildFileCast) -> None:
    placement = steps.record(around, kind="kinship", place="Grandmother")
    send(
        around, f"placements/{placement.pk}/continue/", continued_by="Ward office",
        **day(around, "continued_on"),
    )  # fmt: skip
    with acting(around.worker):
        version = Placement.objects.get(pk=placement.pk).version
    from tests.sending import key

    answer = signed_in(around.worker).post(
        around.url + f"placements/{placement.pk}/not-continued/", key() | {"version": version}
    )
    assert answer.status_code == 302
    assert open_matters(around) == {"placement_open"}
    with acting(around.stranger), connection.cursor():
        assert not Placement.objects.filter(pk=placement.pk).exists()


@pytest.mark.parametrize(
    ("reason", "evaluation"),
    [
        (ClosingReason.DIED, EvaluationState.DIED),
        (ClosingReason.DUPLICATE, None),
        (ClosingReason.OPENED_IN_ERROR, None),
        (ClosingReason.LOST_CONTACT, EvaluationState.LOST),
    ],
)
def test_place_in_care_is_ended_whatever_the_reason_for_closure(
    reason: ClosingReason, evaluation: EvaluationState | None, around: ChildFileCast
) -> None:
    from saathi.protection.casework.cases.queries import office_procedure

    today = steps.today(around)
    facts = ClosingFacts(
        reason, evaluation, other_case_named=True,
        contact_attempts=tuple(steps.today(around, -days) for days in range(1, 9)),
    )  # fmt: skip
    procedure: Procedure = office_procedure(around.worker.office, on=today)

    def codes(*matters: Reason) -> list[str]:
        found = reasons_not_to_close(facts, open_matters=matters, procedure=procedure, today=today)
        return [each.code for each in found]

    assert codes() == []
    assert codes(Reason("placement_open", "A placement.")) == ["placement_open"]


# --- the board -------------------------------------------------------------------------------------


PLACES = FacilityPlaces(girls=PlaceGroup(3), boys=PlaceGroup(2), mixed=PlaceGroup(2))


@pytest.mark.parametrize(
    ("lived", "girls", "boys"),
    [
        (Occupancy(), 5, 4),
        (Occupancy(girls=3), 2, 4),
        (Occupancy(girls=4), 1, 3),
        (Occupancy(girls=5), 0, 2),
        (Occupancy(girls=5, boys=1), 0, 1),
        (Occupancy(others=2), 3, 2),
        (Occupancy(girls=9, boys=9), 0, 0),
    ],
)
def test_free_places_by_sex(lived: Occupancy, girls: int, boys: int) -> None:
    assert PLACES.free_for(Gender.GIRL, lived) == girls
    assert PLACES.free_for(Gender.BOY, lived) == boys
    for sex, free in ((Gender.GIRL, girls), (Gender.BOY, boys)):
        assert PLACES.is_full_for(sex, lived) == (free == 0)
    assert FacilityPlaces().free_for(Gender.GIRL, lived) is None


def board(person: Any, query: str = "") -> str:
    return words(signed_in(person).get(f"{reverse('placements:list_occupancy')}?{query}").content)


def test_occupancy_is_shown_sorted_and_exported_by_sex_and_age(around: ChildFileCast) -> None:
    keeper = agencies.staff("supervisor")
    full = facilities.registered(keeper, name="Full house", girls_places=1, girls_age_low=6)
    facilities.registered(keeper, name="Empty house", girls_places=9, girls_age_low=12)
    with role("maintenance"):
        type(around.case.child).objects.filter(pk=around.case.child.pk).update(gender="girl")
    steps.record(around, facility=full)
    text = board(around.worker)
    assert "1 (girls: 1)" in text
    assert "girls: 12 to 17 years" in text
    assert board(around.worker, "order=-free").index("Empty house") < board(
        around.worker, "order=-free"
    ).index("Full house")
    assert board(around.worker, "order=free").index("Full house") < board(
        around.worker, "order=free"
    ).index("Empty house")
    assert "Full house" not in board(around.worker, "free=girl")
    assert "Empty house" not in board(around.worker, "age=8")
    path = reverse("placements:list_occupancy")
    exported = signed_in(keeper).get(f"{path}?export=csv").content.decode("utf-8-sig")
    assert "Full house" in exported
    assert around.case.child.code not in exported
    assert Permission.EXPORT not in around.worker.permissions
    assert signed_in(around.worker).get(f"{path}?export=csv").status_code == 404
    assert signed_in(agencies.staff("rapporteur")).get(path).status_code == 404


def test_facility_with_too_many_children_is_over_capacity_on_every_page(
    around: ChildFileCast,
) -> None:
    keeper = agencies.staff("supervisor")
    house = facilities.registered(keeper, name="Full house", girls_places=1)
    show = reverse("facilities:show_facility", args=[house.pk])
    empty = words(signed_in(around.worker).get(show).content)
    assert "You cannot open the files" not in empty
    for each in (around, cast.around()):
        steps.record(each, facility=house)
    assert "Free places 1 over capacity" in words(signed_in(around.worker).get(show).content)
    listed = board(around.worker)
    assert "1 over capacity" in listed
    assert "-1" not in listed
    stranger = agencies.staff("case_worker")
    shown = words(signed_in(stranger).get(show).content)
    assert "You cannot open the files of the children who live here." in shown


def test_free_places_begin_with_own_district_and_country(around: ChildFileCast) -> None:
    office, keeper = around.worker.office, agencies.staff("supervisor")
    assert (office.country, bool(office.district)) == ("NPL", True)
    near = {"country": "NPL", "district": office.district}
    for name, place in (
        ("Asha abroad", {"country": "IND", "district": ""}),
        ("Bimala country", {"country": "NPL", "district": ""}),
        ("Zara district", near),
        ("Chetana abroad", {"country": "BGD", "district": ""}),
        ("Yamuna district", near),
    ):
        facilities.registered(keeper, name=name, **place)
    text = board(around.worker)
    first = ["Yamuna district", "Zara district", "Bimala country", "Asha abroad", "Chetana abroad"]
    assert sorted(first, key=text.index) == first
    text = board(around.worker, "order=name")
    assert sorted(first, key=text.index) == sorted(first)
    text = board(around.worker, f"district={office.district}")  # without a country
    assert "Zara district" in text
    assert "Bimala country" not in text


# --- days left, and children who are missing ---------------------------------------------------------


def placements_board(person: Any, query: str = "") -> str:
    path = reverse("placements:list_all_placements")
    return words(signed_in(person).get(f"{path}?{query}").content)


@pytest.mark.requirement("FAC-012")
def test_exception_shows_the_days_that_are_left(around: ChildFileCast) -> None:
    steps.agree(around)
    steps.approve(
        around, steps.ask(around, steps.unlicensed(around), exception_until=steps.today(around, 5))
    )
    assert "Exception: 5 days left" in page(around)
    text = placements_board(around.worker, "needs=running")
    assert around.case.child.code in text
    assert "Exception: 5 days left" in text
    assert around.case.child.code not in placements_board(around.worker, "needs=exception")
    assert around.case.child.code not in placements_board(around.outsider)
    with role("maintenance"):
        Placement.objects.update(
            started_on=steps.today(around, -9), exception_until=steps.today(around, -2)
        )
    assert "Exception expired 2 days ago" in placements_board(around.worker, "needs=exception")
    assert around.case.child.code not in placements_board(around.worker, "needs=running")


def test_missing_child_is_in_sight_on_the_board_and_at_the_facility(around: ChildFileCast) -> None:
    home = steps.home(around)
    steps.end(around, steps.record(around, facility=home))
    text = placements_board(around.worker, "needs=missing")
    assert "Missing from care since" in text
    assert around.case.child.code in text
    shown = reverse("facilities:show_facility", args=[home.pk])
    assert around.case.child.code in words(signed_in(around.worker).get(shown).content)
    other = cast.around().worker  # who may not read this file
    assert around.case.child.code not in words(signed_in(other).get(shown).content)


@pytest.mark.django_db
def test_facilities_of_the_own_district_are_offered_first(around: ChildFileCast) -> None:
    steps.home(around, name="Far", district="NP-ACH")
    steps.home(around, name="Near", district=around.worker.office.district)
    steps.unlicensed(around, name="Nearest, not licensed", district=around.worker.office.district)
    with acting(around.worker):
        offered = offered_facilities(
            around.case.child, around.worker.office, around.worker.office.today()
        )
        names = [row.name for row in offered.rows]
    assert names == ["Near", "Far", "Nearest, not licensed"]


def test_a_requested_place_is_not_where_the_child_lives(around: ChildFileCast) -> None:
    steps.agree(around)
    facility = steps.unlicensed(around)
    steps.ask(around, facility)
    page = words(signed_in(around.worker).get(f"{around.url}placements/").content)
    requested, now = page.split("Requested placement")[1].split("Current placement")
    assert facility.name in requested
    assert "No placement: the child lives with the family" in now
    assert facility.name not in now

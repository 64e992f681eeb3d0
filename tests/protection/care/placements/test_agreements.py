"""What our agency decides only with a second person: unknown age, an objection, a second short stay."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies import writing
from saathi.people.models import Child
from saathi.protection.care.placements import agreement_rules, rules
from saathi.protection.care.placements import vocabulary as codes
from saathi.protection.care.placements.actions import ending, placing
from saathi.protection.care.placements.actions.placing import PlacementRefused
from saathi.protection.care.placements.models import Placement
from saathi.protection.care.placements.views import agreeing
from tests import filled
from tests.desk.cast import ChildFileCast
from tests.protection.care.placements import steps
from tests.reading import words
from tests.roles import acting, role
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

ON = dt.date(2026, 3, 2)
OURS = codes.PlacementBasis.OURS
WHY = {"exception_why": "No other place tonight"}


def later(days: int) -> dt.date:
    return ON + dt.timedelta(days=days)


@pytest.mark.parametrize(
    ("kind", "days", "refused"),
    [
        ("emergency", 14, []),
        ("emergency", 15, ["planned_end"]),
        ("transit", 30, []),
        ("transit", 31, ["planned_end"]),
        ("residential", 400, []),
        ("emergency", None, []),
    ],
)
def test_a_short_stay_has_a_limit(kind: str, days: int | None, refused: list[str]) -> None:
    planned = None if days is None else later(days)
    found = agreement_rules.reasons_against_stay(codes.PlacementKind(kind), ON, planned)
    assert [reason.code for reason in found] == refused


@pytest.mark.parametrize(
    ("kind", "basis", "planned", "until", "last"),
    [
        ("residential", "ours", 90, 7, 7),
        ("residential", "ours", 90, None, None),
        ("emergency", "ours", 14, None, 14),
        ("emergency", "ours", 3, 7, 3),
        ("transit", "order", 30, None, None),
    ],
)
def test_an_exception_or_a_short_stay_expires(
    kind: str, basis: str, planned: int, until: int | None, last: int | None
) -> None:
    found = agreement_rules.expires_on(
        codes.PlacementKind(kind),
        codes.PlacementBasis(basis),
        later(planned),
        None if until is None else later(until),
    )
    assert found == (None if last is None else later(last))


@pytest.mark.parametrize(
    ("unmet", "until", "refused"),
    [
        ([agreement_rules.CHILD_OBJECTS], None, []),
        ([agreement_rules.CHILD_OBJECTS], 8, ["exception_until"]),
        ([agreement_rules.CHILD_OBJECTS, rules.NO_BASIS], None, ["exception_until"]),
    ],
)
def test_an_agreement_does_not_expire_and_an_exception_does(
    unmet: Any, until: int | None, refused: list[str]
) -> None:
    request = rules.ExceptionRequest(True, None if until is None else later(until), False)
    found = rules.reasons_against_exception(unmet, request, started_on=ON, today=ON)
    assert [reason.code for reason in found] == refused


def born(around: ChildFileCast, least: int | None, most: int | None) -> None:
    """The child may be of these ages in this year."""
    year = steps.today(around).year
    values = {
        "birth_year_high": None if least is None else year - least,
        "birth_year_low": None if most is None else year - most,
    }
    with role("maintenance"):
        Child.objects.filter(pk=around.case.child_id).update(**values)
    with acting(around.worker):
        around.case.child.refresh_from_db()


def insert(around: ChildFileCast, placement: Placement) -> None:
    """Writes a placement as the web server would, with a proof, past the rules of the action."""
    placement.state = codes.PlacementState.CURRENT
    placement.counted_as = "other"
    with acting(around.worker), transaction.atomic():
        writing.add(placement, actor=around.worker)


def approve(around: ChildFileCast, placement: Placement, reasons: str = "") -> Placement:
    with acting(around.supervisor):
        stored = Placement.objects.select_related("child", "facility", "assessment").get(
            pk=placement.pk
        )
        return placing.approve_exception(
            placement=stored, version=stored.version, actor=around.supervisor, reasons=reasons
        )


@pytest.mark.django_db
@pytest.mark.requirement("FAC-012")
def test_of_a_range_the_least_age_counts_against_the_ages_of_a_facility(
    around: ChildFileCast,
) -> None:
    steps.agree(around)
    facility = steps.home(
        around, girls_places=None, girls_age_low=None, girls_age_high=None,
        mixed_age_low=14, mixed_age_high=17,
    )  # fmt: skip
    born(around, 13, 16)
    with pytest.raises(PlacementRefused, match="wrong_age"):
        steps.place(around, facility)
    with pytest.raises(DatabaseError, match="wrong_age"):
        insert(around, steps.unsaved(around, facility=facility, **steps.EXAMINED))
    born(around, 2, 6)
    with pytest.raises(PlacementRefused, match="under_three"):
        steps.place(around, facility)
    born(around, 14, 17)
    assert steps.place(around, facility).state == "current"


@pytest.mark.django_db
@pytest.mark.requirement("FAC-012")
def test_a_child_of_unknown_age_is_placed_with_a_second_person(around: ChildFileCast) -> None:
    steps.agree(around)
    born(around, None, None)
    facility = steps.home(around)
    with pytest.raises(PlacementRefused, match=r"age_unknown.*exception_why"):
        steps.place(around, facility)
    with pytest.raises(DatabaseError, match="age_unknown"):
        insert(around, steps.unsaved(around, facility=facility, **steps.EXAMINED))
    asked = steps.place(around, facility, **WHY)
    assert (asked.state, asked.unmet) == ("proposed", ["age_unknown"])
    with pytest.raises(PlacementRefused, match="question"):
        approve(around, asked, " ")
    placed = approve(around, asked, "The doctor comes on Monday")
    assert (placed.state, placed.exception_until) == ("current", None)
    assert placed.decided_by == around.supervisor.pk
    assert steps.duties(around, "exception_ends") == []


@pytest.mark.django_db
@pytest.mark.requirement("FAC-012", "REI-005")
def test_a_child_who_objects_is_placed_only_with_reasons_of_a_second_person(
    around: ChildFileCast,
) -> None:
    steps.agree(around)
    facility = steps.home(around)
    values = {"view": "objects", "view_note": "No safe place elsewhere"}
    with pytest.raises(PlacementRefused, match=r"child_objects.*exception_why"):
        steps.place(around, facility, **values)
    with pytest.raises(DatabaseError, match="no exception was approved for child_objects"):
        insert(around, steps.unsaved(around, facility=facility, **values, **steps.EXAMINED))
    asked = steps.place(around, facility, **values, **WHY)
    path = f"{around.url}placements/{asked.pk}/agree/"
    for person in (around.worker, around.house_mother, around.stranger, around.outsider):
        assert signed_in(person).get(path).status_code == 404
    leader = signed_in(around.supervisor)
    shown = leader.get(f"{around.url}placements/").content.decode()
    assert path in shown
    assert f"{around.url}placements/{asked.pk}/approve/" not in shown
    sent = {"version": asked.version} | key()
    leader.post(f"{around.url}placements/{asked.pk}/approve/", sent)
    form = leader.get(path).content.decode()
    assert "There is a problem" in words(leader.post(path, filled.form(form)).content)
    with acting(around.worker):
        assert Placement.objects.get().state == "proposed"
    leader.post(path, filled.form(form, question="The uncle threatens the aunt"), follow=True)
    with acting(around.worker):
        placed = Placement.objects.get()
    assert (placed.state, placed.unmet) == ("current", ["child_objects"])
    assert b"uncle" not in bytes(placed.sealed)
    page = read(signed_in(around.worker).get(f"{around.url}placements/"))[0]
    assert "The uncle threatens the aunt" in page
    assert "Inform the authority" not in page


@pytest.mark.django_db
@pytest.mark.requirement("FAC-012")
@pytest.mark.parametrize(("kind", "days"), [("emergency", 14), ("transit", 30)])
def test_a_short_stay_by_our_agency_ends_within_its_limit(
    around: ChildFileCast, kind: str, days: int
) -> None:
    facility = steps.home(around)
    too_late, last = steps.today(around, days + 1), steps.today(around, days)
    with pytest.raises(PlacementRefused, match="planned_end"):
        steps.place(around, facility, kind=kind, planned_end=too_late)
    values = {"facility": facility, "kind": kind, "planned_end": too_late, **steps.EXAMINED}
    with pytest.raises(DatabaseError, match="ends within its limit"):
        insert(around, steps.unsaved(around, **values))
    placed = steps.place(around, facility, kind=kind, planned_end=last)
    assert steps.duties(around, "placement_ends") == [last]
    assert steps.duties(around, "exception_ends") == []
    with acting(around.worker), pytest.raises(PlacementRefused, match="planned_end"):
        ending.change_placement(
            placement=placed, columns={"planned_end": too_late}, version=placed.version,
            actor=around.worker,
        )  # fmt: skip
    with (
        role("warden"),
        pytest.raises(DatabaseError, match="ends within its limit"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE placements_placement SET planned_end = planned_end + 1")
    with role("maintenance"):
        Placement.objects.update(
            started_on=steps.today(around, -days - 1), planned_end=steps.today(around, -1)
        )
    page = read(signed_in(around.worker).get(f"{around.url}placements/"))[0]
    assert "This short stay ended on" in page
    shown = words(signed_in(around.worker).get("/placements/?needs=exception").content)
    assert "Short stay over" in shown


@pytest.mark.django_db
@pytest.mark.requirement("FAC-012")
def test_short_stays_do_not_follow_each_other_without_a_second_person(
    around: ChildFileCast,
) -> None:
    first = steps.place(
        around, steps.home(around), kind="emergency", planned_end=steps.today(around, 3)
    )
    again = {"kind": "transit", "planned_end": steps.today(around, 3), "move_reason": "other"}
    with pytest.raises(PlacementRefused, match=r"short_again.*exception_why"):
        steps.place(around, steps.home(around), **again)
    with acting(around.worker):
        first.refresh_from_db()
        first.end_note = "Wrong house"
        ending.mark_error(placement=first, version=first.version, actor=around.worker)
    del again["move_reason"]
    facility = steps.home(around)
    with pytest.raises(PlacementRefused, match="short_again"):
        steps.place(around, facility, **again)
    with pytest.raises(DatabaseError, match="short_again"):
        insert(around, steps.unsaved(around, facility=facility, **again, **steps.EXAMINED))
    asked = steps.place(around, facility, **again, **WHY)
    assert approve(around, asked, "The foster family is ready on Friday").state == "current"


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "counts"), [(90, True), (91, False)])
def test_a_short_stay_counts_for_90_days(around: ChildFileCast, days: int, counts: bool) -> None:
    placed = steps.place(
        around, steps.home(around), kind="emergency", planned_end=steps.today(around, 3)
    )
    steps.end(around, placed, "family")
    with acting(around.worker), connection.cursor() as cursor:
        day = steps.today(around, days)
        cursor.execute("SELECT placement_had_short_stay(%s, %s)", [around.case.child_id, day])
        assert cursor.fetchone()[0] is counts
    with acting(around.outsider), connection.cursor() as cursor:
        cursor.execute("SELECT placement_had_short_stay(%s, %s)", [around.case.child_id, day])
        assert cursor.fetchone()[0] is False


@pytest.mark.django_db
@pytest.mark.requirement("FAC-012")
def test_what_others_decided_needs_no_agreement(around: ChildFileCast) -> None:
    born(around, None, None)
    for _ in range(2):
        fact = steps.record(
            around, facility=steps.home(around), kind="emergency", view="objects",
            move_reason="order",
        )  # fmt: skip
        assert (fact.state, fact.unmet, fact.planned_end) == ("current", [], None)


@pytest.mark.django_db
def test_all_that_is_missing_is_shown_at_once(around: ChildFileCast) -> None:
    stay = {"kind": "emergency", "planned_end": None, "view": "objects", "options_words": ""}
    with pytest.raises(PlacementRefused) as refused:
        steps.place(around, steps.home(around), **stay)
    codes_shown = [reason.code for reason in refused.value.reasons]
    assert codes_shown == ["planned_end", "view_note", "child_objects", "exception_why"]


@pytest.mark.django_db
def test_what_was_tried_may_follow_in_an_emergency_alone(around: ChildFileCast) -> None:
    later_words = {
        "options_words": "", "parents_option": "not_examined", "kin_option": "not_examined",
        "foster_option": "not_examined",
    }  # fmt: skip
    with pytest.raises(PlacementRefused, match="options_words"):
        steps.place(around, steps.home(around), **later_words)
    stay = {"kind": "emergency", "planned_end": steps.today(around, 3)}
    assert steps.place(around, steps.home(around), **stay, **later_words).state == "current"


@pytest.mark.django_db
@pytest.mark.requirement("FAC-012")
def test_whoever_agrees_sees_the_place_what_is_missing_and_what_the_child_says(
    around: ChildFileCast, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps.agree(around)
    facility = steps.unlicensed(around)
    told = {"view": "objects", "view_note": "No safe place elsewhere", "child_words": "Not there"}
    asked = steps.ask(around, facility, **told)
    monkeypatch.setattr(agreeing, "placement_warnings", lambda _facility: ["2 incidents are open."])
    path = f"{around.url}placements/{asked.pk}/agree/"
    shown = words(signed_in(around.supervisor).get(path).content)
    above = shown.split("Reasons why you agree")[0]
    for text in (facility.name, "Does not want this", "Not there", "2 incidents are open."):
        assert text in above
    now = above.split("Missing or open today")[1]
    assert str(rules.UNMET_TEXTS["licence"]) in now or str(rules.UNMET_TEXTS["unregistered"]) in now
    assert str(agreement_rules.CHILD_OBJECTS.text) in now

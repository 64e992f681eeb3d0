"""The database refuses what the rules refuse, also for an injected statement in a request."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from saathi.agencies import records, writing
from saathi.agencies.models import Staff
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.placements import queries
from saathi.protection.care.placements import vocabulary as codes
from saathi.protection.care.placements.actions import ending, placing
from saathi.protection.care.placements.models import Placement
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import agencies, facilities
from tests.protection.care.placements import steps
from tests.roles import acting, role, slip_in

pytestmark = pytest.mark.django_db


def insert(around: ChildFileCast, placement: Placement) -> None:
    """Writes a placement as the web server would, with a proof, past the rules of the action."""
    placement.state = codes.PlacementState.CURRENT
    placement.counted_as = "other"
    with acting(around.worker), transaction.atomic():
        writing.add(placement, actor=around.worker)


def residential(around: ChildFileCast, facility: Facility) -> Placement:
    return steps.unsaved(around, facility=facility, **steps.EXAMINED)


@pytest.mark.requirement("FAC-012")
@pytest.mark.parametrize("reason", ["failed", "admissions", "licence", "closure"])
def test_database_refuses_our_placement_in_a_stopped_facility(
    around: ChildFileCast, reason: str
) -> None:
    steps.agree(around)
    facility = steps.home(around)
    facilities.stop(facility, reason)
    with pytest.raises(DatabaseError, match=f"no exception was approved for {reason}"):
        insert(around, residential(around, facility))
    fact = residential(around, facility)
    fact.basis = "order"
    insert(around, fact)


@pytest.mark.requirement("FAC-012")
@pytest.mark.parametrize("days", [-1, -11])
def test_our_placement_is_not_dated_back_past_a_stop(around: ChildFileCast, days: int) -> None:
    steps.agree(around)
    facility, began = steps.home(around), steps.today(around, days)
    facilities.stop(facility, "failed", from_on=steps.today(around))
    with pytest.raises(placing.PlacementRefused) as refused:
        steps.place(around, facility, started_on=began)
    assert "failed" in [reason.code for reason in refused.value.reasons]
    back = residential(around, facility)
    back.started_on = began
    with pytest.raises(DatabaseError, match="no exception was approved for failed"):
        insert(around, back)
    # what was decided before the stop is recorded late by an exception of a supervisor, from today
    asked = steps.ask(around, facility, started_on=began)
    assert steps.approve(around, asked).unmet == ["failed"]


def test_what_others_decided_before_a_stop_lacks_nothing(around: ChildFileCast) -> None:
    facility = steps.home(around)
    facilities.stop(facility, "failed", from_on=steps.today(around))
    fact = steps.record(around, facility=facility, started_on=steps.today(around, -1))
    assert fact.unmet == []


@pytest.mark.requirement("FAC-012")
def test_there_is_one_exception_for_families_that_are_not_assessed(around: ChildFileCast) -> None:
    steps.agree(around)
    words = {
        "kind": "kinship",
        "exception_why": "No other",
        "exception_until": steps.today(around, 7),
    }
    steps.approve(around, steps.place(around, place="The aunt", **words))
    with pytest.raises(placing.PlacementRefused, match="exception_why"):
        steps.place(around, place="The mother's sister", move_reason="other", **words)
    values = words | {"exception_state": "approved", "move_reason": "other"}
    second = steps.unsaved(around, place="The aunt", **values)
    second.decided_by, second.decided_on = around.supervisor.pk, steps.today(around)
    check_second_exception(around, second)


@pytest.mark.requirement("FAC-012")
def test_an_exception_that_was_marked_as_an_error_is_not_given_again(around: ChildFileCast) -> None:
    steps.agree(around)
    facility = steps.unlicensed(around)
    placed = steps.approve(around, steps.ask(around, facility))
    with acting(around.worker):
        placed.end_note = "The house on the hill was meant"
        with pytest.raises(placing.PlacementRefused, match="end_note"):
            ending.mark_error(placement=placed, version=placed.version, actor=around.worker)
        with pytest.raises(IntegrityError, match="a second person"), transaction.atomic():
            writing.change(placed, actor=around.worker, state="error", next_review_on=None)
    with acting(around.supervisor):
        placed = Placement.objects.get(pk=placed.pk)
        records.open_texts(placed)
        placed.end_note = "The house on the hill was meant"
        ending.mark_error(placement=placed, version=placed.version, actor=around.supervisor)
    with pytest.raises(placing.PlacementRefused, match="exception_why"):
        steps.ask(around, facility)
    check_second_exception(around, steps.unsaved(
        around, facility=facility, exception_why="Again",
        exception_until=steps.today(around, 7), **steps.EXAMINED,
    ))  # fmt: skip


def check_second_exception(around: ChildFileCast, request: Placement) -> None:
    """A request that was stored past the rule is approved by no statement."""
    request.state, request.exception_state = "proposed", "requested"
    request.counted_as, request.submitted_by = "other", around.worker.pk
    request.decided_by = request.decided_on = None
    with acting(around.worker), transaction.atomic():
        writing.add(request, actor=around.worker)
    with role("warden"), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE placements_placement SET state = 'ended', ended_on = started_on, "
            "end_reason = 'moved' WHERE state = 'current'"
        )
    with (
        role("warden"),
        pytest.raises(DatabaseError, match="there was an exception before"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE placements_placement SET state = 'current', exception_state = 'approved', "
            "decided_on = current_date, decided_by = %s WHERE id = %s",
            [around.supervisor.pk, request.pk],
        )


@pytest.mark.requirement("FAC-012")
def test_database_refuses_our_placement_without_a_licence_and_in_a_full_house(
    around: ChildFileCast,
) -> None:
    steps.agree(around)
    with pytest.raises(DatabaseError, match="unregistered"):
        insert(around, residential(around, steps.unlicensed(around)))
    full = steps.home(around, girls_places=1, mixed_places=None)
    other = cast.around()
    steps.record(other, facility=full)
    with pytest.raises(DatabaseError, match="over_capacity"):
        insert(around, residential(around, full))


def test_database_refuses_a_family_that_is_not_safe_or_of_another_child(
    around: ChildFileCast,
) -> None:
    steps.agree(around)
    unsafe = steps.family(around, result="unsafe", reasons="He drinks")
    with pytest.raises(DatabaseError, match="the family is not safe"):
        insert(around, steps.unsaved(around, kind="foster", assessment=unsafe))
    with pytest.raises(DatabaseError, match="no_assessment"):
        insert(around, steps.unsaved(around, kind="kinship", place="The aunt"))


@pytest.mark.requirement("FAC-012")
@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ("exception_until = started_on + 8", "valid for 7 days"),
        ("exception_until = NULL", "valid for 7 days|placements_exception_expires"),
        ("decided_by = recorded_by", "author does not decide"),
        ("exception_state = 'requested'", "no exception was approved"),
    ],
)
def test_database_holds_the_limits_of_an_exception(
    around: ChildFileCast, changed: str, fault: str
) -> None:
    steps.agree(around)
    steps.ask(around, steps.unlicensed(around))
    values = {
        "state": "'current'", "exception_state": "'approved'", "decided_on": "current_date",
        "decided_by": f"'{around.supervisor.pk}'",
    }  # fmt: skip
    column, value = changed.split(" = ")
    sets = ", ".join(f"{name} = {text}" for name, text in (values | {column: value}).items())
    with (
        role("warden"),
        pytest.raises(DatabaseError, match=fault),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE placements_placement SET {sets}")


def test_injected_statement_approves_no_exception(around: ChildFileCast) -> None:
    steps.agree(around)
    steps.ask(around, steps.unlicensed(around))
    statement = (
        "UPDATE placements_placement SET state = 'current', exception_state = 'approved', "
        f"decided_on = current_date, decided_by = '{around.supervisor.pk}'"
    )
    slip_in(around.supervisor, statement, "proof")


def test_place_and_decision_never_change(around: ChildFileCast) -> None:
    placement = steps.record(around, facility=steps.home(around))
    other = steps.home(around)
    for change in (
        f"facility_id = '{other.pk}'", "basis = 'ours'", "kind = 'foster', facility_id = NULL",
        "started_on = started_on - 9", "exception_until = started_on + 300",
    ):  # fmt: skip
        with (
            role("warden"),
            pytest.raises(DatabaseError, match="the place never changes"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE placements_placement SET {change}")
    steps.end(around, placement, "family")
    with (
        role("warden"),
        pytest.raises(DatabaseError, match="no such step"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE placements_placement SET state = 'current', ended_on = NULL, end_reason = ''"
        )


def test_rule_and_database_list_the_same_unmet_needs(around: ChildFileCast) -> None:
    facility = steps.unlicensed(around, girls_places=1, mixed_places=None)
    facilities.stop(facility)
    family = steps.family(around, result="unsafe", reasons="He drinks")
    cases: list[dict[str, object]] = [
        {"facility": facility},
        {"facility": facility, **steps.EXAMINED},
        {"facility": steps.home(around), "kind": "transit"},
        {"kind": "foster", "assessment": family},
        {"kind": "kinship", "place": "The aunt"},
        {"kind": "independent", "place": "A room"},
    ]
    for number, chosen in enumerate(cases):
        if number == len(cases) // 2:
            steps.agree(around)
        with acting(around.worker):
            new = steps.unsaved(around, basis="order", **chosen)
            found = [
                reason.code
                for reason in placing.rules.unmet_needs(
                    queries.find_placement_needs(new, around.worker)
                )
            ]
            saved = placing.record_placement(
                placement=steps.unsaved(around, basis="order", **{"move_reason": "other"} | chosen),
                actor=around.worker,
            )
        with role("warden"), connection.cursor() as cursor:
            cursor.execute(
                "SELECT placement_unmet(p) FROM placements_placement p WHERE p.id = %s", [saved.pk]
            )
            assert cursor.fetchone()[0] == found, chosen


def test_occupancy_is_for_staff_who_work_with_facilities(around: ChildFileCast) -> None:
    facility = steps.home(around)
    draft = steps.unlicensed(around, is_published=False)
    steps.record(around, facility=facility)

    def counted(person: Staff) -> dict[object, object]:
        with acting(person):
            return dict(queries.list_occupancy([facility.pk, draft.pk]))

    assert [each.total for each in counted(around.outsider).values()] == [1]
    assert counted(agencies.staff("rapporteur")) == {}
    assert counted(agencies.staff("administrator"))
    with acting(agencies.staff("rapporteur")):
        assert not queries.with_free_place(Facility.objects.all(), "girl").exists()


def test_place_follows_the_record_of_the_child(around: ChildFileCast) -> None:
    facility = steps.home(around)
    steps.record(around, facility=facility)
    with acting(around.worker), transaction.atomic():
        child = around.case.child
        writing.change(child, actor=around.worker, gender="girl")
        lived = queries.list_occupancy([facility.pk])[facility.pk]
    assert (lived.girls, lived.others) == (1, 0)

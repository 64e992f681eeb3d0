"""The database refuses what the rules refuse, also for an injected statement in a request."""

import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies import writing
from saathi.agencies.models import Staff
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.placements import queries
from saathi.protection.care.placements import vocabulary as codes
from saathi.protection.care.placements.actions import placing
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

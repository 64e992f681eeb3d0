"""An emergency placement by our agency starts the 72 hours to assess best interests, once for each removal."""

import datetime as dt

import pytest

from saathi.agencies.models import Staff
from saathi.infra import clock
from saathi.protection.care.placements import agreement_rules
from saathi.protection.care.placements import vocabulary as codes
from saathi.protection.decisions.best_interests.removal_alerts import removals_boxes
from saathi.protection.decisions.orders import actions as orders
from saathi.protection.decisions.orders import rules
from saathi.protection.decisions.orders.models import RunningTimeLimit
from saathi.protection.decisions.orders.time_limits import shipped_time_limits
from saathi.protection.decisions.orders.vocabulary import LimitTrigger
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.protection.care.placements import steps
from tests.reading import words
from tests.roles import acting, role
from tests.signing import signed_in
from tests.waiting import boxes_of

pytestmark = pytest.mark.requirement("BID-001")
ON = dt.date(2026, 3, 2)


@pytest.fixture
def around(db: None) -> ChildFileCast:
    return cast.around()


@pytest.mark.parametrize(
    ("kind", "basis", "before", "follows"),
    [
        ("emergency", "ours", None, True),
        ("emergency", "ours", "kinship", True),
        ("emergency", "ours", "transit", False),
        ("emergency", "ours", "emergency", False),
        ("emergency", "order", None, False),
        ("transit", "ours", None, False),
        ("foster", "ours", None, False),
    ],
)
def test_first_emergency_stay_follows_a_removal(
    kind: str, basis: str, before: str | None, *, follows: bool
) -> None:
    previous = codes.PlacementKind(before) if before else None
    found = agreement_rules.follows_removal(
        codes.PlacementKind(kind), codes.PlacementBasis(basis), previous
    )
    assert found is follows


@pytest.mark.parametrize(
    ("days_before", "is_met", "is_counted"),
    [
        (0, True, True),
        (rules.SAME_REMOVAL_DAYS, True, True),
        (rules.SAME_REMOVAL_DAYS + 1, True, False),
        (400, False, True),
    ],
)
def test_removal_is_counted_once(days_before: int, *, is_met: bool, is_counted: bool) -> None:
    counted = [(ON - dt.timedelta(days=days_before), is_met)]
    assert rules.is_removal_counted(counted, ON) is is_counted
    assert not rules.is_removal_counted([], ON)


def sheltered(around: ChildFileCast, **more: object) -> None:
    """The child is taken to an emergency shelter tonight."""
    steps.agree(around)
    end = steps.today(around, 10)
    steps.place(around, steps.home(around), kind="emergency", planned_end=end, **more)


def limits(around: ChildFileCast) -> list[RunningTimeLimit]:
    with role("maintenance"):
        return list(RunningTimeLimit.objects.filter(file_id=around.file_id))


def titles(person: Staff) -> list[str]:
    with acting(person):
        return [str(box.title) for box in boxes_of(removals_boxes, person)]


def test_emergency_placement_is_in_act_now_with_the_hours_left(around: ChildFileCast) -> None:
    sheltered(around)
    (limit,) = limits(around)
    assert (limit.happening, limit.code) == ("removed", "assess")
    office = around.worker.office
    assert limit.due_at == office.start_of(steps.today(around)) + dt.timedelta(hours=72)
    assert steps.duties(around, "time_limit") == [office.date_of(limit.due_at)]
    for person in (around.stranger, around.outsider, around.house_mother):
        assert not titles(person)
    for person in (around.worker, around.supervisor):
        (title,) = titles(person)
        assert "hours left" in title
    day = words(signed_in(around.worker).get("/").content)
    assert day.index("Act now") < day.index("best interests after the removal")
    with acting(around.worker):
        orders.record_limit_met(
            limit=limit,
            met_at=clock.now(),
            version=limit.version,
            actor=around.worker,
            assessed=orders.AssessmentByAuthority("court", "District court of Kaski, minutes"),
        )
    assert not titles(around.worker)


def test_exception_that_a_supervisor_approves_starts_the_limit(around: ChildFileCast) -> None:
    end = steps.today(around, 10)
    home = steps.unlicensed(around)
    placement = steps.ask(around, home, kind="emergency", planned_end=end)
    assert not limits(around), "only asked for"
    steps.approve(around, placement)
    assert len(limits(around)) == 1


def test_removal_that_was_recorded_by_hand_is_counted_once(around: ChildFileCast) -> None:
    happened = orders.LimitTriggerInput(LimitTrigger.REMOVED, "NPL", clock.now())
    with acting(around.worker):
        orders.start_time_limits(
            case=around.case, data=happened, limits=shipped_time_limits(), actor=around.worker
        )
    sheltered(around)
    assert len(limits(around)) == 1


def test_order_of_a_court_starts_no_limit_of_ours(around: ChildFileCast) -> None:
    steps.record(around, kind="emergency", place="Shelter in Kolkata", child_words="ok")
    assert not limits(around)

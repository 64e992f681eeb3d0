"""Signs that the child is gone, and families that are not safe at the evaluation, are in Act now."""

import pytest

from saathi.agencies.models import Staff
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.protection.casework.reintegration import steps
from tests.protection.casework.reintegration.test_evaluations import CHECKED, check
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
REASON = "The mother wants the child at home, and no relative was found"


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def my_day(person: Staff) -> str:
    return read(signed_in(person).get("/"))[0]


@pytest.mark.requirement("REI-004")
@pytest.mark.parametrize(
    ("kind", "label"), [("gone", "The child is gone"), ("recruiter", "The recruiter is back")]
)
def test_urgent_sign_is_in_act_now_until_another_person_checked_it(
    around: ChildFileCast, kind: str, label: str
) -> None:
    sign = steps.sign(around, kind=kind)
    for person in (around.worker, around.supervisor):
        assert f"not checked: {label}" in my_day(person)
    for person in (around.stranger, around.outsider, around.house_mother):
        assert "not checked" not in my_day(person)
    check(around, sign, "not_confirmed", steps=CHECKED)
    assert "not checked" in my_day(around.supervisor)
    check(around, sign, "not_confirmed", by=around.supervisor, steps=CHECKED)
    for person in (around.worker, around.supervisor):
        assert "not checked" not in my_day(person)


@pytest.mark.requirement("REI-004")
def test_sign_that_may_wait_until_the_next_day_is_no_alarm(around: ChildFileCast) -> None:
    steps.sign(around, kind="gifts")
    assert "not checked" not in my_day(around.worker)


@pytest.mark.requirement("REI-005")
def test_family_that_is_not_safe_at_the_evaluation_is_in_act_now_until_a_contact(
    around: ChildFileCast,
) -> None:
    reintegration = steps.begin(around, days_ago=400)
    steps.evaluate(around, reintegration, evaluated_on=steps.today(around, -1))
    assert "was not safe at the evaluation" not in my_day(around.worker)
    unsafe = {"family_assessment": "not_safe", "care_reason": REASON}
    steps.evaluate(around, reintegration, evaluated_on=steps.today(around, -1), **unsafe)
    for person in (around.worker, around.supervisor):
        assert "was not safe at the evaluation" in my_day(person)
    steps.contact(around, reintegration)
    for person in (around.worker, around.supervisor):
        assert "was not safe at the evaluation" not in my_day(person)

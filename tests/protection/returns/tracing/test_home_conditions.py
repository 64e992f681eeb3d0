"""What an assessment of a household finds, and the conclusion that it allows."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from saathi.agencies import writing
from saathi.protection.returns.tracing.actions.searches import TracingRefused
from saathi.protection.returns.tracing.models import HomeAssessment
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.protection.returns.tracing import steps
from tests.roles import acting


@pytest.fixture
def around(db: None) -> ChildFileCast:
    return cast.around()


def refused(around: ChildFileCast, **found: Any) -> list[str]:
    """The fields for which the action refuses the assessment."""
    verification = steps.begin(around, steps.seek(around))
    with pytest.raises(TracingRefused) as refusal:
        steps.assess(around, verification, **found)
    return [reason.code for reason in refusal.value.reasons]


@pytest.mark.requirement("TRC-008")
@pytest.mark.parametrize(
    "found",
    [
        {"violence": "past"},
        {"alleged_near": "yes"},
        {"family_part": "took_money"},
        {"family_part": "agreed"},
    ],
)
def test_home_with_a_danger_is_suitable_under_conditions_only(
    around: ChildFileCast, found: dict[str, str]
) -> None:
    assert refused(around, **found) == ["result"]
    verification = steps.begin(around, steps.seek(around))
    values = steps.home_values(around, verification)
    with (
        acting(around.worker),
        pytest.raises(IntegrityError, match="needs conditions"),
        transaction.atomic(),
    ):
        writing.add(HomeAssessment(**values | found), actor=around.worker)
    steps.assess(around, verification, **found, result="conditions")
    assert steps.latest(HomeAssessment).result == "conditions"


def test_no_factor_stands_beside_none_found(around: ChildFileCast) -> None:
    both = {"factors": ["debt", "none"], "result": "open"}
    assert refused(around, **both) == ["factors"]
    values = steps.home_values(around, steps.begin(around, steps.seek(around)))
    with (
        acting(around.worker),
        pytest.raises(IntegrityError, match="none found"),
        transaction.atomic(),
    ):
        writing.add(HomeAssessment(**values | both), actor=around.worker)


@pytest.mark.requirement("TRC-004")
def test_risk_to_other_children_says_what_was_done(around: ChildFileCast) -> None:
    assert refused(around, others_at_risk="yes", result="conditions") == ["others_done"]
    verification = steps.begin(around, steps.seek(around))
    home = HomeAssessment(
        **steps.home_values(around, verification) | {"others_at_risk": "yes", "result": "open"}
    )
    steps.with_texts(home, assessor="Ms Rai", others_done="Child welfare board, 2 December")
    with acting(around.worker):
        steps.families.save_home(home=home, actor=around.worker)
    assert steps.latest(HomeAssessment).others_at_risk == "yes"

"""A final evaluation with "assessed as safe" against a record that the child is not safe needs a reason."""

import pytest
from django.db import IntegrityError, transaction

from saathi.agencies import writing
from saathi.protection.casework.reintegration import evaluation_rules
from saathi.protection.casework.reintegration.actions.monitoring import ReintegrationRefused
from saathi.protection.casework.reintegration.family_vocabulary import FamilySafetyAssessment
from saathi.protection.casework.reintegration.models import FinalEvaluation, Reintegration
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.protection.casework.reintegration import steps
from tests.roles import acting

pytestmark = pytest.mark.requirement("REI-010")
WHY = "The uncle moved away yesterday, the grandmother confirms it"
EXCEPTION = "The family moves abroad next week and asks to end"


@pytest.mark.parametrize(
    ("assessment", "is_unsafe", "words", "refused"),
    [
        ("safe", True, "", True),
        ("safe", True, "all is well", True),
        ("safe", True, WHY, False),
        ("safe", False, "", False),
        ("not_safe", True, "", False),
    ],
)
def test_safe_against_the_file_needs_words(
    assessment: str, *, is_unsafe: bool, words: str, refused: bool
) -> None:
    reasons = evaluation_rules.reasons_against_safe(
        FamilySafetyAssessment(assessment), is_unsafe=is_unsafe, words=words
    )
    assert [each.code for each in reasons] == (["care_reason"] if refused else [])


@pytest.fixture
def around(db: None) -> ChildFileCast:
    return cast.around()


@pytest.fixture
def reintegration(around: ChildFileCast) -> Reintegration:
    return steps.begin(around, days_ago=400)


def refusal(around: ChildFileCast, reintegration: Reintegration, **more: object) -> str:
    with pytest.raises(ReintegrationRefused) as refused:
        steps.evaluate(around, reintegration, **more)
    assert [each.code for each in refused.value.reasons] == ["care_reason"]
    return refused.value.reasons[0].text


def test_refusal_names_the_contact_that_found_the_child_not_safe(
    around: ChildFileCast, reintegration: Reintegration
) -> None:
    steps.contact(
        around, reintegration, way="home", made_by="mentor", finding="unsafe", risks="Beaten"
    )
    text = refusal(around, reintegration)
    assert "the child was found not safe (The mentor, seen at a visit)" in text
    bare = FinalEvaluation(
        file_id=reintegration.file_id, reintegration=reintegration, evaluated_on=steps.today(around),
        heard="not_heard", contact_again="refuses", care_outcome="family", family_assessment="safe",
    )  # fmt: skip
    with (
        acting(around.worker),
        pytest.raises(IntegrityError, match="the file says that the child is not safe"),
        transaction.atomic(),
    ):
        writing.add(bare, actor=around.worker)
    steps.evaluate(around, reintegration, care_reason=WHY)
    steps.evaluate(
        around, reintegration, family_assessment="not_safe", care_reason="Aunt lives near"
    )


def test_refusal_names_the_answer_about_safety(
    around: ChildFileCast, reintegration: Reintegration
) -> None:
    steps.answer(around, reintegration, faces={"safe": "very_hard"})
    assert "The child answered “very hard” about safety" in refusal(around, reintegration)


def test_safe_is_not_approved_against_a_later_record(
    around: ChildFileCast, reintegration: Reintegration
) -> None:
    evaluation = steps.evaluate(around, reintegration, exception=EXCEPTION)
    steps.contact(
        around, reintegration, way="home", made_by="mentor", finding="unsafe", risks="Beaten"
    )
    with pytest.raises(ReintegrationRefused) as refused:
        steps.decide(around, evaluation)
    assert "found not safe" in refused.value.reasons[0].text

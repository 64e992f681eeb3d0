"""Tables of the child's decision on testimony: its explanation, and what needs it. No database."""

import pytest

from saathi.protection.justice.proceedings import testimony_rules
from saathi.protection.justice.proceedings import vocabulary as codes

ANSWER = codes.TestimonyAnswer


@pytest.mark.parametrize(
    ("answer", "fears", "pressure", "conditions", "wrong"),
    [
        ("wants", ["none"], ["none"], "", []),
        ("does_not_want", ["stigma", "accused"], ["family"], "", []),
        ("conditions", ["none"], ["none"], "", ["conditions"]),
        ("conditions", ["none"], ["none"], "By video", []),
        ("wants", ["none", "threats"], ["none"], "", ["fears"]),
        ("wants", ["not_asked", "none"], ["none"], "", ["fears"]),
        ("wants", ["none"], ["none", "family"], "", ["pressure"]),
        ("not_asked", ["not_asked"], ["not_known"], "", []),
    ],
)
@pytest.mark.requirement("JUS-014")
def test_no_decision_of_the_child_is_refused_for_what_it_says(
    answer: str, fears: list[str], pressure: list[str], conditions: str, wrong: list[str]
) -> None:
    facts = testimony_rules.TestimonyFacts(
        ANSWER(answer), fears, pressure, explanation(), conditions
    )
    assert [r.code for r in testimony_rules.reasons_against_testimony_decision(facts)] == wrong


def explanation(**fields: object) -> testimony_rules.TestimonyExplanation:
    usual = {"by": codes.DecisionExplainer.WORKER, "ways": ["pictures"], "language": "ne",
             "understanding": ["own_words"]}  # fmt: skip
    return testimony_rules.TestimonyExplanation(**(usual | fields))  # type: ignore[arg-type]


NO_ONE = {"by": codes.DecisionExplainer.NO_ONE, "ways": [], "language": "", "understanding": []}
UNSEEN = {"understanding": ["not_seen"]}
LITTLE = {"ways": ["not_known"], "language": "", "understanding": ["not_seen"]}


@pytest.mark.requirement("JUS-014")
@pytest.mark.parametrize(
    ("answer", "fields", "wrong"),
    [
        ("wants", {}, []),
        ("conditions", {}, []),
        ("wants", NO_ONE, ["explained_by"]),
        ("conditions", NO_ONE, ["explained_by"]),
        ("wants", {"ways": []}, ["explained_how"]),
        ("wants", {"ways": ["not_known"]}, ["explained_how"]),
        ("wants", {"language": ""}, ["language"]),
        ("wants", {"understanding": []}, ["understanding"]),
        ("wants", UNSEEN, ["understanding"]),
        ("conditions", {"understanding": ["own_words", "not_seen"]}, ["understanding"]),
        # A "no" is recorded whatever was explained.
        ("does_not_want", NO_ONE, []),
        ("does_not_want", LITTLE, []),
        ("undecided", NO_ONE, []),
        ("does_not_want", {"ways": [], "understanding": []}, ["explained_how", "understanding"]),
        ("not_asked", {"ways": [], "language": "", "understanding": []}, []),
    ],
)
def test_agreement_needs_an_explanation_that_the_child_understood(
    answer: str, fields: dict[str, object], wrong: list[str]
) -> None:
    found = testimony_rules.reasons_against_explanation(ANSWER(answer), explanation(**fields))
    assert [reason.code for reason in found] == wrong
    if ANSWER(answer) in codes.MAY_BE_PRESENTED:
        assert explanation(**fields).is_complete is (wrong == [])


@pytest.mark.parametrize(
    ("answer", "pressure", "keeps"),
    [
        ("wants", ["none"], True),
        ("wants", ["not_known"], True),
        ("wants", ["family"], False),
        ("conditions", ["none"], False),
        ("does_not_want", ["none"], False),
        ("undecided", ["none"], False),
        ("not_asked", ["none"], False),
    ],
)
def test_only_an_agreement_without_new_conditions_keeps_approvals(
    answer: str, pressure: list[str], keeps: bool
) -> None:
    assert testimony_rules.keeps_approvals(ANSWER(answer), pressure) is keeps


@pytest.mark.parametrize(
    ("purpose", "has_refused", "is_summoned", "is_refused"),
    [
        ("child_evidence", False, False, False),
        ("child_evidence", True, False, True),
        ("child_questions", True, False, True),
        ("child_evidence", True, True, False),
        ("judgment", True, False, False),
    ],
)
def test_letter_to_hear_a_child_who_does_not_agree_is_refused(
    purpose: str, has_refused: bool, is_summoned: bool, is_refused: bool
) -> None:
    found = testimony_rules.reasons_against_court_letter(
        purpose=purpose, has_refused=has_refused, is_summoned=is_summoned
    )
    assert bool(found) is is_refused

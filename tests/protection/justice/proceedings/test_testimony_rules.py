"""Tables of the child's decision on testimony: its explanation, and what needs it. No database."""

import pytest

from saathi.protection.justice.proceedings import agreement_rules, testimony_rules
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
    assert agreement_rules.TestimonyAgreement(ANSWER(answer), pressure).keeps_approvals is keeps


@pytest.mark.requirement("JUS-014")
@pytest.mark.parametrize(
    ("answer", "pressure", "is_withdrawn", "is_given"),
    [
        (None, [], False, False),
        ("not_asked", ["none"], False, False),
        ("do_not_ask", ["none"], False, False),
        ("undecided", ["none"], False, False),
        ("chose_not_to_say", ["none"], False, False),
        ("does_not_want", ["none"], False, False),
        ("wants", ["none"], True, False),
        ("wants", ["our_staff"], False, False),
        ("wants", ["not_known"], False, True),
        ("conditions", ["none"], False, True),
    ],
)
def test_only_the_free_answer_of_the_child_is_an_agreement(
    answer: str | None, pressure: list[str], *, is_withdrawn: bool, is_given: bool
) -> None:
    decided = ANSWER(answer) if answer else None
    assert agreement_rules.TestimonyAgreement(decided, pressure, is_withdrawn).is_given is is_given


@pytest.mark.parametrize(
    ("purpose", "answer", "is_summoned", "text"),
    [
        ("child_evidence", "wants", False, ""),
        ("child_evidence", "does_not_want", False, "The child does not agree to testify"),
        ("child_questions", "does_not_want", False, "The child does not agree to testify"),
        ("child_evidence", "undecided", False, "The child does not agree to testify"),
        ("child_evidence", None, False, "is not recorded"),
        ("child_evidence", "not_asked", False, "is not recorded"),
        ("child_evidence", "does_not_want", True, ""),
        ("child_evidence", None, True, ""),
        ("judgment", None, False, ""),
    ],
)
def test_letter_and_plan_for_a_child_who_does_not_agree_are_refused(
    purpose: str, answer: str | None, *, is_summoned: bool, text: str
) -> None:
    agreement = (
        agreement_rules.TestimonyAgreement(ANSWER(answer), ["none"])
        if answer
        else agreement_rules.NO_AGREEMENT
    )
    found = testimony_rules.reasons_against_court_letter(
        purpose, agreement, is_summoned=is_summoned
    )
    for part in (codes.ChildPart.PRESENT, codes.ChildPart.VIDEO):
        plan = testimony_rules.HearingPlan(purpose, part)
        planned = testimony_rules.reasons_against_plan(plan, agreement, is_summoned=is_summoned)
        assert [text in reason.text for reason in (*found, *planned)] == [True] * 2 * bool(text)


@pytest.mark.requirement("JUS-014")
@pytest.mark.parametrize(
    ("part", "transport", "fields"),
    [
        ("not_known", "not_arranged", []),
        ("not_known", "not_needed", []),
        ("not_known", "confirmed", ["transport_arranged"]),
        ("recorded", "", []),
        ("video", "confirmed", ["child_expected", "transport_arranged"]),
    ],
)
def test_no_transport_to_testimony_without_an_agreement(
    part: str, transport: str, fields: list[str]
) -> None:
    plan = testimony_rules.HearingPlan("child_evidence", part, transport)
    found = testimony_rules.reasons_against_plan(
        plan, agreement_rules.NO_AGREEMENT, is_summoned=False
    )
    assert [reason.code for reason in found] == fields
    assert not testimony_rules.reasons_against_plan(
        plan, agreement_rules.NO_AGREEMENT, is_summoned=True
    )


@pytest.mark.parametrize(
    ("mode", "answer", "is_compelled"),
    [
        ("video_link", "wants", False),
        ("video_link", "does_not_want", True),
        ("open_court", None, True),
        ("recorded", "does_not_want", False),
        ("not_heard", None, False),
    ],
)
def test_account_without_an_agreement_is_compelled(
    mode: str, answer: str | None, *, is_compelled: bool
) -> None:
    agreement = (
        agreement_rules.TestimonyAgreement(ANSWER(answer), ["none"])
        if answer
        else agreement_rules.NO_AGREEMENT
    )
    assert agreement_rules.is_compelled(agreement, mode=mode) is is_compelled

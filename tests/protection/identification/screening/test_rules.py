"""Tables of screening results, the validity of "not now", and complete interviews."""

import datetime as dt

import pytest

from saathi.agencies.configuration_rules import parse_configuration
from saathi.protection.identification.screening.questionnaires import (
    delphi_questions,
    parse_country_questionnaire,
    shipped_questionnaires,
)
from saathi.protection.identification.screening.rules import (
    ACT,
    PURPOSE,
    InterviewFacts,
    does_follow_from_trafficking,
    evaluate_answers,
    is_dimension_positive,
    last_expired_not_now_day,
    reasons_against_follows_answer,
    reasons_against_interview_end,
    reasons_not_complete,
    reasons_to_avoid_interview,
)
from saathi.protection.identification.screening.vocabulary import (
    DelphiDimension,
    FollowsFromTrafficking,
    IndicatorWeight,
    InterviewEnd,
    InterviewerTraining,
    ScreeningAnswer,
    ScreeningReading,
)

YES, NO = ScreeningAnswer.YES, ScreeningAnswer.NO
TODAY = dt.date(2026, 3, 2)
WHOLE = shipped_questionnaires()["child_labour"].indicators


# strong | medium | positive
COMBINED = [
    (0, 0, False),
    (1, 0, False),
    (0, 1, False),
    (0, 2, False),
    (2, 0, True),
    (1, 1, True),
    (0, 3, True),
    (1, 2, True),
    (3, 0, True),
]


@pytest.mark.parametrize(("strong", "medium", "positive"), COMBINED)
def test_a_dimension_is_positive_with_two_strong_one_and_one_or_three_medium(
    strong: int, medium: int, *, positive: bool
) -> None:
    assert is_dimension_positive(strong=strong, medium=medium) is positive


# answers | the result
LABOUR = {"ex1": YES, "ex3": YES}  # works too long, does dangerous work: strong and medium
READ = [
    ("nothing was asked", {}, ScreeningReading.TOO_LITTLE),
    ("an act and exploitation", {ACT: YES} | LABOUR, ScreeningReading.SIGNS),
    ("an act and three medium signs", {ACT: YES, "ex2": YES, "ex3": YES, "ex4": YES}, ScreeningReading.SIGNS),
    ("an act and a purpose, intercepted before any work", {ACT: YES, PURPOSE: YES}, ScreeningReading.SIGNS),
    ("no means at all, nothing promised, no force", {ACT: YES, "cr1": NO, "cd1": NO} | LABOUR, ScreeningReading.SIGNS),
    ("force and deceit, but no exploitation known", {ACT: YES, "cr1": YES, "cr2": YES, "dr1": YES, "dr2": YES}, ScreeningReading.TOO_LITTLE),
    ("exploitation without a known act", LABOUR, ScreeningReading.TOO_LITTLE),
    ("exploitation without an act by others", {ACT: NO} | LABOUR, ScreeningReading.NO_SIGNS),
    ("one strong sign alone", {ACT: YES, PURPOSE: NO, "ex1": YES} | {f"ex{n}": NO for n in range(2, 9)}, ScreeningReading.NO_SIGNS),
    ("the same, but some were not asked", {ACT: YES, PURPOSE: NO, "ex1": YES}, ScreeningReading.TOO_LITTLE),
    ("the same, but the child chose not to say", {ACT: YES, PURPOSE: NO, "ex1": YES, **{f"ex{n}": ScreeningAnswer.CHOSE_NOT_TO_SAY for n in range(2, 9)}}, ScreeningReading.TOO_LITTLE),
    ("all of it denied", {ACT: YES, PURPOSE: NO} | {f"ex{n}": NO for n in range(1, 9)}, ScreeningReading.NO_SIGNS),
]  # fmt: skip


@pytest.mark.requirement("DEF-004")
@pytest.mark.parametrize(("answers", "reading"), [row[1:] for row in READ], ids=[row[0] for row in READ])  # fmt: skip
def test_for_a_child_an_act_and_exploitation_or_purpose_and_never_the_means(
    answers: dict[str, ScreeningAnswer], reading: ScreeningReading
) -> None:
    assert evaluate_answers(answers, WHOLE).reading == reading


@pytest.mark.parametrize(
    "silent",
    [ScreeningAnswer.NOT_ASKED, ScreeningAnswer.DOES_NOT_KNOW, ScreeningAnswer.CHOSE_NOT_TO_SAY],
)
def test_unanswered_question_does_not_count_as_no(silent: ScreeningAnswer) -> None:
    said_no = evaluate_answers({"cd1": YES} | {f"cd{n}": NO for n in range(2, 16)}, WHOLE)
    not_said = evaluate_answers({"cd1": YES} | {f"cd{n}": silent for n in range(2, 16)}, WHOLE)
    dimension = DelphiDimension.COERCION_DESTINATION
    assert dimension not in said_no.positive | said_no.undecided
    assert dimension in not_said.undecided
    assert dimension not in not_said.positive


def test_the_list_is_as_the_secondary_source_has_it_and_says_it_is_to_be_verified() -> None:
    questions = delphi_questions()
    weights = [question.indicator.weight for question in questions.values()]
    assert (
        len(questions),
        weights.count(IndicatorWeight.STRONG),
        weights.count(IndicatorWeight.MEDIUM),
    ) == (65, 15, 50)
    assert {question.indicator.dimension for question in questions.values()} == set(DelphiDimension)
    for questionnaire in shipped_questionnaires().values():
        assert not questionnaire.is_verified
        assert "WCMS_105023" in str(questionnaire.source)
        assert questionnaire.owner
        assert questionnaire.version >= 1


def test_a_country_brings_its_own_questionnaire_and_a_slip_does_not_stop_the_rest() -> None:
    body = {
        "title": "Aid of the district police",
        "owner": "Women and Children Cell",
        "role": "police",
        "works_at_night": "exploitation, S, Works at night, also before school",
        "slip": "exploitation works",
    }
    made = parse_country_questionnaire("district_aid", 3, body)
    assert made is not None
    assert (made.owner, made.version, made.role) == ("Women and Children Cell", 3, "police")
    assert [str(question.text) for question in made.questions] == [
        "Works at night, also before school"
    ]
    assert parse_country_questionnaire("empty", 1, {"title": "Nothing found"}) is None


def test_a_country_writes_its_questionnaire_line_by_line_and_learns_which_line_is_none() -> None:
    text = "title = District aid\nowner = Cell\nnight = exploitation, S, Works at night\nslip = S"
    body, mistakes = parse_configuration("questions", text)
    assert set(body) == {"title", "owner", "night"}
    assert len(mistakes) == 1
    assert "Line 4" in str(mistakes[0])


# "not now" so many days ago | still valid
@pytest.mark.parametrize(("days", "holds"), [(0, True), (13, True), (14, False), (400, False)])
def test_not_now_brings_the_prompt_back_after_a_fortnight(days: int, *, holds: bool) -> None:
    assert (TODAY - dt.timedelta(days=days) > last_expired_not_now_day(TODAY)) is holds


# stated relation | trafficking is presumed | effective relation
FOLLOWING = [
    (FollowsFromTrafficking.YES, False, FollowsFromTrafficking.YES),
    (FollowsFromTrafficking.YES, True, FollowsFromTrafficking.YES),
    (FollowsFromTrafficking.NOT_KNOWN, False, FollowsFromTrafficking.NOT_KNOWN),
    (FollowsFromTrafficking.NOT_KNOWN, True, FollowsFromTrafficking.PRESUMED),
    (FollowsFromTrafficking.NO, False, FollowsFromTrafficking.NO),
    (FollowsFromTrafficking.NO, True, FollowsFromTrafficking.NO),
]


@pytest.mark.requirement("NCR-001")
@pytest.mark.parametrize(("told", "is_presumed", "taken_for"), FOLLOWING)
def test_where_trafficking_is_presumed_doubt_about_an_offence_helps_the_child(
    told: FollowsFromTrafficking, taken_for: FollowsFromTrafficking, *, is_presumed: bool
) -> None:
    assert does_follow_from_trafficking(told, is_presumed=is_presumed) == taken_for


def test_that_an_offence_does_not_follow_needs_its_reason() -> None:
    assert [
        reason.code for reason in reasons_against_follows_answer(FollowsFromTrafficking.NO, "  ")
    ] == ["unrelated"]
    assert not reasons_against_follows_answer(FollowsFromTrafficking.NO, "Long before")
    assert not reasons_against_follows_answer(FollowsFromTrafficking.NOT_KNOWN, "")
    assert not reasons_against_follows_answer(FollowsFromTrafficking.YES, "")


# language | the child's languages | training | interpreter | reasons why not complete
TALKS = [
    ("mai", ["mai", "ne"], InterviewerTraining.TRAINED, "", []),
    ("hi", ["mai"], InterviewerTraining.NOT_KNOWN, "Rita Das", []),
    ("hi", ["mai"], InterviewerTraining.TRAINED, "", ["language"]),
    ("mai", ["mai"], InterviewerTraining.NOT_TRAINED, "", ["training"]),
    ("mai", ["mai"], InterviewerTraining.NOT_KNOWN, "", ["training"]),
    ("", [], InterviewerTraining.TRAINED, "", ["language"]),
    ("hi", ["mai"], InterviewerTraining.NOT_KNOWN, "  ", ["language", "training"]),
]


@pytest.mark.requirement("IDN-009")
@pytest.mark.parametrize(("language", "child_languages", "training", "interpreter", "codes"), TALKS)
def test_a_first_interview_is_complete_in_the_childs_language_or_interpreted(
    language: str,
    child_languages: list[str],
    training: InterviewerTraining,
    interpreter: str,
    codes: list[str],
) -> None:
    talk = InterviewFacts(language, child_languages, training, interpreter)
    assert [reason.code for reason in reasons_not_complete(talk)] == codes
    ends = reasons_against_interview_end(InterviewEnd.COMPLETE, talk, is_first=True)
    assert [reason.code for reason in ends] == codes
    for end in InterviewEnd:  # what happened is post, and a later interview is no first one
        assert not reasons_against_interview_end(end, talk, is_first=False)
        if end != InterviewEnd.COMPLETE:
            assert not reasons_against_interview_end(end, talk, is_first=True)


@pytest.mark.parametrize(("count", "warns"), [(0, False), (1, False), (2, True), (9, True)])
def test_before_the_third_interview_there_is_a_warning(count: int, *, warns: bool) -> None:
    assert bool(reasons_to_avoid_interview(count)) is warns

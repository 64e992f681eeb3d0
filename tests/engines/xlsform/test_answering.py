"""Which questions are asked, violated constraints, and the answers for statistics."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saathi.engines.xlsform import limits
from saathi.engines.xlsform.definition import XlsformDefinition
from saathi.engines.xlsform.form_state import FormState, NoAnswerReason
from saathi.engines.xlsform.layout import form_positions
from tests.engines.xlsform.books import form, line

TODAY = dt.date(2026, 3, 10)
FORM = form(
    line("select_one yn", "safe", "Safe?", required="yes", classification="statistical"),
    line("begin group", "g", "More", relevant="${safe} = 'no'"),
    line("text", "why", "Reason", classification="sensitive"),
    line("integer", "times", "How often?", constraint=". < 100", classification="statistical"),
    line("end group"),
    line("select_one province", "province", "Province"),
    line("select_one district", "district", "District in ${province}", choice_filter="province = ${province}", classification="statistical"),
    line("begin repeat", "helper", "Helper"),
    line("text", "name", "Name"),
    line("integer", "visits", "Visits of ${name}", relevant="${name} != ''", constraint=". < 10"),
    line("end repeat"),
    line("calculate", "all", "All visits", calculation="sum(${visits})"),
    line("note", "bye", "Bye", relevant="${all} > 3"),
)  # fmt: skip


def answered(of: XlsformDefinition = FORM, **answers: Any) -> FormState:
    return FormState(of, answers, TODAY)


@pytest.mark.parametrize(
    ("answers", "name", "is_asked"),
    [
        ({}, "why", False),
        ({"safe": "no"}, "why", True),
        ({"safe": "yes"}, "why", False),
        ({"safe": NoAnswerReason.NOT_SAID}, "why", False),
        ({"helper": [{"name": "x", "visits": "4"}]}, "bye", True),
        ({"helper": [{"name": "", "visits": "4"}]}, "bye", False),
        ({"helper": [{"name": "x", "visits": "2"}, {"name": "y", "visits": "1"}]}, "bye", False),
    ],
)
def test_relevant_questions_follow_from_answers(
    answers: dict[str, Any], name: str, is_asked: bool
) -> None:
    assert answered(**answers).is_asked(FORM.questions_by_name[name]) is is_asked


def test_conditions_in_repeat_use_their_own_row() -> None:
    state = answered(helper=[{"name": "x"}, {"visits": "3"}])
    visits = FORM.questions_by_name["visits"]
    assert [state.is_asked(visits, row) for row in state.question_rows(visits)] == [True, False]
    assert state.fill_placeholders(visits.label, "en", 0) == "Visits of x"
    assert state.fill_placeholders(visits.label, "en", 1) == "Visits of …"


def test_choices_follow_what_was_chosen_before() -> None:
    district = FORM.questions_by_name["district"]
    assert [choice.name for choice in answered().choices(district)] == ["kathmandu", "dhanusha"]
    assert [choice.name for choice in answered(province="madhesh").choices(district)] == [
        "dhanusha"
    ]
    assert (
        answered(province="madhesh").fill_placeholders(district.label, "en")
        == "District in Madhesh"
    )
    assert answered(province="madhesh", district="kathmandu").violates_constraint(district)
    assert not answered(province="madhesh", district="dhanusha").violates_constraint(district)
    assert not answered(province="madhesh", district=NoAnswerReason.NOT_KNOWN).violates_constraint(
        district
    )


def test_a_required_question_takes_a_reason_for_no_answer() -> None:
    safe = FORM.questions_by_name["safe"]
    assert answered().lacks_required_answer(safe)
    for why in NoAnswerReason:
        assert not answered(safe=why).lacks_required_answer(safe)


def test_constraint_applies_only_to_asked_and_answered_questions() -> None:
    times = FORM.questions_by_name["times"]
    assert answered(safe="no", times="100").violates_constraint(times)
    assert not answered(safe="no", times="99").violates_constraint(times)
    assert not answered(safe="no").violates_constraint(times)
    assert not answered(safe="yes", times="100").violates_constraint(times)


@pytest.mark.parametrize(
    ("answers", "counted"),
    [
        ({}, {"safe": "_not_asked", "district": "_not_asked"}),
        ({"safe": "yes", "times": "3"}, {"safe": "yes", "district": "_not_asked"}),
        ({"safe": "no", "times": "3", "why": "the uncle"}, {"safe": "no", "times": 3, "district": "_not_asked"}),
        ({"safe": "no", "times": "999"}, {"safe": "no", "times": 999, "district": "_not_asked"}),
        ({"safe": "no", "times": "9841234567"}, {"safe": "no", "district": "_not_asked"}),
        ({"safe": "no", "times": "-3"}, {"safe": "no", "district": "_not_asked"}),
        ({"safe": "Sunita Mahato", "district": "kathmandu"}, {"district": "kathmandu"}),
        ({"safe": "_not_said"}, {"safe": "_not_said", "district": "_not_asked"}),
    ],
)  # fmt: skip
def test_only_codes_and_small_numbers_are_counted(
    answers: dict[str, Any], counted: dict[str, object]
) -> None:
    assert answered(**answers).statistical_answers() == counted


def test_the_order_of_reading_repeats_rows_with_their_heading() -> None:
    positions = [
        (position.heading or (position.question.name if position.question else "end"), position.row)
        for position in form_positions(FORM, {"helper": 2})
    ]
    assert positions == [
        ("safe", None), ("g", None), ("why", None), ("times", None), ("province", None), ("district", None),
        ("helper", 0), ("name", 0), ("visits", 0), ("helper", 1), ("name", 1), ("visits", 1), ("end", None),
        ("all", None), ("bye", None),
    ]  # fmt: skip


def test_the_longest_chain_is_computed_from_its_end() -> None:
    chain = [line("text", "q0")] + [
        line("text", f"q{n}", relevant=f"${{q{n - 1}}} = 'x'")
        for n in range(1, limits.DEPENDENCY_CHAIN + 1)
    ]
    definition = form(*chain)
    state = FormState(definition, {question.name: "x" for question in definition.questions}, TODAY)
    assert state.is_asked(definition.questions[-1])


ANSWERS = st.dictionaries(
    st.sampled_from(["safe", "why", "times", "province", "district", "helper", "all", "nobody"]),
    st.one_of(
        st.text(max_size=8), st.none(), st.integers(), st.sampled_from(["yes", "no", *map(str, NoAnswerReason)]),
        st.lists(st.one_of(st.text(max_size=3), st.dictionaries(st.sampled_from(["name", "visits"]), st.text(max_size=4))), max_size=3),
    ),
)  # fmt: skip


@given(ANSWERS)
def test_arbitrary_answers_never_raise(answers: dict[str, Any]) -> None:
    state = answered(**answers)
    for question in FORM.questions:
        for row in state.question_rows(question):
            state.is_asked(question, row)
            state.lacks_required_answer(question, row)
            state.violates_constraint(question, row)
            state.fill_placeholders(question.label, "en", row)
            state.choices(question, row)
    for name, value in state.statistical_answers().items():
        codes = {
            choice.name for choice in FORM.lists.get(FORM.questions_by_name[name].choices, ())
        } | set(NoAnswerReason)
        assert value in codes or (isinstance(value, int) and 0 <= value <= 999)

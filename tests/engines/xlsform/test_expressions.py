"""The values of expressions, as a table; and that no expression and no answer makes it fail."""

import datetime as dt
import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from saathi.engines.xlsform import limits
from saathi.engines.xlsform.evaluator import (
    EvaluationContext,
    Value,
    as_text,
    evaluate,
    is_true,
)
from saathi.engines.xlsform.expressions import (
    FUNCTIONS,
    ExpressionError,
    parse_expression,
)

TODAY = dt.date(2026, 3, 10)
ANSWERS: dict[str, Value] = {
    "age": 14.0, "name": "सुनिता", "empty": "", "many": "work far", "day": "2012-03-11", "yes": "yes",
    "list": ["3", "", "4"], "none": [],
}  # fmt: skip


def evaluated(text: str, **more: object) -> Value:
    context = EvaluationContext(lambda name: ANSWERS.get(name, ""), TODAY, **more)  # type: ignore[arg-type]
    return evaluate(parse_expression(text, may_name_cells="cells" in more), context)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("${yes} = 'yes'", True), ("${yes} != 'yes'", False), ("${yes}=“yes”", True),
        ("${age} >= 14 and ${age} < 18", True), ("${age} > 14 or ${empty} = ''", True),
        ("not(${age} > 14)", True), ("1 + 2 * 3", 7.0), ("(1 + 2) * 3", 9.0), ("-2 + 5", 3.0),
        ("10 - 2 - 3", 5.0), ("7 div 2", 3.5), ("7 mod 3", 1.0), ("-7 mod 3", -1.0),
        ("${empty} = 0", False), ("${empty} + 1 > 0", False), ("${age} = '14'", True),
        ("selected(${many}, 'far')", True), ("selected(${many}, 'fa')", False),
        ("count-selected(${many})", 2.0), ("count-selected(${empty})", 0.0),
        ("selected-at(${many}, 1)", "far"), ("selected-at(${many}, 5)", ""),
        ("if(${age} < 18, 'child', 'grown')", "child"), ("coalesce(${empty}, 'x')", "x"),
        ("coalesce(${yes}, 'x')", "yes"), ("string-length(${name})", 6.0),
        ("concat(${yes}, '-', ${age})", "yes-14"), ("substr('abcdef', 1, 3)", "bc"),
        ("contains('abc', 'b')", True), ("starts-with('abc', 'b')", False), ("ends-with('abc', 'c')", True),
        ("normalize-space('  a   b ')", "a b"), ("regex('98-12', '[0-9]+-[0-9]+')", True),
        ("regex('a', '[0-9]')", False), ("today()", "2026-03-10"), ("${day} < today()", True),
        ("int((today() - ${day}) div 365.25)", 13.0), ("date(today() + 1)", "2026-03-11"),
        ("date('x')", ""), ("round(2.5)", 3.0), ("round(2.345, 2)", 2.35), ("floor(2.9)", 2.0),
        ("ceiling(2.1)", 3.0), ("int(-2.9)", -2.0), ("abs(-3)", 3.0), ("number('4')", 4.0),
        ("sum(${list})", 7.0), ("count(${list})", 3.0), ("count-non-empty(${list})", 2.0),
        ("count(${none})", 0.0), ("min(${list})", 3.0), ("max(${list}, 9)", 9.0), ("max(2, 5)", 5.0),
        ("join(' ', ${list})", "3 4"), ("${list} = '4'", True), ("${list} = '5'", False),
        ("${none} = ''", True), ("true() and not(false())", True), ("boolean('a')", True),
        ("string(1.0)", "1"), ("string(1.5)", "1.5"), ("${nobody} = ''", True),
    ],
)  # fmt: skip
def test_value_of_expression(text: str, value: Value) -> None:
    assert evaluated(text) == value


@pytest.mark.parametrize(
    "text",
    ["1 div 0", "5 mod 0", "number('x')", "int('x')", "round('x')", "'a' * 2", "min(${none})"],
)
def test_invalid_number_is_nan(text: str) -> None:
    value = evaluated(text)
    assert isinstance(value, float)
    assert math.isnan(value)
    assert as_text(value) == ""
    assert evaluated(f"boolean({text})") is False


def test_number_of_invalid_text_makes_no_condition_true() -> None:
    assert (
        is_true(parse_expression("number('x')"), EvaluationContext(lambda _name: "", TODAY))
        is False
    )


def test_current_answer_and_choice_columns_in_expression() -> None:
    assert evaluated(". >= 1 and . <= 40", itself=40.0) is True
    assert evaluated(". >= 1 and . <= 40", itself=41.0) is False
    assert (
        evaluated(
            "province = 'bagmati' and name != 'x'", cells={"province": "bagmati", "name": "k"}
        )
        is True
    )
    assert evaluated("nothing = ''", cells={}) is True


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("${age} =", "The expression is incomplete"), ("${age} = = 1", "expected"), ("(1 + 2", "missing"), ("1 2", "should end"),
        ("age > 3", "Write ${age}"), ("/data/age > 3", "not supported"), ("pulldata('a', 'b')", "pulldata() is not supported"),
        ("doc('file:///etc/passwd')", "doc() is not supported"), ("selected(${a})", "wrong number of arguments"),
        ("today(1)", "wrong number of arguments"), ("'open", "not supported"), ("${a", "not supported"), ("", "The expression is incomplete"),
        ("regex(., ${a})", "The pattern of regex() must be text"), ("regex(., '(a+)+')", "repeats a group"), ("regex(., '(a|b)*')", "repeats a group"),
        ("regex(., '(?=a)')", "simplify it"), (r"regex(., '(a)\1')", "simplify it"), ("regex(., '.*.*.*.*')", "too many"),
        ("regex(., '[')", "not supported"), ("regex(., 'a{900}')", "simplify it"), ("1 = 1 ; 2", "not supported"),
    ],
)  # fmt: skip
def test_unknown_expression_syntax_is_reported(text: str, said: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        parse_expression(text)
    assert said in refused.value.text % refused.value.values


def test_sizes_of_an_expression_at_their_edge() -> None:
    longest = "'" + "x" * (limits.EXPRESSION_LETTERS - 2) + "'"
    assert parse_expression(longest)
    parts = "+".join(["1"] * (limits.EXPRESSION_PARTS // 2))
    assert evaluated(parts) == limits.EXPRESSION_PARTS // 2
    depth = limits.EXPRESSION_DEPTH - 1
    assert parse_expression("(" * depth + "1" + ")" * depth)
    for text, said in (
        (longest + " ", "longer than"),
        (parts + "+1+1", "more than"),
        ("(" * (depth + 1) + "1" + ")" * (depth + 1), "too many nested levels"),
    ):
        with pytest.raises(ExpressionError) as refused:
            parse_expression(text)
        assert said in refused.value.text


PIECES = st.sampled_from([
    "${age}", "${name}", "${list}", ".", "1", "0", "1e", "99999999999999999999999", "'x'", "'2026-02-30'", "(", ")", ",", "+", "-",
    "*", "div", "mod", "=", "!=", "<", ">=", "and", "or", "not", "province", "${", "\u201c", *(f"{name}(" for name in FUNCTIONS),
])  # fmt: skip
VALUES = st.one_of(
    st.text(max_size=12), st.floats(), st.booleans(), st.lists(st.text(max_size=5), max_size=4),
    st.sampled_from(["9999-12-31", "0001-01-01", "1e400", "-", "--1", "٣", "1" * 400, "nan", "inf"]),
)  # fmt: skip
ATOMS = st.sampled_from(["${a}", "${b}", ".", "0", "1.5", "'x'", "'2026-03-10'", "today()", "col"])


def calls(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    plain = [name for name in FUNCTIONS if name != "regex"]
    function_calls = st.sampled_from(plain).flatmap(
        lambda name: st.lists(
            inner, min_size=FUNCTIONS[name][0], max_size=min(3, FUNCTIONS[name][1])
        ).map(lambda given: f"{name}({', '.join(given)})")
    )
    sides = st.tuples(
        inner, st.sampled_from(["+", "-", "*", "div", "mod", "=", "!=", "<", "and", "or"]), inner
    )
    return (
        function_calls
        | sides.map(lambda parts: f"({' '.join(parts)})")
        | inner.map(lambda text: f"-{text}")
    )


@given(st.lists(PIECES, max_size=14).map(" ".join) | st.text(max_size=40))
def test_parser_returns_tree_or_message(text: str) -> None:
    message = ""
    try:
        parse_expression(text, may_name_cells=True)
    except ExpressionError as error:
        message = error.text % error.values
    assert "%(" not in message


@given(st.recursive(ATOMS, calls, max_leaves=12), VALUES, VALUES, VALUES)
@example("date(${a} * ${b})", 1e300, 1e300, "")
@example("substr(${a}, ${b})", "x", math.inf, "")
@example("round(${a}, ${b})", 1e15, -15.0, "")
def test_no_answer_makes_an_expression_fail(text: str, a: Value, b: Value, itself: Value) -> None:
    try:
        node = parse_expression(text, may_name_cells=True)
    except ExpressionError:
        return
    answers = {"a": a, "b": b}
    context = EvaluationContext(
        lambda name: answers.get(name, ""), TODAY, itself=itself, cells={"col": "x"}
    )
    assert isinstance(as_text(evaluate(node, context)), str)
    assert is_true(node, context) in {True, False}

"""What a form workbook cannot do: fill the memory by its texts, hold the interpreter, or nest too deeply."""

import datetime as dt
import sys
import time

import pytest

from saathi.engines.xlsform import form_checker, limits, patterns
from saathi.engines.xlsform.definition import XlsformDefinition
from saathi.engines.xlsform.evaluator import EvaluationContext, evaluate
from saathi.engines.xlsform.expressions import ExpressionNotSupported, parse_expression
from saathi.engines.xlsform.form_state import FormState
from tests.engines.xlsform.books import CHOICES, form, line, mistakes

TODAY = dt.date(2026, 3, 10)


def state(of: XlsformDefinition, **answers: str) -> FormState:
    return FormState(of, answers, TODAY)


def label(of: FormState, name: str) -> str:
    return of.fill_placeholders(of.form.questions_by_name[name].label, "en")


def errors(*lines: list[str], **more: list[list[str]]) -> str:
    return " ".join(error[3] for error in mistakes(*lines, **more))


# --- texts ----------------------------------------------------------------------------------------


def test_label_with_answers_is_cut_at_its_limit() -> None:
    asked = form(line("text", "q"), line("note", "n", "${q}" + "x" * 100))
    room = limits.FILLED_LETTERS - 100
    assert label(state(asked, q="y" * room), "n") == "y" * room + "x" * 100
    longer = label(state(asked, q="y" * (room + 1)), "n")
    assert (len(longer), longer[-1]) == (limits.FILLED_LETTERS, "…")


def test_label_without_answers_is_never_cut() -> None:
    asked = form(line("text", "q", "x" * limits.CELL_LETTERS))
    assert label(state(asked), "q") == "x" * limits.CELL_LETTERS


def test_page_shows_so_many_letters_of_answers() -> None:
    each = limits.FILLED_LETTERS
    notes = limits.PAGE_FILLED_LETTERS // each
    asked = form(line("text", "q"), *(line("note", f"n{n}", "${q}") for n in range(notes + 1)))
    page = state(asked, q="y" * each)
    shown = [label(page, f"n{n}") for n in range(notes + 1)]
    assert shown == ["y" * each] * notes + ["…"]


def test_result_of_a_calculation_is_cut_on_a_page_alone() -> None:
    asked = form(line("text", "q"), line("calculate", "c", "C", calculation="concat(${q}, ${q})"))
    page, question = state(asked, q="y" * limits.FILLED_LETTERS), asked.questions_by_name["c"]
    assert len(page.shown_result(question)) == limits.FILLED_LETTERS
    assert len(page.calculation_text(question)) == 2 * limits.FILLED_LETTERS


def test_small_workbook_makes_no_large_page() -> None:
    many = "concat(" + ",".join(["${b}"] * 19) + ")"
    text = "'" + "x" * 560 + "'"
    asked = form(
        line("calculate", "b", calculation=text),
        line("calculate", "c", calculation=many),
        line("text", "q"),
        *(line("note", f"n{n}", "${c}" * 498) for n in range(400)),
    )
    page = state(asked)
    total = sum(len(label(page, f"n{n}")) for n in range(400))
    assert total <= 2 * limits.PAGE_FILLED_LETTERS + 400 * limits.FILLED_LETTERS


def test_limit_of_the_letters_of_a_page() -> None:
    own = [["yn", f"c{number}", "C" * limits.CELL_LETTERS, ""] for number in range(200)]
    selects = limits.PAGE_LETTERS // (200 * limits.CELL_LETTERS)
    lines = [line("select_one yn", f"s{number}", "L") for number in range(selects)]
    assert "more text than fits" in errors(*lines, choices=[CHOICES[0], *own])
    own[0][2] = "C" * (limits.CELL_LETTERS - 1)  # one letter less for each label of a question
    fits = form(*lines, choices=[CHOICES[0], *own])
    assert form_checker.count_page_letters(fits) == limits.PAGE_LETTERS
    repeated = [line("begin repeat", "r"), *lines[:2], line("end repeat")]
    assert "more text than fits" in errors(*repeated, choices=[CHOICES[0], *own])


# --- patterns -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "ways"),
    [
        ("[0-9]{10}", 1),
        ("a?", 2),
        (r"\+?[0-9]{7,15}", 18),
        ("(98|97|96)[0-9]{8}", 3),
        (r"(\+977)?[0-9]{10}", 2),
        ("(?:a|b|c)(d|e)|f", 12),
        ("a*", 201),
        ("a+?b*+", 20_301),
        (r"[?*+|(]\?\*\|", 1),
        ("a{,3}", 4),
        ("a{2,}", 201),
    ],
)
def test_ways_of_a_pattern_are_counted(pattern: str, ways: int) -> None:
    assert patterns.count_ways(pattern) == ways
    assert not patterns.pattern_problem(pattern)


@pytest.mark.parametrize(
    "pattern",
    ["a?" * 32 + "a{32}", "(a|)" * 25, "(a)?" * 25, "a??" * 30, "(a?)?" * 19,
     "a*a*a*b?", "a*?" * 4, "a{,9}" * 20, "a*a*a*b", "a*?a*?a*?b", ".*[ab].*[ab].*b"],
)  # fmt: skip
def test_pattern_with_too_many_ways_is_refused(pattern: str) -> None:
    assert patterns.pattern_problem(pattern)
    began = time.monotonic()
    assert not patterns.matches_pattern(pattern, "a" * 32)
    assert time.monotonic() - began < 0.1
    with pytest.raises(ExpressionNotSupported):
        parse_expression(f"regex('{'a' * 32}', '{pattern}')")


@pytest.mark.parametrize(
    "pattern", ["a*a*b", "a*?a*?b", ".*[ab].*b", "a?" * 16 + "b", "(a|ab|b)" * 9 + "c",
                r".*.*[\d\s\W_\w]{9}x", r".*[\d\s\W_\w]{99}x"],
)  # fmt: skip
def test_pattern_at_the_limit_is_tried_quickly(pattern: str) -> None:
    assert not patterns.pattern_problem(pattern)
    began = time.monotonic()
    for letter in ("a", "\U00010400"):
        assert not patterns.matches_pattern(pattern, letter * limits.PATTERN_TEXT_LETTERS)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    "pattern",
    [r".*.*.*[\d\s\W_\w]{45}x", r".*.*[\d\s\W_\w]{45}x", ".*.*(?:[ab]{99}c|[ab]{99}d)x",
     "a?" * 16 + "[bcdefgh]{99}x", ".*.*[a-z]+.{60}@"],
)  # fmt: skip
def test_pattern_that_compares_much_on_each_way_is_refused(pattern: str) -> None:
    assert "too many" in patterns.pattern_problem(pattern)
    began = time.monotonic()
    assert not patterns.matches_pattern(pattern, "\U00010400" * limits.PATTERN_TEXT_LETTERS)
    assert time.monotonic() - began < 0.1


@pytest.mark.parametrize(
    ("pattern", "steps"),
    [
        ("[0-9]{10}", 34),
        ("ab?", 4),
        ("a*bc", 1 + 3 * 201),
        ("[^@]+@", 404),
    ],
)
def test_steps_of_a_pattern_are_counted(pattern: str, steps: int) -> None:
    assert patterns.count_steps(pattern) == steps


def test_usual_pattern_of_a_mail_address_matches() -> None:
    for mail in (
        r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]+",
        r"^[a-zA-Z0-9_.+-]+@[a-zA-Z0-9-]+\.[a-zA-Z0-9-.]+$",
    ):
        assert patterns.matches_pattern(mail, "rina.thapa@example.org")
        assert not patterns.matches_pattern(mail, "rina.thapa")


def test_patterns_of_a_form_have_a_limit_together() -> None:
    costly = "regex(., '.*.*[abc]{20}x')"
    most = limits.PAGE_PATTERN_STEPS // patterns.count_steps(".*.*[abc]{20}x")
    lines = [line("text", f"q{number}", constraint=costly) for number in range(most + 1)]
    read = form(*lines)
    assert [question.constraint for question in read.questions] == [costly] * most + [""]
    assert any("take too long to check" in note.text for note in read.notes)
    in_repeat = form(line("begin repeat", "r"), *lines[:2], line("end repeat"))
    assert [question.constraint for question in in_repeat.questions] == [costly, ""]
    filtered = form(
        line("select_one yn", "s", choice_filter="regex(name, '.*.*[abc]{20}x')"),
        line("text", "q"),
        choices=[CHOICES[0], *(["yn", f"c{n}", "C", ""] for n in range(most + 1))],
    )
    assert filtered.questions[0].choice_filter == ""


def test_page_tries_the_same_text_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = form(line("text", "q"), line("text", "r", relevant="regex(${q}, 'a+')"))
    tried: list[str] = []
    matches = patterns.matches_pattern
    monkeypatch.setattr(
        patterns, "matches_pattern", lambda *given: tried.append(given[1]) or matches(*given)
    )
    page = state(asked, q="aa")
    for _time in range(3):
        assert page.is_asked(asked.questions_by_name["r"])
    assert tried == ["aa"]


# --- depth ----------------------------------------------------------------------------------------


def chain(length: int, additions: int) -> list[list[str]]:
    """Calculations that depend on one another, each with so many additions; and a question."""
    first = line("calculate", "c0", calculation="1")
    rest = [
        line("calculate", f"c{n}", calculation=f"${{c{n - 1}}}" + "+1" * additions)
        for n in range(1, length)
    ]
    return [first, *rest, line("text", "q", relevant=f"${{c{length - 1}}} > 0")]


def at_depth(levels: int, of: FormState, name: str) -> str:
    """The value of a calculation, asked that far down Python's stack, as a page asks it."""
    if levels:
        return at_depth(levels - 1, of, name)
    return of.calculation_text(of.form.questions_by_name[name])


def test_chain_of_long_calculations_is_refused_when_it_is_uploaded() -> None:
    assert "nested too deeply in total" in errors(*chain(38, 70))
    assert "nested too deeply in total" in errors(*chain(4, 73))


@pytest.mark.parametrize(("length", "additions"), [(37, 1), (3, 60), (12, 12)])
def test_deepest_form_that_is_accepted_is_evaluated(length: int, additions: int) -> None:
    asked = form(*chain(length, additions))
    used = len(list(iter_frames()))
    result = at_depth(
        sys.getrecursionlimit() - limits.EVALUATION_LEVELS - used - 60,
        state(asked),
        f"c{length - 1}",
    )
    assert result == str(1 + (length - 1) * additions)


def iter_frames() -> list[object]:
    frames: list[object] = []
    frame = sys._getframe()
    while frame is not None:
        frames.append(frame)
        frame = frame.f_back  # type: ignore[assignment]
    return frames


def test_stored_form_that_is_too_deep_shows_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "EVALUATION_LEVELS", 100_000)  # as it was when it was uploaded
    asked = form(*chain(38, 70))
    page = state(asked)
    assert page.calculation_text(asked.questions_by_name["c37"]) == ""
    assert page.is_asked(asked.questions_by_name["q"]) is False
    assert page.calculation_text(asked.questions_by_name["c1"]) == "71"


def test_deepest_single_expression_is_evaluated() -> None:
    text = "+".join(["1"] * (limits.EXPRESSION_PARTS // 2))
    context = EvaluationContext(answer=lambda _name: "", today=TODAY)
    assert evaluate(parse_expression(text), context) == limits.EXPRESSION_PARTS // 2

"""The state of a form with its answers: questions asked, choices offered, violated constraints.

Answers are texts by question name; a repeat has a list of such rows under its name. A missing
answer has one of three reasons (`NoAnswerReason`); none of them is a "no", and none makes a
condition true.
"""

import datetime as dt
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from saathi.engines.xlsform import limits
from saathi.engines.xlsform.data_classes import data_class_problem
from saathi.engines.xlsform.definition import (
    OR_OTHER,
    OTHER,
    REFERENCE,
    SELECT_KINDS,
    Texts,
    XlsformChoice,
    XlsformDefinition,
    XlsformQuestion,
    XlsformQuestionKind,
)
from saathi.engines.xlsform.evaluator import (
    EvaluationContext,
    Value,
    as_number,
    as_text,
    evaluate,
    is_true,
)
from saathi.engines.xlsform.expressions import (
    ExpressionError,
    Node,
    parse_expression,
    referenced_questions,
)

type Answers = Mapping[str, Any]

MAX_STATISTICAL_NUMBER: Final = (
    999  # a greater number may be a telephone or document number rather than a count
)


class NoAnswerReason(StrEnum):
    """Why there is no answer; none of the three reasons means "no"."""

    NOT_ASKED = "_not_asked"
    NOT_KNOWN = "_not_known"
    NOT_SAID = "_not_said"


_NO_ANSWER_CODES: Final = frozenset(NoAnswerReason)


@lru_cache(maxsize=4096)
def parse_if_valid(text: str, *, is_filter: bool = False) -> Node | None:
    """The tree of an expression; None if it is empty or not supported."""
    try:
        return parse_expression(text, may_name_cells=is_filter) if text else None
    except ExpressionError:
        return None


def _cut(text: str, most: int) -> str:
    """The text, shortened with an ellipsis if it is longer than that."""
    return text if len(text) <= most else f"{text[: max(most - 1, 0)]}…"


@dataclass
class FormState:
    """One form with its answers on a day. It evaluates answers and never refuses any."""

    form: XlsformDefinition
    answers: Answers
    today: dt.date
    _known: dict[tuple[str, int | None], Value] = field(default_factory=dict)
    _under_way: set[tuple[str, int | None]] = field(default_factory=set)
    _matched: dict[tuple[str, str], bool] = field(default_factory=dict)
    _letters_left: int = limits.PAGE_FILLED_LETTERS

    def rows(self, repeat: str) -> list[Answers]:
        """The rows of a repeat."""
        stored_rows = self.answers.get(repeat)
        return (
            [row for row in stored_rows if isinstance(row, dict)]
            if isinstance(stored_rows, list)
            else []
        )

    def question_rows(self, question: XlsformQuestion) -> list[int | None]:
        """The row numbers in which a question is asked: those of its repeat, or only None."""
        repeat = self.form.repeat_of(question)
        return list(range(len(self.rows(repeat)))) if repeat else [None]

    def raw_answer(self, question: XlsformQuestion, row: int | None = None) -> str:
        """The recorded answer to a question or a `NoAnswerReason`; empty if there is none."""
        repeat = self.form.repeat_of(question)
        rows = self.rows(repeat) if repeat else []
        if repeat:
            answers = rows[row] if row is not None and row < len(rows) else {}
        else:
            answers = self.answers
        return str(answers.get(question.name, "") or "")

    def value(self, name: str, row: int | None = None) -> Value:
        """The value for an expression: a list for a repeat from outside, empty if not asked."""
        group = self.form.groups.get(name)
        if group is not None:
            return [str(number) for number, _row in enumerate(self.rows(name), 1)]
        question = self.form.questions_by_name.get(name)
        if question is None:
            return ""
        if self.form.repeat_of(question) and row is None:
            return [
                as_text(self._cached_value(question, index))
                for index in self.question_rows(question)
            ]
        return self._cached_value(question, row if self.form.repeat_of(question) else None)

    def _cached_value(self, question: XlsformQuestion, row: int | None) -> Value:
        key = (question.name, row)
        if key not in self._known:
            if key in self._under_way:
                return ""  # a cycle; forms that have one are not published
            self._under_way.add(key)
            try:
                self._known[key] = self._compute_value(question, row)
            except RecursionError:
                if len(self._under_way) > 1:
                    raise
                self._known[key] = ""  # deeper than forms that are uploaded today may be
            finally:
                self._under_way.discard(key)
        return self._known[key]

    def _compute_value(self, question: XlsformQuestion, row: int | None) -> Value:
        if not self.is_asked(question, row):
            return ""
        if question.kind == XlsformQuestionKind.CALCULATE:
            node = parse_if_valid(question.calculation)
            return evaluate(node, self._context(row)) if node else ""
        answer = self.raw_answer(question, row)
        if answer in _NO_ANSWER_CODES:
            return ""
        if question.kind in {XlsformQuestionKind.INTEGER, XlsformQuestionKind.DECIMAL} and answer:
            number = as_number(answer)
            return answer if math.isnan(number) else number
        return answer

    def _context(self, row: int | None, **more: Any) -> EvaluationContext:
        return EvaluationContext(
            answer=lambda name: self.value(name, row),
            today=self.today,
            matched=self._matched,
            **more,
        )

    def is_asked(self, question: XlsformQuestion, row: int | None = None) -> bool:
        """Whether a question is asked, given the current answers."""
        conditions = [self.form.groups[name].relevant for name in question.within]
        return all(
            is_true(node, self._context(row))
            for text in (*conditions, question.relevant)
            if (node := parse_if_valid(text)) is not None
        )

    def choices(
        self, question: XlsformQuestion, row: int | None = None
    ) -> tuple[XlsformChoice, ...]:
        """The choices offered; all of them while questions used by the filter have no answer."""
        all_choices = self.form.lists.get(question.choices, ())
        node = parse_if_valid(question.choice_filter, is_filter=True)
        if node is None:
            return all_choices
        if any(as_text(self.value(name, row)) == "" for name in referenced_questions(node)):
            return all_choices
        return tuple(
            choice
            for choice in all_choices
            if is_true(node, self._context(row, cells={"name": choice.name} | dict(choice.cells)))
            or (choice.name == OTHER and question.choices.endswith(OR_OTHER))
        )

    def violates_constraint(self, question: XlsformQuestion, row: int | None = None) -> bool:
        """Whether an answer violates the form's constraint, or is not among its choices."""
        value, answer = self.value(question.name, row), self.raw_answer(question, row)
        if not answer or answer in _NO_ANSWER_CODES or not self.is_asked(question, row):
            return False
        if question.kind in SELECT_KINDS:
            offered = {choice.name for choice in self.choices(question, row)}
            if not offered.issuperset(answer.split()):
                return True
        node = parse_if_valid(question.constraint)
        return node is not None and not is_true(node, self._context(row, itself=value))

    def lacks_required_answer(self, question: XlsformQuestion, row: int | None = None) -> bool:
        """Whether a required question is asked but has no answer and no reason for its absence."""
        return (
            question.is_required
            and self.is_asked(question, row)
            and not self.raw_answer(question, row)
        )

    def calculation_text(self, question: XlsformQuestion, row: int | None = None) -> str:
        """The result of a calculation, as a text."""
        return as_text(self.value(question.name, row))

    def shown_result(self, question: XlsformQuestion, row: int | None = None) -> str:
        """The result of a calculation for a page, cut at `FILLED_LETTERS`."""
        return self._shown(self.calculation_text(question, row), limits.FILLED_LETTERS)

    def fill_placeholders(self, texts: Texts, language: str, row: int | None = None) -> str:
        """A text with the answers it refers to filled in; an ellipsis replaces unknown ones.

        The text is cut with an ellipsis at `FILLED_LETTERS`, and so is every answer once the texts
        of a page show `PAGE_FILLED_LETTERS` of answers.
        """
        text = self.form.text_in_language(texts, language)
        filled, end = "", 0
        for match in REFERENCE.finditer(text):
            filled += text[end : match.start()]
            end = match.end()
            room = limits.FILLED_LETTERS - len(filled)
            if room <= 0:
                break
            filled += self._shown(self._placeholder_text(match[1], language, row), room)
        return _cut(filled + text[end:], limits.FILLED_LETTERS) if end else text

    def _shown(self, text: str, most: int) -> str:
        """As much of a text as still fits the label and the page."""
        shown = _cut(text, min(most, self._letters_left))
        self._letters_left -= min(len(shown), self._letters_left)
        return shown

    def _placeholder_text(self, name: str, language: str, row: int | None) -> str:
        question = self.form.questions_by_name.get(name)
        text = as_text(self.value(name, row))
        if question is not None and question.kind in SELECT_KINDS:
            return ", ".join(self.chosen_labels(question, text, language)) or "…"
        return text or "…"

    def chosen_labels(self, question: XlsformQuestion, answer: str, language: str) -> list[str]:
        """The labels of the chosen codes; a code missing from the list is returned as it is."""
        known = {choice.name: choice for choice in self.form.lists.get(question.choices, ())}
        return [
            self.form.text_in_language(known[code].label, language) if code in known else code
            for code in answer.split()
        ]

    def statistical_answers(self) -> dict[str, str | int]:
        """The answers for statistics: codes and small numbers of statistical questions only."""
        return dict(self._iter_statistical_answers())

    def _iter_statistical_answers(self) -> Iterator[tuple[str, str | int]]:
        for question in self.form.answerable_questions:
            if question.data_class != "statistical" or not self.is_asked(question):
                continue
            if data_class_problem(self.form, question, question.data_class):
                continue
            answer = self.raw_answer(question) or NoAnswerReason.NOT_ASKED
            if answer in _NO_ANSWER_CODES:
                yield question.name, str(answer)
            elif question.kind == XlsformQuestionKind.INTEGER:
                if re.fullmatch(r"[0-9]{1,3}", answer) and int(answer) <= MAX_STATISTICAL_NUMBER:
                    yield question.name, int(answer)
            elif answer in {choice.name for choice in self.form.lists.get(question.choices, ())}:
                yield question.name, answer

"""Answers to a form: which questions are asked, what choices they have, what speaks against an answer.

Answers are texts by the names of questions, a list of such rows under the name of a repeat. No
answer can be one of three (`Why`); none of them is a no, and none makes a condition true.
"""

import datetime as dt
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from saathi.protection.supplements.xlsform.definition import (
    SELECT_KINDS,
    Texts,
    XlsformChoice,
    XlsformDefinition,
    XlsformQuestion,
    XlsformQuestionKind,
)
from saathi.protection.supplements.xlsform.evaluator import (
    EvaluationContext,
    Value,
    as_number,
    as_text,
    evaluate,
    is_true,
)
from saathi.protection.supplements.xlsform.expressions import (
    ExpressionError,
    Node,
    parse_expression,
    referenced_questions,
)
from saathi.protection.supplements.xlsform.form_checker import TEXT_REFERENCE, data_class_problem

type Answers = Mapping[str, Any]

MAX_STATISTICAL_NUMBER: Final = (
    999  # a greater number is a telephone or a paper rather than a count
)


class NoAnswerReason(StrEnum):
    """Why there is no answer; three answers that are no "no"."""

    NOT_ASKED = "_not_asked"
    NOT_KNOWN = "_not_known"
    NOT_SAID = "_not_said"


_WHY: Final = frozenset(NoAnswerReason)


@lru_cache(maxsize=4096)
def parse_if_valid(text: str, *, is_filter: bool = False) -> Node | None:
    """The tree of an expression; None where there is none that we understand."""
    try:
        return parse_expression(text, may_name_cells=is_filter) if text else None
    except ExpressionError:
        return None


@dataclass
class FormState:
    """One form with its answers on a day. Asks and computes; holds nothing against anybody."""

    form: XlsformDefinition
    answers: Answers
    today: dt.date
    _known: dict[tuple[str, int | None], Value] = field(default_factory=dict)
    _under_way: set[tuple[str, int | None]] = field(default_factory=set)

    def rows(self, repeat: str) -> list[Answers]:
        """The rows of a repeat."""
        found = self.answers.get(repeat)
        return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []

    def question_rows(self, question: XlsformQuestion) -> list[int | None]:
        """Where a question is asked: once, or in each row of its repeat."""
        repeat = self.form.repeat_of(question)
        return list(range(len(self.rows(repeat)))) if repeat else [None]

    def raw_answer(self, question: XlsformQuestion, row: int | None = None) -> str:
        """What was written down for a question, one of `Why` included; empty where nothing was."""
        repeat = self.form.repeat_of(question)
        rows = self.rows(repeat) if repeat else []
        if repeat:
            holder = rows[row] if row is not None and row < len(rows) else {}
        else:
            holder = self.answers
        return str(holder.get(question.name, "") or "")

    def value(self, name: str, row: int | None = None) -> Value:
        """What an expression sees: a list from outside of a repeat, nothing where nothing is asked."""
        group = self.form.groups.get(name)
        if group is not None:
            return [str(number) for number, _row in enumerate(self.rows(name), 1)]
        question = self.form.questions_by_name.get(name)
        if question is None:
            return ""
        if self.form.repeat_of(question) and row is None:
            return [as_text(self._one(question, at)) for at in self.question_rows(question)]
        return self._one(question, row if self.form.repeat_of(question) else None)

    def _one(self, question: XlsformQuestion, row: int | None) -> Value:
        key = (question.name, row)
        if key not in self._known:
            if key in self._under_way:
                return ""  # a circle; forms with one are not published
            self._under_way.add(key)
            self._known[key] = self._found(question, row)
            self._under_way.discard(key)
        return self._known[key]

    def _found(self, question: XlsformQuestion, row: int | None) -> Value:
        if not self.is_asked(question, row):
            return ""
        if question.kind == XlsformQuestionKind.CALCULATE:
            node = parse_if_valid(question.calculation)
            return evaluate(node, self._context(row)) if node else ""
        given = self.raw_answer(question, row)
        if given in _WHY:
            return ""
        if question.kind in {XlsformQuestionKind.INTEGER, XlsformQuestionKind.DECIMAL} and given:
            number = as_number(given)
            return given if math.isnan(number) else number
        return given

    def _context(self, row: int | None, **more: Any) -> EvaluationContext:
        return EvaluationContext(
            answer=lambda name: self.value(name, row), today=self.today, **more
        )

    def is_asked(self, question: XlsformQuestion, row: int | None = None) -> bool:
        """Whether a question is asked, with the answers there are."""
        conditions = [self.form.groups[name].relevant for name in question.within]
        return all(
            is_true(node, self._context(row))
            for text in (*conditions, question.relevant)
            if (node := parse_if_valid(text)) is not None
        )

    def choices(
        self, question: XlsformQuestion, row: int | None = None
    ) -> tuple[XlsformChoice, ...]:
        """The choices of a question; all of them while what the filter rests on has no answer."""
        every = self.form.lists.get(question.choices, ())
        node = parse_if_valid(question.choice_filter, is_filter=True)
        if node is None:
            return every
        if any(as_text(self.value(name, row)) == "" for name in referenced_questions(node)):
            return every
        return tuple(
            one
            for one in every
            if is_true(node, self._context(row, cells={"name": one.name} | dict(one.cells)))
        )

    def violates_constraint(self, question: XlsformQuestion, row: int | None = None) -> bool:
        """Whether an answer is against the form's own constraint, or outside of its choices."""
        value, given = self.value(question.name, row), self.raw_answer(question, row)
        if not given or given in _WHY or not self.is_asked(question, row):
            return False
        if question.kind in SELECT_KINDS:
            offered = {choice.name for choice in self.choices(question, row)}
            if not offered.issuperset(given.split()):
                return True
        node = parse_if_valid(question.constraint)
        return node is not None and not is_true(node, self._context(row, itself=value))

    def lacks_required_answer(self, question: XlsformQuestion, row: int | None = None) -> bool:
        """Whether a required question that is asked has neither an answer nor a reason for none."""
        return (
            question.is_required
            and self.is_asked(question, row)
            and not self.raw_answer(question, row)
        )

    def calculation_text(self, question: XlsformQuestion, row: int | None = None) -> str:
        """What a calculation came to, as a text."""
        return as_text(self.value(question.name, row))

    def fill_placeholders(self, texts: Texts, language: str, row: int | None = None) -> str:
        """A text with the answers it names put in; three points stand for what is not known."""
        text = self.form.text_in_language(texts, language)
        return TEXT_REFERENCE.sub(lambda found: self._named(found[1], language, row), text)

    def _named(self, name: str, language: str, row: int | None) -> str:
        question = self.form.questions_by_name.get(name)
        words = as_text(self.value(name, row))
        if question is not None and question.kind in SELECT_KINDS:
            return ", ".join(self.chosen_labels(question, words, language)) or "…"
        return words or "…"

    def chosen_labels(self, question: XlsformQuestion, answer: str, language: str) -> list[str]:
        """The labels of what was chosen; a code that the list does not have stands as it is."""
        known = {one.name: one for one in self.form.lists.get(question.choices, ())}
        return [
            self.form.text_in_language(known[code].label, language) if code in known else code
            for code in answer.split()
        ]

    def statistical_answers(self) -> dict[str, str | int]:
        """What statistics may have: codes and small numbers of what is classified so, nothing else."""
        return dict(self._counted())

    def _counted(self) -> Iterator[tuple[str, str | int]]:
        for question in self.form.answerable_questions:
            if question.data_class != "statistical" or not self.is_asked(question):
                continue
            if data_class_problem(self.form, question, question.data_class):
                continue
            given = self.raw_answer(question) or NoAnswerReason.NOT_ASKED
            if given in _WHY:
                yield question.name, str(given)
            elif question.kind == XlsformQuestionKind.INTEGER:
                if re.fullmatch(r"[0-9]{1,3}", given) and int(given) <= MAX_STATISTICAL_NUMBER:
                    yield question.name, int(given)
            elif given in {one.name for one in self.form.lists.get(question.choices, ())}:
                yield question.name, given

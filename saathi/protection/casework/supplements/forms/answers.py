"""The page on which a form is filled in; its fields depend on the form and the answers.

It never prevents recording what was said. A required question can be answered with the reason why
there is no answer; an answer that violates a constraint is saved once the worker confirms it.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import SealedTextsForm
from saathi.engines.xlsform import limits
from saathi.engines.xlsform.definition import (
    SELECT_KINDS,
    XlsformDefinition,
    XlsformQuestion,
    XlsformQuestionKind,
)
from saathi.engines.xlsform.form_state import FormState, NoAnswerReason
from saathi.engines.xlsform.layout import FormPosition, form_positions
from saathi.protection.casework.supplements import explanations
from saathi.protection.casework.supplements.actions.form_answers import FormAnswersInput
from saathi.protection.casework.supplements.forms.fields import (
    no_answer_reason_field,
    question_field,
)
from saathi.protection.casework.supplements.forms.parts import (
    FormPageItem,
    FormPagePart,
    foldable_groups,
    form_parts,
    is_folded,
)
from saathi.web.fields import LongTextField, PastDateField

# Values of the buttons that only show the page again begin with these: a row is added to a repeat, or
# the next questions of a group are shown. A reopened draft is shown as if one had been pressed.
ADD_ROW_PREFIX, NEXT_PREFIX, REOPENED = "add:", "next:", "reopened"


class SupplementAnswersForm(SealedTextsForm):
    """The questions of one version of a form, with the day and the interviewer."""

    shows_stored_texts = True

    filled_on = PastDateField(label=_("Date of the interview"))
    by = forms.CharField(
        label=_("Interviewer, if not you"),
        label_suffix="",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    note = LongTextField(required=False, max_length=4000, label=_("Other remarks"))
    language = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None,
        *,
        definition: XlsformDefinition,
        answers: Mapping[str, Any],
        language: str,
        step: str = "",
        **options: Any,
    ) -> None:
        """`step` is the button that only shows the page again; nothing is validated then."""
        super().__init__(None if step else data, **options)
        self.asked, self.spoken, self._step = definition, language, step
        self._typed, self._stored = data, answers
        self._counts = self._rows()
        self._fields_of: dict[tuple[str, int | None], str] = {}
        for repeat, count in self._counts.items():
            self.fields[f"n_{repeat}"] = forms.CharField(
                required=False, widget=forms.HiddenInput, initial=str(count)
            )
        for position in self._all_positions():
            self._add(position)
        if step and data is not None:
            self._keep_typed(data)
        self.answered = FormState(definition, self._answers_so_far(), self._day())
        self._set_texts()
        self.fields["language"].initial = language
        self._against: list[str] = []

    # --- What the page is made of -----------------------------------------------------------------

    def _rows(self) -> dict[str, int]:
        """The number of rows shown of each repeat: the existing ones, plus one if requested."""
        counts = {}
        for name, group in self.asked.groups.items():
            if not group.is_repeat:
                continue
            typed = str(self._typed.get(f"n_{name}", "")) if self._typed else ""
            stored = self._stored.get(name)
            count = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
            count = count or (len(stored) if isinstance(stored, list) else 0) or 1
            count += self._step == f"{ADD_ROW_PREFIX}{name}"
            counts[name] = min(count, limits.REPEAT_ROWS)
        return counts

    def _all_positions(self) -> Iterator[FormPosition]:
        yield from form_positions(self.asked, self._counts)

    def _add(self, position: FormPosition) -> None:
        question = position.question
        if question is None or not question.is_asked:
            return
        name = f"q_{question.name}"
        if position.row is not None:
            name = f"r_{position.repeat}_{position.row}_{question.name}"
        choices = self.asked.lists.get(question.choices, ())
        labels = [
            (choice.name, self.asked.text_in_language(choice.label, self.spoken))
            for choice in choices
        ]
        self.fields[name] = question_field(question, labels)
        if question.is_required and question.kind != XlsformQuestionKind.ONE:
            self.fields[f"{name}__why"] = no_answer_reason_field()
        self._fields_of[question.name, position.row] = name
        stored_answer = self._stored_answer(question, position)
        if stored_answer:
            self._set_initial(name, question, stored_answer)

    def _keep_typed(self, data: QueryDict) -> None:
        """Shows the typed values again unchanged, without validating them."""
        for name, field in self.fields.items():
            if name not in {"form_key", "language"} and not name.startswith("n_"):
                self.initial[name] = field.widget.value_from_datadict(data, MultiValueDict(), name)

    def _stored_answer(self, question: XlsformQuestion, position: FormPosition) -> str:
        stored = FormState(self.asked, self._stored, dt.date.min)
        return stored.raw_answer(question, position.row)

    def _set_initial(self, name: str, question: XlsformQuestion, answer: str) -> None:
        if answer in set(NoAnswerReason) and question.kind != XlsformQuestionKind.ONE:
            if f"{name}__why" in self.fields:
                self.initial.setdefault(f"{name}__why", answer)
            return
        value: Any = answer
        if question.kind == XlsformQuestionKind.MANY:
            value = answer.split()
        elif question.kind == XlsformQuestionKind.DATE:
            with suppress(ValueError):
                value = dt.date.fromisoformat(answer)
        self.initial.setdefault(name, value)

    # --- What was answered so far -----------------------------------------------------------------

    def _day(self) -> dt.date:
        field = self.fields["filled_on"]
        with suppress(ValidationError):
            value = self._value("filled_on")
            day = field.clean(value) if isinstance(value, list) else value
            if isinstance(day, dt.date):
                return day
        return self.today

    def _value(self, name: str) -> Any:
        """The value of a field: typed, or its initial value."""
        field = self.fields[name]
        if self.is_bound:
            return field.widget.value_from_datadict(self.data, MultiValueDict(), name)
        return self.get_initial_for_field(field, name)

    def _answers_so_far(self) -> dict[str, Any]:
        """The readable values of the fields; used for conditions and choices."""
        return self._collect_answers(self._readable)

    def _readable(self, name: str) -> str:
        field, value = self.fields[name], self._value(name)
        with suppress(ValidationError):
            if isinstance(value, dt.date):
                return value.isoformat()
            return str(field.clean(value) or "")
        return ""

    def _collect_answers(self, answer_of: Any) -> dict[str, Any]:
        answers: dict[str, Any] = {}
        for (name, row), field in self._fields_of.items():
            answer = answer_of(field)
            if not answer and f"{field}__why" in self.fields:
                answer = answer_of(f"{field}__why")
            if row is None:
                if answer:
                    answers[name] = answer
                continue
            repeat = self.asked.repeat_of(self.asked.questions_by_name[name])
            rows = answers.setdefault(repeat, [{} for _row in range(self._counts[repeat])])
            if answer:
                rows[row][name] = answer
        return answers

    def _set_texts(self) -> None:
        """Sets labels, hints and choices according to the present answers."""
        for (name, row), field_name in self._fields_of.items():
            question, field = self.asked.questions_by_name[name], self.fields[field_name]
            field.label = self.answered.fill_placeholders(question.label, self.spoken, row)
            field.help_text = self.answered.fill_placeholders(question.hint, self.spoken, row)
            if question.choice_filter and isinstance(field, forms.ChoiceField):
                self._filter_choices(field, question, row)

    def _filter_choices(
        self, field: forms.ChoiceField, question: XlsformQuestion, row: int | None
    ) -> None:
        """Offers the choices that pass the filter, and those already chosen, so that none are lost."""
        offered = {choice.name for choice in self.answered.choices(question, row)}
        offered |= set(self.answered.raw_answer(question, row).split()) | {
            "",
            *map(str, NoAnswerReason),
        }
        choices: Any = field.choices
        field.choices = [choice for choice in choices if choice[0] in offered]

    def page_items(self) -> Iterator[FormPageItem]:
        """The items of the page from top to bottom."""
        headings: tuple[FormPosition, ...] = ()
        foldable = set(foldable_groups(self.asked)) if is_folded(self.asked) else set()
        group = ""
        for position in self._all_positions():
            if position.heading:
                headings = (*headings, position)
                continue
            if position.question is not None:
                group = next((item for item in position.question.within if item in foldable), "")
            yield from self._headings(headings, group)
            headings = ()
            if position.question is not None:
                yield replace(self._page_item(position, position.question), group=group)
            elif position.is_end_of_repeat and self._counts[position.repeat] < limits.REPEAT_ROWS:
                yield FormPageItem(add=position.repeat, group=group)

    def _headings(self, headings: Sequence[FormPosition], group: str) -> Iterator[FormPageItem]:
        """The headings before a question; those of groups around its folded group stay outside."""
        is_inside = False
        for position in headings:
            is_inside = is_inside or position.heading == group or position.row is not None
            yield FormPageItem(
                heading=self._heading(position),
                group=group if is_inside else "",
                is_title=position.heading == group and position.row is None,
            )

    @property
    def is_folded(self) -> bool:
        """Whether the form is long, so that its groups are folded away."""
        return is_folded(self.asked)

    @property
    def parts(self) -> list[FormPagePart]:
        """The items of the page in parts: of a long form each group is folded away."""
        return form_parts(
            self.page_items(),
            lambda group: (
                self.answered.fill_placeholders(self.asked.groups[group].label, self.spoken, None)
                or group
            ),
            go_on_at=self._group_of_step(),
            is_reopened=self._step == REOPENED,
        )

    def _group_of_step(self) -> str:
        """The group with the button that showed the page again; empty if none did."""
        if self._step.startswith(ADD_ROW_PREFIX):
            repeat = self._step.removeprefix(ADD_ROW_PREFIX)
            foldable = foldable_groups(self.asked)
            members = (q.within for q in self.asked.questions if repeat in q.within)
            return next((item for item in next(members, ()) if item in foldable), "")
        return self._step.removeprefix(NEXT_PREFIX) if self._step.startswith(NEXT_PREFIX) else ""

    def _heading(self, position: FormPosition) -> str:
        text = self.answered.fill_placeholders(
            self.asked.groups[position.heading].label, self.spoken, position.row
        )
        is_row = position.row is not None and position.heading == position.repeat
        return f"{text or position.heading} · {(position.row or 0) + 1}" if is_row else text

    def _page_item(self, position: FormPosition, question: XlsformQuestion) -> FormPageItem:
        is_asked = self.answered.is_asked(question, position.row)
        condition = (
            "" if is_asked else explanations.condition_text(self.asked, question, self.spoken)
        )
        if question.is_asked:
            name = self._fields_of[question.name, position.row]
            names = [name, *([f"{name}__why"] if f"{name}__why" in self.fields else [])]
            return FormPageItem(
                fields=tuple(self[field_name] for field_name in names),
                condition=condition,
                is_asked=is_asked,
                is_answered=bool(self.answered.raw_answer(question, position.row)),
            )
        text = self.answered.fill_placeholders(question.label, self.spoken, position.row)
        if question.not_recorded:
            text = explanations.not_recorded_text(text, question)
        if question.kind == XlsformQuestionKind.CALCULATE:
            result = self.answered.shown_result(question, position.row)
            text = f"{text}: {result}" if text and result else ""
        return FormPageItem(note=text if is_asked else "")

    # --- What is kept -----------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        """Adds errors for required questions without answer, and for violated constraints."""
        data = super().clean() or self.cleaned_data
        answers = self._collect_answers(lambda name: data.get(name) or "")
        self.answered = FormState(self.asked, answers, data.get("filled_on") or self.today)
        for (name, row), field in self._fields_of.items():
            question = self.asked.questions_by_name[name]
            if field in self.errors:
                continue
            if self.answered.lacks_required_answer(question, row):
                self.add_error(
                    field,
                    gettext("Answer this question, or give the reason why there is no answer."),
                )
            elif self.answered.violates_constraint(question, row):
                self._against.append(name)
                if "is_so" not in self.data:
                    self.add_error(field, self._message(question, row))
        return data

    def _message(self, question: XlsformQuestion, row: int | None) -> str:
        text = self.answered.fill_placeholders(question.message, self.spoken, row)
        if text:
            return gettext("Check this answer. The form says: %(text)s") % {"text": text}
        if not self._is_offered(question, row):
            return gettext(
                "The form does not offer this choice with the other answers. Check it. If it is right, "
                "confirm it below and save again: it is kept."
            )
        return gettext(
            "The form expects: %(rule)s. Check this answer. If it is right, confirm it below and save "
            "again: it is kept."
        ) % {"rule": explanations.rule_text(self.asked, question, self.spoken)}

    def _is_offered(self, question: XlsformQuestion, row: int | None) -> bool:
        offered = {choice.name for choice in self.answered.choices(question, row)}
        chosen = self.answered.raw_answer(question, row).split()
        return question.kind not in SELECT_KINDS or offered.issuperset(chosen)

    @property
    def is_contradicted(self) -> bool:
        """Whether an answer violates the form's constraints; it is saved once the worker confirms it."""
        return bool(self._against)

    def to_input(self) -> FormAnswersInput:
        """The input of the action; empty rows are left out."""
        answers = {
            name: [row for row in value if row] if isinstance(value, list) else value
            for name, value in self.answered.answers.items()
        }
        return FormAnswersInput(
            answers={name: value for name, value in answers.items() if value},
            filled_on=self.cleaned_data["filled_on"],
            language=self.spoken,
            asked_by=self.cleaned_data["by"],
            note=self.cleaned_data["note"],
            contradicted_questions=sorted(set(self._against)),
        )

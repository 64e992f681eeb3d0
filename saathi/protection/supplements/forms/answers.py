"""The page on which a form is filled in: its fields follow from the form and what was answered so far.

Nothing here keeps anybody from writing down what was said. What the form demands can be answered
with why there is no answer; what its constraints speak against is kept when somebody says it is so.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import SealedTextsForm
from saathi.protection.supplements import explanations
from saathi.protection.supplements.actions.form_answers import FormAnswersInput
from saathi.protection.supplements.forms.fields import no_answer_reason_field, question_field
from saathi.protection.supplements.xlsform import limits
from saathi.protection.supplements.xlsform.definition import (
    XlsformDefinition,
    XlsformQuestion,
    XlsformQuestionKind,
)
from saathi.protection.supplements.xlsform.form_state import FormState, NoAnswerReason
from saathi.protection.supplements.xlsform.layout import FormPosition, form_positions
from saathi.web.fields import LongTextField, PastDateField

ADD_ROW_PREFIX = "add:"  # begins the value of a button that adds a row to a repeat


@dataclass(frozen=True)
class FormPageItem:
    """One thing on the page in its order: a heading, a note, a result, or a question."""

    heading: str = ""
    note: str = ""
    fields: tuple[BoundField, ...] = ()
    condition: str = ""  # when it is asked, where it is not asked as things stand
    is_asked: bool = True
    add: str = ""  # the repeat that a button adds a row to


class SupplementAnswersForm(SealedTextsForm):
    """The questions of one version of a form, with the day and who asked."""

    shows_words = True

    filled_on = PastDateField(label=_("On which day it was asked"))
    by = forms.CharField(
        label=_("Name of who asked, if it was not you"),
        label_suffix="",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    note = LongTextField(required=False, max_length=4000, label=_("What else there is to say"))
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
        """`step` is the button of the page that only shows it anew; nothing is judged then."""
        super().__init__(None if step else data, **options)
        self.asked, self.spoken, self._step = definition, language, step
        self._typed, self._stored = data, answers
        self._counts = self._rows()
        self._fields_of: dict[tuple[str, int | None], str] = {}
        for repeat, count in self._counts.items():
            self.fields[f"n_{repeat}"] = forms.CharField(
                required=False, widget=forms.HiddenInput, initial=str(count)
            )
        for place in self._all_positions():
            self._add(place)
        if step and data is not None:
            self._keep_typed(data)
        self.answered = FormState(definition, self._answers_so_far(), self._day())
        self._set_texts()
        self.fields["language"].initial = language
        self._against: list[str] = []

    # --- What the page is made of -----------------------------------------------------------------

    def _rows(self) -> dict[str, int]:
        """How many rows each repeat shows: those there are, and one more where that was asked for."""
        found = {}
        for name, group in self.asked.groups.items():
            if not group.is_repeat:
                continue
            typed = str(self._typed.get(f"n_{name}", "")) if self._typed else ""
            stored = self._stored.get(name)
            count = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
            count = count or (len(stored) if isinstance(stored, list) else 0) or 1
            count += self._step == f"{ADD_ROW_PREFIX}{name}"
            found[name] = min(count, limits.REPEAT_ROWS)
        return found

    def _all_positions(self) -> Iterator[FormPosition]:
        yield from form_positions(self.asked, self._counts)

    def _add(self, place: FormPosition) -> None:
        question = place.question
        if question is None or not question.is_asked:
            return
        name = f"q_{question.name}"
        if place.row is not None:
            name = f"r_{place.repeat}_{place.row}_{question.name}"
        own = self.asked.lists.get(question.choices, ())
        labels = [(one.name, self.asked.text_in_language(one.label, self.spoken)) for one in own]
        self.fields[name] = question_field(question, labels)
        if question.is_required and question.kind != XlsformQuestionKind.ONE:
            self.fields[f"{name}__why"] = no_answer_reason_field()
        self._fields_of[question.name, place.row] = name
        given = self._stored_answer(question, place)
        if given:
            self._set_initial(name, question, given)

    def _keep_typed(self, data: QueryDict) -> None:
        """Shows what was typed again, as it was typed, without judging it."""
        for name, field in self.fields.items():
            if name not in {"form_key", "language"} and not name.startswith("n_"):
                self.initial[name] = field.widget.value_from_datadict(data, MultiValueDict(), name)

    def _stored_answer(self, question: XlsformQuestion, place: FormPosition) -> str:
        stored = FormState(self.asked, self._stored, dt.date.min)
        return stored.raw_answer(question, place.row)

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
        """What stands in a field: typed, or put there to begin with."""
        field = self.fields[name]
        if self.is_bound:
            return field.widget.value_from_datadict(self.data, MultiValueDict(), name)
        return self.get_initial_for_field(field, name)

    def _answers_so_far(self) -> dict[str, Any]:
        """What stands in the fields, as far as it can be read; used for conditions and choices."""
        return self._collect_answers(self._readable)

    def _readable(self, name: str) -> str:
        field, value = self.fields[name], self._value(name)
        with suppress(ValidationError):
            if isinstance(value, dt.date):
                return value.isoformat()
            return str(field.clean(value) or "")
        return ""

    def _collect_answers(self, answer_of: Any) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for (name, row), field in self._fields_of.items():
            given = answer_of(field)
            if not given and f"{field}__why" in self.fields:
                given = answer_of(f"{field}__why")
            if row is None:
                if given:
                    found[name] = given
                continue
            repeat = self.asked.repeat_of(self.asked.questions_by_name[name])
            rows = found.setdefault(repeat, [{} for _row in range(self._counts[repeat])])
            if given:
                rows[row][name] = given
        return found

    def _set_texts(self) -> None:
        """Labels, hints and choices as they are with the answers there are."""
        for (name, row), field_name in self._fields_of.items():
            question, field = self.asked.questions_by_name[name], self.fields[field_name]
            field.label = self.answered.fill_placeholders(question.label, self.spoken, row)
            field.help_text = self.answered.fill_placeholders(question.hint, self.spoken, row)
            if question.choice_filter and isinstance(field, forms.ChoiceField):
                self._filter_choices(field, question, row)

    def _filter_choices(
        self, field: forms.ChoiceField, question: XlsformQuestion, row: int | None
    ) -> None:
        """Offers what the filter lets through, and what was chosen already: it is never lost."""
        offered = {one.name for one in self.answered.choices(question, row)}
        offered |= set(self.answered.raw_answer(question, row).split()) | {
            "",
            *map(str, NoAnswerReason),
        }
        choices: Any = field.choices
        field.choices = [one for one in choices if one[0] in offered]

    def page_items(self) -> Iterator[FormPageItem]:
        """The page from top to bottom."""
        headings: tuple[str, ...] = ()
        for place in self._all_positions():
            if place.heading:
                headings = (*headings, self._heading(place))
                continue
            for heading in headings:
                yield FormPageItem(heading=heading)
            headings = ()
            if place.question is not None:
                yield self._page_item(place, place.question)
            elif place.is_end_of_repeat and self._counts[place.repeat] < limits.REPEAT_ROWS:
                yield FormPageItem(add=place.repeat)

    def _heading(self, place: FormPosition) -> str:
        text = self.answered.fill_placeholders(
            self.asked.groups[place.heading].label, self.spoken, place.row
        )
        is_row = place.row is not None and place.heading == place.repeat
        return f"{text or place.heading} · {(place.row or 0) + 1}" if is_row else text

    def _page_item(self, place: FormPosition, question: XlsformQuestion) -> FormPageItem:
        is_asked = self.answered.is_asked(question, place.row)
        condition = (
            "" if is_asked else explanations.condition_text(self.asked, question, self.spoken)
        )
        if question.is_asked:
            name = self._fields_of[question.name, place.row]
            names = [name, *([f"{name}__why"] if f"{name}__why" in self.fields else [])]
            return FormPageItem(
                fields=tuple(self[one] for one in names), condition=condition, is_asked=is_asked
            )
        text = self.answered.fill_placeholders(question.label, self.spoken, place.row)
        if question.kind == XlsformQuestionKind.CALCULATE:
            shown = self.answered.calculation_text(question, place.row)
            text = f"{text}: {shown}" if text and shown else ""
        return FormPageItem(note=text if is_asked else "")

    # --- What is kept -----------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        """What a required question lacks, and what the form itself speaks against."""
        data = super().clean() or self.cleaned_data
        kept = self._collect_answers(lambda name: data.get(name) or "")
        self.answered = FormState(self.asked, kept, data.get("filled_on") or self.today)
        for (name, row), field in self._fields_of.items():
            question = self.asked.questions_by_name[name]
            if field in self.errors:
                continue
            if self.answered.lacks_required_answer(question, row):
                self.add_error(field, gettext("Answer this, or say why there is no answer."))
            elif self.answered.violates_constraint(question, row):
                self._against.append(name)
                if "is_so" not in self.data:
                    self.add_error(field, self._message(question, row))
        return data

    def _message(self, question: XlsformQuestion, row: int | None) -> str:
        text = self.answered.fill_placeholders(question.message, self.spoken, row)
        return text or gettext("This does not fit with the other answers, or with what is allowed.")

    @property
    def is_contradicted(self) -> bool:
        """Whether an answer is against what the form allows; it is kept when somebody says it is so."""
        return bool(self._against)

    def to_input(self) -> FormAnswersInput:
        """The valid form as the action takes it; rows in which nothing stands are left out."""
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
